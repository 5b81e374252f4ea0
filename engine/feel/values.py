"""The values of FEEL, and when two of them are equal or one is less.

null None · boolean bool · number Decimal · string str · list list · context dict · range Range · function Function ·
dates and times: `temporal`. A comparison that makes no sense is null.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from .budget import Run
from .temporal.kinds import Date, DateTime, DaysTime, Time, YearsMonths

Value: TypeAlias = Any  # FEEL has no static types


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. An end of None is unbounded; `operator` is set where it was written as a comparison, (< 10)."""

    low: Value
    low_included: bool
    high: Value
    high_included: bool
    operator: str = ""


class Function:
    """Something that can be called. `parameters`: its names, in order, None where it takes any number of values."""

    __slots__ = ("call", "name", "parameters", "result", "types")

    def __init__(
        self,
        name: str,
        parameters: Sequence[str] | None,
        call: Callable[[list[Value], Run], Value],
        types: Sequence[Any] | None = None,
        result: Any = None,
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.call = call
        self.types = types
        self.result = result

    def arrange(self, names: Sequence[str], arguments: Sequence[Value]) -> list[Value] | None:
        """Arguments given by name, in the order of the parameters; None when a name is unknown or missing."""
        if (
            self.parameters is None
            or set(names) != set(self.parameters)
            or len(names) != len(self.parameters)
        ):
            return None
        given = dict(zip(names, arguments, strict=True))
        return [given[name] for name in self.parameters]

    def invoke(self, arguments: list[Value], run: Run) -> Value:
        """The result, or null when the number of arguments is wrong."""
        if self.parameters is not None and len(arguments) != len(self.parameters):
            return None
        return self.call(arguments, run)


_SCALARS = (Decimal, str, bool, YearsMonths, DaysTime, Date)
_ORDERED = (Decimal, str, YearsMonths, DaysTime, Date)


def equal(left: Value, right: Value, run: Run) -> bool | None:
    """left = right. Null equals null only; values of different types cannot be compared and give null."""
    kind = type(left)
    if kind is type(right):
        if kind in _SCALARS:
            return bool(left == right)
        return _equal_parts(left, right, run)
    if left is None or right is None:
        return False
    if isinstance(left, list) and len(left) == 1 and not isinstance(right, list):
        return equal(left[0], right, run)
    if isinstance(right, list) and len(right) == 1 and not isinstance(left, list):
        return equal(left, right[0], run)
    return None


def _equal_parts(left: Value, right: Value, run: Run) -> bool | None:
    if left is right:
        return True
    if isinstance(left, list):
        run.tick(len(left))
        return len(left) == len(right) and all(equal(a, b, run) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict):
        run.tick(len(left))
        return left.keys() == right.keys() and all(equal(left[key], right[key], run) for key in left)
    if isinstance(left, Range):
        return (
            (left.low_included, left.high_included, left.operator)
            == (right.low_included, right.high_included, right.operator)
            and equal(left.low, right.low, run) is True
            and equal(left.high, right.high, run) is True
        )
    if isinstance(left, Time | DateTime):
        return None if (left.offset is None) != (right.offset is None) else moment(left) == moment(right)
    return False  # two functions


def weigh(value: Value, run: Run) -> None:
    """Charge the size that a value has when it is written out: what is shared inside it counts every time, so that a
    host can walk over it without fear."""
    waiting = [value]
    while waiting:
        parts = waiting.pop()
        run.tick((len(parts) >> 2) + 1)
        waiting += [
            part for part in (parts if type(parts) is list else parts.values()) if type(part) in (list, dict)
        ]


def moment(value: Time | DateTime) -> int:
    """Seconds, in UTC where the zone is known. By the standard fractions do not count in comparisons."""
    return value.instant if isinstance(value, DateTime) else value.seconds - (value.offset or 0)


def less(left: Value, right: Value) -> bool | None:
    """left < right, or null where the two have no order."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in _ORDERED:
        return bool(left < right)
    if kind is Time or kind is DateTime:
        return None if (left.offset is None) != (right.offset is None) else moment(left) < moment(right)
    return None


def less_or_equal(left: Value, right: Value) -> bool | None:
    above = less(right, left)
    return None if above is None else not above


def contains(interval: Range, value: Value, run: Run) -> bool | None:
    """value in interval."""
    if interval.operator in ("=", "!="):
        same = equal(value, interval.low, run)
        return same if same is None or interval.operator == "=" else not same
    low, high = interval.low, interval.high
    if low is None and high is None:
        return None
    above = low is None or (less_or_equal if interval.low_included else less)(low, value)
    below = high is None or (less_or_equal if interval.high_included else less)(value, high)
    return None if above is None or below is None else above and below
