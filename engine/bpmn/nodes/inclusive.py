"""Inclusive gateway: every true flow out; in, it waits for all tokens that can still come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from ..failure import Failure
from ..model import Flow
from .base import Node
from .parallel import JoiningGateway

if TYPE_CHECKING:
    from ..token import Token


class InclusiveGateway(JoiningGateway):
    """Fires when every flow has a token, or no active node can still reach a flow without one."""

    def enter(self, token: Token) -> bool:
        joined = self.waiting(token)
        if len(joined) < len(self.element.incoming):
            return False
        self.fire(token, joined)
        return True

    def look_again(self, token: Token) -> None:
        joined = self.waiting(token)
        if token in joined.values() and not self._more_can_come(token, joined):
            self.fire(token, joined)
            token._set_state(TaskState.READY)
            token.workflow.top.queue.append(token)

    def _more_can_come(self, token: Token, joined: dict[str, Token]) -> bool:
        active = {
            other.task_spec.element.id
            for other in token.workflow.tokens
            if not other.passive and other.task_spec is not self
        }
        return any(active & sources for flow, sources in self.sources.items() if flow not in joined)

    def choose(self, token: Token) -> Iterable[tuple[Flow, Node]]:
        taken = super().choose(token)
        if not taken and self.flows:
            raise Failure("condition", "No condition is true and there is no default flow.")
        return taken
