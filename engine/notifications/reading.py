"""What somebody has been told, in the words of now: titles come from the case and the task, for those who may still
know of them. A notice of work that is over, or that another has taken, asks for nothing more and counts as read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.models import notification, person, process_instance, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .choices import OF_WORK
from .telling import EACH

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One notice. ``is_new``: unread, and still about something to do or to know. The task's name and state are empty
    where the notice is of a case."""

    id: int
    kind: str
    at: datetime
    is_new: bool
    case_number: str | None
    case_title: str | None
    task_id: int | None
    task_name: str | None
    task_state: str | None
    due_at: datetime | None
    params: dict[str, str]


_is_new = sa.and_(
    notification.c.read_at.is_(None),
    sa.or_(
        notification.c.kind.not_in(OF_WORK),
        notification.c.user_task_id.is_(None),
        sa.and_(
            user_task.c.state == "open",
            sa.or_(
                notification.c.kind == "overdue",  # which may be told to those above whoever has it
                user_task.c.assignee_id.is_(None),
                user_task.c.assignee_id == notification.c.person_id,
            ),
        ),
    ),
)


def _may_know(by: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.or_(
            notification.c.process_instance_id.is_(None),
            notification.c.process_instance_id.in_(visibility.visible_instances(by)),
        ),
        sa.or_(notification.c.user_task_id.is_(None), visibility.visible_to(by)),
    )


# built once: every page asks for it
_UNREAD = (
    sa.select(sa.literal(1))
    .select_from(notification)
    .join(person, person.c.id == notification.c.person_id)
    .outerjoin(user_task, user_task.c.id == notification.c.user_task_id)
    .where(notification.c.person_id == sa.bindparam("person_id"), _is_new, _may_know(EACH))
    .limit(SHOWN)
)
_UNREAD_COUNT = sa.select(sa.func.count()).select_from(_UNREAD.subquery())


def unread(session: Session, by: Actor) -> int:
    """How many notices are new to the person; at most 100."""
    return int(session.execute(_UNREAD_COUNT, {"person_id": by.person_id}).scalar_one())


def listing(session: Session, by: Actor) -> list[Told]:
    """The person's newest notices, at most 100, the new ones first."""
    return _told(session, by)


def these(session: Session, by: Actor, ids: list[int]) -> list[Told]:
    """Those of the notices that are new to the person, oldest first: what a mail is written about."""
    found = _told(session, by, notification.c.id.in_(ids), _is_new)
    return sorted(found, key=lambda told: told.id)


def mark_read(session: Session, notification_id: int, by: Actor) -> Told:
    """The person has opened a notice, and with it all that they were told of the same task. Raises NotFound for
    another's, or what they may no longer know of."""
    found = _told(session, by, notification.c.id == notification_id)
    if not found:
        raise NotFound("There is no such notice")
    told = found[0]
    same_task = sa.false() if told.task_id is None else notification.c.user_task_id == told.task_id
    _mark(session, by, sa.or_(notification.c.id == notification_id, same_task))
    return told


def mark_all_read(session: Session, by: Actor) -> None:
    """Nothing is new to the person any more."""
    _mark(session, by)


def _mark(session: Session, by: Actor, *where: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.update(notification)
        .where(notification.c.person_id == by.person_id, notification.c.read_at.is_(None), *where)
        .values(read_at=session.now)
    )


def _told(session: Session, by: Actor, *where: sa.ColumnElement[bool]) -> list[Told]:
    rows: list[Any] = session.all(
        sa.select(
            notification,
            _is_new.label("is_new"),
            process_instance.c.number,
            process_instance.c.title,
            user_task.c.name,
            user_task.c.state,
            user_task.c.due_at,
        )
        .outerjoin(process_instance, process_instance.c.id == notification.c.process_instance_id)
        .outerjoin(user_task, user_task.c.id == notification.c.user_task_id)
        .where(notification.c.person_id == by.person_id, _may_know(by), *where)
        .order_by(_is_new.desc(), notification.c.id.desc())
        .limit(SHOWN)
    )
    return [
        Told(
            row.id,
            row.kind,
            row.created_at,
            bool(row.is_new),
            row.number,
            row.title,
            row.user_task_id,
            row.name,
            row.state,
            row.due_at,
            row.params,
        )
        for row in rows
    ]
