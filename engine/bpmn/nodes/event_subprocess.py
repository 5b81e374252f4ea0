"""Event subprocess: waits while its scope is active, then runs inside it, in its place or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from .. import mappings, waits
from ..model import Element
from .subprocess import SubProcess

if TYPE_CHECKING:
    from ..area import Area
    from ..token import Token


class EventSubProcess(SubProcess):
    """Its start event says what it waits for, and whether it interrupts."""

    @property
    def start(self) -> Element:
        """The element of its start event."""
        start: Element = self.inside.starts[0].element
        return start

    def subscribe(self, area: Area) -> None:
        """Listen while ``area`` is active."""
        if any(trigger.kind in waits.OUTSIDE for trigger in self.start.triggers):
            token = area.spawn(self, state=TaskState.WAITING, passive=True)
            waits.arm(token, self.start.triggers)

    def come_back(self, token: Token, key: str, variables: Mapping[str, Any]) -> None:
        area = token.workflow
        if self.start.interrupting:
            del token.open[key]
            area.top.record.closed(key, "completed")
            area.clear(spare=token)
            area.interrupted = True
            token.internal_data["with"] = dict(variables)
            area.activate(token)
        else:
            area.spawn(self).internal_data["with"] = dict(variables)
            waits.rearm(token, key)

    def caught(self, area: Area, variables: Mapping[str, Any]) -> None:
        """An error or escalation has risen to ``area``."""
        if self.start.interrupting:
            area.clear()
            area.interrupted = True
        area.spawn(self).internal_data["with"] = dict(variables)

    def begin(self, token: Token, area: Area) -> None:
        super().begin(token, area)
        variables = token.internal_data.pop("with", {})
        start = next(other for other in area.tokens if not other.passive)
        mappings.receive(start, variables, bool(start.task_spec.element.outputs))
