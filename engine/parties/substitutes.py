"""Substitutes: who does somebody's tasks while they are away.

A substitute sees and does what the one who is away could, as the holder of a role, in an organisation that both belong
to, on days that both have agreed on; nothing is passed on to the substitute's own substitute, and nothing outlives the
membership, the role or the last day. Days are Danish days. Source: partnerskabsruten dossier 2.3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from engine.clock import HOME
from engine.errors import Forbidden, Invalid, Message, NotFound
from engine.models import membership, organisation, person, process_definition, substitute
from engine.store import Session

from .people import Actor

LONGEST = 366  # days
KEPT = 20  # how many past ones the list shows


@dataclass(frozen=True, slots=True)
class Substitution:
    """One row as its page shows it. ``state``: current, coming, past; ``organisation_name`` and ``process_name`` are
    empty where it holds for all; ``named_by`` only where somebody else than the person named the substitute."""

    id: int
    state: str
    person_name: str
    substitute_name: str
    is_mine: bool
    organisation_name: str | None
    process_name: str | None
    first_day: date
    last_day: date
    named_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    may_end: bool


def today(session: Session) -> date:
    """The Danish day on which this happens."""
    return session.now.astimezone(HOME).date()


def covers(
    who: sa.ColumnElement[int],
    where: sa.ColumnElement[int],
    what: sa.ColumnElement[str],
    day: date | sa.BindParameter[date],
) -> sa.ColumnElement[bool]:
    """The condition on substitute rows that hold on a day for person ``who`` in organisation ``where`` and process
    ``what``: columns of the query that this is added to."""
    shared = membership.alias("shared_membership")
    return sa.and_(
        substitute.c.person_id == who,
        substitute.c.ended_at.is_(None),
        substitute.c.first_day <= day,
        substitute.c.last_day >= day,
        sa.or_(substitute.c.organisation_id.is_(None), substitute.c.organisation_id == where),
        sa.or_(substitute.c.process_id.is_(None), substitute.c.process_id == what),
        sa.exists().where(
            shared.c.person_id == substitute.c.substitute_id, shared.c.organisation_id == where
        ),
    )


def standing_in_for(
    session: Session, by: Actor, process_id: str | None = None, organisation_id: int | None = None
) -> dict[int, str]:
    """Person id -> name of those for whom the person stands in now: in a process and an organisation, or in any."""
    process = substitute.c.process_id if process_id is None else sa.literal(process_id)
    rows = session.all(
        sa.select(person.c.id, person.c.name)
        .select_from(substitute)
        .join(person, person.c.id == substitute.c.person_id)
        .join(membership, membership.c.person_id == person.c.id)
        .where(
            substitute.c.substitute_id == by.person_id,
            covers(person.c.id, membership.c.organisation_id, process, today(session)),
            person.c.is_active,
            *([membership.c.organisation_id == organisation_id] if organisation_id is not None else []),
        )
        .distinct()
        .order_by(person.c.name, person.c.id)
    )
    return {row.id: row.name for row in rows}


def name(
    session: Session,
    by: Actor,
    *,
    substitute_id: int,
    first_day: date,
    last_day: date,
    person_id: int | None = None,
    organisation_id: int | None = None,
    process_ids: Iterable[str] = (),
) -> list[int]:
    """Name a substitute for oneself, or as an administrator for somebody of the organisation. Returns the rows' ids,
    one for each process (or one for all). ``organisation_id`` None: all organisations of the person.

    Raises NotFound (a stranger, or no such process), Forbidden, Invalid (with the fields person, substitute,
    organisation, first_day, last_day)."""
    away = by.person_id if person_id is None else person_id
    _require_right(session, by, away, organisation_id)
    _check_days(session, first_day, last_day)
    _check_people(session, away, substitute_id, organisation_id)
    processes: list[str | None] = [*dict.fromkeys(process_ids)]
    if processes and set(processes) - set(process_names(session)):
        raise NotFound("There is no such process")
    processes = processes or [None]
    for process_id in processes:
        _check_overlap(session, away, organisation_id, process_id, first_day, last_day)
    return [
        session.insert(
            substitute,
            person_id=away,
            substitute_id=substitute_id,
            organisation_id=organisation_id,
            process_id=process_id,
            first_day=first_day,
            last_day=last_day,
            created_at=session.now,
            created_by=by.person_id,
        )
        for process_id in processes
    ]


def end(session: Session, key: int, by: Actor) -> None:
    """Take one back before its last day. Raises NotFound, Forbidden, Invalid (it is over)."""
    row = session.first(sa.select(substitute).where(substitute.c.id == key, _known_to(by)))
    if row is None:
        raise NotFound("There is no such substitute")
    if not _may_end(row, by):
        raise Forbidden("Only the two of them, or an administrator of the organisation, can end this")
    if _state(row, today(session)) == "past":
        raise Invalid("This is over already")
    session.execute(
        sa.update(substitute)
        .where(substitute.c.id == key)
        .values(ended_at=session.now, ended_by=by.person_id)
    )


def listed(session: Session, by: Actor) -> list[Substitution]:
    """Those that concern the person, and those of the organisations that they administer: current, coming, past."""
    away, doer, maker, ender = (person.alias(alias) for alias in ("away", "doer", "maker", "ender"))
    rows = session.all(
        sa.select(
            substitute,
            away.c.name.label("person_name"),
            doer.c.name.label("substitute_name"),
            maker.c.name.label("maker_name"),
            ender.c.name.label("ender_name"),
            organisation.c.name.label("organisation_name"),
        )
        .join(away, away.c.id == substitute.c.person_id)
        .join(doer, doer.c.id == substitute.c.substitute_id)
        .join(maker, maker.c.id == substitute.c.created_by)
        .outerjoin(ender, ender.c.id == substitute.c.ended_by)
        .outerjoin(organisation, organisation.c.id == substitute.c.organisation_id)
        .where(_known_to(by))
        .order_by(substitute.c.first_day, substitute.c.id)
    )
    names, day = process_names(session), today(session)
    found = [
        Substitution(
            id=row.id,
            state=_state(row, day),
            person_name=row.person_name,
            substitute_name=row.substitute_name,
            is_mine=row.person_id == by.person_id,
            organisation_name=row.organisation_name,
            process_name=names.get(row.process_id, row.process_id) if row.process_id else None,
            first_day=row.first_day,
            last_day=row.last_day,
            named_by=row.maker_name if row.created_by != row.person_id else None,
            ended_at=row.ended_at,
            ended_by=row.ender_name,
            may_end=_may_end(row, by) and _state(row, day) != "past",
        )
        for row in rows
    ]
    past = [row for row in reversed(found) if row.state == "past"]
    return [row for row in found if row.state != "past"] + past[:KEPT]


def process_names(session: Session) -> dict[str, str]:
    """Id -> name of the processes that people start, for which one can name a substitute: by name."""
    rows = session.all(
        sa.select(process_definition.c.process_id, process_definition.c.name)
        .where(process_definition.c.is_startable)
        .order_by(process_definition.c.version)
    )
    newest = {row.process_id: row.name for row in rows}
    return dict(sorted(newest.items(), key=lambda item: item[1]))


def _require_right(session: Session, by: Actor, away: int, organisation_id: int | None) -> None:
    """Everybody names their own; an administrator those of the people of the organisation, and only there."""
    belongs = _organisations(session, away)
    if away == by.person_id:
        if organisation_id is not None and organisation_id not in belongs:
            raise NotFound("There is no such organisation")
        return
    if not by.admin_of & belongs:
        raise NotFound("There is no such person")
    if organisation_id is None or organisation_id not in by.admin_of & belongs:
        text = Message("Choose one of the organisations that you administer")
        raise Invalid(text.template, {"organisation": text})


def _check_days(session: Session, first_day: date, last_day: date) -> None:
    if first_day < today(session):
        text = Message("The first day can be today at the earliest")
        raise Invalid(text.template, {"first_day": text})
    if last_day < first_day:
        text = Message("The last day cannot come before the first")
        raise Invalid(text.template, {"last_day": text})
    if (last_day - first_day).days >= LONGEST:
        text = Message("A period can be one year at most")
        raise Invalid(text.template, {"last_day": text})


def _check_people(session: Session, away: int, substitute_id: int, organisation_id: int | None) -> None:
    if substitute_id == away:
        text = Message("Choose somebody else: nobody can be their own substitute")
        raise Invalid(text.template, {"substitute": text})
    active = session.scalar(sa.select(person.c.id).where(person.c.id == substitute_id, person.c.is_active))
    theirs, own = _organisations(session, substitute_id), _organisations(session, away)
    if active is None or not theirs & own or (organisation_id is not None and organisation_id not in theirs):
        text = Message("The substitute must belong to the same organisation")
        raise Invalid(text.template, {"substitute": text})
    if organisation_id is None and own - theirs:
        text = Message("The substitute does not belong to all of your organisations. Choose one organisation")
        raise Invalid(text.template, {"organisation": text})


def _check_overlap(
    session: Session, away: int, organisation_id: int | None, process_id: str | None, first: date, last: date
) -> None:
    """Two substitutes for the same work at the same time would leave both waiting for the other."""
    where = [
        substitute.c.person_id == away,
        substitute.c.ended_at.is_(None),
        substitute.c.first_day <= last,
        substitute.c.last_day >= first,
    ]
    for column, value in (
        (substitute.c.organisation_id, organisation_id),
        (substitute.c.process_id, process_id),
    ):
        if value is not None:
            where.append(sa.or_(column.is_(None), column == value))
    taken = session.first(
        sa.select(substitute.c.first_day, substitute.c.last_day, person.c.name)
        .join(person, person.c.id == substitute.c.substitute_id)
        .where(*where)
    )
    if taken is not None:
        params = {"name": taken.name, "first": taken.first_day, "last": taken.last_day}
        text = Message(
            "%(name)s stands in already from %(first)s to %(last)s. End that first, or choose other days",
            params,
        )
        raise Invalid(text.template, {"first_day": text}, **params)


def _organisations(session: Session, person_id: int) -> set[int]:
    where = membership.c.person_id == person_id
    return set(session.execute(sa.select(membership.c.organisation_id).where(where)).scalars())


def _known_to(by: Actor) -> sa.ColumnElement[bool]:
    return sa.or_(
        substitute.c.person_id == by.person_id,
        substitute.c.substitute_id == by.person_id,
        substitute.c.organisation_id.in_(by.admin_of),
    )


def _may_end(row: Any, by: Actor) -> bool:
    return by.person_id in (row.person_id, row.substitute_id) or row.organisation_id in by.admin_of


def _state(row: Any, day: date) -> str:
    if row.ended_at is not None or row.last_day < day:
        return "past"
    return "current" if row.first_day <= day else "coming"
