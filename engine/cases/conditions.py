"""Giving up a condition that was set on an approval: by those who set it, never by those who are to meet it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import approvals, bpmn, instances, reasons
from engine.errors import Conflict, Forbidden, Message, NotFound
from engine.models import condition, user_task
from engine.parties.people import Actor
from engine.store import Session

from .listing import find


def waive(session: Session, number: str, condition_id: int, reason: str, by: Actor) -> None:
    """The party that set a condition gives it up; a gate that waited for it goes on.

    Raises NotFound, Forbidden, Invalid (no reason), Conflict (it is closed, or the gate has not passed yet)."""
    case = find(session, number, by)
    task = _task(session, case.id, condition_id)
    live = instances.lock(session, task.process_instance_id) if task is not None else None
    shown = next(
        (c for c in approvals.conditions_of_case(session, case.id, by) if c.id == condition_id), None
    )
    if shown is None:
        raise NotFound("There is no such condition")
    if shown.state != "open" or task is None or live is None:
        raise Conflict("This condition is not open")
    if not shown.may_waive:
        raise Forbidden("Only those who set the condition can give it up")
    missing = Message("Write why you give the condition up")
    reason = reasons.checked(reason, missing, f"reason-{condition_id}")
    row = session.first(sa.select(condition).where(condition.c.id == condition_id))
    assert row is not None
    approvals.close(session, row, "waived", reason, by)
    session.execute(
        sa.update(user_task)
        .where(user_task.c.id == task.id)
        .values(state="terminated", completed_at=session.now)
    )
    instances.advance(session, live, bpmn.Complete(task.token, {}))


def _task(session: Session, instance_id: int, condition_id: int) -> Any:
    """The open task by which a condition is met, in this case or in the one of its own."""
    tasks = session.all(approvals.condition_tasks(instance_id))
    return next((task for task in tasks if task.properties.get("samtrin:condition") == condition_id), None)
