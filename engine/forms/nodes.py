"""A component together with its answer at one moment."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from engine.errors import Message
from engine.forms.component import INPUTS, MULTI_CHOICES, Component, Option

MISSING: Final[Any] = object()

Scope: TypeAlias = ChainMap[str, Any]


@dataclass(slots=True)
class Answers:
    """The answers of one level: as typed (None: nothing was sent), cleaned, what was wrong, and as stored."""

    typed: Mapping[str, Any] | None
    clean: Mapping[str, Any]
    faults: Mapping[str, Any]
    stored: Mapping[str, Any]

    def stored_only(self) -> Answers:
        """The same for what may not be changed: nothing that was sent counts."""
        return Answers(None, {}, {}, self.stored)


@dataclass(slots=True)
class Node:
    """One component with its answer. ``path`` names that in HTML and in errors, as in ``rows.0.name``; ``facts`` is
    the FEEL context it stands in. ``typed`` is what the person wrote and ``stored`` what the case holds, both
    MISSING when there is nothing; ``answer`` is the clean JSON of what counts while it may be changed, and
    ``value`` what counts now."""

    component: Component
    path: str
    scope: Scope
    facts: dict[str, Any]
    row: Row | None
    typed: Any = MISSING
    stored: Any = MISSING
    answer: Any = None
    fault: Message | None = None
    value: Any = None
    hidden: bool = False
    readonly: bool = False
    options: tuple[Option, ...] = ()
    fields: list[Node] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """One row of a table. ``number`` is its place in what was sent, ``origin`` that of the stored row it was."""

    number: int
    origin: int | None
    stored: Mapping[str, Any]
    facts: dict[str, Any]
    fields: list[Node] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        """Whether nobody has written in it. Default values alone do not make a row, unless they fill it."""
        nodes = [node for node in answers_in(self.fields) if not node.hidden]
        return any(is_blank(node.value) for node in nodes) and all(
            not node.fault and (is_blank(node.value) or node.value == node.component.default)
            for node in nodes
        )


def is_blank(value: Any) -> bool:
    """Whether there is no answer. A box that is not ticked is none; the number 0 is one."""
    return value is None or value is False or value == "" or value == []


def nothing(component: Component) -> Any:
    """The clean value of a component that was left empty: what FEEL then sees."""
    if component.type in MULTI_CHOICES:
        return []
    return False if component.type == "checkbox" else None


def answers_in(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes that take an answer, tables too, with groups and rows opened."""
    for node in nodes:
        if node.component.type in INPUTS or node.component.repeats:
            yield node
        yield from answers_in(node.fields)
        for row in node.rows:
            yield from answers_in(row.fields)
