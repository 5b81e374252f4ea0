"""Intermediate catch events and receive tasks: wait for a message, signal, timer or condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from .. import waits
from .base import Node

if TYPE_CHECKING:
    from ..token import Token


class CatchEvent(Node):
    """Passes with the first of its events, a parallel multiple one with the last."""

    def enter(self, token: Token) -> bool:
        if token.internal_data.pop("came", False):
            return True
        waits.arm(token, self.element.triggers)
        return False

    def attach(self, gateway: Token) -> None:
        """Wait on behalf of an event-based gateway."""
        child = gateway.workflow.spawn(self, gateway, TaskState.WAITING, passive=True)
        waits.arm(child, self.element.triggers)

    def come_back(self, token: Token, key: str, variables: Mapping[str, Any]) -> None:
        if self.element.parallel_multiple and len(token.open) > 1:
            self.write(token, variables)
            del token.open[key]
            token.workflow.top.record.closed(key, "completed")
            return
        gateway = token.owner
        if not token.passive or gateway is None:
            super().come_back(token, key, variables)
            return
        del token.open[key]
        token.workflow.top.record.closed(key, "completed")
        token.internal_data["came"] = True
        token.workflow.activate(token)
        self.write(token, variables)
        token.workflow.top.complete(gateway)


class EventGateway(Node):
    """The first event that comes decides the way."""

    def enter(self, token: Token) -> bool:
        for _, target in self.flows:
            target.attach(token)
        return False

    def choose(self, token: Token) -> tuple[()]:
        return ()
