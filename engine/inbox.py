"""The inbox: the open tasks of a person's roles, and those done. Two indexed lookups, never a walk over cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from engine.clock import HOME
from engine.models import (
    casting,
    membership,
    organisation,
    party,
    person,
    process_definition,
    process_instance,
    substitute,
    user_task,
)
from engine.parties import substitutes, visibility
from engine.parties.casting import role_names
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks import rights

PAGE = 25
VIEWS = ("open", "mine", "unassigned", "done")


@dataclass(frozen=True, slots=True)
class InboxRow:
    """``for_names``: whose place the person takes as their substitute; empty for what is their own."""

    key: int
    name: str
    case_number: str
    case_title: str
    process_name: str
    role_id: str
    role_name: str
    party_name: str | None
    due_at: datetime | None
    due_why: dict[str, Any] | None
    follow_up_at: datetime | None
    assignee_id: int | None
    assignee_name: str | None
    state: str
    is_private: bool
    completed_at: datetime | None
    mine: bool
    for_names: list[str]


@dataclass(frozen=True, slots=True)
class InboxPage:
    """``away``: (id, name) of those for whom the person stands in now."""

    rows: list[InboxRow]
    total: int
    counts: dict[str, int]
    overdue: int
    processes: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    away: list[tuple[int, str]]
    page: int
    pages: int


def candidate_tasks(session: Session, by: Actor) -> sa.Subquery:
    """Ids of the open tasks that a person may come to do: those of their roles, and those of the roles of whom they
    stand in for now."""
    own = _own_tasks(by)
    if substitutes.standing_in_for(session, by):
        away = tasks_of_those_away(session, by)
        return sa.union(sa.select(own.c.id), sa.select(away.c.id)).subquery("candidate")
    return own


def tasks_of_those_away(session: Session, by: Actor) -> sa.Subquery:
    """(id, for_id, for_name) of the open tasks that a person may come to do as a substitute and not in a role of
    their own."""
    found = (
        sa.select(user_task.c.id, person.c.id.label("for_id"), person.c.name.label("for_name"))
        .select_from(substitute)
        .join(casting, casting.c.person_id == substitute.c.person_id)
        .join(party, party.c.id == casting.c.party_id)
        .join(membership, rights.still_member)
        .join(person, person.c.id == substitute.c.person_id)
        .join(process_instance, process_instance.c.id == party.c.process_instance_id)
        .join(process_definition, process_definition.c.id == process_instance.c.process_definition_id)
        .join(
            user_task,
            sa.and_(
                user_task.c.process_instance_id == process_instance.c.id,
                user_task.c.role_id == casting.c.role_id,
                sa.or_(
                    user_task.c.party_id == party.c.id,
                    sa.and_(user_task.c.party_id.is_(None), user_task.c.is_private.is_(False)),
                ),
            ),
        )
        .where(
            substitute.c.substitute_id == by.person_id,
            substitutes.covers(
                casting.c.person_id,
                party.c.organisation_id,
                process_definition.c.process_id,
                substitutes.today(session),
            ),
            person.c.is_active,
            user_task.c.state == "open",
            user_task.c.id.not_in(sa.select(_own_tasks(by).c.id)),
        )
    )
    return found.distinct().subquery("away")


def _own_tasks(by: Actor) -> sa.Subquery:
    """Ids of the open tasks of a person's roles: their party's, and the joint ones of any party."""
    mine = sa.and_(casting.c.person_id == by.person_id, party.c.organisation_id.in_(by.organisation_ids))
    own = (
        sa.select(user_task.c.id)
        .join(
            casting,
            sa.and_(casting.c.party_id == user_task.c.party_id, casting.c.role_id == user_task.c.role_id),
        )
        .join(party, party.c.id == casting.c.party_id)
        .where(mine, user_task.c.state == "open")
    )
    joint = (
        sa.select(user_task.c.id)
        .join(party, party.c.process_instance_id == user_task.c.process_instance_id)
        .join(casting, sa.and_(casting.c.party_id == party.c.id, casting.c.role_id == user_task.c.role_id))
        .where(
            mine,
            user_task.c.party_id.is_(None),
            user_task.c.is_private.is_(False),
            user_task.c.state == "open",
        )
    )
    return sa.union(own, joint).subquery("own")


def search(
    session: Session,
    by: Actor,
    view: str = "open",
    *,
    process: str | None = None,
    role: str | None = None,
    due: str | None = None,
    text: str | None = None,
    away: int | None = None,
    page: int = 1,
) -> InboxPage:
    """One page of the inbox. ``view``: open (mine and my roles'), mine, unassigned, done; ``due``: overdue, today
    or week; ``away``: only what is done for this person, as their substitute. The counts are of the views without
    filters. Raises KeyError for another view."""
    candidates = candidate_tasks(session, by)
    seen = visibility.visible_to(by)  # not what was done, or taken, for an organisation that one has left
    views = {
        "open": user_task.c.id.in_(sa.select(candidates.c.id)),
        "mine": sa.and_(user_task.c.assignee_id == by.person_id, user_task.c.state == "open", seen),
        "unassigned": sa.and_(
            user_task.c.id.in_(sa.select(candidates.c.id)), user_task.c.assignee_id.is_(None)
        ),
        "done": sa.and_(user_task.c.completed_by == by.person_id, user_task.c.state == "completed", seen),
    }
    chosen = views[view]
    filters = [chosen, *_filters(session, process, role, due, text)]
    others = tasks_of_those_away(session, by)
    if away is not None:
        theirs = user_task.c.id.in_(sa.select(others.c.id).where(others.c.for_id == away))
        filters.append(user_task.c.completed_for == away if view == "done" else theirs)
    base = (
        user_task.join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .join(process_definition, process_definition.c.id == process_instance.c.process_definition_id)
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .outerjoin(person, person.c.id == user_task.c.assignee_id)
        .outerjoin(rights.completed_for, rights.completed_for.c.id == user_task.c.completed_for)
    )
    counts = {name: _count(session, where) for name, where in views.items()}
    total = counts[view] if len(filters) == 1 else _count(session, sa.and_(*filters), base)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order = (
        (user_task.c.completed_at.desc(), user_task.c.id.desc())
        if view == "done"
        else (user_task.c.due_at.is_(None), user_task.c.due_at, user_task.c.id)
    )
    rows = session.all(
        sa.select(
            user_task,
            process_instance.c.number,
            process_instance.c.title,
            process_definition.c.name.label("process_name"),
            organisation.c.name.label("party_name"),
            person.c.name.label("assignee_name"),
            rights.completed_for.c.name.label("completed_for_name"),
        )
        .select_from(base)
        .where(*filters)
        .order_by(*order)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    names = role_names(session, by.locale)
    away_now = substitutes.standing_in_for(session, by)
    for_names: dict[int, list[str]] = {row.id: [row.completed_for_name] for row in rows if row.completed_for}
    if away_now:
        asked = others.c.id.in_([row.id for row in rows])
        for row in session.all(sa.select(others).where(asked).order_by(others.c.for_name)):
            for_names.setdefault(row.id, []).append(row.for_name)
    processes, roles = _choices(session, chosen, base)
    return InboxPage(
        [_row(row, names, by, for_names.get(row.id, [])) for row in rows],
        total,
        counts,
        _count(session, sa.and_(views["open"], user_task.c.due_at < session.now)),
        processes,
        sorted(((key, names.get(key, key)) for key in roles), key=lambda item: item[1]),
        list(away_now.items()),
        page,
        pages,
    )


def _filters(
    session: Session, process: str | None, role: str | None, due: str | None, text: str | None
) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if process:
        found.append(process_definition.c.process_id == process)
    if role:
        found.append(user_task.c.role_id == role)
    today = datetime.combine(session.now.astimezone(HOME).date(), time(), HOME)
    if due == "overdue":
        found.append(user_task.c.due_at < session.now)
    elif due == "today":
        found.append(user_task.c.due_at.between(today, today + timedelta(days=1)))
    elif due == "week":
        found.append(user_task.c.due_at < today + timedelta(days=7))
    for word in (text or "").split()[:8]:
        found.append(
            sa.or_(
                *(
                    column.icontains(word, autoescape=True)
                    for column in (user_task.c.name, process_instance.c.title, process_instance.c.number)
                )
            )
        )
    return found


def _count(session: Session, where: sa.ColumnElement[bool], base: sa.FromClause = user_task) -> int:
    return int(session.scalar(sa.select(sa.func.count()).select_from(base).where(where)))


def _choices(
    session: Session, where: sa.ColumnElement[bool], base: sa.FromClause
) -> tuple[list[tuple[str, str]], set[str]]:
    """The processes and roles that occur in a view, for its filters."""
    rows = session.all(
        sa.select(process_definition.c.process_id, process_definition.c.name, user_task.c.role_id)
        .select_from(base)
        .where(where)
        .distinct()
    )
    processes = {row.process_id: row.name for row in rows}
    return sorted(processes.items(), key=lambda item: item[1]), {row.role_id for row in rows}


def _row(row: Any, names: dict[str, str], by: Actor, for_names: list[str]) -> InboxRow:
    return InboxRow(
        key=row.id,
        name=row.name,
        case_number=row.number,
        case_title=row.title,
        process_name=row.process_name,
        role_id=row.role_id,
        role_name=names.get(row.role_id, row.role_id),
        party_name=row.party_name,
        due_at=row.due_at,
        due_why=row.due_why,
        follow_up_at=row.follow_up_at,
        assignee_id=row.assignee_id,
        assignee_name=row.assignee_name,
        state=row.state,
        is_private=row.is_private,
        completed_at=row.completed_at,
        mine=row.assignee_id == by.person_id,
        for_names=for_names,
    )
