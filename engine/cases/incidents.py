"""Why a case stands still, as far as somebody may know: what failed in the other side's private work stays there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.causes import unpack
from engine.errors import Message
from engine.models import incident, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .course import hidden_elements, is_private


@dataclass(frozen=True, slots=True)
class Incident:
    id: int
    element_name: str
    message: Message
    created_at: datetime


def incidents(session: Session, instance_id: int, root: bpmn.Definition, by: Actor) -> list[Incident]:
    """The open incidents that this person may know of, in order.

    A private step whose party cannot be told is named to all, so that somebody mends it, without what it says."""
    rows = session.all(
        sa.select(incident)
        .where(incident.c.process_instance_id == instance_id, incident.c.resolved_at.is_(None))
        .order_by(incident.c.id)
    )
    if not rows:
        return []
    processes = {member.process.id: member.process for member in deployments.family(session, root)}
    of_tasks = _tasks(session, instance_id, [row.token for row in rows], by)
    told = []
    for row in rows:
        process = processes.get(row.process_id or root.process.id)
        element = process.elements.get(row.element_id or "") if process else None
        message = Message(row.template, unpack(row.params))
        if process and element and is_private(element) and of_tasks.get(row.token) is not True:
            if row.token in of_tasks or element.id in hidden_elements(session, instance_id, process, by):
                continue
            message = Message("Only one side of the case may see what went wrong here")
        name = (element.name or element.id) if element else row.element_id or ""
        told.append(Incident(row.id, name, message, row.created_at))
    return told


def _tasks(session: Session, instance_id: int, tokens: list[str], by: Actor) -> dict[str, Any]:
    """Token -> whether this person may see the party's task that sits on it."""
    rows = session.all(
        sa.select(user_task.c.token, visibility.visible_to(by).label("visible")).where(
            user_task.c.process_instance_id == instance_id,
            user_task.c.token.in_(tokens),
            user_task.c.party_id.is_not(None),
        )
    )
    return {row.token: bool(row.visible) for row in rows}
