import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import Date, DateTime, DaysTime, Time, YearsMonths
from engine.feel.temporal.text import parse_temporal, temporal_text
from engine.feel.temporal.zones import length_of_month

ZONES = st.none() | st.integers(-64_800, 64_800)
DATES = st.builds(Date, st.integers(-999_999_999, 999_999_999), st.integers(1, 12), st.integers(1, 28))
TIMES = st.builds(
    Time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999_999_999), ZONES
)
DURATIONS = st.builds(DaysTime, st.integers(-(10**24), 10**24)) | st.builds(
    YearsMonths, st.integers(-(10**9), 10**9)
)


@given(DATES | TIMES | st.builds(DateTime, DATES, TIMES) | DURATIONS)
def test_what_is_written_can_be_read(value: object) -> None:
    assert parse_temporal(temporal_text(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "P1H",
        "P1Y1D",
        "1D",
        "2024-1-1",
        "2024-02-30",
        "2024-00-10",
        "99999999999-01-01",
        "+2024-01-01",
        "2024-01-01T",
        "2024-01-01T7:00:00",
        "2024-01-01T24:00:01",
        "2024-01-01T10:00:60",
        "10:00:00+19:00",
        "10:00:00+05:60",
        "10:00:00@Nowhere/Land",
        "10:00:00+01:00@Europe/Paris",
        "10:00:00z",
        "١٠:00:00",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert parse_temporal(text) is None


def test_leap_years() -> None:
    assert [length_of_month(year, 2) for year in (1900, 2000, 2023, 2024, 0, -4)] == [28, 29, 28, 29, 29, 29]


def test_python_twins() -> None:
    assert Date(10_000, 1, 1).python() is None
    assert DateTime(Date(-1, 1, 1), Time(0, 0, 0)).python() is None
    moment = parse_temporal("2024-10-27T02:30:00+01:00").python()
    assert moment.isoformat() == "2024-10-27T02:30:00+01:00"
    assert DateTime.of(moment) == parse_temporal("2024-10-27T02:30:00+01:00")
    assert DaysTime(10**30).python() is None
