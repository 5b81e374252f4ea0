"""An element instance: SpiffWorkflow's task, without its logging, copying and walking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from .area import Area
    from .nodes.base import Node

ALIVE = TaskState.FUTURE | TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.ERROR
TOP = "top"


class Token(Task):  # type: ignore[misc]
    """States: FUTURE arrived, READY may run, WAITING for an event or a join, STARTED under way, ERROR incident.

    ``passive`` tokens are subscriptions: they keep nothing alive. ``internal_data`` is what is stored of it:
    ``flow`` it came by, ``open`` announced keys, ``phase`` and ``cause`` of an incident, and what its node keeps."""

    id: str
    workflow: Area
    task_spec: Node
    internal_data: dict[str, Any]

    def __init__(self, workflow: Area, spec: Node, parent: Token | None, state: int, id: str) -> None:
        self.passive = False
        super().__init__(workflow, spec, parent, state, id)

    def _child_added_notify(self, child: Token) -> None:
        if self.id != TOP:
            self._children.append(child.id)

    def _set_state(self, value: int) -> None:
        self._state = value

    @property
    def owner(self) -> Token | None:
        """The token that this one belongs to: host of a boundary event, body of a loop, gateway of an event."""
        return None if self._parent in (None, TOP) else self.workflow.tasks[self._parent]

    @property
    def open(self) -> dict[str, Any]:
        """Keys announced to the host, each with what its node needs when it comes back."""
        opened: dict[str, Any] = self.internal_data.setdefault("open", {})
        return opened

    def release(self) -> None:
        """Stand alone: no longer belong to another token."""
        if (owner := self.owner) is not None:
            owner._children.remove(self.id)
            self._parent = TOP

    def cancel(self) -> None:
        """End without completing, with everything that belongs to it."""
        if not self.has_state(ALIVE):
            return
        self._set_state(TaskState.CANCELLED)
        self.task_spec._on_cancel(self)
        self.workflow.forget(self, "terminated")
