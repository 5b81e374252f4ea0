"""Inclusive gateway: every true flow out; in, it waits for all tokens that can still come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from ..failure import Failure
from ..model import Flow
from .base import Node
from .parallel import JoiningGateway

if TYPE_CHECKING:
    from ..token import Token


class InclusiveGateway(JoiningGateway):
    """Fires when every flow has a token, or nobody can still come by a flow without one (BPMN 2.0.2, table 13.3)."""

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
        return self.can_still_get(active, joined)

    def can_still_get(self, active: Collection[str], joined: Collection[str]) -> bool:
        """Whether one of the ``active`` elements can give a token to a flow other than those that have ``joined``. One
        that could as well come by these does not count: in a loop it would be waited for until it has passed here."""
        passing = {id for flow, sources in self.sources.items() if flow in joined for id in sources}
        coming = set(active) - passing
        return any(coming & sources for flow, sources in self.sources.items() if flow not in joined)

    def choose(self, token: Token) -> Iterable[tuple[Flow, Node]]:
        taken = super().choose(token)
        if not taken and self.flows:
            raise Failure("condition", "No condition is true and there is no default flow.")
        return taken
