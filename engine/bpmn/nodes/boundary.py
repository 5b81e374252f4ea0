"""Boundary events: a subscription beside an activity, or a catcher of what rises out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from .. import waits
from .base import Node

if TYPE_CHECKING:
    from ..token import Token


class BoundaryEvent(Node):
    """Interrupting, or fired as often as it is triggered."""

    def attach(self, host: Token) -> None:
        """Listen while ``host`` is active."""
        if any(trigger.kind in waits.OUTSIDE for trigger in self.element.triggers):
            token = host.workflow.spawn(self, host, TaskState.WAITING, passive=True)
            waits.arm(token, self.element.triggers)

    def come_back(self, token: Token, key: str, variables: Mapping[str, Any]) -> None:
        host = token.owner
        assert host is not None
        if self.element.interrupting:
            del token.open[key]
            token.workflow.top.record.closed(key, "completed")
            token.workflow.activate(token)
            host.cancel()
            self.write(token, variables)
        else:
            self.write(token.workflow.spawn(self), variables)
            waits.rearm(token, key)

    def caught(self, host: Token, variables: Mapping[str, Any]) -> None:
        """An error, escalation or cancellation has risen out of ``host``."""
        workflow = host.workflow
        if self.element.interrupting:
            host.cancel()
        self.write(workflow.spawn(self), variables)
