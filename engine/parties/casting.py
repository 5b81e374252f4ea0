"""Casting: which people fill which roles, per party and case; and the roles themselves.

Source: partnerskabsruten dossier 2.2 and 2.3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from engine import history
from engine.errors import Forbidden, Invalid, NotFound
from engine.models import casting, membership, organisation, party, person, role_definition, standing_role
from engine.store import Session

from .people import Actor


def add_party(session: Session, instance_id: int, key: str, kind: str, organisation_id: int) -> int:
    """Make an organisation a party and cast its people in the roles that they usually fill. Returns its id."""
    party_id = session.insert(
        party, process_instance_id=instance_id, key=key, kind=kind, organisation_id=organisation_id
    )
    usual = session.all(
        sa.select(standing_role.c.role_id, standing_role.c.person_id).where(
            standing_role.c.organisation_id == organisation_id
        )
    )
    session.insert_all(
        casting,
        [
            {"party_id": party_id, "role_id": row.role_id, "person_id": row.person_id, "cast_at": session.now}
            for row in usual
        ],
    )
    return party_id


def copy(session: Session, from_party: int, to_party: int) -> None:
    """Take over another case's casting of the same organisation."""
    session.execute(sa.delete(casting).where(casting.c.party_id == to_party))
    rows = session.all(
        sa.select(casting.c.role_id, casting.c.person_id).where(casting.c.party_id == from_party)
    )
    session.insert_all(
        casting,
        [
            {"party_id": to_party, "role_id": row.role_id, "person_id": row.person_id, "cast_at": session.now}
            for row in rows
        ],
    )


def parties(session: Session, instance_id: int) -> list[sa.Row[Any]]:
    """The parties of a case in order: id, key, kind, organisation_id, name."""
    return session.all(
        sa.select(party, organisation.c.name)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .where(party.c.process_instance_id == instance_id)
        .order_by(party.c.id)
    )


def as_variable(rows: Iterable[sa.Row[Any]]) -> list[dict[str, str]]:
    """The process variable ``parter``: [{part_id, navn, type, organisation_id}]."""
    return [
        {
            "part_id": row.key,
            "navn": row.name,
            "type": row.kind,
            "organisation_id": str(row.organisation_id),
        }
        for row in rows
    ]


def may_cast(session: Session, party_row: sa.Row[Any], by: Actor) -> bool:
    """A party is cast by its own people: administrators of the organisation and those already in the case."""
    if party_row.organisation_id not in by.organisation_ids:
        return False
    if party_row.organisation_id in by.admin_of:
        return True
    mine = sa.select(casting.c.role_id).where(
        casting.c.party_id == party_row.id, casting.c.person_id == by.person_id
    )
    return session.first(mine) is not None


def cast(session: Session, party_row: sa.Row[Any], role_id: str, people: Iterable[int], by: Actor) -> None:
    """Fill a role with exactly these people. Raises Forbidden, NotFound (role), Invalid (not a member)."""
    if not may_cast(session, party_row, by):
        raise Forbidden("Only %(party)s can choose its own people", party=party_row.name)
    role = session.first(sa.select(role_definition).where(role_definition.c.role_id == role_id))
    if role is None or role.party_kind not in (party_row.kind, "any", "joint"):
        raise NotFound("There is no such role for this party")
    wanted = set(people)
    belong = set(
        session.execute(
            sa.select(membership.c.person_id)
            .join(person, person.c.id == membership.c.person_id)
            .where(membership.c.organisation_id == party_row.organisation_id, person.c.is_active)
        ).scalars()
    )
    if wanted - belong:
        raise Invalid("Choose people who belong to %(party)s", party=party_row.name)
    replace(session, party_row.id, role_id, wanted)
    history.note(
        session,
        party_row.process_instance_id,
        "cast",
        by=by.person_id,
        party_id=party_row.id,
        data={"role": role_id, "people": sorted(wanted)},
    )


def replace(session: Session, party_id: int, role_id: str, people: Iterable[int]) -> None:
    """Write a role's holders, nothing else."""
    session.execute(sa.delete(casting).where(casting.c.party_id == party_id, casting.c.role_id == role_id))
    session.insert_all(
        casting,
        [
            {"party_id": party_id, "role_id": role_id, "person_id": person_id, "cast_at": session.now}
            for person_id in people
        ],
    )


def holders(session: Session, party_id: int, role_id: str) -> set[int]:
    """Ids of the people in a role."""
    return set(
        session.execute(
            sa.select(casting.c.person_id).where(casting.c.party_id == party_id, casting.c.role_id == role_id)
        ).scalars()
    )


def resolve(
    session: Session, instance_id: int, role_id: str, party_key: str | None
) -> tuple[str, int | None]:
    """Which role, as cast, and which party (id) a task belongs to.

    ``party_key`` is a party's key or kind, or None: then the only party that can hold the role; None in the result
    means that several hold it together. An unfilled role gives way to its stand-in (``resolves_to``)."""
    rows = parties(session, instance_id)
    role = session.first(sa.select(role_definition).where(role_definition.c.role_id == role_id))
    if party_key:
        chosen = [row for row in rows if party_key in (row.key, row.kind)]
        if not chosen:
            raise NotFound("There is no party %(party)s in this case", party=party_key)
    else:
        holding = set(
            session.execute(
                sa.select(casting.c.party_id).where(
                    casting.c.party_id.in_([row.id for row in rows]), casting.c.role_id == role_id
                )
            ).scalars()
        )
        kind = role.party_kind if role else "any"
        chosen = [row for row in rows if row.id in holding] or [
            row for row in rows if kind in (row.kind, "any")
        ]
    if len(chosen) != 1:
        return role_id, None
    return _stand_in(session, chosen[0], role_id), chosen[0].id


def _stand_in(session: Session, party_row: sa.Row[Any], role_id: str) -> str:
    """The first role that somebody fills, on the way from a role to its stand-ins; else the role itself."""
    seen: list[str] = []
    current: str | None = role_id
    while current and current not in seen:
        if holders(session, party_row.id, current):
            return current
        seen.append(current)
        found = session.scalar(
            sa.select(role_definition.c.resolves_to).where(role_definition.c.role_id == current)
        )
        current = (found or {}).get(party_row.kind)
    return role_id


def role_names(session: Session, locale: str) -> dict[str, str]:
    """Role id -> name for people."""
    rows = session.all(sa.select(role_definition.c.role_id, role_definition.c.name))
    return {row.role_id: row.name.get(locale) or row.name.get("da") or row.role_id for row in rows}


def stand_ins(session: Session, kind: str) -> dict[str, str]:
    """Role id -> the role that stands in for it, at a party of this kind, while nobody is cast in it."""
    rows = session.all(sa.select(role_definition.c.role_id, role_definition.c.resolves_to))
    return {row.role_id: row.resolves_to[kind] for row in rows if kind in row.resolves_to}


def roles_for(session: Session, kind: str) -> list[str]:
    """The role ids that a party of this kind can fill, in their order."""
    return list(
        session.execute(
            sa.select(role_definition.c.role_id)
            .where(role_definition.c.party_kind.in_((kind, "any", "joint")))
            .order_by(role_definition.c.position, role_definition.c.role_id)
        ).scalars()
    )
