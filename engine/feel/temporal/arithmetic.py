"""Arithmetic with dates, times and durations.

A zoned date and time moves along UTC, so that one hour is one hour when summer time begins or ends. Months move the
calendar date; a day that the month has not becomes its last. All functions give None where there is no meaning.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ..numbers import MATH, finite
from .kinds import DAY, NANOS, Date, DateTime, DaysTime, Duration, Time, YearsMonths
from .text import make_date
from .zones import length_of_month


def negative(value: Duration) -> Duration:
    return YearsMonths(-value.months) if isinstance(value, YearsMonths) else DaysTime(-value.nanos)


def plus(value: Any, duration: Duration) -> Any:
    if isinstance(duration, YearsMonths):
        return _plus_months(value, duration.months)
    nanos = duration.nanos
    if isinstance(value, DaysTime):
        return DaysTime(value.nanos + nanos)
    if isinstance(value, Date):
        return Date.from_days(value.days + nanos // (DAY * NANOS))
    if isinstance(value, Time):
        return Time.from_nanos(value.seconds * NANOS + value.nano + nanos, value.zone)
    return DateTime.from_nanos(value.nanos + nanos, value.time.zone) if isinstance(value, DateTime) else None


def _plus_months(value: Any, months: int) -> Any:
    if isinstance(value, YearsMonths):
        return YearsMonths(value.months + months)
    if isinstance(value, DateTime):
        day = _plus_months(value.date, months)
        return None if day is None else existing(DateTime(day, value.time))
    if not isinstance(value, Date):
        return None
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return make_date(year, month + 1, min(value.day, length_of_month(year, month + 1)))


def existing(value: DateTime) -> DateTime:
    """The same, or an hour later where summer time skips that hour."""
    if value.time.zone is None or isinstance(value.time.zone, int):
        return value
    return DateTime.from_nanos(value.nanos, value.time.zone) or value


def difference(left: Any, right: Any) -> Any:
    """The days and time duration from `right` to `left`. A date among times is its midnight in UTC."""
    if isinstance(left, Time) and isinstance(right, Time):
        if (left.offset is None) != (right.offset is None):
            return None
        seconds = left.seconds - (left.offset or 0) - right.seconds + (right.offset or 0)
        return DaysTime(seconds * NANOS + left.nano - right.nano)
    if isinstance(left, Date) and isinstance(right, Date):
        return DaysTime((left.days - right.days) * DAY * NANOS)
    if isinstance(left, Date):
        left = at_midnight(left)
    if isinstance(right, Date):
        right = at_midnight(right)
    if not (isinstance(left, DateTime) and isinstance(right, DateTime)):
        return None
    return None if (left.offset is None) != (right.offset is None) else DaysTime(left.nanos - right.nanos)


def at_midnight(day: Date) -> DateTime:
    """A date where a date and time is wanted: its midnight in UTC (DMN 1.5, 10.3.2.9.4)."""
    return DateTime(day, Time(0, 0, 0, 0, 0))


def times(value: Any, factor: Decimal) -> Any:
    return _scaled(value, factor, MATH.multiply)


def quotient(left: Any, right: Any) -> Any:
    """A duration by a number is a duration; by a duration of its type, a number."""
    if isinstance(right, Decimal):
        return _scaled(left, right, MATH.divide) if right else None
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths) and right.months:
        return finite(MATH.divide(Decimal(left.months), Decimal(right.months)))
    if isinstance(left, DaysTime) and isinstance(right, DaysTime) and right.nanos:
        return finite(MATH.divide(Decimal(left.nanos), Decimal(right.nanos)))
    return None


def _scaled(value: Any, factor: Decimal, operation: Callable[[Decimal, Decimal], Decimal]) -> Any:
    """What is left of a month or a nanosecond is dropped."""
    if not isinstance(value, YearsMonths | DaysTime):
        return None
    amount = value.months if isinstance(value, YearsMonths) else value.nanos
    result = finite(operation(Decimal(amount), factor))
    if result is None or result.adjusted() > 30:
        return None
    return YearsMonths(int(result)) if isinstance(value, YearsMonths) else DaysTime(int(result))


def months_between(start: Date, end: Date) -> YearsMonths:
    """Whole months from one date to the other."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonths(months)
