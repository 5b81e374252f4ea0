"""What every element does: arrive, run, leave. The element classes override the hooks at the end.

SpiffWorkflow drives: ``_update`` when a token arrives, ``_run`` when it is ready, ``_on_complete`` when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from .. import mappings
from ..failure import Failure
from ..model import Element, Flow

if TYPE_CHECKING:
    from ..token import Token


class Node(BpmnSpecMixin):  # type: ignore[misc]
    """One element of a process. ``inner``: it is a part of another node, which handles what comes
    before and after. ``silent``: history does not show it."""

    silent = False

    def __init__(self, scope_spec: Any, element: Element, *, inner: bool = False, name: str = "") -> None:
        name = name or (f"{element.id} [child]" if inner else element.id)
        super().__init__(scope_spec, name, bpmn_name=element.name, lane=element.lane)
        self.element, self.inner = element, inner
        self.bpmn_id = element.id
        self.flows: tuple[tuple[Flow, Node], ...] = ()
        self.boundaries: list[Any] = []
        self.handler: Node | None = None

    # -- SpiffWorkflow's template methods

    def test(self) -> None:
        """Nodes without incoming flow are fine here; lint has looked at the model."""

    def _predict(self, my_task: Token, *_: Any, **__: Any) -> None:
        """No future tokens are predicted: their number doubles with every parallel block."""

    def _on_ready(self, my_task: Token) -> None:
        """Nothing between READY and running."""

    def _update_hook(self, token: Token) -> bool:
        if token.internal_data.pop("phase", None) is None:
            self.admit(token)
        self.prepare(token)
        if self.element.inputs:
            mappings.apply_inputs(token)
        for boundary in self.boundaries:
            boundary.attach(token)
        if self.enter(token):
            return True
        if token.has_state(TaskState.FUTURE):
            token._set_state(TaskState.WAITING)
        return False

    def _run_hook(self, token: Token) -> bool | None:
        return self.execute(token)

    def _on_complete(self, token: Token) -> None:
        workflow, owner = token.workflow, token.owner
        if self.element.outputs and not token.internal_data.get("skipped"):
            mappings.apply_outputs(token)
        taken = self.choose(token) if owner is None else ()
        around = owner or workflow.host
        enough = around is not None and around.task_spec.collect(around, token)
        self.left(token)
        if self.handler is not None and not self.inner:
            workflow.completed_work.append([self.element.id, []])
        self.take(token, taken)
        workflow.forget(token, "completed")
        if owner is not None:
            owner.task_spec.inner_done(owner, enough)
        elif enough:
            workflow.clear()
        workflow.settle()

    def _on_cancel(self, token: Token) -> None:
        self.withdrawn(token)
        if not token.passive:
            token.workflow.top.record.moved("terminated", token)

    # -- helpers

    def take(self, token: Token, flows: Iterable[tuple[Flow, Node]]) -> None:
        """Send a token along each flow."""
        for flow, target in flows:
            token.workflow.spawn(target, flow=flow.id)

    def condition(self, token: Token, text: str, extra: Mapping[str, Any] | None = None) -> bool:
        """The value of a condition. Raises ``Failure`` when it is not a boolean."""
        value = token.workflow.top.evaluate(token, text.removeprefix("="), extra)
        if not isinstance(value, bool):
            raise Failure(
                "condition",
                "The condition %(condition)s gave %(value)s instead of true or false.",
                condition=text,
                value=_shown(value),
            )
        return value

    def text(self, token: Token, source: str | None) -> Any:
        """A literal, or after ``=`` the FEEL value."""
        if source is None or not source.startswith("="):
            return source
        return token.workflow.top.evaluate(token, source[1:])

    def write(self, token: Token, variables: Mapping[str, Any]) -> None:
        """Variables that came with a completion: local when output mappings choose among them, else outwards."""
        mappings.receive(token, variables, bool(self.element.outputs))

    def successors(self) -> list[Node]:
        """Where a token can go from here."""
        return [target for _, target in self.flows] + self.boundaries

    # -- hooks of the element classes

    def admit(self, token: Token) -> None:
        """The token is here: history."""
        token.workflow.top.record.moved("entered", token)

    def prepare(self, token: Token) -> None:
        """What must be known before the input mappings are evaluated."""

    def enter(self, token: Token) -> bool:
        """Subscribe or prepare. True: run now."""
        return True

    def execute(self, token: Token) -> bool | None:
        """Do the work. True: completed; None: somebody completes it later."""
        return True

    def choose(self, token: Token) -> Iterable[tuple[Flow, Node]]:
        """The flows to take: all, but conditional ones only when true, and the default when no condition is."""
        if all(flow.condition is None for flow, _ in self.flows):
            return self.flows
        default = [pair for pair in self.flows if pair[0].id == self.element.default]
        others = [pair for pair in self.flows if pair not in default]
        taken = [
            (flow, node)
            for flow, node in others
            if flow.condition is None or self.condition(token, flow.condition)
        ]
        return taken or default

    def left(self, token: Token) -> None:
        """It has completed: history."""
        top = token.workflow.top
        top.record.moved("completed", token)
        if self.element.kind == "endEvent" and not self.silent and _ends_the_process(token):
            top.ended_at.append(self.element.id)

    def withdrawn(self, token: Token) -> None:
        """It is being cancelled."""

    def come_back(self, token: Token, key: str, variables: Mapping[str, Any]) -> None:
        """What was waited for has come: complete. ``key``: the wait that it came for."""
        self.write(token, variables)
        token.open.pop(key, None)
        token.workflow.top.record.closed(key, "completed")
        token.workflow.top.complete(token)

    def collect(self, token: Token, part: Token) -> bool:
        """``part``, which belongs to ``token`` or runs inside it, is about to complete. True: the others need not."""
        return False

    def inner_done(self, token: Token, enough: bool) -> None:
        """A part of ``token`` has completed."""

    def look_again(self, token: Token) -> None:
        """Nothing moves any more and this token waits: may it go on now?"""


def _shown(value: Any) -> str:
    return (
        "null" if value is None else type(value).__name__ if not isinstance(value, str) else repr(value[:40])
    )


def _ends_the_process(token: Token) -> bool:
    """Whether a token is at the process's own level: in it, or in an event subprocess of it."""
    area = token.workflow
    while area.host is not None and area.host.task_spec.element.by_event:
        area = area.host.workflow
    return area.host is None
