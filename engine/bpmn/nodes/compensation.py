"""Compensation: runs the handlers of completed activities, all at once, and waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from .throwing import _Throw

if TYPE_CHECKING:
    from ..area import Area
    from ..token import Token
    from .base import Node


class CompensationThrow(_Throw):
    """For one activity where the event names it, else for all of the scope."""

    def execute(self, token: Token) -> bool | None:
        if "left" not in token.internal_data:
            self._compensate(token)
        return True if token.internal_data["left"] == 0 else None

    def _compensate(self, token: Token) -> None:
        area = token.workflow
        while area.host is not None and area.host.task_spec.element.by_event:
            area = area.host.workflow
        handlers = list(self._handlers(area, self.trigger.name))
        token.internal_data["left"] = len(handlers)
        for handler in handlers:
            token.workflow.spawn(handler, token)

    def _handlers(self, area: Area, only: str | None) -> Iterator[Node]:
        """The handlers to run; what they belong to is never compensated again."""
        kept = [entry for entry in area.completed_work if only is not None and entry[0] != only]
        done = [entry for entry in area.completed_work if entry not in kept]
        area.completed_work[:] = kept
        yield from _inside(done, area.definition.nodes)

    def inner_done(self, token: Token, enough: bool) -> None:
        token.internal_data["left"] -= 1
        if token.internal_data["left"] == 0:
            token._set_state(TaskState.READY)
            token.workflow.top.queue.append(token)


class CancelEnd(CompensationThrow):
    """Ends its transaction: everything else in it stops, what has completed is compensated."""

    def execute(self, token: Token) -> bool | None:
        if "left" not in token.internal_data:
            token.workflow.clear(spare=token)
        if super().execute(token) is None:
            return None
        host = token.workflow.host
        assert host is not None
        for boundary in host.task_spec.boundaries:
            if boundary.element.event == "cancel":
                boundary.caught(host, {})
                return None
        return True


def _inside(entries: list[Any], nodes: dict[str, Node]) -> Iterator[Node]:
    for id, inner in entries:
        handler = nodes[id].handler
        if handler is not None:
            yield handler
        yield from _inside(inner, nodes)
