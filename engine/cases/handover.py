"""When somebody leaves a role: what they had taken passes on, with a note to whoever takes over."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import assignment, history, instances, notifications
from engine.errors import Invalid, Message
from engine.models import history as history_table
from engine.models import party, person, user_task
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

NOTE_LIMIT = 2000


def pass_on(
    session: Session,
    live: instances.Live,
    party_row: sa.Row[Any],
    role_id: str,
    change: casting.Change,
    text: str,
    by: Actor,
) -> None:
    """Open tasks that those who left the role had taken go to the one who came, or back to the role. A role that
    nobody fills any more leaves its tasks to its stand-in.

    The note is kept for the party's own people. Raises Invalid (field note) when it is too long."""
    text = text.strip()
    if len(text) > NOTE_LIMIT:
        wrong = Message("The note can be at most %(limit)s characters", {"limit": NOTE_LIMIT})
        raise Invalid(wrong.template, {"note": wrong}, **wrong.params)
    of_role = sa.and_(
        user_task.c.process_instance_id == live.id,
        user_task.c.state == "open",
        user_task.c.role_id == role_id,
    )
    own = sa.or_(user_task.c.party_id == party_row.id, user_task.c.party_id.is_(None))
    taken = session.all(
        sa.select(user_task.c.id).where(of_role, own, user_task.c.assignee_id.in_(change.gone))
    )
    tasks = [row.id for row in taken]
    heir = next(iter(change.came)) if len(change.came) == 1 else None
    session.execute(sa.update(user_task).where(user_task.c.id.in_(tasks)).values(assignee_id=heir))
    if change.gone and not casting.holders(session, party_row.id, role_id):
        for task in session.all(sa.select(user_task).where(of_role, user_task.c.party_id == party_row.id)):
            assignment.place_again(session, live, task)
    if not tasks and not (text and change.gone):
        return
    history.note(
        session,
        live.id,
        "recast",
        by=by.person_id,
        party_id=party_row.id,
        is_private=True,
        data={"role": role_id, "gone": sorted(change.gone), "to": heir, "tasks": tasks, "note": text},
    )
    for task_id in tasks:
        told = [heir] if heir else casting.holders(session, party_row.id, role_id)
        notifications.notify(session, told, "new_task", task_id=task_id, by=by.person_id)


def note_on(session: Session, task_id: int, by: Actor) -> tuple[str, str] | None:
    """The newest note that was left with an open task, for the people of its own party: (text, name of the writer);
    None where there is none."""
    rows = session.all(
        sa.select(history_table.c.data, person.c.name)
        .join(user_task, user_task.c.process_instance_id == history_table.c.process_instance_id)
        .join(party, party.c.id == history_table.c.party_id)
        .join(person, person.c.id == history_table.c.person_id)
        .where(
            user_task.c.id == task_id,
            user_task.c.state == "open",
            history_table.c.kind == "recast",
            party.c.organisation_id.in_(by.organisation_ids),
        )
        .order_by(history_table.c.id.desc())
    )
    return next(
        ((row.data["note"], row.name) for row in rows if task_id in row.data["tasks"] and row.data["note"]),
        None,
    )
