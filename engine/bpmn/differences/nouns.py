"""What elements are called in a sentence: 'the task "Write"'; without a name 'the choice after the task "Write"'."""

from __future__ import annotations

from engine.errors import Message

from ..model import Element, Process
from .spoken import clip

_NAMED = {
    "userTask": Message('the task "%(name)s"'),
    "scriptTask": Message('the calculation "%(name)s"'),
    "businessRuleTask": Message('the decision "%(name)s"'),
    "serviceTask": Message('the automatic step "%(name)s"'),
    "sendTask": Message('the automatic step "%(name)s"'),
    "callActivity": Message('the part "%(name)s"'),
    "subProcess": Message('the part "%(name)s"'),
    "transaction": Message('the part "%(name)s"'),
    "adHocSubProcess": Message('the part "%(name)s"'),
    "exclusiveGateway": Message('the choice "%(name)s"'),
    "inclusiveGateway": Message('the choice "%(name)s"'),
    "complexGateway": Message('the choice "%(name)s"'),
    "parallelGateway": Message('the junction "%(name)s"'),
    "startEvent": Message('the start "%(name)s"'),
    "endEvent": Message('the end "%(name)s"'),
    "boundaryEvent": Message('the event "%(name)s"'),
    "intermediateThrowEvent": Message('the event "%(name)s"'),
    "intermediateCatchEvent": Message('the waiting point "%(name)s"'),
    "eventBasedGateway": Message('the waiting point "%(name)s"'),
    "receiveTask": Message('the waiting point "%(name)s"'),
}
_STEP = Message('the step "%(name)s"')

# Without a name: where it stands, which is after something or before it.
_AFTER = {
    "choice": Message("the choice after %(place)s"),
    "junction": Message("the junction after %(place)s"),
    "end": Message("the end after %(place)s"),
    "event": Message("the event after %(place)s"),
    "step": Message("the step after %(place)s"),
}
_BEFORE = {
    "choice": Message("the choice before %(place)s"),
    "junction": Message("the junction before %(place)s"),
    "start": Message("the start before %(place)s"),
    "event": Message("the event before %(place)s"),
    "step": Message("the step before %(place)s"),
}
_SORTS = {
    "exclusiveGateway": "choice",
    "inclusiveGateway": "choice",
    "complexGateway": "choice",
    "parallelGateway": "junction",
    "startEvent": "start",
    "endEvent": "end",
    "intermediateCatchEvent": "event",
    "intermediateThrowEvent": "event",
    "eventBasedGateway": "event",
    "boundaryEvent": "event",
}

KINDS = {
    "task": Message("a step without more"),
    "manualTask": Message("a step outside the system"),
    "userTask": Message("a task for people"),
    "scriptTask": Message("a calculation"),
    "businessRuleTask": Message("a decision"),
    "serviceTask": Message("an automatic step"),
    "sendTask": Message("an automatic step that sends"),
    "receiveTask": Message("a step that waits for a message"),
    "callActivity": Message("a part with a process of its own"),
    "subProcess": Message("a part with steps of its own"),
    "transaction": Message("a part that can be undone as one"),
    "adHocSubProcess": Message("a part with steps in any order"),
    "exclusiveGateway": Message("a choice of one way"),
    "inclusiveGateway": Message("a choice of one or more ways"),
    "complexGateway": Message("a choice with a rule of its own"),
    "parallelGateway": Message("a junction of all ways"),
    "eventBasedGateway": Message("a wait for what happens first"),
    "startEvent": Message("a start"),
    "endEvent": Message("an end"),
    "intermediateCatchEvent": Message("a waiting point"),
    "intermediateThrowEvent": Message("an event"),
    "boundaryEvent": Message("an event on a step"),
}


def noun(element: Element, process: Process) -> Message:
    """What to call an element of ``process``. One without a name is called by a neighbour that has one."""
    if element.name:
        return _named(element)
    host = process.elements.get(element.attached_to or "")
    if host is not None and host.name:
        return Message("the event on %(place)s", {"place": _named(host)})
    sort = _SORTS.get(element.kind, "step")
    for table, ids in (
        (_AFTER, [flow.source for flow in element.incoming]),
        (_BEFORE, [flow.target for flow in element.outgoing]),
    ):
        near = next((process.elements[id] for id in ids if id in process.elements), None)
        if near is not None and near.name and sort in table:
            return Message(table[sort].template, {"place": _named(near)})
    return Message(_NAMED.get(element.kind, _STEP).template, {"name": clip(element.id)})


def _named(element: Element) -> Message:
    return Message(_NAMED.get(element.kind, _STEP).template, {"name": clip(element.name)})


def place(id: str | None, process: Process) -> Message:
    """What to call the element with this id; the whole process where there is none."""
    element = process.elements.get(id or "")
    return noun(element, process) if element is not None else Message("the process itself")


def neighbour(id: str, process: Process) -> Message:
    """What to call the element beside one that is told of: never by that one."""
    element = process.elements.get(id)
    if element is None or element.name:
        return place(id, process)
    return KINDS.get(element.kind, _STEP)
