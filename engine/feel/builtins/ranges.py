"""Ranges, and how points and ranges lie to each other (DMN 1.5, table 78).

Every end is placed a hair inside or outside of its value: an open start a hair after it, an open end a hair before.
Then each relation is a comparison of ends, and a point is the range from itself to itself.
"""

from collections.abc import Callable
from typing import NamedTuple

from ..budget import Run
from ..values import Range, Value, equal, less
from .registry import builtin


class _End(NamedTuple):
    """`hair` is -1, 0 or 1; `value` None is endless, towards `beyond`."""

    value: Value
    hair: int
    beyond: int


class _Unordered(Exception):
    """The two ends have no order, so the relation is null."""


def _start(value: Value) -> _End:
    if not isinstance(value, Range):
        return _End(value, 0, 0)
    return _End(value.low, 0 if value.low_included else 1, -1 if value.low is None else 0)


def _end(value: Value) -> _End:
    if not isinstance(value, Range):
        return _End(value, 0, 0)
    return _End(value.high, 0 if value.high_included else -1, 1 if value.high is None else 0)


class _Order:
    """Compares ends: below zero when the first is the lesser."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __call__(self, left: _End, right: _End) -> int:
        if left.beyond or right.beyond:
            return left.beyond - right.beyond
        if equal(left.value, right.value, self.run) is True:
            return left.hair - right.hair
        smaller = less(left.value, right.value)
        if smaller is None:
            raise _Unordered
        return -1 if smaller else 1


Relation = Callable[[Value, Value, _Order], bool]


def _before(a: Value, b: Value, order: _Order) -> bool:
    return order(_end(a), _start(b)) < 0


def _meets(a: Value, b: Value, order: _Order) -> bool:
    return order(_end(a), _start(b)) == 0


def _overlaps(a: Value, b: Value, order: _Order) -> bool:
    return order(_end(a), _start(b)) >= 0 and order(_start(a), _end(b)) <= 0


def _overlaps_before(a: Value, b: Value, order: _Order) -> bool:
    return order(_start(a), _start(b)) < 0 and order(_end(a), _start(b)) >= 0 and order(_end(a), _end(b)) <= 0


def _finishes(a: Value, b: Value, order: _Order) -> bool:
    return order(_end(a), _end(b)) == 0 and order(_start(a), _start(b)) >= 0


def _includes(a: Value, b: Value, order: _Order) -> bool:
    return order(_start(a), _start(b)) <= 0 and order(_end(a), _end(b)) >= 0


def _starts(a: Value, b: Value, order: _Order) -> bool:
    return order(_start(a), _start(b)) == 0 and order(_end(a), _end(b)) <= 0


def _coincides(a: Value, b: Value, order: _Order) -> bool:
    return order(_start(a), _start(b)) == 0 and order(_end(a), _end(b)) == 0


_POINTS, _POINT_RANGE = "point1: point, point2: point", "point: point, range: range"
_RANGE_POINT, _RANGES = "range: range, point: point", "range1: range, range2: range"
_RELATIONS: dict[str, tuple[Relation, bool, tuple[str, ...]]] = {  # True: the arguments change places
    "before": (_before, False, (_POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)),
    "after": (_before, True, (_POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)),
    "meets": (_meets, False, (_RANGES,)),
    "met by": (_meets, True, (_RANGES,)),
    "overlaps": (_overlaps, False, (_RANGES,)),
    "overlaps before": (_overlaps_before, False, (_RANGES,)),
    "overlaps after": (_overlaps_before, True, (_RANGES,)),
    "finishes": (_finishes, False, (_POINT_RANGE, _RANGES)),
    "finished by": (_finishes, True, (_RANGE_POINT, _RANGES)),
    "includes": (_includes, False, (_RANGE_POINT, _RANGES)),
    "during": (_includes, True, (_POINT_RANGE, _RANGES)),
    "starts": (_starts, False, (_POINT_RANGE, _RANGES)),
    "started by": (_starts, True, (_RANGE_POINT, _RANGES)),
    "coincides": (_coincides, False, (_POINTS, _RANGES)),
}


def _declare(name: str, relation: Relation, swapped: bool, signatures: tuple[str, ...]) -> None:
    def decide(run: Run, left: Value, right: Value) -> bool | None:
        try:
            return relation(right, left, _Order(run)) if swapped else relation(left, right, _Order(run))
        except _Unordered:
            return None

    for signature in signatures:
        builtin(f"{name}({signature})", run=True)(decide)


for _name, (_relation, _swapped, _signatures) in _RELATIONS.items():
    _declare(_name, _relation, _swapped, _signatures)
