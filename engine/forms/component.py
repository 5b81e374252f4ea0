"""The parts of a form as the reader leaves them: immutable, expressions compiled, numbers checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from engine import feel
from engine.forms.text import NOTHING, Text

MAX_COMPONENTS = 500
MAX_DEPTH = 5
MAX_TEXT = 20_000  # characters of one answer
MAX_ROWS = 200  # rows of one table

TEXTS = frozenset({"textfield", "textarea"})
SINGLE_CHOICES = frozenset({"select", "radio"})
MULTI_CHOICES = frozenset({"checklist", "taglist"})
CHOICES = SINGLE_CHOICES | MULTI_CHOICES
INPUTS = TEXTS | CHOICES | {"number", "datetime", "checkbox"}
HOLDERS = frozenset({"group", "dynamiclist"})
SHOWN = frozenset({"text", "html", "separator", "spacer", "table"})
TYPES = INPUTS | HOLDERS | SHOWN | {"expression"}


class Pattern(Protocol):
    """A compiled google-re2 pattern."""

    def search(self, text: str) -> object | None: ...


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen. ``value`` is any JSON scalar; a browser sends it as text."""

    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Options:
    """Where the answers come from: written in the form, or a FEEL expression that gives a list of them."""

    fixed: tuple[Option, ...] = ()
    computed: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a read-only table."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Component:
    """One component. ``at`` is the way to its value inside the form's answers, or inside the row it stands
    in; empty for what holds no value. A rule that is a ``feel.Expression`` is worked out anew for every view."""

    id: str
    type: str
    at: tuple[str, ...] = ()
    label: Text = NOTHING
    description: Text = NOTHING
    prefix: Text = NOTHING
    suffix: Text = NOTHING
    content: Text = NOTHING
    hide: feel.Expression | None = None
    readonly: bool | feel.Expression = False
    required: bool | feel.Expression = False
    least: Decimal | feel.Expression | None = None
    most: Decimal | feel.Expression | None = None
    shortest: Decimal | feel.Expression | None = None
    longest: Decimal | feel.Expression | None = None
    earliest_today: bool = False
    pattern: Pattern | None = None
    kind: str = ""  # of a text: "", "email", "phone"; of a moment: "date", "time", "datetime"
    decimals: int | None = None
    options: Options = Options()
    default: Any = None
    computed: feel.Expression | None = None
    columns: tuple[Column, ...] = ()
    computed_columns: feel.Expression | None = None
    row: str | None = None
    width: int | None = None  # of twelve
    autocomplete: str = ""
    large: bool = False  # radios as boxes, for the one decision that a page is about
    private: bool = False  # for the own party only, with all that is inside
    children: tuple[Component, ...] = ()
    repetitions: int = 1
    growable: bool = True

    @property
    def key(self) -> str:
        """The dotted name of its value."""
        return ".".join(self.at)

    @property
    def repeats(self) -> bool:
        return self.type == "dynamiclist"

    @property
    def settles(self) -> tuple[feel.Expression, ...]:
        """The expressions that decide what a person is asked."""
        rules = (self.hide, self.readonly, self.required, self.options.computed)
        return tuple(rule for rule in rules if isinstance(rule, feel.Expression))


def walk(components: tuple[Component, ...]) -> Iterator[Component]:
    """Every component, outermost first, in the order of the form."""
    for component in components:
        yield component
        yield from walk(component.children)


def holders_of_data(components: tuple[Component, ...]) -> Iterator[Component]:
    """The components that hold a value in this scope: those in groups too, not those in rows."""
    for component in components:
        if component.type == "group":
            yield from holders_of_data(component.children)
        elif component.at:
            yield component


def dig(data: object, at: tuple[str, ...], missing: Any = None) -> Any:
    """The value at the end of the way ``at``, or ``missing``."""
    for name in at:
        if not isinstance(data, Mapping) or name not in data:
            return missing
        data = data[name]
    return data
