"""What is wrong with a model, said so that its owner can mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``template`` is English with ``%(name)s`` parameters from ``params``; it says what to do."""

    severity: Literal["error", "warning"]
    file: str
    element: str | None
    line: int | None
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        place = (
            self.file + (f":{self.line}" if self.line else "") + (f" {self.element}" if self.element else "")
        )
        return f"{place}: {self.template % self.params if self.params else self.template}"


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that exist outside the models; ``None`` means: do not check."""

    forms: frozenset[str] | set[str] | None = None
    roles: frozenset[str] | set[str] | None = None
    processes: frozenset[str] | set[str] | None = None
    decisions: frozenset[str] | set[str] | None = None


class Rejected(Exception):
    """The file cannot be read as a process model. ``problems`` says why; nothing of it may be used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
