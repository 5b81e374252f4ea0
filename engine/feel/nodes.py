"""The syntax tree. `compiler.py` gives each kind its meaning."""

from dataclasses import dataclass, field
from typing import Any

from .types import FeelType


@dataclass(slots=True)
class Node:
    """`position` is where it begins in the text."""

    position: int


@dataclass(slots=True)
class Literal(Node):
    """A number, text, boolean, null or a temporal value written with @."""

    value: Any


@dataclass(slots=True)
class Name(Node):
    name: str


@dataclass(slots=True)
class Path(Node):
    """source.name"""

    source: Node
    name: str


@dataclass(slots=True)
class Filter(Node):
    """source[condition]"""

    source: Node
    condition: Node


@dataclass(slots=True)
class Call(Node):
    """function(arguments); `names` is empty when they are given by position."""

    function: Node
    arguments: list[Node]
    names: list[str]


@dataclass(slots=True)
class Negation(Node):
    operand: Node


@dataclass(slots=True)
class Arithmetic(Node):
    """first op operand op operand ... of one rank, from left to right: a long sum stays flat."""

    first: Node
    rest: list[tuple[str, Node]]


@dataclass(slots=True)
class Logic(Node):
    """operand and operand ..., or with or."""

    operator: str
    operands: list[Node]


@dataclass(slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(slots=True)
class Test(Node):
    """One positive unary test. `operator` is empty where the test is an expression."""

    operator: str
    operand: Node


@dataclass(slots=True)
class In(Node):
    value: Node
    tests: list[Test]


@dataclass(slots=True)
class InstanceOf(Node):
    value: Node
    type: FeelType


@dataclass(slots=True)
class RangeNode(Node):
    """[low..high]; a missing end is unbounded, as in (< 10). `operator` tells how such a one was written."""

    low: Node | None
    low_included: bool
    high: Node | None
    high_included: bool
    operator: str = ""


@dataclass(slots=True)
class ListNode(Node):
    items: list[Node]


@dataclass(slots=True)
class ContextNode(Node):
    entries: list[tuple[str, Node]]


@dataclass(slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(slots=True)
class Domain(Node):
    """name in source, or name in source..end"""

    name: str
    source: Node
    end: Node | None


@dataclass(slots=True)
class For(Node):
    domains: list[Domain]
    body: Node


@dataclass(slots=True)
class Quantified(Node):
    """some (every is False) or every (True)"""

    every: bool
    domains: list[Domain]
    body: Node


@dataclass(slots=True)
class FunctionNode(Node):
    parameters: list[tuple[str, FeelType]]
    body: Node
    external: bool = False


@dataclass(slots=True)
class UnaryTestsNode(Node):
    """What stands in a cell of a decision table: tests, or not(tests). No tests: anything goes (-)."""

    negated: bool
    tests: list[Test] = field(default_factory=list)
