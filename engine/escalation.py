"""A task waits too long: who is told. First whoever has it, else everybody in its role; when it stays, the role that
the process names as the next one up, else the administrators of the same organisation. Nothing is ever answered or
closed because it is late, and nobody of another party is told of a private task.

Source: partnerskabsruten dossier, "General due rule" and 6.3."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from engine import bpmn, history, notifications, reminders
from engine.clock import HOME
from engine.errors import NotFound
from engine.models import job, membership, party, person, user_task
from engine.parties import casting
from engine.reminders import Step
from engine.store import Session
from engine.user_tasks import rights


def tell(session: Session, waiting: Any, closed: Collection[date]) -> None:
    """Do the job ``waiting`` (its row, taken out of the table), and set the next. The instance is locked; ``closed``:
    the days on which nobody works in the case."""
    task = session.first(
        sa.select(user_task).where(
            user_task.c.process_instance_id == waiting.process_instance_id,
            user_task.c.token == waiting.token,
            user_task.c.state == "open",
        )
    )
    if task is None:
        return
    row = task._asdict()
    steps = [Step(waiting.due_at, waiting.payload["kind"], waiting.payload["escalates"])]
    steps += reminders.passed(row, waiting.due_at, session.now, closed)
    told = _remind(session, task, steps[-1])
    if any(step.escalates for step in steps):
        _escalate(session, task, told)
    following = reminders.next_job(row, max(session.now, waiting.due_at), closed)
    session.insert_all(job, [following] if following else [])


def _remind(session: Session, task: Any, step: Step) -> set[int]:
    """Tell whoever has the task and who stands in for them, else all who can do it. Returns whom."""
    people = set(rights.doers(session, task))
    if task.assignee_id in people:
        stand_ins = rights.substitutes_of(session, task)
        people = {task.assignee_id} | {doer for doer, away in stand_ins if away == task.assignee_id}
    if step.kind == "overdue":
        late = str(_days_late(session, task))
        notifications.notify(session, people, "overdue", task_id=task.id, days=late)
    elif step.kind == "follow_up":
        notifications.notify(session, people, "reminder", task_id=task.id, follow_up="yes")
    else:
        notifications.notify(session, people, "reminder", task_id=task.id)
    return people


def _escalate(session: Session, task: Any, told: set[int]) -> None:
    role_id, people = _next_up(session, task, told)
    if not people:
        return
    late = _days_late(session, task)
    notifications.notify(session, people, "overdue", task_id=task.id, days=str(late), role=task.role_id)
    history.note(
        session,
        task.process_instance_id,
        "escalated",
        party_id=task.party_id,
        is_private=task.party_id is not None,  # others see whom the case waits for, not why
        element_id=task.element_id,
        process_id=task.process_id,
        call_path=task.call_path,
        name=task.name,
        data={"role": role_id, "people": sorted(people), "days": late},
    )


def _days_late(session: Session, task: Any) -> int:
    """Whole days since the deadline; at least one."""
    late: timedelta = session.now.astimezone(HOME).date() - task.due_at.astimezone(HOME).date()
    return max(late.days, 1)


def _next_up(session: Session, task: Any, told: set[int]) -> tuple[str | None, set[int]]:
    """(role, people) that are told of a late task beside those who have been. Role None: the administrators."""
    wanted = str(task.properties.get(bpmn.ESCALATION) or "").strip()
    if wanted == bpmn.NONE:
        return None, set()
    for role_id in filter(None, (part.strip() for part in wanted.split(","))):
        people = _fill(session, task, role_id) - told
        if people:
            return role_id, people
    return None, _administrators(session, task) - told


def _fill(session: Session, task: Any, role_id: str) -> set[int]:
    """Those who fill a role, or stand in for it, in the task's party; in all parties where the task is joint."""
    found: set[int] = set()
    for row in _parties(session, task):
        try:
            role, party_id = casting.resolve(session, task.process_instance_id, role_id, row.key)
        except NotFound:
            continue
        place = {"role_id": role, "party_id": party_id, "process_instance_id": task.process_instance_id}
        found |= set(rights.candidates(session, _Place(**place)))
    return found


class _Place:
    """As much of a task as says who does it."""

    def __init__(self, role_id: str, party_id: int | None, process_instance_id: int) -> None:
        self.role_id, self.party_id, self.process_instance_id = role_id, party_id, process_instance_id


def _administrators(session: Session, task: Any) -> set[int]:
    organisations = [row.organisation_id for row in _parties(session, task)]
    return set(
        session.execute(
            sa.select(membership.c.person_id)
            .join(person, person.c.id == membership.c.person_id)
            .where(membership.c.organisation_id.in_(organisations), membership.c.is_admin, person.c.is_active)
        ).scalars()
    )


def _parties(session: Session, task: Any) -> list[sa.Row[Any]]:
    """The parties whose task it is, those that have left not among them."""
    where = party.c.process_instance_id == task.process_instance_id
    if task.party_id is not None:
        where &= party.c.id == task.party_id
    return session.all(sa.select(party).where(where, party.c.left_at.is_(None)))
