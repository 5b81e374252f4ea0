"""Compensation: runs the handlers of completed activities, all at once, and waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from .throwing import Throw

if TYPE_CHECKING:
    from ..token import Token
    from .base import Node


class Parts(Throw):
    """Runs parts of its own all at once, and waits for them; keeps the number ``left``."""

    def execute(self, token: Token) -> bool | None:
        if "left" not in token.internal_data:
            nodes = self.begin(token)
            token.internal_data["left"] = len(nodes)
            for node in nodes:
                token.workflow.spawn(node, token)
        return True if token.internal_data["left"] == 0 else None

    def begin(self, token: Token) -> list[Node]:
        """The parts to run."""
        raise NotImplementedError

    def inner_done(self, token: Token, enough: bool) -> None:
        token.internal_data["left"] -= 1
        if token.internal_data["left"] == 0:
            token._set_state(TaskState.READY)
            token.workflow.top.queue.append(token)


class CompensationThrow(Parts):
    """For one activity where the event names it, else for all of the scope."""

    def begin(self, token: Token) -> list[Node]:
        """The handlers to run; what they belong to is never compensated again."""
        area, only = token.workflow, self.trigger.name
        while area.host is not None and area.host.task_spec.element.by_event:
            area = area.host.workflow
        kept = [entry for entry in area.completed_work if only is not None and entry[0] != only]
        done = [entry for entry in area.completed_work if entry not in kept]
        area.completed_work[:] = kept
        return list(_inside(done, area.definition.nodes))


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
