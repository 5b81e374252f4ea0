"""What a comparison finds: which elements differ, and a sentence for each difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.errors import Message

# fmt: off
Topic = Literal[
    "process", "tasks", "roles", "deadlines", "ways", "events", "forms", "decisions", "data", "drawing", "scenarios",
]
# fmt: on


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``element``: what to look at on the diagram, by its id in the later model, or in the earlier one
    for what is gone. ``message`` may begin with a small letter: it starts with the name of what has changed."""

    topic: Topic
    element: str | None
    message: Message


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the things that a model refers to by id; where nobody has said, it is the id."""

    roles: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Differences:
    """Between two models. The ids are of flow nodes, flows, lanes and notes: ``added`` and ``changed`` those of the
    later model, ``removed`` those of the earlier one, ``moved`` what differs by nothing but its place on the diagram.
    ``renamed``: earlier id -> later id of what is otherwise the same element."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    words: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)
