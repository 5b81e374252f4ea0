"""A running process instance: SpiffWorkflow's workflow with a queue in place of walks."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.causes import pack

from .area import Area, Nested
from .failure import Failure
from .outcome import Budget
from .recorder import Recorder
from .scopes import ROOT, Scopes
from .script_engine import FeelEngine
from .token import Token
from .waits import check_conditions

if TYPE_CHECKING:
    from .definition import Definition, ScopeSpec
    from .library import Library


class Instance(Area, BpmnWorkflow):  # type: ignore[misc]
    """The instance as a whole. Lives for one command; its state is stored in between."""

    def __init__(
        self,
        definition: Definition,
        library: Library,
        now: datetime,
        budget: Budget,
        scopes: Scopes,
        record: Recorder,
        closed: Collection[date] = (),
    ) -> None:
        self.definition, self.library, self.now, self.budget = definition, library, now, budget
        self.scopes, self.record, self.top, self.closed = scopes, record, self, closed
        self.host, self.call_path = None, ()
        self.index: dict[str, Token] = {}
        self.queue: deque[Token] = deque()
        self.watching: dict[str, Token] = {}
        self.last_id = 0
        self.status: Literal["active", "completed", "terminated"] = "active"
        self.ended_at: list[str] = []
        super().__init__(definition.spec, {}, FeelEngine(), deserializing=True)
        self._begin()
        self.steps = 0
        self.deadline = time.monotonic() + budget.seconds

    def next_id(self) -> str:
        """A key that was never used in this instance. Raises ``Failure`` beyond the budget."""
        self.last_id += 1
        if len(self.index) >= self.budget.instances:
            raise Failure(
                "budget", "More than %(limit)d elements would be active at once.", limit=self.budget.instances
            )
        return str(self.last_id)

    def nest(
        self, host: Token, spec: ScopeSpec, definition: Definition, call_path: tuple[str, ...]
    ) -> Nested:
        """Open a subprocess for ``host``."""
        if host.workflow.depth >= self.budget.depth:
            raise Failure(
                "budget", "Subprocesses and calls are nested deeper than %(limit)d.", limit=self.budget.depth
            )
        area = Nested(spec, host, definition, call_path)
        self.subprocesses[host.id] = area
        return area

    def get_task_from_id(self, task_id: str) -> Token:
        return self.index[task_id]

    def areas(self) -> Iterator[Area]:
        """The process and all running subprocesses."""
        yield self
        yield from self.subprocesses.values()

    def finish(self) -> None:
        self.status = "completed"

    def cancel(self, workflow: Any = None) -> list[Token]:
        """End everything from outside."""
        gone = self.tokens
        self.clear()
        self.ended, self.status = True, "terminated"
        return gone

    def evaluate(self, token: Token, expression: str, extra: Mapping[str, Any] | None = None) -> Any:
        """The FEEL value of an expression (without its ``=``) where ``token`` is."""
        return self.script_engine.evaluate(token, expression, extra)

    # -- the engine loop

    def advance(self) -> bool:
        """Run until nothing can move without a stimulus. True: paused, with work left."""
        while True:
            self._notice()
            if not self.queue and not self._wake():
                return False
            if self.budget.pause_after is not None and self.steps >= self.budget.pause_after:
                return True
            token = self.queue.popleft()
            if token.has_state(TaskState.FUTURE | TaskState.READY):
                self.step(token)

    def step(self, token: Token) -> None:
        """One engine step: a token arrives, runs, or both."""
        self.steps += 1
        arrived = token.has_state(TaskState.FUTURE)
        try:
            self._check_budget()
            if arrived:
                token.task_spec._update(token)
            if token.has_state(TaskState.READY):
                token.run()
        except (Failure, RecursionError) as problem:
            self.stop(token, problem, "enter" if token.has_state(TaskState.FUTURE) else "run")

    def complete(self, token: Token) -> None:
        """Complete a token that waited; a failure on the way out becomes an incident."""
        try:
            token.complete()
        except (Failure, RecursionError) as problem:
            self.stop(token, problem, "complete")

    def stop(self, token: Token, problem: BaseException, phase: str) -> None:
        """Turn a failure into an incident at ``token``."""
        if token.has_state(TaskState.COMPLETED):
            phase = "complete"
        if phase == "enter":
            for child in token.children:
                child.cancel()
        if isinstance(problem, Failure):
            cause = [problem.kind, problem.template, pack(problem.params)]
        else:
            cause = ["budget", "The expression or the data is nested too deeply.", {}]
        token.internal_data.update(phase=phase, cause=cause)
        if phase == "wait":
            token.internal_data["before"] = token.state
        token._set_state(TaskState.ERROR)
        self.record.incident(token, cause)

    def _check_budget(self) -> None:
        if self.steps > self.budget.steps:
            raise Failure(
                "budget",
                "More than %(limit)d steps in one command: a loop without a wait?",
                limit=self.budget.steps,
            )
        if self.steps % 64 == 0 and time.monotonic() > self.deadline:
            raise Failure("budget", "More than %(limit)s seconds in one command.", limit=self.budget.seconds)

    def _notice(self) -> None:
        """Let those who wait for a condition look at what has changed, before anything else moves."""
        changed, self.scopes.changed = bool(self.scopes.changed), set()
        for token in list(self.watching.values()):
            if token.has_state(TaskState.WAITING):
                try:
                    check_conditions(token, changed)
                except (Failure, RecursionError) as problem:
                    self.stop(token, problem, "wait")

    def _wake(self) -> bool:
        """Nothing is queued: let joins that wait for others look again. True: something moves."""
        for token in list(self.index.values()):
            if token.has_state(TaskState.WAITING):
                token.task_spec.look_again(token)
        return bool(self.queue)

    def scope_of(self, token: Token) -> str:
        """Key of the innermost scope that ``token`` sees."""
        at: Token | None = token
        while at is not None:
            if at.id in self.scopes:
                return at.id
            owner = at.owner
            if owner is None and at.workflow.scope is not None:
                return at.workflow.scope
            at = owner or at.workflow.host
        return ROOT

    def outer_scope(self, token: Token) -> str:
        """Key of the scope around ``token``'s own."""
        if token.owner is not None:
            return self.scope_of(token.owner)
        area = token.workflow
        return area.scope or (self.scope_of(area.host) if area.host is not None else ROOT)
