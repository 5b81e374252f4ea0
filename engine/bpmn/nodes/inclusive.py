"""Inclusive gateway: every true flow out; in, it waits for all tokens that can still come."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
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
        return any(active & sources for flow, sources in self._sources.items() if flow not in joined)

    @cached_property
    def _sources(self) -> dict[str, set[str]]:
        """Incoming flow -> ids of the elements from which a token can still reach it without passing here."""
        before: dict[str, set[str]] = {}
        for node in self._wf_spec.nodes.values():
            for successor in node.successors():
                before.setdefault(successor.element.id, set()).add(node.element.id)
        found: dict[str, set[str]] = {}
        for flow in self.element.incoming:
            reached, todo = set(), [flow.source]
            while todo:
                id = todo.pop()
                if id not in reached and id != self.element.id:
                    reached.add(id)
                    todo.extend(before.get(id, ()))
            found[flow.id] = reached
        return found

    def choose(self, token: Token) -> Iterable[tuple[Flow, Node]]:
        taken = super().choose(token)
        if not taken and self.flows:
            raise Failure("condition", "No condition is true and there is no default flow.")
        return taken
