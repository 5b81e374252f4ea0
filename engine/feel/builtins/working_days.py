"""Our own functions: Danish working days. They know the installation's and the case's agreed closed days.

A working day is Monday to Friday, no public holiday, not Constitution Day, Christmas Eve or New Year's Eve, and no
agreed closed day. The host gives the closed days to each evaluation.
"""

from datetime import date, timedelta
from decimal import Decimal

import holidays

from ..budget import Run
from ..temporal.kinds import Date, DateTime
from .registry import builtin

_USUALLY_CLOSED = ((6, 5), (12, 24), (12, 31))
_DAY = timedelta(days=1)
_MAX_DAYS = 10_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2500


# The library loads a country when it is first asked for: now, not in the middle of an evaluation.
_Denmark = type(holidays.country_holidays("DK"))
_known: dict[int, frozenset[date]] = {}


def _days_off(year: int, run: Run) -> frozenset[date]:
    """Holidays of a year. Working them out takes as long as some hundred steps; they are kept."""
    found = _known.get(year)
    if found is None:
        run.tick(300)
        usual = {date(year, month, day) for month, day in _USUALLY_CLOSED}
        found = _known[year] = frozenset(usual).union(_Denmark(years=year))
    return found


def _is_working_day(day: date, run: Run) -> bool:
    return day.weekday() < 5 and day not in _days_off(day.year, run) and day not in run.closed


def _python(value: Date | DateTime) -> date | None:
    """The day for Python, or None beyond the years whose holidays are known."""
    day = value.date if isinstance(value, DateTime) else value
    return day.python() if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


@builtin("is working day(date: date|date and time)", run=True)
def is_working_day(run: Run, value: Date | DateTime) -> bool | None:
    day = _python(value)
    return None if day is None else _is_working_day(day, run)


@builtin("add working days(date: date|date and time, n: number)", run=True)
def add_working_days(run: Run, value: Date | DateTime, count: Decimal) -> Date | None:
    """The n-th working day after the date, or before it where n is negative; the date itself for 0."""
    day = _python(value)
    if day is None or abs(count) > _MAX_DAYS:
        return None
    step = _DAY if count > 0 else -_DAY
    left = abs(int(count))
    while left:
        day += step
        run.tick(3)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return None
        left -= _is_working_day(day, run)
    return Date.of(day)


@builtin("working days between(from: date|date and time, to: date|date and time)", run=True)
def working_days_between(run: Run, start: Date | DateTime, end: Date | DateTime) -> Decimal | None:
    """How many working days come after `from`, up to and with `to`; negative where `to` is the earlier one."""
    first, last = _python(start), _python(end)
    if first is None or last is None:
        return None
    sign = 1 if last >= first else -1
    if sign < 0:
        first, last = last - _DAY, first - _DAY
    found = 0
    while first < last:
        first += _DAY
        run.tick(3)
        found += _is_working_day(first, run)
    return Decimal(sign * found)
