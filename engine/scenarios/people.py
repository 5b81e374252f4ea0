"""The made-up people of a test: who they are, and who does a task."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.models import membership, organisation, party, person
from engine.parties import people
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks import rights

from .scratch import address


def organisations(session: Session) -> dict[str, int]:
    """P1, P2, ... -> organisation id."""
    keys = session.execute(sa.select(organisation.c.id).order_by(organisation.c.id)).scalars()
    return {f"P{number}": key for number, key in enumerate(keys, start=1)}


def kinds(session: Session) -> dict[str, str]:
    """P1, P2, ... -> the kind of organisation."""
    found = session.execute(sa.select(organisation.c.kind).order_by(organisation.c.id)).scalars()
    return {f"P{number}": kind for number, kind in enumerate(found, start=1)}


def anybody(session: Session, organisation_id: int | None) -> Actor | None:
    """The first person of an organisation."""
    first = sa.select(sa.func.min(membership.c.person_id)).where(
        membership.c.organisation_id == organisation_id
    )
    found = session.scalar(first)
    return people.actor(session, found) if found else None


def doer(session: Session, task: Any, role: str, where: str) -> Actor | None:
    """Who does a task. Where the test says nothing else: whoever may, else whoever has its role. Another role, or
    another party than the task's: the person in that role there."""
    own = str(session.scalar(sa.select(party.c.key).where(party.c.id == task.party_id)) or "")
    if role in ("", task.role_id) and where in ("", own):
        return _holder(session, task)
    if task.party_id is None and role in ("", task.role_id):
        return _in_role(session, where, task.role_id) or _holder(session, task)
    return _in_role(session, where or own or "P1", role or task.role_id) or _somebody(session, where)


def _holder(session: Session, task: Any) -> Actor | None:
    first: Actor | None = None
    for person_id in rights.candidates(session, task):
        by = people.actor(session, person_id)
        first = first or by
        if by is not None and rights.refusal(session, task, by) is None:
            return by
    return first


def _in_role(session: Session, where: str, role_id: str) -> Actor | None:
    found = session.scalar(sa.select(person.c.id).where(person.c.email == address(where, role_id)))
    return people.actor(session, found) if found else None


def _somebody(session: Session, where: str) -> Actor | None:
    """Another party has nobody in the role: one of its people tries."""
    return anybody(session, organisations(session).get(where))
