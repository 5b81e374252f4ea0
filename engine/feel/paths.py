"""value.name: entries of contexts, and what dates, times, durations and ranges are made of."""

from collections.abc import Callable
from decimal import Decimal

from .budget import Run
from .temporal.kinds import DAY, NANOS, Date, DateTime, DaysTime, Time, YearsMonths
from .values import Range, Value

Getter = Callable[[Value], Value]


def _seconds(value: Time) -> Decimal:
    """With its fraction."""
    return Decimal(value.second) + Decimal(value.nano).scaleb(-9)


def _offset(value: Time | DateTime) -> DaysTime | None:
    return None if value.offset is None else DaysTime(value.offset * NANOS)


def _zone_name(value: Time) -> str | None:
    return None if value.zone is None or isinstance(value.zone, int) else value.zone.key


def _part(size: int, unit: int) -> Getter:
    """A component of a duration; its sign is that of the duration. `size` 0: as large as it is."""

    def get(value: DaysTime) -> Decimal:
        amount = abs(value.nanos) // unit
        return Decimal((amount % size if size else amount) * (-1 if value.nanos < 0 else 1))

    return get


def _months(get: Callable[[int], int]) -> Getter:
    return lambda value: Decimal(get(abs(value.months)) * (-1 if value.months < 0 else 1))


_DATE: dict[str, Getter] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.weekday),
}
_TIME: dict[str, Getter] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _seconds,
    "time offset": _offset,
    "timezone": _zone_name,
}


def _of_date(get: Getter) -> Getter:
    return lambda value: get(value.date)


def _of_time(get: Getter) -> Getter:
    return lambda value: get(value.time)


PROPERTIES: dict[type, dict[str, Getter]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _of_date(get) for name, get in _DATE.items()},
        **{name: _of_time(get) for name, get in _TIME.items()},
        "time offset": _offset,
    },
    YearsMonths: {
        "years": _months(lambda months: months // 12),
        "months": _months(lambda months: months % 12),
    },
    DaysTime: {
        "days": _part(0, DAY * NANOS),
        "hours": _part(24, 3600 * NANOS),
        "minutes": _part(60, 60 * NANOS),
        "seconds": lambda value: _part(60 * NANOS, 1)(value).scaleb(-9).normalize() + 0,
    },
    Range: {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_included,
        "end included": lambda value: value.high_included,
    },
}
NAMES = frozenset(name for properties in PROPERTIES.values() for name in properties)


def member(value: Value, name: str, run: Run) -> Value:
    """value.name; of a list, the list of that of every item."""
    kind = type(value)
    if kind is dict:
        return value.get(name)
    if kind is list:
        run.tick(len(value) + 1)
        return [member(item, name, run) for item in value]
    getters = PROPERTIES.get(kind)
    getter = getters.get(name) if getters else None
    return getter(value) if getter else None
