"""A set of live tokens: the process itself, a running subprocess, a called process.

Live tokens lie flat: finished ones are forgotten at once (the history is in the outcome), so a step costs the same
after a thousand rounds as after one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.util.task import TaskState

from .token import TOP, Token

if TYPE_CHECKING:
    from .definition import Definition, ScopeSpec
    from .instance import Instance
    from .nodes.base import Node

How = Literal["completed", "terminated"]


class Area:
    """What the process and every running subprocess have in common: a set of live tokens."""

    spec: ScopeSpec
    tasks: dict[str, Token]
    top: Instance
    host: Token | None
    definition: Definition
    call_path: tuple[str, ...]
    depth: int
    scope: str | None = None

    def _begin(self) -> None:
        self.task_tree = Token(self, self.spec.start, None, TaskState.COMPLETED, TOP)
        self.alive = 0
        self.ended = False
        self.interrupted = False
        self.completed_work: list[Any] = []
        self.late: dict[str, list[str]] = {}

    @property
    def tokens(self) -> list[Token]:
        """The live tokens, oldest first."""
        return [token for token in self.tasks.values() if token.id != TOP]

    def spawn(
        self,
        spec: Node,
        parent: Token | None = None,
        state: int = TaskState.FUTURE,
        *,
        flow: str | None = None,
        passive: bool = False,
        id: str | None = None,
    ) -> Token:
        """A new token at ``spec``; a FUTURE one is queued. ``id`` is given when a stored one is loaded."""
        token = Token(self, spec, parent or self.task_tree, state, id or self.top.next_id())
        token.passive = passive
        if flow is not None:
            token.internal_data["flow"] = flow
        self.top.index[token.id] = token
        if not passive:
            self.alive += 1
        if state == TaskState.FUTURE:
            self.top.queue.append(token)
        return token

    def activate(self, token: Token) -> None:
        """A subscription becomes a token of its own that arrives here."""
        for key in token.internal_data.pop("open", ()):
            self.top.record.closed(key, "terminated")
        self.top.watching.pop(token.id, None)
        token.release()
        token.passive = False
        self.alive += 1
        token._set_state(TaskState.FUTURE)
        self.top.queue.append(token)

    def forget(self, token: Token, how: How) -> None:
        """Take a finished token out of the live state, with what belongs to it."""
        for child in token.children:
            child.cancel()
        self.top.subprocesses.pop(token.id, None)
        for key in token.internal_data.get("open", ()):
            self.top.record.closed(key, how)
        if token.has_state(TaskState.ERROR) or "cause" in token.internal_data:
            self.top.record.resolved(token.id)
        token.release()
        self.top.scopes.drop(token.id)
        self.tasks.pop(token.id, None)
        self.top.index.pop(token.id, None)
        self.top.watching.pop(token.id, None)
        if not token.passive:
            self.alive -= 1

    def clear(self, spare: Token | None = None) -> None:
        """End all activity in here, except ``spare``."""
        for token in self.tokens:
            if token is not spare:
                token.cancel()

    def settle(self) -> None:
        """Complete when the last token is gone."""
        if self.alive == 0 and not self.ended:
            self.clear()
            self.ended = True
            self.finish()

    def finish(self) -> None:
        """What completion means for whoever waits for it."""
        raise NotImplementedError

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        """Nothing is logged from inside."""
        return dct or {}


class Nested(Area, BpmnSubWorkflow):  # type: ignore[misc]
    """A running subprocess, event subprocess or called process."""

    host: Token

    def __init__(
        self, spec: ScopeSpec, host: Token, definition: Definition, call_path: tuple[str, ...]
    ) -> None:
        self.host, self.definition, self.call_path = host, definition, call_path
        self.top = host.workflow.top
        super().__init__(spec, host.id, self.top, deserializing=True)
        self._begin()

    def _calculate_depth(self) -> int:
        return self.host.workflow.depth + 1

    def finish(self) -> None:
        self.host._set_state(TaskState.READY)
        self.top.queue.append(self.host)
