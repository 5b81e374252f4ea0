"""The inbox filters that a person has kept under names of their own. Nobody else sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from engine.errors import Conflict, Invalid, Message, NotFound
from engine.models import saved_filter
from engine.parties.people import Actor
from engine.store import Session

MOST = 20
NAME, VALUE = 80, 200  # characters


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """``query``: the inbox's own words for what it shows, {name: value}."""

    id: int
    name: str
    query: dict[str, str]


def of(session: Session, by: Actor) -> list[SavedFilter]:
    """A person's filters, in the order of their names."""
    rows = session.all(
        sa.select(saved_filter).where(saved_filter.c.person_id == by.person_id).order_by(saved_filter.c.name)
    )
    return [SavedFilter(row.id, row.name, row.query) for row in rows]


def save(session: Session, name: str, query: Mapping[str, str], by: Actor) -> int:
    """Keep a filter; returns its id. Raises Invalid (name), Conflict (there are twenty already)."""
    name = _named(name)
    if len(of(session, by)) >= MOST:
        raise Conflict("You can keep at most %(count)s filters. Delete one first", count=MOST)
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[session.connection.dialect.name]
    made = session.scalar(
        insert(saved_filter)
        .values(
            person_id=by.person_id,
            name=name,
            query={key: value[:VALUE] for key, value in query.items()},
            created_at=session.now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "name"])
        .returning(saved_filter.c.id)
    )
    if made is None:
        raise _taken(name)
    return int(made)


def rename(session: Session, filter_id: int, name: str, by: Actor) -> None:
    """Raises NotFound, Invalid (name)."""
    own = _own(session, filter_id, by)
    name = _named(name)
    if any(other.name == name and other.id != filter_id for other in of(session, by)):
        raise _taken(name)
    session.execute(sa.update(saved_filter).where(own).values(name=name))


def delete(session: Session, filter_id: int, by: Actor) -> None:
    """Raises NotFound."""
    session.execute(sa.delete(saved_filter).where(_own(session, filter_id, by)))


def _own(session: Session, filter_id: int, by: Actor) -> sa.ColumnElement[bool]:
    where = sa.and_(saved_filter.c.id == filter_id, saved_filter.c.person_id == by.person_id)
    if session.first(sa.select(saved_filter.c.id).where(where).with_for_update()) is None:
        raise NotFound("There is no such filter")
    return where


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        text = Message("Give the filter a name")
        raise Invalid(text.template, {"name": text})
    if len(name) > NAME:
        text = Message("A name can be at most %(count)s characters", {"count": NAME})
        raise Invalid(text.template, {"name": text}, count=NAME)
    return name


def _taken(name: str) -> Invalid:
    text = Message("You have a filter called %(name)s already", {"name": name})
    return Invalid(text.template, {"name": text}, name=name)
