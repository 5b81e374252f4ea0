"""Multiple throw and end events: everything that they name is thrown, and waited for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model import Element
from .base import Node
from .compensation import CompensationThrow, Parts
from .job import JobTask
from .throwing import EscalationThrow, SignalThrow

if TYPE_CHECKING:
    from ..token import Token

THROWN: dict[str, type[Node]] = {
    "message": JobTask,
    "signal": SignalThrow,
    "escalation": EscalationThrow,
    "compensate": CompensationThrow,
}


class MultipleThrow(Parts):
    """Has a silent part for each of its event definitions."""

    def __init__(self, scope_spec: Any, element: Element, *, inner: bool = False, name: str = "") -> None:
        super().__init__(scope_spec, element, inner=inner, name=name)
        self.parts: list[Node] = []
        for number, trigger in enumerate(element.triggers):
            alone = replace(element, triggers=(trigger,), inputs=(), outputs=(), outgoing=())
            part = THROWN[trigger.kind](scope_spec, alone, inner=True, name=f"{element.id} [{number}]")
            part.silent = True
            self.parts.append(part)

    def begin(self, token: Token) -> list[Node]:
        return self.parts
