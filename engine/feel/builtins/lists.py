"""Lists."""

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key

from ..budget import Run
from ..numbers import MATH, finite
from ..temporal.kinds import DaysTime, YearsMonths
from ..values import Function, Value, equal, less
from .registry import builtin

_MAX_POSITION = 10**9


def _items(values: tuple[Value, ...]) -> list[Value]:
    """The one list that was given, or the values given one by one."""
    return values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)


@builtin("list contains(list: list, element: any)", run=True)
def list_contains(run: Run, items: list[Value], element: Value) -> bool:
    run.tick(len(items))
    return any(equal(item, element, run) is True for item in items)


@builtin("count(list: list)")
def count(items: list[Value]) -> Decimal:
    return Decimal(len(items))


def _extreme(items: list[Value], better: Callable[[Value, Value], bool | None]) -> Value:
    if not items or items[0] is None:
        return None
    best = items[0]
    if better(best, best) is None:
        return None
    for item in items[1:]:
        verdict = better(item, best)
        if verdict is None:
            return None
        if verdict:
            best = item
    return best


@builtin("min(list: list)")
@builtin("min(...c: any)")
def minimum(*values: Value) -> Value:
    return _extreme(_items(values), less)


@builtin("max(list: list)")
@builtin("max(...c: any)")
def maximum(*values: Value) -> Value:
    return _extreme(_items(values), lambda left, right: less(right, left))


def _numbers(values: tuple[Value, ...]) -> list[Decimal] | None:
    items = _items(values)
    return items if all(type(item) is Decimal for item in items) else None


@builtin("sum(list: list)", run=True)
@builtin("sum(...n: any)", run=True)
def total(run: Run, *values: Value) -> Value:
    """Of numbers, or of durations of one type."""
    items = _items(values)
    run.tick(len(items))
    if not items:
        return None
    if all(type(item) is Decimal for item in items):
        result = Decimal(0)
        for item in items:
            result = MATH.add(result, item)
        return finite(result)
    if all(type(item) is DaysTime for item in items):
        return DaysTime(sum(item.nanos for item in items))
    if all(type(item) is YearsMonths for item in items):
        return YearsMonths(sum(item.months for item in items))
    return None


@builtin("mean(list: list)", run=True)
@builtin("mean(...n: any)", run=True)
def mean(run: Run, *values: Value) -> Value:
    items = _numbers(values)
    if not items:
        return None
    whole = total(run, items)
    return None if whole is None else MATH.divide(whole, Decimal(len(items)))


@builtin("product(list: list)", run=True)
@builtin("product(...n: any)", run=True)
def product(run: Run, *values: Value) -> Value:
    items = _numbers(values)
    if not items:
        return None
    run.tick(len(items))
    result = Decimal(1)
    for item in items:
        result = MATH.multiply(result, item)
    return finite(result)


@builtin("median(list: list)", run=True)
@builtin("median(...n: any)", run=True)
def median(run: Run, *values: Value) -> Value:
    items = _numbers(values)
    if not items:
        return None
    run.tick(len(items))
    ranked = sorted(items)
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return ranked[middle]
    return MATH.divide(MATH.add(ranked[middle - 1], ranked[middle]), Decimal(2))


@builtin("stddev(list: list)", run=True)
@builtin("stddev(...n: any)", run=True)
def stddev(run: Run, *values: Value) -> Value:
    """Of a sample: divided by one less than their number."""
    items = _numbers(values)
    if not items or len(items) < 2:
        return None
    average = mean(run, items)
    run.tick(2 * len(items))
    squares = Decimal(0)
    for item in items:
        apart = MATH.subtract(item, average)
        squares = MATH.add(squares, MATH.multiply(apart, apart))
    variance = finite(MATH.divide(squares, Decimal(len(items) - 1)))
    return None if variance is None else MATH.sqrt(variance)


@builtin("mode(list: list)", run=True)
@builtin("mode(...n: any)", run=True)
def mode(run: Run, *values: Value) -> Value:
    """The numbers that are there most often, smallest first."""
    items = _numbers(values)
    if items is None or not values:
        return None
    run.tick(2 * len(items))
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)


@builtin("sublist(list: list, start position: number, length?: number)")
def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> list[Value] | None:
    first = _index(start, len(items))
    if first is None:
        return None
    if length is None:
        return items[first:]
    if length < 1 or length > len(items) - first:
        return None
    return items[first : first + int(length)]


def _index(position: Decimal, count: int) -> int | None:
    """Index from 0 of a position from 1, or from the end; None when there is no such item."""
    if not 1 <= abs(position) < _MAX_POSITION or int(abs(position)) > count:
        return None
    return int(position) - 1 if position > 0 else count + int(position)


@builtin("append(list: list, ...item: any)")
def append(items: list[Value], *added: Value) -> list[Value]:
    return [*items, *added]


@builtin("concatenate(...list: list)", run=True)
def concatenate(run: Run, *lists: list[Value]) -> list[Value]:
    run.tick(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(items: list[Value], position: Decimal, added: Value) -> list[Value] | None:
    index = _index(position, len(items))
    return None if index is None else [*items[:index], added, *items[index:]]


@builtin("remove(list: list, position: number)")
def remove(items: list[Value], position: Decimal) -> list[Value] | None:
    index = _index(position, len(items))
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace(list: list, position: number, newItem: any)")
def list_replace(items: list[Value], position: Decimal, replacement: Value) -> list[Value] | None:
    index = _index(position, len(items))
    return None if index is None else [*items[:index], replacement, *items[index + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)", run=True)
def list_replace_matching(
    run: Run, items: list[Value], match: Function, replacement: Value
) -> list[Value] | None:
    verdicts = [match.invoke([item, replacement], run) for item in items]
    if not all(isinstance(verdict, bool) for verdict in verdicts):
        return None
    return [replacement if verdict else item for item, verdict in zip(items, verdicts, strict=True)]


@builtin("reverse(list: list)")
def reverse(items: list[Value]) -> list[Value]:
    return items[::-1]


@builtin("index of(list: list, match: any)", run=True)
def index_of(run: Run, items: list[Value], match: Value) -> list[Decimal]:
    run.tick(len(items))
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match, run) is True]


@builtin("distinct values(list: list)", run=True)
def distinct_values(run: Run, items: list[Value]) -> list[Value]:
    kept: list[Value] = []
    for item in items:
        run.tick(1 + len(kept))
        if not any(equal(item, other, run) is True for other in kept):
            kept.append(item)
    return kept


@builtin("union(...list: list)", run=True)
def union(run: Run, *lists: list[Value]) -> list[Value]:
    return distinct_values(run, concatenate(run, *lists))


@builtin("duplicate values(list: list)", run=True)
def duplicate_values(run: Run, items: list[Value]) -> list[Value]:
    """An extension that Camunda has too."""
    run.tick(len(items) ** 2)
    return distinct_values(
        run, [item for item in items if sum(equal(item, other, run) is True for other in items) > 1]
    )


@builtin("flatten(list: list)", run=True)
def flatten(run: Run, items: list[Value]) -> list[Value]:
    flat: list[Value] = []
    _flatten(items, flat, run)
    return flat


def _flatten(items: list[Value], flat: list[Value], run: Run) -> None:
    run.tick(len(items) + 1)
    for item in items:
        if isinstance(item, list):
            _flatten(item, flat, run)
        else:
            flat.append(item)


@builtin("sort(list: list, precedes: function)", run=True)
@builtin("sort(list: list)", run=True)
def sort(run: Run, items: list[Value], precedes: Function | None = None) -> list[Value] | None:
    """Without a function: from the least to the greatest. A comparison that gives null leaves the order."""

    def compare(left: Value, right: Value) -> int:
        run.tick(1)
        if precedes is None:
            first, second = less(left, right), less(right, left)
        else:
            first = precedes.invoke([left, right], run)
            second = False if first is True else precedes.invoke([right, left], run)
        return -1 if first is True else 1 if second is True else 0

    return sorted(items, key=cmp_to_key(compare))


@builtin("partition(list: list, size: number)", run=True)
def partition(run: Run, items: list[Value], size: Decimal) -> list[list[Value]] | None:
    """An extension that Camunda has too."""
    step = int(min(size, Decimal(_MAX_POSITION)))
    if step < 1:
        return None
    run.tick(len(items))
    return [items[start : start + step] for start in range(0, len(items), step)]
