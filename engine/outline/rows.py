"""A process as a list: steps, the tasks in them, and the choices between. Read from the diagram each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine import bpmn
from engine.bpmn.model import ACTIVITIES, GATEWAYS, SUBPROCESSES

from . import edits
from .document import Document
from .flow import NeedsDiagram, can_follow, name, why_fixed
from .tasks import Settings, settings

_WAITS = ("intermediateCatchEvent", "receiveTask")


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a choice: what is written on it, and what it leads to."""

    name: str
    target: str


@dataclass(frozen=True, slots=True)
class Row:
    """``kind``: step, task, gate (a part with a diagram of its own), work (the machine's), choice, wait or start.
    ``up``, ``down``: the flow to move to, None where the list cannot. ``may_go``: whether it can be left out.
    ``last_place``: of a step, the flow where something new goes when nobody says otherwise."""

    id: str
    kind: str
    name: str
    task: Settings | None = None
    form: str | None = None
    is_repeated: bool = False
    is_beside: bool = False
    at_once: bool = False
    ways: tuple[Way, ...] = ()
    up: str | None = None
    down: str | None = None
    may_go: bool = False
    last_place: str | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the flow: right after an element. ``scope``, ``step``: id and name of the step around it, empty for
    the process itself."""

    flow: str
    after: str
    is_first: bool
    scope: str
    step: str


def rows(document: Document, parent: str | None = None) -> tuple[Row, ...]:
    """What is inside a step (None: the process), in reading order; what happens beside the flow comes last."""
    found = [row for element in _inside(document.process, parent) if (row := _row(document, element))]
    return tuple(found)


def places(process: bpmn.Process, scope: str | None = None, *, everywhere: bool = False) -> list[Place]:
    """Where something can be put inside a step (None: the process); ``everywhere``: in all steps that run once."""
    found = []
    for element in _inside(process, scope):
        if can_follow(process, element) and element.kind in (
            *ACTIVITIES,
            "startEvent",
            *_WAITS,
            "parallelGateway",
        ):
            flow, step = element.outgoing[0].id, name(process.elements[scope]) if scope else ""
            is_named = element.kind != "parallelGateway" and not (element.kind == "startEvent" and scope)
            if is_named or element.kind == "startEvent":
                called = name(element) if is_named else ""
                found.append(Place(flow, called, element.kind == "startEvent", scope or "", step))
    if everywhere:
        for element in _inside(process, scope):
            if element.kind in SUBPROCESSES and edits.is_plain(process, element.id):
                found += places(process, element.id, everywhere=True)
    return found


def last_place(process: bpmn.Process, scope: str | None) -> str | None:
    """Where something new goes: after the last task or step that something can follow."""
    found = places(process, scope)
    return found[-1].flow if found else None


def _inside(process: bpmn.Process, scope: str | None) -> list[bpmn.Element]:
    return sorted(process.inside(scope), key=lambda element: element.by_event)


def _row(document: Document, element: bpmn.Element) -> Row | None:
    process = document.process
    kind = _kind(element)
    if kind is None:
        return None
    if kind in ("choice", "wait", "start"):
        ways = tuple(Way(flow.name, _leads_to(process, flow)) for flow in element.outgoing)
        return Row(
            element.id, kind, element.name, form=element.form_id, ways=ways if kind == "choice" else ()
        )
    return Row(
        element.id,
        kind,
        element.name or element.id,
        task=settings(element) if kind == "task" else None,
        form=element.form_id,
        is_repeated=element.loop is not None,
        is_beside=element.by_event,
        at_once=_is_parallel(process, element),
        up=_or_none(edits.up, document, element),
        down=_or_none(edits.down, document, element),
        may_go=why_fixed(document, element) is None,
        last_place=last_place(process, element.id) if kind == "step" else None,
        rows=rows(document, element.id) if kind == "step" else (),
    )


def _kind(element: bpmn.Element) -> str | None:
    if element.kind == "userTask":
        return "task"
    if element.kind in SUBPROCESSES:
        return "step"
    if element.kind == "callActivity":
        return "gate"
    if element.kind in _WAITS:
        return "wait"
    if element.kind in GATEWAYS and element.kind != "parallelGateway" and len(element.outgoing) > 1:
        return "choice"
    if element.kind == "startEvent" and (element.form_id or element.parent is None):
        return "start"
    return "work" if element.kind in ACTIVITIES else None


def _or_none(
    find: Callable[[bpmn.Process, str], str], document: Document, element: bpmn.Element
) -> str | None:
    """The flow that ``edits.up`` or ``edits.down`` finds, where the element can be moved at all."""
    if why_fixed(document, element) is not None:
        return None
    try:
        return find(document.process, element.id)
    except NeedsDiagram:
        return None


def _leads_to(process: bpmn.Process, flow: bpmn.Flow) -> str:
    """The first thing with a name on a way."""
    seen: set[str] = set()
    target = process.elements[flow.target]
    while not target.name and len(target.outgoing) == 1 and target.id not in seen:
        seen.add(target.id)
        target = process.elements[target.outgoing[0].target]
    return target.name


def _is_parallel(process: bpmn.Process, element: bpmn.Element) -> bool:
    """Whether it begins together with others."""
    sources = [process.elements[flow.source] for flow in element.incoming]
    return any(source.kind == "parallelGateway" and len(source.outgoing) > 1 for source in sources)
