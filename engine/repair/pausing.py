"""Putting a case on hold and letting it go on. Nothing is lost meanwhile: timers and reminders that fall due, messages
and signals that come, are done when it goes on."""

from __future__ import annotations

import sqlalchemy as sa

from engine import history, instances
from engine.cases.listing import find
from engine.errors import Conflict
from engine.models import job, process_instance
from engine.parties.people import Actor
from engine.store import Session

from . import authority


def suspend(session: Session, number: str, reason: str, by: Actor) -> None:
    """Tasks can be read but not done until the case goes on. Raises NotFound, Forbidden, Invalid, Conflict (it has
    ended, or is on hold)."""
    row = find(session, number, by)
    live = instances.lock(session, row.id)
    authority.require_pause(session, row, by)
    reason = authority.checked_reason(reason)
    _set(session, live.id, "suspended")
    hold(session, live.id, True)
    history.note(session, live.id, "suspended", by=by.person_id, data={"reason": reason})


def resume(session: Session, number: str, reason: str, by: Actor) -> None:
    """Let it go on: what has fallen due meanwhile is done at once. Raises as ``suspend``, Conflict where it is not on
    hold."""
    row = find(session, number, by)
    live = instances.lock(session, row.id, even_suspended=True)
    if live.status != "suspended":
        raise Conflict("The case is not on hold any more")
    authority.require_pause(session, row, by)
    reason = authority.checked_reason(reason)
    _set(session, live.id, "active")
    hold(session, live.id, False)
    session.after_commit.append(session.store.wake)
    history.note(session, live.id, "resumed", by=by.person_id, data={"reason": reason})


def hold(session: Session, instance_id: int, is_held: bool) -> None:
    """Hold, or let go, all that waits to be done in a case."""
    session.execute(sa.update(job).where(job.c.process_instance_id == instance_id).values(is_held=is_held))


def _set(session: Session, instance_id: int, status: str) -> None:
    session.execute(
        sa.update(process_instance).where(process_instance.c.id == instance_id).values(status=status)
    )
