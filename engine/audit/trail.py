"""A case's trail as one person may know it: a page of it to read, or all of it to take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from engine import approvals, chain
from engine.cases.listing import find
from engine.clock import HOME
from engine.models import history, party, person
from engine.parties import casting, visibility
from engine.parties.people import Actor
from engine.store import Session

from .checking import Entry

PAGE = 50


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it was, with the names of that moment. ``name``: of the object; ``hash``: its link in the chain."""

    seq: int
    at: datetime
    kind: str
    person: str | None
    on_behalf_of: str | None
    party: str | None
    name: str | None
    is_private: bool
    data: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show. ``party``: a party's key; ``since`` and ``until``: Danish days, both included."""

    kind: str | None = None
    party: str | None = None
    person: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """``hidden``: how many acts the reader may not know; ``kinds``, ``people``, ``parties``: what can be chosen."""

    number: str
    title: str
    head: str
    acts: list[Act]
    total: int
    hidden: int
    page: int
    pages: int
    kinds: list[str]
    people: list[tuple[int, str]]
    parties: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Export:
    """A trail to take away: ``entries`` in order, those that the reader may not know without their words."""

    number: str
    title: str
    exported_at: datetime
    exported_by: str
    head: str
    entries: list[Entry]


def page(session: Session, number: str, by: Actor, chosen: Filter, page: int = 1) -> TrailPage:
    """One page of a case's trail, the latest first. Raises NotFound."""
    case = find(session, number, by)
    acts = sa.and_(history.c.process_instance_id == case.id, history.c.seq.is_not(None))
    seen = sa.and_(acts, _known(session, case.id, by))
    wanted = sa.and_(seen, *_conditions(chosen))
    base = history.outerjoin(party, party.c.id == history.c.party_id)
    known, total = (_count(session, base, where) for where in (seen, wanted))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = session.all(
        sa.select(history)
        .select_from(base)
        .where(wanted)
        .order_by(history.c.seq.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    kinds = session.execute(sa.select(history.c.kind).where(seen).distinct()).scalars()
    people = session.all(
        sa.select(person.c.id, person.c.name)
        .where(person.c.id.in_(sa.select(history.c.person_id).where(seen)))
        .order_by(person.c.name)
    )
    return TrailPage(
        case.number,
        case.title,
        case.audit_hash or chain.origin(case.number),
        [_act(row) for row in rows],
        total,
        case.audit_seq - known,
        page,
        pages,
        sorted(kinds),
        [(row.id, row.name) for row in people],
        [(row.key, row.name) for row in casting.parties(session, case.id, by)],
    )


def export(session: Session, number: str, by: Actor) -> Export:
    """The whole trail of a case for one person. Raises NotFound."""
    case = find(session, number, by)
    rows = session.all(
        sa.select(history, _known(session, case.id, by).label("seen"))
        .where(history.c.process_instance_id == case.id, history.c.seq.is_not(None))
        .order_by(history.c.seq)
    )
    entries = [
        Entry(row.seq, row.digest, row.hash, row.salt, chain.act(row._mapping))
        if row.seen
        else Entry(row.seq, row.digest, row.hash)
        for row in rows
    ]
    head = rows[-1].hash if rows else chain.origin(case.number)
    return Export(case.number, case.title, session.now, by.name, head, entries)


def _known(session: Session, instance_id: int, by: Actor) -> sa.ColumnElement[bool]:
    """The condition on the acts that this person may read: not the answers at a gate that is still sealed."""
    sealed = approvals.sealed_acts(session, instance_id, by)
    return sa.and_(visibility.history_visible_to(by), history.c.id.not_in(sealed))


def _conditions(chosen: Filter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if chosen.kind:
        found.append(history.c.kind == chosen.kind)
    if chosen.party:
        found.append(party.c.key == chosen.party)
    if chosen.person:
        found.append(sa.or_(history.c.person_id == chosen.person, history.c.on_behalf_of == chosen.person))
    if chosen.since:
        found.append(history.c.at >= _midnight(chosen.since))
    if chosen.until:
        found.append(history.c.at < _midnight(chosen.until) + timedelta(days=1))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HOME)


def _count(session: Session, base: sa.FromClause, where: sa.ColumnElement[bool]) -> int:
    return int(session.scalar(sa.select(sa.func.count()).select_from(base).where(where)))


def _act(row: Any) -> Act:
    names = row.names or {}
    return Act(
        row.seq,
        row.at,
        row.kind,
        names.get("person"),
        names.get("on_behalf_of"),
        names.get("party"),
        row.name,
        row.is_private,
        row.data if isinstance(row.data, dict) else {},
        row.hash,
    )
