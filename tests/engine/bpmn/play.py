"""Plays one instance: applies outcomes as a host does, stores its state after every command."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from engine import bpmn

from . import draw

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Play:
    """``Play(process_xml, ...)`` starts the first process. Commands name elements, not keys."""

    def __init__(
        self, *processes: str, begin: bool = True, element: str | None = None, **variables: Any
    ) -> None:
        model = draw.model(*processes)
        self.definitions = {id: bpmn.compile(model, id, f"{id}:1") for id in model.processes}
        self.definition = next(iter(self.definitions.values()))
        self.now, self.budget = MONDAY, bpmn.Budget()
        self.state: bpmn.State | None = None
        self.status = ""
        self.tasks: dict[str, bpmn.OpenedTask] = {}
        self.waits: dict[str, bpmn.Wait] = {}
        self.incidents: dict[str, bpmn.Incident] = {}
        self.signals: list[bpmn.Signal] = []
        self.done: Counter[str] = Counter()
        if begin:
            self.do(bpmn.Start(variables, element))

    def latest(self, process_id: str) -> bpmn.Definition:
        return self.definitions[process_id]

    def bound(self, process_id: str, caller: str, version_tag: str | None) -> bpmn.Definition:
        found = self.definitions[process_id]
        if version_tag not in (None, found.process.version_tag):
            raise LookupError(version_tag)
        return found

    def decide(
        self, decision_id: str, variables: dict[str, Any], now: datetime, private_to: str | None
    ) -> Any:
        """The only decision there is doubles ``x``."""
        if decision_id != "double":
            raise LookupError(decision_id)
        return variables["x"] * 2

    def get(self, key: str) -> bpmn.Definition:
        return self.definitions[key.partition(":")[0]]

    def do(self, command: bpmn.Command) -> bpmn.Outcome:
        """One command; keys that open twice or close unopened are errors of the engine."""
        out = bpmn.run(self.definition, self.state, command, now=self.now, library=self, budget=self.budget)
        self.state, self.status = out.state, out.status
        for closed in out.closed:
            assert (self.tasks.pop(closed.key, None) or self.waits.pop(closed.key, None)) is not None
        for key in out.resolved:
            del self.incidents[key]
        for opened, kept in (
            (out.tasks, self.tasks),
            (out.waits, self.waits),
            (out.incidents, self.incidents),
        ):
            for each in opened:
                assert each.key not in kept
                kept[each.key] = each  # type: ignore[index]
        self.done.update(moved.element_id for moved in out.history if moved.kind == "completed")
        self.signals += out.signals
        return out

    def key(self, element: str, kind: str = "task", index: int = 0) -> str:
        """The key of an open task, wait or incident of an element, in order of opening."""
        kept: dict[str, Any] = {"task": self.tasks, "incident": self.incidents}.get(kind, self.waits)
        return [
            k
            for k, v in kept.items()
            if v.element_id == element and kind in ("task", "incident", getattr(v, "kind", ""))
        ][index]

    def complete(self, element: str, index: int = 0, **variables: Any) -> None:
        self.do(bpmn.Complete(self.key(element, "task", index), variables))

    def complete_private(self, element: str, party: str, **variables: Any) -> None:
        self.do(bpmn.Complete(self.key(element), variables, party))

    def visible(self, element: str, party: str | None = None) -> dict[str, Any]:
        """What the form of an open task sees."""
        assert self.state is not None
        return bpmn.visible(self.state.variables, self.tasks[self.key(element)].scope, party)

    def work(self, element: str, **variables: Any) -> None:
        self.do(bpmn.Complete(self.key(element, "job"), variables))

    def deliver(self, element: str, kind: str = "message", **variables: Any) -> None:
        self.do(bpmn.Deliver(self.key(element, kind), variables))

    def resolve(self, element: str, **variables: Any) -> None:
        self.do(bpmn.Resolve(self.key(element, "incident"), variables))

    def wait(self, **span: float) -> None:
        """Let time pass; due timers fire at their moments."""
        until = self.now + timedelta(**span)
        while due := [wait for wait in self.waits.values() if wait.due is not None and wait.due <= until]:
            first = min(due, key=lambda wait: wait.due or until)
            self.now = max(self.now, first.due or until)
            self.do(bpmn.Fire(first.key))
        self.now = until

    @property
    def open(self) -> list[str]:
        """Element ids of open user tasks."""
        return sorted(task.element_id for task in self.tasks.values())

    @property
    def stuck(self) -> list[str]:
        """Element ids of open incidents."""
        return sorted(incident.element_id for incident in self.incidents.values())

    @property
    def variables(self) -> dict[str, Any]:
        assert self.state is not None
        return bpmn.visible(self.state.variables)
