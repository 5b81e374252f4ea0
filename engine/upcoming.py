"""What lies ahead: deadlines, follow-up dates and the timers of cases, as far as somebody may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments, inbox
from engine.cases.course import is_private
from engine.models import casting, job, organisation, party, process_instance, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session


@dataclass(frozen=True, slots=True)
class Upcoming:
    """``key`` is the same every time the same thing is asked for; ``kind``: deadline, follow_up or timer;
    ``party_name``: whose task it is, where it is one party's; ``changed_at``: since when it is as it is."""

    key: str
    kind: str
    at: datetime
    name: str
    case_number: str
    case_title: str
    task_id: int | None
    party_name: str | None
    changed_at: datetime


def of_case(session: Session, instance_id: int, by: Actor) -> list[Upcoming]:
    """The dates of a case, the nearest first."""
    tasks = _tasks(session, by, user_task.c.process_instance_id == instance_id)
    return sorted([*tasks, *_timers(session, by, job.c.process_instance_id == instance_id)], key=_order)


def of_person(session: Session, by: Actor) -> list[Upcoming]:
    """The dates of a person's tasks and their roles', and the timers of the cases that they have a role in."""
    candidates = inbox.candidate_tasks(session, by)
    mine = sa.or_(user_task.c.assignee_id == by.person_id, user_task.c.id.in_(sa.select(candidates.c.id)))
    own_cases = (
        sa.select(party.c.process_instance_id)
        .join(casting, casting.c.party_id == party.c.id)
        .where(casting.c.person_id == by.person_id)
    )
    timers = _timers(session, by, job.c.process_instance_id.in_(own_cases))
    return sorted([*_tasks(session, by, mine), *timers], key=_order)


def _order(found: Upcoming) -> tuple[datetime, str]:
    return found.at, found.key


def _tasks(session: Session, by: Actor, where: sa.ColumnElement[bool]) -> list[Upcoming]:
    rows = session.all(
        sa.select(
            user_task,
            process_instance.c.number,
            process_instance.c.title,
            organisation.c.name.label("party_name"),
        )
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .where(where, user_task.c.state == "open", visibility.visible_to(by))
    )
    found = []
    for row in rows:
        set_at = (row.due_why or {}).get("params", {}).get("at")
        changed_at = datetime.fromisoformat(set_at) if set_at else row.created_at
        for kind, at in (("deadline", row.due_at), ("follow_up", row.follow_up_at)):
            if at is not None:
                found.append(
                    Upcoming(
                        key=f"task-{row.id}-{kind}",
                        kind=kind,
                        at=at,
                        name=row.name,
                        case_number=row.number,
                        case_title=row.title,
                        task_id=row.id,
                        party_name=row.party_name,
                        changed_at=changed_at,
                    )
                )
    return found


def _timers(session: Session, by: Actor, where: sa.ColumnElement[bool]) -> list[Upcoming]:
    """The named timers of running cases. A timer on one party's private work is known to that party only, and who has
    left a case knows nothing of what is to come."""
    present = visibility.present_instances(by)
    rows = session.all(
        sa.select(job, process_instance)
        .join(process_instance, process_instance.c.id == job.c.process_instance_id)
        .where(
            job.c.kind == "timer",
            process_instance.c.status == "active",
            process_instance.c.id.in_(present),
            where,
        )
        .order_by(job.c.due_at)
        .with_only_columns(
            job.c.token,
            job.c.payload,
            job.c.due_at,
            process_instance.c.id,
            process_instance.c.process_definition_id,
            process_instance.c.number,
            process_instance.c.title,
            process_instance.c.started_at,
        )
    )
    processes: dict[int, dict[str, bpmn.Process]] = {}
    found = []
    for row in rows:
        if row.process_definition_id not in processes:
            root = deployments.definition(session, row.process_definition_id)
            family = deployments.family(session, root)
            processes[row.process_definition_id] = {member.process.id: member.process for member in family}
        process = processes[row.process_definition_id].get(row.payload["process"])
        element = process.elements.get(row.payload["element"]) if process else None
        if process is None or element is None or not element.name or element.name.startswith("="):
            continue
        if _is_hidden(session, row.id, process, element, by):
            continue
        found.append(
            Upcoming(
                key=f"timer-{row.id}-{row.token}-{row.due_at:%Y%m%dT%H%M}",
                kind="timer",
                at=row.due_at,
                name=element.name,
                case_number=row.number,
                case_title=row.title,
                task_id=None,
                party_name=None,
                changed_at=row.started_at,
            )
        )
    return found


def _is_hidden(
    session: Session, instance_id: int, process: bpmn.Process, element: bpmn.Element, by: Actor
) -> bool:
    """Whether a timer tells of private work that this person may not know of: it hangs on it, or lies inside it."""
    around: list[bpmn.Element] = []
    todo: list[Any] = [element]
    while todo:
        one = todo.pop()
        around.append(one)
        todo += [process.elements[key] for key in (one.attached_to, one.parent) if key]
    private = [one.id for one in around if is_private(one)]
    if not private:
        return False
    own = sa.select(user_task.c.id).where(
        user_task.c.process_instance_id == instance_id,
        user_task.c.process_id == process.id,
        user_task.c.element_id.in_(private),
        user_task.c.state == "open",
        visibility.visible_to(by),
    )
    return session.first(own) is None
