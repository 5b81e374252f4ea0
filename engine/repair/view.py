"""The live page of a case: its steps with how they stand, what it waits for, and the processes that it has called."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.cases import course
from engine.cases.incidents import Incident, incidents
from engine.cases.listing import find
from engine.errors import NotFound
from engine.models import history, job, process_definition, subscription
from engine.parties.people import Actor
from engine.store import Session

from . import authority, gates
from .authority import Rights
from .figures import Figure, Figures, figures
from .places import Place, places
from .variables import ScopeView, scopes

STEPS = course.SHOWN | {
    *(
        "intermediateCatchEvent",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "task",
        "manualTask",
    ),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step. ``state``: done, now, waiting (not yet) or incident; ``places``: what is under way at it; ``called``:
    the call path to the process that it has called."""

    id: str
    name: str
    kind: str
    state: str
    depth: int
    figure: Figure
    places: list[Place]
    called: str | None
    is_gate: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the case waits for. ``kind``: timer, message, signal or job; ``on_edge``: it is beside a step that goes on
    without it."""

    kind: str
    name: str
    due_at: datetime | None
    on_edge: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class CallView:
    """One of the processes on the way down to the one that is shown."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class LiveView:
    """``process``, ``path``: the one that is shown, and the calls that lead to it; ``trail``: from the case down to it;
    ``held_why``: why the case is on hold."""

    id: int
    number: str
    title: str
    status: str
    version: int
    process: bpmn.Process
    process_name: str
    process_version: int
    path: str
    trail: list[CallView]
    rights: Rights
    stages: list[Stage]
    figures: Figures
    waits: list[Waiting]
    incidents: list[Incident]
    scopes: list[ScopeView]
    places: list[Place]
    held_why: str | None = None
    xml: bytes = field(repr=False, default=b"")


def live_view(session: Session, number: str, by: Actor, path: str = "") -> LiveView:
    """``path``: call activities from the case's process down, divided by ``/``. Raises NotFound."""
    row = find(session, number, by)
    root = deployments.definition(session, row.process_definition_id)
    alive = row.status in ("active", "suspended")
    here = places(session, row, by) if alive else []
    definition, trail = _down(session, row, root, path, by)
    process = definition.process
    found = figures(session, row, process, path, by, row.ended_at or session.now)
    failed = incidents(session, row.id, root, by) if alive else []
    may = authority.rights(session, row, by)
    return LiveView(
        row.id,
        row.number,
        row.title,
        row.status,
        row.version,
        process,
        row.process_name,
        row.process_version,
        path,
        trail,
        may,
        _stages(session, row, process, path, found, here, by),
        found,
        _waits(session, row, process, found) if alive and may.own else [],
        failed,
        scopes(session, row, by),
        here,
        _held_why(session, row),
        _xml(session, definition),
    )


def _down(
    session: Session, row: Any, root: bpmn.Definition, path: str, by: Actor
) -> tuple[bpmn.Definition, list[CallView]]:
    """The process that a path of calls leads to. Only such calls count as the case has made and somebody may know."""
    trail = [CallView("", root.process.name or root.process.id)]
    at, library = root, deployments.Library(session)
    for number, step in enumerate(filter(None, path.split("/"))):
        way = "/".join(path.split("/")[: number + 1])
        element = at.process.elements.get(step)
        if element is None or element.called_process is None or course.is_private(element):
            raise NotFound("There is no such process in the case")
        called = session.scalar(
            sa.select(history.c.process_id)
            .where(history.c.process_instance_id == row.id, history.c.call_path == way)
            .order_by(history.c.id.desc())
            .limit(1)
        )
        if called is None:
            raise NotFound("There is no such process in the case")
        at = _version(session, row, way, called) or library.latest(called)
        trail.append(CallView(way, element.name or at.process.name or element.id))
    return at, trail


def _version(session: Session, row: Any, path: str, process_id: str) -> bpmn.Definition | None:
    """The version that runs now along a path of calls; None where none does."""
    root = deployments.definition(session, row.process_definition_id)
    if row.status not in ("active", "suspended"):
        return None
    library = deployments.Library(session, root)
    state = bpmn.State(row.tokens, row.variables)
    for each in bpmn.standing(root, state, now=session.now, library=library):
        if "/".join(each.call_path) == path and each.process_id == process_id:
            return library.get(each.definition_key)
    return None


def _stages(
    session: Session,
    row: Any,
    process: bpmn.Process,
    path: str,
    found: Figures,
    here: list[Place],
    by: Actor,
) -> list[Stage]:
    main = course.main_line(process)
    family = gates.family_of(session, deployments.definition(session, row.process_definition_id))
    holding = gates.gates(process, family)
    made = course.progress(session, row.id, process, by) if not path else None
    mine = [place for place in here if place.call_path == path and place.process.id == process.id]
    stages = []
    for element in _in_order(process, main):
        own = [place for place in mine if place.element.id == element.id]
        reached = element.id in found.of or (made is not None and element.id in made.done)
        shown = element.kind in STEPS and (element.name or own)
        if element.id in found.hidden or not (own or (shown and (reached or element.id in main))):
            continue
        figure = found.of.get(element.id, Figure())
        down = f"{path}/{element.id}".strip("/") if element.called_process and reached else None
        stages.append(
            Stage(
                element.id,
                element.name or element.id,
                element.kind,
                _state(element.id, figure, own, made),
                _depth(process, element),
                figure,
                own,
                down if not course.is_private(element) else None,
                element.id in holding,
            )
        )
    return stages


def _state(element_id: str, figure: Figure, own: list[Place], made: course.Progress | None) -> str:
    if any(place.standing.kind == "incident" for place in own) or (made and element_id in made.incidents):
        return "incident"
    if own or figure.begun:
        return "now"
    return "done" if figure.done or (made and made.done.get(element_id)) else "waiting"


def _in_order(process: bpmn.Process, main: set[str]) -> list[bpmn.Element]:
    """Reading order, what a subprocess holds after it; detours after the main line."""
    found: list[bpmn.Element] = []

    def put(parent: str | None) -> None:
        for element in sorted(process.inside(parent), key=lambda e: e.id not in main):
            found.append(element)
            put(element.id)

    put(None)
    return found


def _depth(process: bpmn.Process, element: bpmn.Element) -> int:
    depth, parent = 0, element.parent
    while parent is not None:
        depth, parent = depth + 1, process.elements[parent].parent
    return depth


def _waits(session: Session, row: Any, process: bpmn.Process, found: Figures) -> list[Waiting]:
    """What is waited for in one process, with what is due first."""
    made: list[Waiting] = []

    def put(element_id: str, kind: str, due: datetime | None, held: bool) -> None:
        element = process.elements.get(element_id)
        if element is None or element.id in found.hidden or course.is_private(element):
            return
        start = next((e for e in process.inside(element.id) if e.kind == "startEvent"), element)
        name = (start.name if element.by_event else "") or element.name or element.id
        made.append(Waiting(kind, name, due, bool(element.attached_to or element.by_event), held))

    for each in session.all(sa.select(job).where(job.c.process_instance_id == row.id).order_by(job.c.due_at)):
        if each.payload.get("process") == process.id and "scope" in each.payload:
            is_timer = each.kind == "timer"
            put(
                each.payload["element"],
                "timer" if is_timer else "job",
                each.due_at if is_timer else None,
                each.is_held,
            )
    for each in session.all(
        sa.select(subscription)
        .where(subscription.c.process_instance_id == row.id)
        .order_by(subscription.c.id)
    ):
        put(each.element_id, each.kind, None, False)
    return made


def _held_why(session: Session, row: Any) -> str | None:
    if row.status != "suspended":
        return None
    told: Any = session.scalar(
        sa.select(history.c.data)
        .where(history.c.process_instance_id == row.id, history.c.kind == "suspended")
        .order_by(history.c.id.desc())
        .limit(1)
    )
    return str(told["reason"]) if told else None


def _xml(session: Session, definition: bpmn.Definition) -> bytes:
    found: bytes = session.scalar(
        sa.select(process_definition.c.xml).where(process_definition.c.id == int(definition.key))
    )
    return found
