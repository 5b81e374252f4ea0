"""A host in memory: what the domain layer does with outcomes, on a virtual clock."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from engine import bpmn
from engine.errors import Fault


@dataclass
class Case:
    """One process instance, as a host keeps it."""

    definition: str
    process_id: str
    correlation: tuple[str, str] | None = None
    state: bpmn.State | None = None
    status: str = "active"
    tasks: dict[str, tuple[int, bpmn.OpenedTask]] = field(default_factory=dict)
    waits: dict[str, tuple[int, bpmn.Wait]] = field(default_factory=dict)
    incidents: dict[str, bpmn.Incident] = field(default_factory=dict)
    history: list[bpmn.Moved] = field(default_factory=list)

    def variables(self) -> dict[str, Any]:
        assert self.state is not None
        return bpmn.visible(self.state.variables)

    def active(self) -> set[str]:
        """Ids of elements with an active instance."""
        alive: dict[str, str] = {}
        for moved in self.history:
            if moved.kind == "entered":
                alive[moved.key] = moved.element_id
            else:
                alive.pop(moved.key, None)
        return set(alive.values())


@dataclass
class Message:
    """A published message; kept until ``until`` for those who have not had it."""

    name: str
    key: str
    variables: dict[str, Any]
    until: datetime
    id: str | None
    served: set[str] = field(default_factory=set)


class Host:
    """Implements ``bpmn.Library``. ``stepwise``: one engine step at a time, stored in between."""

    def __init__(self, clock: datetime, stepwise: bool = False) -> None:
        self.now, self.stepwise = clock, stepwise
        self.files: list[tuple[str, bytes]] = []
        self.cases: list[Case] = []
        self.messages: list[Message] = []
        self.starts: list[bpmn.StartWait] = []
        self.counter = 0
        self.definitions: dict[str, bpmn.Definition] = {}
        self.newest: dict[str, str] = {}

    # -- library

    def latest(self, process_id: str) -> bpmn.Definition:
        return self.definitions[self.newest[process_id]]

    def bound(self, process_id: str, caller: str, version_tag: str | None) -> bpmn.Definition:
        """All cases deploy their files together, so the newest version is also the one beside the caller."""
        for key in reversed(self.definitions):
            process = self.definitions[key].process
            if process.id == process_id and version_tag in (None, process.version_tag):
                return self.definitions[key]
        raise LookupError(process_id)

    def get(self, key: str) -> bpmn.Definition:
        return self.definitions[key]

    # -- saving

    def save(self) -> bytes:
        kept = dict(self.__dict__)
        del kept["definitions"], kept["newest"]
        return pickle.dumps(kept)

    @classmethod
    def load(cls, text: bytes) -> Host:
        host = cls(datetime.now(UTC))
        host.__dict__.update(pickle.loads(text))
        for name, xml in host.files:
            host._compile(bpmn.read(xml, name))
        return host

    # -- deployment and starts

    def deploy(self, files: list[tuple[str, bytes]]) -> None:
        models = [bpmn.read(xml, name) for name, xml in files]
        errors = [problem for problem in bpmn.lint(models, bpmn.Known()) if problem.severity == "error"]
        if errors:
            raise bpmn.Rejected(errors)
        self.files += files
        for model in models:
            for definition in self._compile(model):
                self.starts += bpmn.start_waits(definition, self.now)

    def _compile(self, model: bpmn.Model) -> list[bpmn.Definition]:
        made = []
        for process in model.processes.values():
            if process.executable:
                key = f"{process.id}:{len(self.definitions)}"
                self.definitions[key] = bpmn.compile(model, process.id, key)
                self.newest[process.id] = key
                made.append(self.definitions[key])
        return made

    def start(self, process_id: str, variables: dict[str, Any], element: str | None = None) -> Case:
        definition = self.latest(process_id)
        case = Case(definition.key, process_id)
        self.cases.append(case)
        try:
            self.run(case, bpmn.Start(variables, element))
        except Fault:
            self.cases.remove(case)
            raise
        return case

    # -- commands

    def run(self, case: Case, command: bpmn.Command) -> None:
        """Carry out a command, and all that follows from it at this moment."""
        budget = bpmn.Budget(pause_after=1) if self.stepwise else bpmn.Budget()
        definition = self.get(case.definition)
        outcome = bpmn.run(definition, case.state, command, now=self.now, library=self, budget=budget)
        self._apply(case, outcome)
        while outcome.paused:
            outcome = bpmn.run(
                definition, case.state, bpmn.Continue(), now=self.now, library=self, budget=budget
            )
            self._apply(case, outcome)

    def _apply(self, case: Case, outcome: bpmn.Outcome) -> None:
        case.state, case.status = outcome.state, outcome.status
        for closed in outcome.closed:
            case.tasks.pop(closed.key, None)
            case.waits.pop(closed.key, None)
        for task in outcome.tasks:
            assert task.key not in case.tasks
            case.tasks[task.key] = (self._count(), task)
        for wait in outcome.waits:
            assert wait.key not in case.waits
            case.waits[wait.key] = (self._count(), wait)
        for key in outcome.resolved:
            case.incidents.pop(key, None)
        case.incidents.update({incident.key: incident for incident in outcome.incidents})
        case.history += outcome.history
        for signal in outcome.signals:
            self.signal(signal.name, dict(signal.variables), thrower=case)

    def _count(self) -> int:
        self.counter += 1
        return self.counter

    # -- messages and signals

    def publish(self, message: Message) -> None:
        twin = any((m.id, m.name, m.key) == (message.id, message.name, message.key) for m in self.messages)
        if not (message.id and twin):
            self.messages.append(message)
            self.correlate()

    def correlate(self) -> None:
        """Give every message to whoever waits for it."""
        moved = True
        while moved:
            moved = sum(map(self._serve, list(self.messages))) > 0
        self.messages = [message for message in self.messages if message.until > self.now]

    def _serve(self, message: Message) -> bool:
        served = False
        found = [
            (order, case, wait)
            for case in self.cases
            for order, wait in case.waits.values()
            if wait.kind == "message" and (wait.name, wait.correlation_key) == (message.name, message.key)
        ]
        for _, case, wait in sorted(found, key=lambda item: item[0]):
            if wait.process_id not in message.served and wait.key in case.waits:
                message.served.add(wait.process_id)
                self.run(case, bpmn.Deliver(wait.key, message.variables))
                served = True
        for start in self.starts:
            if (
                start.kind == "message"
                and start.name == message.name
                and start.process_id not in message.served
            ):
                mark = (start.process_id, message.key)
                if message.key and any(c.correlation == mark and c.status == "active" for c in self.cases):
                    continue
                message.served.add(start.process_id)
                self.start(start.process_id, message.variables, start.element_id).correlation = mark
                served = True
        return served

    def signal(self, name: str, variables: dict[str, Any], thrower: Case | None = None) -> None:
        for case in list(self.cases):
            for key, (_, wait) in list(case.waits.items()):
                if case is not thrower and wait.kind == "signal" and wait.name == name and key in case.waits:
                    self.run(case, bpmn.Deliver(key, variables))
        for start in list(self.starts):
            if start.kind == "signal" and start.name == name:
                self.start(start.process_id, variables, start.element_id)

    # -- time

    def tick(self, until: datetime) -> None:
        """Let time pass: what falls due on the way happens at its moment."""
        self.correlate()
        while due := self._next_due(until):
            moment, fire = due
            self.now = max(self.now, moment)
            fire()
            self.correlate()
        self.now = max(self.now, until)
        self.correlate()

    def _next_due(self, until: datetime) -> tuple[datetime, Any] | None:
        found: list[tuple[datetime, int, Any]] = []
        for case in self.cases:
            for key, (order, wait) in case.waits.items():
                if wait.due is not None and wait.due <= until and key not in case.incidents:
                    found.append((wait.due, order, lambda c=case, k=key: self.run(c, bpmn.Fire(k))))
        for start in self.starts:
            if start.due is not None and start.due <= until:
                found.append((start.due, 0, lambda s=start: self._start_by_timer(s)))
        if not found:
            return None
        due, _, fire = min(found, key=lambda item: item[:2])
        return due, fire

    def _start_by_timer(self, wait: bpmn.StartWait) -> None:
        self.starts.remove(wait)
        if (following := wait.next()) is not None:
            self.starts.append(following)
        self.start(wait.process_id, {}, wait.element_id)
