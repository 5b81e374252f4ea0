"""Parallel gateway: takes one token from every incoming flow, gives one to every outgoing flow."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from ..model import Flow
from .base import Node

if TYPE_CHECKING:
    from ..token import Token


class JoiningGateway(Node):
    """What joins have in common: tokens wait here, by flow, until some of them go on as one."""

    def admit(self, token: Token) -> None:
        """A token at a join is no history until the join fires."""

    def waiting(self, token: Token) -> dict[str, Token]:
        """The oldest token waiting on each incoming flow, ``token`` itself included."""
        found: dict[str, Token] = {}
        for other in token.workflow.tasks.values():
            if other.task_spec is self and (other is token or other.has_state(TaskState.WAITING)):
                found.setdefault(other.internal_data.get("flow", ""), other)
        return found

    def fire(self, token: Token, joined: dict[str, Token]) -> None:
        """``token`` goes on for all that have ``joined``."""
        for other in joined.values():
            if other is not token:
                token.workflow.forget(other, "completed")
        token.workflow.top.record.moved("entered", token)

    @cached_property
    def sources(self) -> dict[str, set[str]]:
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


class ParallelGateway(JoiningGateway):
    """Each round waits anew."""

    def enter(self, token: Token) -> bool:
        joined = self.waiting(token)
        if len(joined) < len(self.element.incoming):
            return False
        self.fire(token, joined)
        return True

    def choose(self, token: Token) -> tuple[tuple[Flow, Node], ...]:
        return self.flows
