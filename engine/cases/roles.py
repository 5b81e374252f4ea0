"""The parties of a case as its people see them: who fills which role, and what is vacant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.models import casting as casting_table
from engine.models import person, user_task
from engine.parties import casting, people, visibility
from engine.parties.people import Actor
from engine.store import Session


@dataclass(frozen=True, slots=True)
class Cast:
    """``deputies`` do the role's tasks too; ``stand_in``: the name of the filled role that does its work while nobody
    fills it; ``is_joint``: every party has a seat in it."""

    role_id: str
    role_name: str
    people: list[tuple[int, str]]
    deputies: list[tuple[int, str]]
    stand_in: str | None
    is_joint: bool


@dataclass(frozen=True, slots=True)
class Party:
    """``vacant``: roles that an open task waits for and nobody fills. ``choices``: members, where one may cast.
    ``is_invited``: nobody has accepted yet; ``may_leave``: the reader can let it leave."""

    key: str
    kind: str
    name: str
    roles: list[Cast]
    vacant: list[str]
    may_cast: bool
    choices: list[tuple[int, str]]
    is_own: bool
    is_invited: bool
    left_at: datetime | None
    left_reason: str | None
    may_leave: bool


def parties(session: Session, row: Any, definition: bpmn.Definition, by: Actor) -> list[Party]:
    """The parties of a case (its row) in order, with what this person may know of their casting."""
    used = deployments.roles_used(session, definition)
    rows = casting.parties(session, row.id, by)
    away = visibility.left(session, row.id, by)
    made = []
    for found in rows:
        may = casting.may_cast(session, found, by) and row.status == "active"
        own = found.organisation_id in by.organisation_ids
        cast = _cast(session, found, used, by.locale, away)
        has_left = found.left_at is not None and (away is None or found.left_at <= away)
        waited_for = set(
            session.execute(
                sa.select(user_task.c.role_id).where(
                    user_task.c.party_id == found.id, user_task.c.state == "open", visibility.visible_to(by)
                )
            ).scalars()
        )
        made.append(
            Party(
                found.key,
                found.kind,
                found.name,
                cast if own else [c for c in cast if c.people or c.deputies],
                [c.role_name for c in cast if not (c.people or c.deputies) and c.role_id in waited_for],
                may,
                [(m.id, m.name) for m in people.members(session, found.organisation_id)] if may else [],
                own,
                not found.is_peopled,
                found.left_at if has_left else None,
                found.left_reason if has_left else None,
                row.status == "active"
                and found.left_at is None
                and found.organisation_id in by.admin_of
                and found.id != rows[0].id,
            )
        )
    return made


def _cast(session: Session, found: Any, used: set[str], locale: str, before: datetime | None) -> list[Cast]:
    names = casting.role_names(session, locale)
    joint = casting.joint_roles(session)
    held = session.all(
        sa.select(casting_table.c.role_id, casting_table.c.is_deputy, person.c.id, person.c.name)
        .join(person, person.c.id == casting_table.c.person_id)
        .where(
            casting_table.c.party_id == found.id,
            *([casting_table.c.cast_at < before] if before is not None else []),
        )
        .order_by(person.c.name)
    )
    filled = {h.role_id for h in held}
    stand_ins = casting.stand_ins(session, found.kind)
    return [
        Cast(
            role,
            names.get(role, role),
            [(h.id, h.name) for h in held if h.role_id == role and not h.is_deputy],
            [(h.id, h.name) for h in held if h.role_id == role and h.is_deputy],
            names.get(stand_ins[role]) if stand_ins.get(role) in filled else None,
            role in joint,
        )
        for role in casting.roles_for(session, found.kind)
        if role in used or role in filled
    ]
