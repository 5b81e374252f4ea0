"""The course of a case: its steps in reading order, each done, under way or still to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.models import history, incident, party, person, role_definition, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

SHOWN = {"subProcess", "userTask", "callActivity", "receiveTask", "adHocSubProcess", "transaction"}


@dataclass(slots=True)
class Step:
    """``state``: done, now, waiting or incident."""

    id: str
    name: str
    kind: str
    state: str
    children: list[Step] = field(default_factory=list)
    done_by: str | None = None
    done_for: str | None = None
    done_at: datetime | None = None
    times: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How often each element of the root process was completed and how many instances of it are alive."""

    done: dict[str, int]
    active: dict[str, int]
    incidents: set[str]


def is_private(element: bpmn.Element) -> bool:
    """Whether an element may be the business of one party only."""
    return element.properties.get("samtrin:visibility", "shared") != "shared"


def progress(session: Session, instance_id: int, process: bpmn.Process, by: Actor) -> Progress:
    """Counted from the history; elements of called processes count for the activity that called them. Private
    elements are counted from the tasks that this person may see, and nothing is told of what hangs on the others. Who
    has left the case reads how it stood then."""
    made = moves(session, instance_id, process.id, visibility.left(session, instance_id, by))
    private = {element.id for element in process.elements.values() if is_private(element)}
    if not private:
        return made
    own = _own_tasks(session, instance_id, process.id, private, by)
    private |= {
        element.id
        for element in process.elements.values()
        if element.attached_to in private and element.attached_to not in {key for key, _ in own}
    }

    def shown(counted: dict[str, int], state: str) -> dict[str, int]:
        shared = {key: times for key, times in counted.items() if key not in private}
        return shared | {key: times for (key, found), times in own.items() if found == state}

    seen = {key for key, _ in own}
    return Progress(
        shown(made.done, "completed"),
        shown(made.active, "open"),
        {key for key in made.incidents if key not in private or key in seen},
    )


def _own_tasks(
    session: Session, instance_id: int, process_id: str, elements: set[str], by: Actor
) -> dict[tuple[str, str], int]:
    """(element id, state) -> how many tasks of the root process this person may see."""
    rows = session.all(
        sa.select(user_task.c.element_id, user_task.c.state, sa.func.count().label("times"))
        .where(
            user_task.c.process_instance_id == instance_id,
            user_task.c.process_id == process_id,
            user_task.c.call_path == "",
            user_task.c.element_id.in_(elements),
            visibility.visible_to(by),
        )
        .group_by(user_task.c.element_id, user_task.c.state)
    )
    return {(row.element_id, row.state): row.times for row in rows}


def moves(session: Session, instance_id: int, process_id: str, before: datetime | None = None) -> Progress:
    """How a process of a case stands, or stood just before a moment: with what had failed by then and still does."""
    rows = session.all(
        sa.select(history.c.element_id, history.c.kind, sa.func.count().label("times"))
        .where(
            history.c.process_instance_id == instance_id,
            history.c.process_id == process_id,
            history.c.call_path == "",
            history.c.kind.in_(("entered", "completed", "terminated")),
            *([history.c.at < before] if before is not None else []),
        )
        .group_by(history.c.element_id, history.c.kind)
    )
    done: dict[str, int] = {}
    alive: dict[str, int] = defaultdict(int)
    for row in rows:
        alive[row.element_id] += row.times if row.kind == "entered" else -row.times
        if row.kind == "completed":
            done[row.element_id] = row.times
    broken = session.all(
        sa.select(incident.c.element_id).where(
            incident.c.process_instance_id == instance_id,
            incident.c.resolved_at.is_(None),
            *([incident.c.created_at < before] if before is not None else []),
        )
    )
    return Progress(done, {key: n for key, n in alive.items() if n > 0}, {row.element_id for row in broken})


def hidden_elements(session: Session, instance_id: int, process: bpmn.Process, by: Actor) -> set[str]:
    """Private elements that are none of this person's parties' business."""
    private = [element for element in process.elements.values() if is_private(element)]
    if not private:
        return set()
    kinds = set(
        session.execute(
            sa.select(party.c.kind).where(
                party.c.process_instance_id == instance_id, party.c.organisation_id.in_(by.organisation_ids)
            )
        ).scalars()
    )
    fills = {
        row.role_id: row.party_kind
        for row in session.all(sa.select(role_definition.c.role_id, role_definition.c.party_kind))
    }
    return {
        element.id
        for element in private
        if fills.get(element.roles or element.lane or "", "any") not in {*kinds, "any", "joint"}
    }


def course(session: Session, instance_id: int, process: bpmn.Process, by: Actor) -> list[Step]:
    """The steps of the root process that this person may know of."""
    made = progress(session, instance_id, process, by)
    hidden = hidden_elements(session, instance_id, process, by)
    done_by = _done_by(session, instance_id, by)
    main = main_line(process)
    children: dict[str | None, list[bpmn.Element]] = defaultdict(list)
    for element in process.elements.values():
        reached = element.id in made.done or element.id in made.active
        if element.kind in SHOWN and element.id not in hidden and (reached or element.id in main):
            children[element.parent].append(element)

    def steps(elements: Iterable[bpmn.Element]) -> list[Step]:
        return [step(element) for element in sorted(elements, key=lambda e: e.id not in main)]

    def step(element: bpmn.Element) -> Step:
        who: Any = done_by.get(element.id)
        return Step(
            element.id,
            element.name or element.id,
            element.kind,
            _state(element.id, made),
            steps(children.get(element.id, ())),
            who.name if who else None,
            who.for_name if who else None,
            who.completed_at if who else None,
            made.done.get(element.id, 0),
        )

    return steps(children[None])


def main_line(process: bpmn.Process) -> set[str]:
    """What a case comes to without anything unforeseen: all that start events lead to, boundary events and event
    subprocesses left out. A detour shows in the course only when a case takes it."""
    todo = [
        element
        for element in process.elements.values()
        if element.kind == "startEvent" and not _inside_event_subprocess(process, element)
    ]
    found = {element.id for element in todo}
    while todo:
        for flow in todo.pop().outgoing:
            if flow.target not in found:
                found.add(flow.target)
                todo.append(process.elements[flow.target])
    return found


def _inside_event_subprocess(process: bpmn.Process, element: bpmn.Element) -> bool:
    parent = element.parent
    while parent is not None:
        if process.elements[parent].by_event:
            return True
        parent = process.elements[parent].parent
    return False


def _state(element_id: str, made: Progress) -> str:
    if element_id in made.incidents:
        return "incident"
    if made.active.get(element_id):
        return "now"
    return "done" if made.done.get(element_id) else "waiting"


def _done_by(session: Session, instance_id: int, by: Actor) -> dict[str, Any]:
    """element id -> its latest completion: name, for_name (where a substitute did it), completed_at."""
    away = person.alias("away")
    rows = session.all(
        sa.select(
            user_task.c.element_id, user_task.c.completed_at, person.c.name, away.c.name.label("for_name")
        )
        .join(person, person.c.id == user_task.c.completed_by)
        .outerjoin(away, away.c.id == user_task.c.completed_for)
        .where(
            user_task.c.process_instance_id == instance_id,
            user_task.c.state == "completed",
            visibility.visible_to(by),
        )
        .order_by(user_task.c.completed_at)
    )
    return {row.element_id: row for row in rows}
