"""What a rule looks at, and how it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..model import Element, Flow, Model, Process
from ..problems import Known, Problem


@dataclass(frozen=True, slots=True)
class Check:
    """One process of one file. ``together``: ids of all executable processes that are deployed with it."""

    model: Model
    process: Process
    known: Known
    together: frozenset[str]

    @property
    def elements(self) -> list[Element]:
        """All flow nodes."""
        return list(self.process.elements.values())

    def error(self, at: Element | Flow | Process, template: str, **params: Any) -> Problem:
        """A fault that forbids deployment."""
        return Problem("error", self.model.file, at.id or None, at.line or None, template, params)

    def warning(self, at: Element | Flow | Process, template: str, **params: Any) -> Problem:
        """Something that is most likely not meant."""
        return Problem("warning", self.model.file, at.id or None, at.line or None, template, params)
