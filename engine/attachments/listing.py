"""The attachments of a case, as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.cases.listing import find
from engine.errors import NotFound
from engine.models import attachment, organisation, party, person, user_task
from engine.parties.people import Actor
from engine.parties.visibility import attachments_visible_to, visible_to
from engine.store import Session


@dataclass(frozen=True, slots=True)
class Attachment:
    """``task_id`` and ``task_name``: the task that it was added to, where the reader may know of it."""

    id: int
    case_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    is_private: bool
    party_id: int
    party_name: str
    person_name: str
    created_at: datetime
    task_id: int | None
    task_name: str | None
    may_remove: bool


def of_case(session: Session, number: str, by: Actor) -> list[Attachment]:
    """All of a case, its tasks' among them, oldest first. Raises NotFound."""
    case = find(session, number, by)
    return _found(session, by, attachment.c.process_instance_id == case.id, active=case.status == "active")


def of_task(session: Session, task_id: int, by: Actor) -> list[Attachment]:
    """Those of one task, which the person is known to see."""
    return _found(session, by, attachment.c.user_task_id == task_id)


def get(session: Session, number: str, attachment_id: int, by: Actor) -> Attachment:
    """One attachment. Raises NotFound where there is none, or none any more, that the person may see."""
    case = find(session, number, by)
    where = sa.and_(attachment.c.process_instance_id == case.id, attachment.c.id == attachment_id)
    found = _found(session, by, where, active=case.status == "active")
    if not found:
        raise NotFound("There is no such file, or it is not yours to see")
    return found[0]


def _found(
    session: Session, by: Actor, where: sa.ColumnElement[bool], *, active: bool = True
) -> list[Attachment]:
    rows = session.all(
        sa.select(
            attachment,
            organisation.c.id.label("organisation_id"),
            organisation.c.name.label("party_name"),
            person.c.name.label("person_name"),
            user_task.c.id.label("task_id"),
            user_task.c.name.label("task_name"),
        )
        .join(party, party.c.id == attachment.c.party_id)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .join(person, person.c.id == attachment.c.person_id)
        .outerjoin(user_task, sa.and_(user_task.c.id == attachment.c.user_task_id, visible_to(by)))
        .where(where, attachment.c.removed_at.is_(None), attachments_visible_to(by))
        .order_by(attachment.c.id)
    )
    return [_attachment(row, by, active) for row in rows]


def _attachment(row: Any, by: Actor, active: bool) -> Attachment:
    own = row.organisation_id in by.organisation_ids
    return Attachment(
        id=row.id,
        case_id=row.process_instance_id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        is_private=row.is_private,
        party_id=row.party_id,
        party_name=row.party_name,
        person_name=row.person_name,
        created_at=row.created_at,
        task_id=row.task_id,
        task_name=row.task_name,
        may_remove=active and own and (row.person_id == by.person_id or row.organisation_id in by.admin_of),
    )
