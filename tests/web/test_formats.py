"""Dates and deadlines as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.clock import HOME
from web import formats

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=HOME)


@pytest.mark.parametrize(
    ("at", "kind", "text"),
    [
        (None, "none", "No deadline"),
        (datetime(2026, 11, 22, 12, tzinfo=HOME), "over", "2 days overdue"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=HOME), "over", "1 day overdue"),
        (datetime(2026, 11, 24, 8, tzinfo=HOME), "over", "Overdue since 8 today"),
        (datetime(2026, 11, 24, 16, tzinfo=HOME), "soon", "Today at 16"),
        (datetime(2026, 11, 24, 16, 30, tzinfo=HOME), "soon", "Today at 16.30"),
        (datetime(2026, 11, 24, 23, 59, tzinfo=HOME), "soon", "Today"),
        (datetime(2026, 11, 25, 0, 30, tzinfo=HOME), "soon", "Tomorrow"),
        (datetime(2026, 11, 27, 16, tzinfo=HOME), "", "Fre. 27. nov."),
        (datetime(2027, 1, 4, 16, tzinfo=HOME), "", "Man. 4. jan. 2027"),
    ],
)
def test_a_deadline_is_told_from_today(at: datetime | None, kind: str, text: str) -> None:
    badge = formats.due(at, NOW, "da")
    assert (badge.kind, str(badge.text)) == (kind, text)


def test_the_day_of_a_deadline_is_the_danish_one() -> None:
    """23:30 in UTC is the next day in Copenhagen."""
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert str(formats.due(late, NOW, "da").text) == "Tomorrow"


def test_moments_in_both_languages() -> None:
    at = datetime(2026, 11, 14, 9, 5, tzinfo=HOME)
    assert formats.moment(at, "da", date(2026, 12, 1)) == "14. nov. kl. 9.05"
    assert formats.moment(at, "en", date(2026, 12, 1)) == "14 Nov at 09:05"
    assert formats.day(at, "da", date(2027, 1, 1)) == "14. nov. 2026"
    assert formats.weekday(at + timedelta(days=13), "en", date(2026, 12, 1)) == "Fri 27 Nov"


@pytest.mark.parametrize(
    ("name", "letters"), [("Mette Holm", "MH"), ("Per", "P"), ("Team Tag & Sten", "TS"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters


def test_values_of_a_process_are_written_for_people() -> None:
    values = {None: "–", True: "ja", 34968960: "34.968.960", 1.5: "1,5", "ol": "ol", (): "–"}
    for value, text in values.items():
        assert formats.shown(list(value) if value == () else value, "da") == text
    assert formats.shown([{"a": False}, 2], "en") == "a: no, 2"
