"""Who may edit a process: its owners, and the installation's operators."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engine.errors import Forbidden, Invalid, Message, NotFound
from engine.models import membership, person, process_definition, process_owner
from engine.parties.people import Actor
from engine.store import Session


@dataclass(frozen=True, slots=True)
class Owner:
    person_id: int
    name: str


def may_edit(session: Session, process_id: str, by: Actor) -> bool:
    """Whether somebody may change a process, publish it and move its cases."""
    return by.is_operator or _owns(session, by, process_owner.c.process_id == process_id)


def require(session: Session, process_id: str, by: Actor) -> None:
    """Raises NotFound where a person may not know of drafts."""
    if not may_edit(session, process_id, by):
        raise NotFound("There is no such process, or you do not edit it")


def may_begin(session: Session, by: Actor) -> bool:
    """Whether somebody may make a process that is new: operators, and owners of others."""
    return by.is_operator or _owns(session, by, sa.true())


def listing(session: Session, process_id: str, by: Actor) -> list[Owner]:
    """The owners of a process, for those who edit it. Raises NotFound."""
    require(session, process_id, by)
    rows = session.all(
        sa.select(person.c.id, person.c.name)
        .join(process_owner, process_owner.c.person_id == person.c.id)
        .where(process_owner.c.process_id == process_id)
        .order_by(person.c.name)
    )
    return [Owner(row.id, row.name) for row in rows]


def candidates(session: Session, process_id: str, by: Actor) -> list[Owner]:
    """Those whom ``by`` can make an owner: colleagues; for an operator, everybody."""
    require(session, process_id, by)
    owning = sa.select(process_owner.c.person_id).where(process_owner.c.process_id == process_id)
    colleagues = sa.select(membership.c.person_id).where(
        membership.c.organisation_id.in_(by.organisation_ids)
    )
    rows = session.all(
        sa.select(person.c.id, person.c.name)
        .where(
            person.c.is_active,
            person.c.id.not_in(owning),
            *([] if by.is_operator else [person.c.id.in_(colleagues)]),
        )
        .order_by(person.c.name)
    )
    return [Owner(row.id, row.name) for row in rows]


def grant(session: Session, process_id: str, person_id: int, by: Actor) -> Owner:
    """Make somebody an owner. Raises NotFound, Invalid."""
    chosen = next((one for one in candidates(session, process_id, by) if one.person_id == person_id), None)
    if chosen is None:
        text = Message("Choose a person from the list")
        raise Invalid(text.template, {"person": text})
    add(session, process_id, person_id, by)
    return chosen


def add(session: Session, process_id: str, person_id: int, by: Actor | None) -> None:
    """Write an owner down, after the caller has looked whether ``by`` may; None: the installation itself."""
    session.put(
        process_owner,
        process_id=process_id,
        person_id=person_id,
        granted_by=by.person_id if by else None,
        granted_at=session.now,
    )


def revoke(session: Session, process_id: str, person_id: int, by: Actor) -> None:
    """Take the right back. Nobody takes the last owner's away but an operator. Raises NotFound, Forbidden."""
    mine = [owner.person_id for owner in listing(session, process_id, by)]
    if person_id not in mine:
        raise NotFound("There is no such owner")
    if len(mine) == 1 and not by.is_operator:
        raise Forbidden("A process has at least one owner. Add another one first")
    session.execute(
        sa.delete(process_owner).where(
            process_owner.c.process_id == process_id, process_owner.c.person_id == person_id
        )
    )


def edited_by(session: Session, by: Actor) -> set[str]:
    """The ids of the processes that somebody may edit."""
    column = process_definition.c.process_id if by.is_operator else process_owner.c.process_id
    mine = sa.true() if by.is_operator else process_owner.c.person_id == by.person_id
    return set(session.execute(sa.select(column).where(mine).distinct()).scalars())


def _owns(session: Session, by: Actor, which: sa.ColumnElement[bool]) -> bool:
    mine = sa.select(process_owner.c.person_id).where(process_owner.c.person_id == by.person_id, which)
    return session.first(mine.limit(1)) is not None
