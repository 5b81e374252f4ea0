"""What repeats: filters, for, some and every."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice

from . import nodes
from .compiler import Compiler, handles
from .frames import Closure, Frame
from .numbers import MATH
from .temporal.kinds import Date
from .values import Range, Value, less

Source = Callable[[Frame], Iterator[Value] | None]
_PARTIAL = "partial"  # what a loop has gathered so far
_NOTHING: dict[str, Value] = {}


@handles(nodes.Filter)
def _filter(compiler: Compiler, node: nodes.Filter) -> Closure:
    """A number picks an item, counted from 1 or from the end; a condition keeps the items for which it is true."""
    source = compiler.closure(node.source)
    condition, cost = compiler.body(node.condition, None)
    cost += 1

    def select(frame: Frame) -> Value:
        items = source(frame)
        if not isinstance(items, list):
            items = [] if items is None else [items]
        run = frame.run
        kept = []
        for item in items:
            run.tick(cost)
            verdict = condition(Frame(item if type(item) is dict else _NOTHING, frame, run, item))
            if verdict is True:
                kept.append(item)
            elif type(verdict) is Decimal:
                return pick(items, verdict)
            elif verdict is not False and verdict is not None:
                return None  # no condition at all
        if items:
            return kept
        return None if type(condition(Frame(_NOTHING, frame, run, None))) is Decimal else kept

    return select


def pick(items: list[Value], number: Decimal) -> Value:
    """Item `number`; null when there is none."""
    count = len(items)
    if not -count <= number <= count:
        return None
    index = int(number)
    return None if index == 0 else items[index - 1 if index > 0 else index]


def steps(low: Value, high: Value) -> Iterator[Value] | None:
    """From `low` to `high`, upwards or downwards, by one number or day; None for other types."""
    if type(low) is Decimal and type(high) is Decimal:
        return _numbers(low, high)
    if type(low) is Date and type(high) is Date:
        step = 1 if low <= high else -1
        days = range(low.days, high.days + step, step)
        return (Date.from_days(day) for day in days)
    return None


def _numbers(low: Decimal, high: Decimal) -> Iterator[Decimal]:
    one = Decimal(1 if low <= high else -1)
    while low <= high if one > 0 else low >= high:
        yield low
        following = MATH.add(low, one)
        if following == low:
            return  # beyond 34 digits one more is none
        low = following


def _within(interval: Range) -> Iterator[Value] | None:
    """The values of a range that can be counted and does not run backwards."""
    if interval.low is None or interval.high is None or less(interval.high, interval.low) is not False:
        return None
    values = steps(interval.low, interval.high)
    if values is None:
        return None
    if not interval.low_included:
        values = islice(values, 1, None)
    if interval.high_included:
        return values
    high = interval.high
    return (value for value in values if value != high)


def iterate(found: Value) -> Iterator[Value] | None:
    """The values that a loop runs over; None where it cannot."""
    if isinstance(found, list):
        return iter(found)
    if isinstance(found, Range):
        return _within(found)
    return None if found is None else iter((found,))


def _source(compiler: Compiler, node: nodes.Domain) -> Source:
    source = compiler.closure(node.source)
    if node.end is not None:
        end = compiler.closure(node.end)
        return lambda frame: steps(source(frame), end(frame))

    return lambda frame: iterate(source(frame))


def _domains(
    compiler: Compiler, domains: list[nodes.Domain], body: nodes.Node, extra: set[str]
) -> tuple[list[tuple[str, Source]], Closure, int]:
    """(name and source of each domain, body, cost of the body); a later domain sees the names of earlier ones."""
    names: set[str] = set(extra)
    sources = []
    compiler.scopes.append(names)
    for domain in domains:
        sources.append((domain.name, _source(compiler, domain)))
        names.add(domain.name)
    before = compiler.cost
    closure = compiler.closure(body)
    compiler.scopes.pop()
    return sources, closure, compiler.cost - before + 2


@handles(nodes.For)
def _for(compiler: Compiler, node: nodes.For) -> Closure:
    before = compiler.reads[_PARTIAL]
    domains, body, cost = _domains(compiler, node.domains, node.body, {_PARTIAL})
    partial = compiler.reads[_PARTIAL] > before
    last = len(domains) - 1

    def loop(level: int, names: dict[str, Value], outer: Frame, results: list[Value]) -> bool:
        name, source = domains[level]
        values = source(Frame(names, outer, outer.run))
        if values is None:
            return False
        for value in values:
            outer.run.tick(cost)
            inner = {**names, name: value}
            if level < last:
                if not loop(level + 1, inner, outer, results):
                    return False
            else:
                if partial:
                    outer.run.tick(len(results) >> 3)
                    inner[_PARTIAL] = results.copy()
                results.append(body(Frame(inner, outer, outer.run)))
        return True

    def gather(frame: Frame) -> list[Value] | None:
        results: list[Value] = []
        return results if loop(0, {}, frame, results) else None

    return gather


@handles(nodes.Quantified)
def _quantified(compiler: Compiler, node: nodes.Quantified) -> Closure:
    """some: as if all rounds were joined by or; every: by and."""
    domains, body, cost = _domains(compiler, node.domains, node.body, set())
    last = len(domains) - 1
    decisive = not node.every

    def loop(level: int, names: dict[str, Value], outer: Frame) -> bool | None:
        name, source = domains[level]
        values = source(Frame(names, outer, outer.run))
        if values is None:
            return None
        result: bool | None = not decisive
        for value in values:
            outer.run.tick(cost)
            inner = {**names, name: value}
            verdict = loop(level + 1, inner, outer) if level < last else body(Frame(inner, outer, outer.run))
            if verdict is decisive:
                return decisive
            if verdict is None:
                result = None
            elif type(verdict) is not bool:
                return None  # no condition at all
        return result

    return lambda frame: loop(0, {}, frame)
