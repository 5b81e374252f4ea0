"""Secret addresses at which a calendar program reads deadlines, without logging in: a person's own, or those of one
case for one person. What is read is what that person may know of at that moment."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine import upcoming
from engine.cases.listing import find as find_case
from engine.errors import NotFound
from engine.models import feed, process_instance
from engine.parties import people, visibility
from engine.parties.people import Actor
from engine.store import Session
from engine.upcoming import Upcoming

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Feed:
    """A living address. The case is None for the person's own."""

    id: int
    secret: str
    created_at: datetime
    case_number: str | None
    case_title: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar program is told, and in whose name."""

    reader: Actor
    feed: Feed
    dates: list[Upcoming]


def of_person(session: Session, by: Actor) -> list[Feed]:
    """The living addresses that this person has made, their own first."""
    return _feeds(session, feed.c.person_id == by.person_id)


def of_case(session: Session, number: str, by: Actor) -> Feed | None:
    """The person's address for one case."""
    return next((found for found in of_person(session, by) if found.case_number == number), None)


def make(session: Session, by: Actor, number: str | None = None) -> Feed:
    """A new address; the one before it stops working. Raises NotFound (the case)."""
    instance_id = find_case(session, number, by).id if number is not None else None
    session.execute(
        sa.update(feed)
        .where(
            feed.c.person_id == by.person_id,
            feed.c.process_instance_id.is_not_distinct_from(instance_id),
            feed.c.revoked_at.is_(None),
        )
        .values(revoked_at=session.now)
    )
    made = session.insert(
        feed,
        person_id=by.person_id,
        process_instance_id=instance_id,
        secret=secrets.token_urlsafe(SECRET_BYTES),
        created_at=session.now,
    )
    return _feeds(session, feed.c.id == made)[0]


def revoke(session: Session, feed_id: int, by: Actor) -> None:
    """Stop an address for good. Raises NotFound for another's."""
    mine = sa.and_(feed.c.id == feed_id, feed.c.person_id == by.person_id, feed.c.revoked_at.is_(None))
    if session.execute(sa.update(feed).where(mine).values(revoked_at=session.now)).rowcount == 0:
        raise NotFound("There is no such calendar link")


def read(session: Session, secret: str) -> Reading:
    """What stands at an address now. Raises NotFound where it is unknown or revoked, where its person has been
    deactivated or belongs to no organisation any more, or may not know of the case any more."""
    row = session.first(
        sa.select(feed.c.id, feed.c.person_id, feed.c.process_instance_id).where(
            feed.c.secret == secret, feed.c.revoked_at.is_(None)
        )
    )
    reader = people.actor(session, row.person_id) if row else None
    if row is None or reader is None or not reader.organisations:
        raise NotFound("There is no such calendar")
    if row.process_instance_id is None:
        dates = upcoming.of_person(session, reader)
    else:
        case = process_instance.c.id == row.process_instance_id
        seen = process_instance.c.id.in_(visibility.visible_instances(reader))
        if session.first(sa.select(process_instance.c.id).where(case, seen)) is None:
            raise NotFound("There is no such calendar")
        dates = upcoming.of_case(session, row.process_instance_id, reader)
    return Reading(reader, _feeds(session, feed.c.id == row.id)[0], dates)


def _feeds(session: Session, where: sa.ColumnElement[bool]) -> list[Feed]:
    rows = session.all(
        sa.select(
            feed.c.id, feed.c.secret, feed.c.created_at, process_instance.c.number, process_instance.c.title
        )
        .outerjoin(process_instance, process_instance.c.id == feed.c.process_instance_id)
        .where(where, feed.c.revoked_at.is_(None))
        .order_by(feed.c.process_instance_id.is_not(None), feed.c.id)
    )
    return [Feed(row.id, row.secret, row.created_at, row.number, row.title) for row in rows]
