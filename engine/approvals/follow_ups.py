"""Following conditions up: both sides are told two days before the date, and the day after it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from engine import notifications
from engine.clock import HOME
from engine.models import approval, casting, condition, job, process_instance, user_task
from engine.store import Session

KIND = "condition"  # of the job
EARLY = timedelta(days=2)
MORNING = time(8, 0)


def open_tasks(instance_id: int) -> sa.Select[Any]:
    """Select of the open tasks by which conditions of a case are met: its own, and those of cases of their own."""
    return (
        sa.select(user_task)
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .where(
            sa.or_(process_instance.c.id == instance_id, process_instance.c.origin_id == instance_id),
            user_task.c.state == "open",
            sa.type_coerce(user_task.c.properties, sa.Text).contains('"samtrin:condition"'),
        )
    )


def schedule(session: Session, document_id: int) -> None:
    """The gate has passed: from now on the conditions of its answers are followed up."""
    rows = session.all(
        sa.select(condition)
        .join(approval, approval.c.id == condition.c.approval_id)
        .where(approval.c.document_id == document_id, condition.c.state == "open")
    )
    for row in rows:
        _follow_later(session, row)


def follow_up(session: Session, condition_id: int) -> None:
    """Tell those who set a condition, and those who are to meet it, that it is due soon or has run over."""
    row = session.first(
        sa.select(condition, approval.c.party_id.label("setter_id"), approval.c.role_id)
        .join(approval, approval.c.id == condition.c.approval_id)
        .where(condition.c.id == condition_id)
    )
    if row is None or row.state != "open" or row.due_on is None:
        return
    places = {(row.setter_id, row.role_id)} | {
        (task.party_id, task.role_id)
        for task in session.all(open_tasks(row.process_instance_id))
        if task.properties.get("samtrin:condition") == row.id
    }
    people = session.execute(
        sa.select(casting.c.person_id).where(
            sa.or_(
                *(sa.and_(casting.c.party_id == party, casting.c.role_id == role) for party, role in places)
            )
        )
    ).scalars()
    notifications.notify(
        session, people, "condition", instance_id=row.process_instance_id, due=row.due_on.isoformat()
    )
    _follow_later(session, row)


def _follow_later(session: Session, row: Any) -> None:
    """Set the next of the two times that is still to come."""
    times = [
        datetime.combine(day, MORNING, HOME) for day in (row.due_on - EARLY, row.due_on + timedelta(days=1))
    ]
    due = next((at for at in times if at > session.now), None)
    if due is not None:
        session.insert(job, kind=KIND, payload={"condition": row.id}, due_at=due, retries=3)
