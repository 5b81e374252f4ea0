"""Working days: Monday to Friday, less Danish public holidays and the installation's own closed days.

Source: aftaletrin dossier, section 0 "Time"; partnerskabsruten dossier, "General due rule"."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from engine.clock import HOME

DUE_WORKING_DAYS = 10
# Constitution Day, Christmas Eve and New Year's Eve are no public holidays, but nobody works.
CLOSED = ((6, 5), (12, 24), (12, 31))
END_OF_DAY = time(16, 0)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year)) | {date(year, m, d) for m, d in CLOSED}


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year) and day not in closed


def add_working_days(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The ``count``-th working day after ``day``; before it, where ``count`` is negative."""
    step = timedelta(days=1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, closed):
            day += step
    return day


def default_due(now: datetime) -> datetime:
    """When a task is due that says nothing of its own: 16.00 on the tenth working day."""
    day = add_working_days(now.astimezone(HOME).date(), DUE_WORKING_DAYS)
    return datetime.combine(day, END_OF_DAY, HOME)
