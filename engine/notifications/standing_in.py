"""Tell substitutes of the work that comes to those for whom they stand in. After the commit: nobody waits for it."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from engine.models import notification, user_task
from engine.store import Session
from engine.user_tasks import rights

from .telling import notify

TOLD_ON = ("new_task", "gate_waiting", "sent_back")  # reminders choose for themselves whom to tell


def tell(session: Session, ids: list[int], by: int | None) -> None:
    """``ids``: notices just written; ``by``: whose act they are about. A task that somebody has is theirs alone."""
    rows = session.all(
        sa.select(user_task, notification.c.kind, notification.c.person_id)
        .join(notification, notification.c.user_task_id == user_task.c.id)
        .where(
            notification.c.id.in_(ids),
            notification.c.kind.in_(TOLD_ON),
            user_task.c.state == "open",
            user_task.c.assignee_id.is_(None),
        )
        .order_by(notification.c.id)
    )
    known: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        known[row.id].add(row.person_id)
    for row in {row.id: row for row in rows}.values():
        stand_ins = {doer for doer, _away in rights.substitutes_of(session, row)}
        notify(session, stand_ins - known[row.id], row.kind, task_id=row.id, by=by)
