"""What repeated activities have in common: a body that owns the tokens of its inner instances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from ..model import Element, Loop
from .base import Node

if TYPE_CHECKING:
    from ..instance import Instance
    from ..token import Token


class LoopBody(Node):
    """Boundary events, flows and compensation belong to the body; mappings to each inner instance (``each``).
    History shows the inner instances."""

    each: Node
    silent = True

    def __init__(self, scope_spec: Any, element: Element) -> None:
        super().__init__(scope_spec, replace(element, inputs=(), outputs=()))

    @property
    def loop(self) -> Loop:
        """The loop characteristics."""
        assert self.element.loop is not None
        return self.element.loop

    def spawn(self, body: Token, number: int, local: dict[str, Any]) -> None:
        """One more inner instance, with its local variables."""
        top: Instance = body.workflow.top
        part = body.workflow.spawn(self.each, body)
        part.internal_data["number"] = number
        top.scopes.create(part.id, top.scope_of(body), local)

    def finish(self, body: Token) -> None:
        """No more rounds: end those still running and let the body complete."""
        for part in body.children:
            if part.task_spec is self.each:
                part.cancel()
        body._set_state(TaskState.READY)
        body.workflow.top.queue.append(body)
