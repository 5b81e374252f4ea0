"""Times: ISO 8601 texts, calendar arithmetic, cron, cycles; always bounded."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.cron import Cron
from engine.bpmn.moments import BadTime, duration, is_naive, moment
from engine.bpmn.timers import Timer, set_timer

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
HOME = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("P1M", "2026-02-28T09:00"),
        ("P1Y1M", "2027-02-28T09:00"),
        ("-P1M", "2025-12-31T09:00"),
        ("P1W", "2026-02-07T09:00"),
        ("PT36H", "2026-02-01T21:00"),
        ("P1DT1H1M1.5S", "2026-02-01T10:01:01.500"),
        ("PT0S", "2026-01-31T09:00"),
        ("P10Y", "2036-01-31T09:00"),
    ],
)
def test_durations_go_by_the_calendar(text: str, after: str) -> None:
    assert duration(text).after(NOW) == datetime.fromisoformat(after).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "1D", "P1H", "PT1D", "P1.5D", "P-1D", "P1D ago", "P" + "9" * 99 + "D", "p1d"]
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(BadTime):
        duration(text)


@pytest.mark.parametrize("text", ["P99999999Y", "P999999999M", "PT999999999H", "-P9999Y", "P8000Y"])
def test_no_moment_lies_beyond_the_calendar(text: str) -> None:
    with pytest.raises(BadTime):
        duration(text).after(NOW)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-07-01T12:00:00Z", "2026-07-01T12:00"),
        ("2026-07-01T12:00+02:00", "2026-07-01T10:00"),
        ("2026-07-01T12:00:00@Europe/Copenhagen", "2026-07-01T10:00"),
        ("2026-07-01T12:00:00.123456789Z", "2026-07-01T12:00:00.123456"),
        ("2026-07-01T12:00:00[Europe/Copenhagen]", "2026-07-01T10:00"),
        ("2026-07-01", "2026-06-30T22:00"),
        ("2026-01-01T12:00:00", "2026-01-01T11:00"),
    ],
)
def test_moments_know_zones_and_summer_time(text: str, utc: str) -> None:
    assert moment(text, HOME) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_mere_date_means_a_time_of_day() -> None:
    assert moment("2026-07-01", HOME, time(23, 59, 59)) == datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)
    assert is_naive("2026-07-01")
    assert not is_naive("2026-07-01T12:00Z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13-01",
        "2026-02-30",
        "2026-01-01T25:00:00Z",
        "2026-01-01T12:00:00[Nowhere/At]",
        "0000-01-01",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(BadTime):
        moment(text)


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("0 0 * * * *", "2026-01-31T10:00"),
        ("0 30 8 * * MON-FRI", "2026-02-02T08:30"),
        ("@monthly", "2026-02-01T00:00"),
        ("*/20 * * * * *", "2026-01-31T09:00:20"),
        ("0 0 0 29 2 *", "2028-02-29T00:00"),
        ("0 0 12 ? * SUN", "2026-02-01T12:00"),
        ("0 0 9 1 JAN ?", "2027-01-01T09:00"),
        ("0 5,10 9 * * *", "2026-01-31T09:05"),
    ],
)
def test_cron_finds_the_next_moment(text: str, following: str) -> None:
    assert Cron(text).next(NOW) == datetime.fromisoformat(following).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "* * * * *",
        "60 * * * * *",
        "0 0 24 * * *",
        "0 0 0 0 * *",
        "a b c d e f",
        "0 0 5-1 * * *",
        "*/0 * * * * *",
    ],
)
def test_what_is_no_cron(text: str) -> None:
    with pytest.raises(BadTime):
        Cron(text)


def test_a_cron_that_names_no_date_is_refused() -> None:
    with pytest.raises(BadTime):
        Cron("0 0 0 31 2 *").next(NOW)


def rounds(timer: Timer | None, limit: int = 5) -> list[str]:
    found = []
    while timer is not None and len(found) < limit:
        found.append(timer.due.isoformat()[:16])
        timer = Timer.load(timer.dump()).next()
    return found


def test_a_cycle_counts_from_where_it_began() -> None:
    assert rounds(set_timer("timeCycle", "R4/P1M", NOW)) == [
        "2026-02-28T09:00", "2026-03-31T09:00", "2026-04-30T09:00", "2026-05-31T09:00",
    ]  # fmt: skip


def test_a_cycle_with_a_start_is_first_due_then() -> None:
    assert rounds(set_timer("timeCycle", "R2/2026-03-01T00:00Z/P1D", NOW)) == [
        "2026-03-01T00:00",
        "2026-03-02T00:00",
    ]
    assert len(rounds(set_timer("timeCycle", "R/PT1H", NOW))) == 5
    assert len(rounds(set_timer("timeCycle", "0 0 * * * *", NOW))) == 5


@pytest.mark.parametrize(
    "text", ["R", "R0/PT1H", "R-1/PT1H", "R3", "R/PT0S", "R/-PT1H", "Rx/PT1H", "R3/a/PT1H", "R1/2/3/4"]
)
def test_what_is_no_cycle(text: str) -> None:
    with pytest.raises(BadTime):
        set_timer("timeCycle", text, NOW)
