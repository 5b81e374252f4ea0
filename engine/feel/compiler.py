"""Syntax tree to closures: a function for every kind of node that gives the closure which evaluates it.

A closure takes the frame with the names in scope and returns the value. Nothing is ever handed to Python's own
evaluator.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from . import nodes
from .budget import Run
from .frames import Closure, Frame, reader
from .nodes import Node
from .operators import ARITHMETIC, negate
from .paths import member
from .types import Declared, conforms
from .values import Function, Range, Value, equal, less, less_or_equal

Handler = Callable[["Compiler", Any], Closure]
HANDLERS: dict[type[Node], Handler] = {}


def handles(kind: type[Node]) -> Callable[[Handler], Handler]:
    """Marks the function that gives the closure of a kind of node."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


class Compiler:
    """Compiles one text. `free` gathers the names that it takes from its context, `cost` its nodes."""

    def __init__(self, functions: Mapping[str, Function], declared: Declared) -> None:
        self.functions = functions
        self.declared = declared
        self.free: set[str] = set()
        self.cost = 0
        self.reads: Counter[str] = Counter()  # how often the text speaks of each variable
        self.scopes: list[set[str] | None] = []  # None: a filter, whose names only the items know

    def closure(self, node: Node) -> Closure:
        self.cost += 1
        return HANDLERS[type(node)](self, node)

    def body(self, node: Node, names: set[str] | None) -> tuple[Closure, int]:
        """(closure, cost) of what runs in a scope of its own; `names` are those that the scope holds."""
        self.scopes.append(names)
        before = self.cost
        closure = self.closure(node)
        self.scopes.pop()
        return closure, self.cost - before


@handles(nodes.Literal)
def _literal(compiler: Compiler, node: nodes.Literal) -> Closure:
    value = node.value
    return lambda frame: value


@handles(nodes.Name)
def _name(compiler: Compiler, node: nodes.Name) -> Closure:
    name = node.name
    compiler.reads[name] += 1
    function = compiler.functions.get(name)
    local = any(scope and name in scope for scope in compiler.scopes) or (
        name == "item" and None in compiler.scopes
    )
    if function is None and not local:
        compiler.free.add(name)
    return reader(name, function, bool(compiler.scopes))


@handles(nodes.Path)
def _path(compiler: Compiler, node: nodes.Path) -> Closure:
    name = node.name
    source = compiler.closure(node.source)

    return lambda frame: member(source(frame), name, frame.run)


@handles(nodes.Negation)
def _negation(compiler: Compiler, node: nodes.Negation) -> Closure:
    operand = compiler.closure(node.operand)
    return lambda frame: negate(operand(frame))


@handles(nodes.Arithmetic)
def _arithmetic(compiler: Compiler, node: nodes.Arithmetic) -> Closure:
    first = compiler.closure(node.first)
    rest = [(ARITHMETIC[operator], compiler.closure(operand)) for operator, operand in node.rest]
    if len(rest) == 1:
        operation, second = rest[0]
        return lambda frame: operation(first(frame), second(frame), frame.run)

    def chain(frame: Frame) -> Value:
        value = first(frame)
        for operation, operand in rest:
            value = operation(value, operand(frame), frame.run)
        return value

    return chain


@handles(nodes.Logic)
def _logic(compiler: Compiler, node: nodes.Logic) -> Closure:
    """Three-valued: what is neither true nor false counts as unknown."""
    operands = [compiler.closure(operand) for operand in node.operands]
    neutral = node.operator == "and"

    def logic(frame: Frame) -> bool | None:
        result: bool | None = neutral
        for operand in operands:
            value = operand(frame)
            if type(value) is not bool:
                result = None
            elif value is not neutral:
                return not neutral
        return result

    return logic


def _not_equal(left: Value, right: Value, run: Run) -> bool | None:
    same = equal(left, right, run)
    return None if same is None else not same


COMPARE: dict[str, Callable[[Value, Value, Run], bool | None]] = {
    "=": equal,
    "!=": _not_equal,
    "<": lambda left, right, run: less(left, right),
    ">": lambda left, right, run: less(right, left),
    "<=": lambda left, right, run: less_or_equal(left, right),
    ">=": lambda left, right, run: less_or_equal(right, left),
}


@handles(nodes.Comparison)
def _comparison(compiler: Compiler, node: nodes.Comparison) -> Closure:
    left, right = compiler.closure(node.left), compiler.closure(node.right)
    compare = COMPARE[node.operator]
    return lambda frame: compare(left(frame), right(frame), frame.run)


@handles(nodes.Between)
def _between(compiler: Compiler, node: nodes.Between) -> Closure:
    value, low, high = (compiler.closure(part) for part in (node.value, node.low, node.high))

    def between(frame: Frame) -> bool | None:
        found = value(frame)
        above, below = less_or_equal(low(frame), found), less_or_equal(found, high(frame))
        return None if above is None or below is None else above and below

    return between


@handles(nodes.InstanceOf)
def _instance_of(compiler: Compiler, node: nodes.InstanceOf) -> Closure:
    value = compiler.closure(node.value)
    type_, declared = node.type, compiler.declared

    def instance_of(frame: Frame) -> bool:
        found = value(frame)
        return found is not None and conforms(found, type_, declared, frame.run, allowed=False)

    return instance_of


@handles(nodes.RangeNode)
def _range(compiler: Compiler, node: nodes.RangeNode) -> Closure:
    nothing = nodes.Literal(node.position, None)
    low, high = compiler.closure(node.low or nothing), compiler.closure(node.high or nothing)
    low_included, high_included, operator = node.low_included, node.high_included, node.operator

    def interval(frame: Frame) -> Range | None:
        start, end = low(frame), high(frame)
        if start is None and end is None:
            return None
        if start is not None and end is not None and operator == "" and less_or_equal(start, end) is None:
            return None
        return Range(start, low_included, end, high_included, operator)

    return interval


@handles(nodes.ListNode)
def _list(compiler: Compiler, node: nodes.ListNode) -> Closure:
    items = [compiler.closure(item) for item in node.items]
    return lambda frame: [item(frame) for item in items]


@handles(nodes.ContextNode)
def _context(compiler: Compiler, node: nodes.ContextNode) -> Closure:
    """Later entries see earlier ones; functions in it see all, themselves included."""
    names = {name for name, _ in node.entries}
    entries = [(name, compiler.body(value, names)[0]) for name, value in node.entries]

    def context(frame: Frame) -> dict[str, Value]:
        result: dict[str, Value] = {}
        inner = Frame(result, frame, frame.run)
        for name, value in entries:
            result[name] = value(inner)
        return result

    return context


@handles(nodes.If)
def _if(compiler: Compiler, node: nodes.If) -> Closure:
    """Null counts as false; what is no condition at all gives null."""
    condition, then, otherwise = (
        compiler.closure(part) for part in (node.condition, node.then, node.otherwise)
    )

    def choose(frame: Frame) -> Value:
        verdict = condition(frame)
        if verdict is True:
            return then(frame)
        return otherwise(frame) if verdict is False or verdict is None else None

    return choose
