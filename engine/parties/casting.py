"""Casting: which people fill which roles, per party and case; and the roles themselves.

Source: partnerskabsruten dossier 2.2 and 2.3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import history
from engine.errors import Forbidden, Invalid, NotFound
from engine.models import casting, membership, organisation, party, person, role_definition, standing_role
from engine.store import Session

from . import visibility
from .people import Actor, is_peopled


@dataclass(frozen=True, slots=True)
class Change:
    """Who left a role, and who came to it as a holder."""

    gone: frozenset[int]
    came: frozenset[int]


def add_party(session: Session, instance_id: int, key: str, kind: str, organisation_id: int) -> int:
    """Make an organisation a party and cast its people in the roles that they usually fill. Returns its id."""
    party_id = session.insert(
        party, process_instance_id=instance_id, key=key, kind=kind, organisation_id=organisation_id
    )
    cast_usual(session, party_id, organisation_id)
    return party_id


def cast_usual(session: Session, party_id: int, organisation_id: int) -> None:
    """Cast a party that nobody is cast for with those who usually fill its organisation's roles."""
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


def copy(session: Session, from_party: int, to_party: int) -> None:
    """Take over another case's casting of the same organisation."""
    session.execute(sa.delete(casting).where(casting.c.party_id == to_party))
    rows = session.all(
        sa.select(casting.c.role_id, casting.c.person_id, casting.c.is_deputy).where(
            casting.c.party_id == from_party
        )
    )
    session.insert_all(
        casting, [{**row._mapping, "party_id": to_party, "cast_at": session.now} for row in rows]
    )


def parties(session: Session, instance_id: int, by: Actor | None = None) -> list[sa.Row[Any]]:
    """The parties of a case in order, all or those that ``by`` may know of: id, key, kind, organisation_id, name,
    is_peopled (somebody belongs to the organisation: it is more than the place of one that is invited), sees_from,
    left_at, left_reason."""
    return session.all(
        sa.select(party, organisation.c.name, is_peopled.label("is_peopled"))
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            party.c.process_instance_id == instance_id,
            *([visibility.parties_visible_to(by)] if by is not None else []),
        )
        .order_by(party.c.id)
    )


def party_of(session: Session, instance_id: int, key: str) -> sa.Row[Any]:
    """One of ``parties``, by its key. Raises NotFound."""
    for row in parties(session, instance_id):
        if row.key == key:
            return row
    raise NotFound("There is no party %(party)s in this case", party=key)


def party_id(session: Session, instance_id: int, key: str | None) -> int | None:
    """The id of the party of a case with this key; None where there is none."""
    found: int | None = session.scalar(
        sa.select(party.c.id).where(party.c.process_instance_id == instance_id, party.c.key == key)
    )
    return found


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
    """A party is cast by its own people: administrators of the organisation and those already in the case. Nobody
    acts for one that has left."""
    if party_row.organisation_id not in by.organisation_ids or party_row.left_at is not None:
        return False
    if party_row.organisation_id in by.admin_of:
        return True
    mine = sa.select(casting.c.role_id).where(
        casting.c.party_id == party_row.id, casting.c.person_id == by.person_id
    )
    return session.first(mine) is not None


def cast(
    session: Session,
    party_row: sa.Row[Any],
    role_id: str,
    people: Iterable[int],
    by: Actor,
    deputies: Iterable[int] | None = None,
) -> Change:
    """Fill a role with exactly these people; ``deputies`` as in ``replace``. Raises Forbidden, NotFound (role),
    Invalid (not a member)."""
    if not may_cast(session, party_row, by):
        raise Forbidden("Only %(party)s can choose its own people", party=party_row.name)
    role = session.first(sa.select(role_definition).where(role_definition.c.role_id == role_id))
    if role is None or role.party_kind not in (party_row.kind, "any", "joint"):
        raise NotFound("There is no such role for this party")
    wanted = set(people)
    helping = None if deputies is None else set(deputies)
    belong = set(
        session.execute(
            sa.select(membership.c.person_id)
            .join(person, person.c.id == membership.c.person_id)
            .where(membership.c.organisation_id == party_row.organisation_id, person.c.is_active)
        ).scalars()
    )
    if (wanted | (helping or set())) - belong:
        raise Invalid("Choose people who belong to %(party)s", party=party_row.name)
    change = replace(session, party_row.id, role_id, wanted, helping)
    data: dict[str, Any] = {"role": role_id, "people": sorted(wanted)}
    if helping is not None:
        data["deputies"] = sorted(helping - wanted)
    history.note(
        session, party_row.process_instance_id, "cast", by=by.person_id, party_id=party_row.id, data=data
    )
    return change


def replace(
    session: Session,
    party_id: int,
    role_id: str,
    people: Iterable[int],
    deputies: Iterable[int] | None = None,
) -> Change:
    """Write a role's holders, nothing else. ``deputies`` do its tasks when the holders do not; None leaves those who
    are."""
    role = sa.and_(casting.c.party_id == party_id, casting.c.role_id == role_id)
    before = {
        row.person_id: row.is_deputy
        for row in session.all(sa.select(casting.c.person_id, casting.c.is_deputy).where(role))
    }
    kept = {key for key, is_deputy in before.items() if is_deputy} if deputies is None else deputies
    wanted = dict.fromkeys(kept, True) | dict.fromkeys(people, False)
    changed = [key for key, is_deputy in before.items() if wanted.get(key) is not is_deputy]
    session.execute(sa.delete(casting).where(role, casting.c.person_id.in_(changed)))
    session.insert_all(
        casting,
        [
            {
                "party_id": party_id,
                "role_id": role_id,
                "person_id": key,
                "cast_at": session.now,
                "is_deputy": is_deputy,
            }
            for key, is_deputy in wanted.items()
            if before.get(key) is not is_deputy
        ],
    )
    came = {key for key, is_deputy in wanted.items() if not is_deputy and key not in before}
    return Change(frozenset(before.keys() - wanted.keys()), frozenset(came))


def holders(session: Session, party_id: int, role_id: str) -> set[int]:
    """Ids of the people in a role, its deputies among them."""
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
    means that several hold it together. An unfilled role gives way to its stand-in (``resolves_to``). A party that
    has left is chosen by its key only."""
    rows = parties(session, instance_id)
    here = [row for row in rows if row.left_at is None]
    role = session.first(sa.select(role_definition).where(role_definition.c.role_id == role_id))
    if party_key:
        chosen = [row for row in rows if party_key == row.key] or [
            row for row in here if party_key == row.kind
        ]
        if not chosen:
            raise NotFound("There is no party %(party)s in this case", party=party_key)
    else:
        holding = set(
            session.execute(
                sa.select(casting.c.party_id).where(
                    casting.c.party_id.in_([row.id for row in here]), casting.c.role_id == role_id
                )
            ).scalars()
        )
        kind = role.party_kind if role else "any"
        chosen = [row for row in here if row.id in holding] or [
            row for row in here if kind in (row.kind, "any")
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


def joint_roles(session: Session) -> set[str]:
    """The roles in which every party has a seat, such as a steering group."""
    return set(
        session.execute(
            sa.select(role_definition.c.role_id).where(role_definition.c.party_kind == "joint")
        ).scalars()
    )


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
