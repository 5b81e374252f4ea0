"""A process model as it was drawn: plain data, read once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACTIVITIES = frozenset(
    (
        *("task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask"),
        *("businessRuleTask", "callActivity", "subProcess", "transaction", "adHocSubProcess"),
    )
)
SUBPROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
GATEWAYS = frozenset(
    ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"]
)
EVENTS = frozenset(
    ["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"]
)
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. ``condition`` is the text as written (a leading ``=`` belongs to it)."""

    id: str
    source: str
    target: str
    condition: str | None
    name: str
    parent: str | None
    line: int


@dataclass(frozen=True, slots=True)
class IoMapping:
    """``source``: FEEL after ``=``, else text; ``target``: variable name, dots reach into objects."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event definition. ``kind``: message, timer, signal, error, escalation, conditional, link, terminate,
    cancel or compensate. ``name``: message, signal or link name, error or escalation code (None catches all),
    activity of a compensation. ``text``: timer text or condition. ``ref``: what the file refers to."""

    kind: str
    line: int
    name: str | None = None
    ref: str | None = None
    resolved: bool = True
    correlation_key: str | None = None
    timer: str | None = None
    text: str | None = None
    wait_for_completion: bool = True


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance or standard loop characteristics; expressions as written."""

    kind: str
    collection: str | None = None
    item: str | None = None
    output_collection: str | None = None
    output_item: str | None = None
    condition: str | None = None
    cardinality: str | None = None
    maximum: int | None = None
    test_before: bool = False


@dataclass(frozen=True, slots=True)
class UserTask:
    """What a user task asks for; each value is a literal or, after ``=``, FEEL."""

    assignee: str | None = None
    due: str | None = None
    follow_up: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Work for a worker outside the engine."""

    type: str
    retries: str = "3"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node of a process. ``parent``: id of the enclosing subprocess; ``lane``: id of the innermost lane;
    ``roles``: candidate groups as written; ``line``: where it begins in the file."""

    id: str
    name: str
    kind: str
    process_id: str
    parent: str | None
    lane: str | None
    line: int
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    form_id: str | None = None
    roles: str | None = None
    called_process: str | None = None
    binding: str = "latest"
    version_tag: str | None = None
    copy_in: bool = True
    copy_out: bool = False
    task: UserTask = UserTask()
    job: Job | None = None
    script: str | None = None
    decision: str | None = None
    result: str | None = None
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    loop: Loop | None = None
    triggers: tuple[Trigger, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    incoming: tuple[Flow, ...] = ()
    default: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    parallel_multiple: bool = False
    by_event: bool = False
    for_compensation: bool = False
    handler: str | None = None
    active_elements: str | None = None
    completion_condition: str | None = None
    cancel_remaining: bool = True
    activation_condition: str | None = None

    @property
    def event(self) -> str:
        """Kind of the only event definition; ``none`` without one, ``multiple`` with several."""
        return "multiple" if len(self.triggers) > 1 else self.triggers[0].kind if self.triggers else "none"


@dataclass(frozen=True, slots=True)
class Process:
    """One process. ``elements`` holds all flow nodes, those inside subprocesses too, in reading order: from left
    to right where the file has a diagram, else as in the file."""

    id: str
    name: str
    executable: bool
    properties: Mapping[str, str]
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, str]
    line: int
    documentation: str = ""
    version_tag: str | None = None

    @property
    def start_events(self) -> tuple[Element, ...]:
        """The start events of the process itself, in reading order."""
        return tuple(e for e in self.elements.values() if e.kind == "startEvent" and e.parent is None)

    def inside(self, parent: str | None) -> list[Element]:
        """The elements directly inside a subprocess (``None``: the process itself)."""
        return [element for element in self.elements.values() if element.parent == parent]


@dataclass(frozen=True, slots=True)
class Model:
    """One file. ``root`` is its XML, for the parser of the engine."""

    file: str
    processes: Mapping[str, Process]
    messages: Mapping[str, str]
    ids: tuple[tuple[str, int], ...]
    root: Any = field(repr=False, compare=False, default=None)
