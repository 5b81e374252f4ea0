from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel.temporal import DateTime
from engine.feel.temporal.zones import date_of, days_of, length_of_month, named_zone

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@given(st.dates())
def test_days_are_those_of_python(day: date) -> None:
    days = (day - date(1970, 1, 1)).days
    assert days_of(day.year, day.month, day.day) == days
    assert date_of(days) == (day.year, day.month, day.day)


@given(st.integers(-400_000_000_000, 400_000_000_000))
def test_days_and_dates_are_two_ways_to_say_the_same(days: int) -> None:
    year, month, day = date_of(days)
    assert 1 <= day <= length_of_month(year, month)
    assert days_of(year, month, day) == days


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(-10_000_000, 10_000_000))
def test_zoned_times_move_as_those_of_python(moment: datetime, seconds: int) -> None:
    start = moment.replace(microsecond=0, tzinfo=COPENHAGEN)
    utc = start.astimezone(ZoneInfo("UTC")) + timedelta(seconds=seconds)
    moved = DateTime.from_nanos(DateTime.of(start).nanos + seconds * 10**9, COPENHAGEN)
    assert moved is not None
    assert moved.python() == utc.astimezone(COPENHAGEN)
    assert moved.fold == utc.astimezone(COPENHAGEN).fold


def test_summer_time_goes_on_in_far_years() -> None:
    for year in (2024, 12024, 999_999_999):
        summer = DateTime.from_nanos(days_of(year, 7, 1) * 86_400 * 10**9, COPENHAGEN)
        winter = DateTime.from_nanos(days_of(year, 1, 1) * 86_400 * 10**9, COPENHAGEN)
        assert summer is not None and winter is not None
        assert (summer.offset, winter.offset) == (7200, 3600)


@pytest.mark.parametrize(
    "key", ["Nowhere/Land", "../../etc/passwd", "/etc/localtime", "", "a" * 500, "Europe/\x00"]
)
def test_what_is_no_zone(key: str) -> None:
    assert named_zone(key) is None
