"""A decision model as it is held in memory, compiled."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..feel.budget import Run
from ..feel.errors import FeelError
from ..feel.types import ANY, FeelType
from ..feel.values import Value

Scope = dict[str, Value]


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule of a decision table that matched: `number` counts from 1, `id` and `label` are the modeller's."""

    table: str
    number: int
    id: str
    label: str


@dataclass(slots=True)
class Trace:
    """What happens while one decision is evaluated."""

    run: Run
    rules: list[MatchedRule] = field(default_factory=list)


Boxed = Callable[[Scope, Trace], Value]  # a compiled boxed expression


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: FeelType = ANY


@dataclass(slots=True)
class Element:
    """What a requirement can point to. `model`: the namespace it belongs to."""

    id: str
    name: str
    namespace: str
    variable: Parameter


@dataclass(slots=True)
class InputData(Element):
    """A value that the caller gives."""


@dataclass(slots=True)
class Knowledge(Element):
    """A business knowledge model: a function. `requires`: ids with their namespace, as in `Decision`."""

    parameters: list[Parameter]
    logic: Boxed
    requires: list[str]


@dataclass(slots=True)
class Decision(Element):
    """`requires`: `namespace#id` of all it draws upon. `reads`: the variables that its expressions may read.
    `problem`: why it cannot be evaluated."""

    logic: Boxed
    requires: list[str]
    reads: frozenset[str]
    problem: FeelError | None = None


@dataclass(slots=True)
class Service(Element):
    """A decision service. `inputs`: references of what its caller gives, in the order of its parameters."""

    outputs: list[str]
    inputs: list[str]


@dataclass(slots=True)
class Model:
    """One file. `imports`: name -> namespace; `known`: every model that can be reached, itself included."""

    namespace: str
    name: str
    elements: dict[str, Element] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    types: dict[str, FeelType] = field(default_factory=dict)
    known: "dict[str, Model]" = field(default_factory=dict)
    problems: list[FeelError] = field(default_factory=list)

    @property
    def decisions(self) -> list[Decision]:
        return [element for element in self.elements.values() if isinstance(element, Decision)]

    def find(self, key: str) -> Element | None:
        """An element by id, or else by name."""
        if key in self.elements:
            return self.elements[key]
        return next((element for element in self.elements.values() if element.name == key), None)

    def resolve(self, reference: str) -> Element | None:
        """The element of `namespace#id`."""
        namespace, _, id_ = reference.rpartition("#")
        model = self.known.get(namespace)
        return None if model is None else model.elements.get(id_)
