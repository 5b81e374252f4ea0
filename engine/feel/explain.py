"""Why an expression is null: for whoever wrote it, in a trial or with an incident.

The expression is compiled once more, with a watcher around every node. Where a node becomes null though nothing below
it did, there is the reason.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from . import nodes
from .budget import DEFAULT_BUDGET, Budget, Run
from .builtins import FUNCTIONS
from .compiler import Compiler
from .expressions import SPELLED, Expression
from .frames import Closure, Frame, Names
from .names import grown
from .nodes import Node
from .parser import Parser
from .temporal.kinds import Date, DateTime, DaysTime, Time, YearsMonths
from .values import Function, Range, Value

_MAX_NOTES = 20
_KINDS: dict[type, str] = {
    type(None): "null",
    Decimal: "a number",
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "a context",
    Date: "a date",
    Time: "a time",
    DateTime: "a date and time",
    DaysTime: "a duration",
    YearsMonths: "a duration in months",
    Range: "a range",
    Function: "a function",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A reason; as an error it has an English template with parameters, and a place in the text. A parameter that is a
    tuple is words to be joined."""

    template: str
    position: int
    params: Mapping[str, str | tuple[str, ...]]

    def __str__(self) -> str:
        joined = {
            name: part if isinstance(part, str) else " ".join(part) for name, part in self.params.items()
        }
        return self.template % joined


@dataclass(frozen=True, slots=True)
class Explanation:
    """`notes`: where the expression became null, at most twenty places, in the order they were met."""

    value: Value
    notes: tuple[Note, ...]


def explain(
    text: str,
    context: Names,
    *,
    names: Iterable[str] = (),
    now: datetime | None = None,
    closed: Collection[date] | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> Explanation:
    """The value of an expression and what made it, or a part of it, null. Slower than an evaluation and not cached.

    Raises as `compile` and the evaluation do.
    """
    watcher = _Watcher(context)
    closure = watcher.closure(Parser(text, SPELLED, grown(frozenset(names))).parse())
    value = Expression(text, frozenset(watcher.free), closure).run(context, Run(now, closed, budget))
    return Explanation(value, tuple(watcher.notes))


class _Watcher(Compiler):
    """`seen`: the last value of every node, by its identity. `unsaid`: names that need no note of their own: those
    called, and those that may be parts of the items of a filter."""

    def __init__(self, context: Names) -> None:
        super().__init__(FUNCTIONS, {})
        self.context = context
        self.notes: list[Note] = []
        self.seen: dict[int, Value] = {}
        self.unsaid: set[int] = set()

    def closure(self, node: Node) -> Closure:
        if isinstance(node, nodes.Call):
            self.unsaid.add(id(node.function))
        elif isinstance(node, nodes.Name) and None in self.scopes:
            self.unsaid.add(id(node))
        closure = super().closure(node)

        def watched(frame: Frame) -> Value:
            before = len(self.notes)
            value = closure(frame)
            self.seen[id(node)] = value
            if value is None and len(self.notes) == before < _MAX_NOTES:
                note = self.note(node)
                if note is not None and note not in self.notes:
                    self.notes.append(note)
            return value

        return watched

    def kind(self, node: Node) -> str:
        """What sort of value a node had, in words."""
        value = self.seen.get(id(node))
        return next((words for kind, words in _KINDS.items() if isinstance(value, kind)), "null")

    def note(self, node: Node) -> Note | None:
        """Why this node is null; None where that is as it was written."""
        where = node.position
        match node:
            case nodes.Name(name=name) if id(node) not in self.unsaid:
                known = self.context.get(name, ...) is not ... or name not in self.free
                return Note(
                    "%(name)s is null." if known else "There is no variable %(name)s.", where, {"name": name}
                )
            case nodes.Path(source=source, name=name):
                return Note(
                    "There is no part %(name)s in %(kind)s.", where, {"name": name, "kind": self.kind(source)}
                )
            case nodes.If(condition=condition) if not isinstance(self.seen.get(id(condition)), bool | None):
                return Note(
                    "The condition is %(kind)s, not true or false.", where, {"kind": self.kind(condition)}
                )
            case nodes.Filter():
                return Note("There is no such item.", where, {})
            case nodes.Arithmetic(first=first, rest=rest):
                if any(operator == "/" and self.seen.get(id(operand)) == 0 for operator, operand in rest):
                    return Note("Nothing can be divided by zero.", where, {})
                words = [self.kind(first)]
                for operator, operand in rest[:4]:
                    words += (operator, self.kind(operand))
                return Note("Cannot work out %(operation)s.", where, {"operation": tuple(words)})
            case nodes.Comparison(left=left, right=right):
                kinds = {"left": self.kind(left), "right": self.kind(right)}
                return Note("Cannot compare %(left)s and %(right)s.", where, kinds)
            case nodes.Call(function=nodes.Name(name=name), arguments=arguments):
                if not (isinstance(self.seen.get(id(node.function)), Function) or name in FUNCTIONS):
                    return Note("There is no function %(name)s.", where, {"name": name})
                given = tuple(map(self.kind, arguments)) or ("nothing",)
                return Note("%(name)s has no result for %(kinds)s.", where, {"name": name, "kinds": given})
        return None
