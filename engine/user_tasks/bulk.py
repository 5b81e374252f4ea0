"""The same command on several tasks at once: each is done, or refused for a reason of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from engine import deadlines
from engine.errors import Fault, Invalid, Message
from engine.models import casting, membership, party, person, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from . import commands, rights

MOST = 25  # one page of the inbox


@dataclass(frozen=True, slots=True)
class Refused:
    """Tasks that were left as they are, by name, and why."""

    reason: Message
    names: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    done: int
    refused: list[Refused]


def claim(session: Session, task_ids: Collection[int], by: Actor) -> Result:
    """Take tasks. Raises Invalid (none, or too many)."""
    return _each(session, task_ids, by, lambda task_id: commands.claim(session, task_id, by))


def hand_over(session: Session, task_ids: Collection[int], person_id: int, by: Actor) -> Result:
    """Hand tasks to a colleague. Raises Invalid (none, or too many)."""
    return _each(session, task_ids, by, lambda task_id: commands.assign(session, task_id, person_id, by))


def set_deadline(session: Session, task_ids: Collection[int], day: date, reason: str, by: Actor) -> Result:
    """Move the deadlines of tasks to one day. Raises Invalid (none, or too many)."""
    return _each(session, task_ids, by, lambda task_id: deadlines.change(session, task_id, day, reason, by))


def colleagues(session: Session, task_ids: Collection[int], by: Actor) -> list[tuple[int, str]]:
    """(id, name) of the people of one's own organisations who have the role of one of these tasks."""
    rows = session.all(
        sa.select(person.c.id, person.c.name)
        .join(casting, casting.c.person_id == person.c.id)
        .join(party, party.c.id == casting.c.party_id)
        .join(membership, rights.still_member)
        .join(
            user_task,
            sa.and_(
                user_task.c.process_instance_id == party.c.process_instance_id,
                user_task.c.role_id == casting.c.role_id,
                sa.or_(user_task.c.party_id == party.c.id, user_task.c.party_id.is_(None)),
            ),
        )
        .where(
            user_task.c.id.in_(task_ids),
            visibility.visible_to(by),
            party.c.organisation_id.in_(by.organisation_ids),
            person.c.is_active,
        )
        .distinct()
        .order_by(person.c.name)
    )
    return [(row.id, row.name) for row in rows]


def _each(session: Session, task_ids: Collection[int], by: Actor, command: Callable[[int], None]) -> Result:
    """Do the command on each task in a savepoint of its own.

    The cases are locked in one order, so that two people who do this at once wait for one another and never for each
    other."""
    wanted = set(task_ids)
    if not wanted:
        raise Invalid("Choose one or more tasks first")
    if len(wanted) > MOST:
        raise Invalid("Choose at most %(count)s tasks at a time", count=MOST)
    rows = session.all(
        sa.select(user_task.c.id, user_task.c.name)
        .where(user_task.c.id.in_(wanted), visibility.visible_to(by))
        .order_by(user_task.c.process_instance_id, user_task.c.id)
    )
    done = 0
    refused: dict[str, Refused] = {}
    for row in rows:
        try:
            with session.connection.begin_nested():
                command(row.id)
            done += 1
        except Fault as fault:
            reason = fault.message
            if isinstance(fault, Invalid):
                reason = next(iter(fault.fields.values()), reason)
            refused.setdefault(str(reason), Refused(reason, [])).names.append(row.name)
    if len(rows) < len(wanted):
        gone = Message("There is no such task, or it is not yours to see")
        refused[str(gone)] = Refused(gone, [""] * (len(wanted) - len(rows)))
    return Result(done, list(refused.values()))
