"""The table from element type to behaviour: the door to everything that an element can do.

Key: BPMN element, then what its event definition is (``none`` without one). A task with a task definition is a job
whatever its type."""

from __future__ import annotations

from ..model import Element
from .ad_hoc import AdHocSubProcess
from .base import Node
from .boundary import BoundaryEvent
from .call_activity import CallActivity
from .catch import CatchEvent, EventGateway
from .compensation import CancelEnd, CompensationThrow
from .complex import ComplexGateway
from .decision import DecisionTask
from .event_subprocess import EventSubProcess
from .exclusive import ExclusiveGateway
from .inclusive import InclusiveGateway
from .job import JobTask
from .multi_instance import MultiInstance
from .multiple import THROWN, MultipleThrow
from .parallel import ParallelGateway
from .passing import Passing
from .script import ScriptTask
from .standard_loop import StandardLoop
from .subprocess import SubProcess
from .throwing import ErrorEnd, EscalationThrow, LinkThrow, SignalThrow, TerminateEnd
from .user_task import UserTask

_OUTSIDE = ("message", "timer", "signal", "conditional", "multiple")

BEHAVIOUR: dict[str, dict[str, type[Node]]] = {
    "task": {"none": Passing},
    "manualTask": {"none": Passing},
    "userTask": {"none": UserTask},
    "scriptTask": {"none": ScriptTask},
    "businessRuleTask": {"none": DecisionTask},
    "serviceTask": {"none": JobTask},
    "sendTask": {"none": JobTask, "message": JobTask},
    "receiveTask": {"message": CatchEvent},
    "callActivity": {"none": CallActivity},
    "subProcess": {"none": SubProcess},
    "transaction": {"none": SubProcess},
    "adHocSubProcess": {"none": AdHocSubProcess},
    "exclusiveGateway": {"none": ExclusiveGateway},
    "parallelGateway": {"none": ParallelGateway},
    "inclusiveGateway": {"none": InclusiveGateway},
    "complexGateway": {"none": ComplexGateway},
    "eventBasedGateway": {"none": EventGateway},
    "startEvent": dict.fromkeys((*_OUTSIDE, "none", "error", "escalation"), Passing),
    "intermediateCatchEvent": {**dict.fromkeys(_OUTSIDE, CatchEvent), "link": Passing},
    "boundaryEvent": dict.fromkeys((*_OUTSIDE, "error", "escalation", "cancel", "compensate"), BoundaryEvent),
    "intermediateThrowEvent": {
        "none": Passing,
        "message": JobTask,
        "signal": SignalThrow,
        "escalation": EscalationThrow,
        "compensate": CompensationThrow,
        "link": LinkThrow,
    },
    "endEvent": {
        "none": Passing,
        "message": JobTask,
        "signal": SignalThrow,
        "escalation": EscalationThrow,
        "error": ErrorEnd,
        "terminate": TerminateEnd,
        "compensate": CompensationThrow,
        "cancel": CancelEnd,
    },
}


def behaviour(element: Element) -> type[Node] | None:
    """The class of an element; None: we do not run it."""
    if element.job is not None and element.kind in ("scriptTask", "businessRuleTask"):
        return JobTask
    if element.by_event and element.kind == "subProcess":
        return EventSubProcess
    if element.event == "multiple" and element.kind in ("intermediateThrowEvent", "endEvent"):
        return MultipleThrow if all(trigger.kind in THROWN for trigger in element.triggers) else None
    return BEHAVIOUR.get(element.kind, {}).get(element.event)


def loop_behaviour(element: Element) -> type[MultiInstance] | type[StandardLoop] | None:
    """The class of the body around a repeated activity."""
    if element.loop is None:
        return None
    return StandardLoop if element.loop.kind == "standard" else MultiInstance
