"""The processes of the installation as people look at them: list, versions, and which of them one may start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import sqlalchemy as sa

from engine import bpmn, forms
from engine.errors import NotFound
from engine.models import (
    membership,
    organisation,
    person,
    process_definition,
    process_instance,
    role_definition,
    standing_role,
)
from engine.parties import people, visibility
from engine.parties.people import Actor, is_peopled
from engine.store import Session

from .library import definition, family, form_version, none_start, pinned_forms

# A quoted text of a diagram; not one that an expression compares with, which may read like a role and is none.
QUOTED = re.compile(r'(?<!= )"([^"<>]*)(?=")')


@dataclass(frozen=True, slots=True)
class ProcessRow:
    process_id: str
    name: str
    version: int
    deployed_at: Any
    deployed_by: str | None
    is_startable: bool
    active_cases: int


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A party of a case to be: its kind, and who can be it: [(organisation id, name)]."""

    key: str
    kind: str
    organisations: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class RoleChoice:
    role_id: str
    name: str
    usual: list[int]


@dataclass(frozen=True, slots=True)
class Startable:
    """``own``: the person's organisations that may start it. Only their people can be cast by the person."""

    definition_id: int
    process_id: str
    name: str
    documentation: str | None
    form: forms.Form | None
    form_definition_id: int | None
    own: list[tuple[int, str]]
    parties: list[PartyChoice]


def _newest() -> Any:
    return sa.select(sa.func.max(process_definition.c.id)).group_by(process_definition.c.process_id)


def listing(session: Session, by: Actor) -> list[ProcessRow]:
    """The newest version of every process, those that one can start first. Cases are counted where ``by`` is in."""
    active = (
        sa.select(process_definition.c.process_id, sa.func.count().label("active"))
        .join(process_instance, process_instance.c.process_definition_id == process_definition.c.id)
        .where(
            process_instance.c.status.in_(("active", "suspended")),
            process_instance.c.id.in_(visibility.visible_instances(by)),
            visibility.left_at(by).is_(None),
        )
        .group_by(process_definition.c.process_id)
        .subquery()
    )
    rows = session.all(
        sa.select(process_definition, person.c.name.label("author"), active.c.active)
        .select_from(process_definition)
        .outerjoin(person, _known_author(by))
        .outerjoin(active, active.c.process_id == process_definition.c.process_id)
        .where(process_definition.c.id.in_(_newest()))
        .order_by(process_definition.c.is_startable.desc(), process_definition.c.name)
    )
    return [
        ProcessRow(
            row.process_id,
            row.name,
            row.version,
            row.deployed_at,
            row.author,
            row.is_startable,
            row.active or 0,
        )
        for row in rows
    ]


def _known_author(by: Actor) -> sa.ColumnElement[bool]:
    """Joins who published a version, where it is somebody of one's own organisations."""
    colleagues = sa.select(membership.c.person_id).where(
        membership.c.organisation_id.in_(by.organisation_ids)
    )
    return sa.and_(person.c.id == process_definition.c.deployed_by, person.c.id.in_(colleagues))


def versions(session: Session, process_id: str, by: Actor) -> list[Any]:
    """All versions of a process, newest first. Raises NotFound."""
    rows = session.all(
        sa.select(process_definition, person.c.name.label("author"))
        .select_from(process_definition)
        .outerjoin(person, _known_author(by))
        .where(process_definition.c.process_id == process_id)
        .order_by(process_definition.c.version.desc())
    )
    if not rows:
        raise NotFound("There is no such process")
    return rows


def startable(session: Session, by: Actor) -> list[Startable]:
    """The processes that the person may start for one of their organisations."""
    rows = session.all(
        sa.select(process_definition)
        .where(process_definition.c.id.in_(_newest()), process_definition.c.is_startable)
        .order_by(process_definition.c.name)
    )
    found = [_startable(session, row, by) for row in rows]
    return [choice for choice in found if choice.own]


def startable_process(session: Session, process_id: str, by: Actor) -> Startable:
    """One of ``startable``. Raises NotFound."""
    for choice in startable(session, by):
        if choice.process_id == process_id:
            return choice
    raise NotFound("There is no such process, or you cannot start it")


def party_kinds(process: bpmn.Process) -> list[str]:
    """The kinds of party that a process names, the starter's first."""
    text = process.properties.get("samtrin:parties", "")
    return [kind.strip() for kind in text.split(",") if kind.strip()]


def _startable(session: Session, row: Any, by: Actor) -> Startable:
    compiled = definition(session, row.id)
    kinds = party_kinds(compiled.process)
    everybody = session.all(sa.select(organisation).where(is_peopled).order_by(organisation.c.name))
    own = [(o.id, o.name) for o in everybody if o.kind == kinds[0] and o.id in by.organisation_ids]
    start = none_start(compiled.process)
    pin = pinned_forms(session, compiled.key).get(start.form_id) if start and start.form_id else None
    return Startable(
        row.id,
        row.process_id,
        row.name,
        compiled.process.documentation or None,
        form_version(session, pin) if pin else None,
        pin,
        own,
        [
            PartyChoice(
                f"P{index}",
                kind,
                own if index == 1 else [(o.id, o.name) for o in everybody if o.kind == kind],
            )
            for index, kind in enumerate(kinds, start=1)
        ],
    )


def castable(
    session: Session, process_id: str, kind: str, organisation_id: int, by: Actor
) -> list[RoleChoice]:
    """The roles that a party of this kind fills in a process, with who usually does. Raises NotFound for an
    organisation that is not one's own."""
    if organisation_id not in by.organisation_ids:
        raise NotFound("There is no such organisation")
    newest = session.scalar(
        sa.select(sa.func.max(process_definition.c.id)).where(process_definition.c.process_id == process_id)
    )
    used = roles_used(session, definition(session, newest)) if newest else set()
    usual = session.all(
        sa.select(standing_role.c.role_id, standing_role.c.person_id).where(
            standing_role.c.organisation_id == organisation_id
        )
    )
    members = {row.id for row in people.members(session, organisation_id)}
    rows = session.all(sa.select(role_definition).order_by(role_definition.c.position))
    return [
        RoleChoice(
            row.role_id,
            row.name.get(by.locale) or row.name.get("da") or row.role_id,
            [u.person_id for u in usual if u.role_id == row.role_id and u.person_id in members],
        )
        for row in rows
        if row.party_kind in (kind, "any", "joint") and row.role_id in used
    ]


def roles_used(session: Session, root: bpmn.Definition) -> set[str]:
    """The role ids that a process and those it calls speak of, also within expressions, with their stand-ins."""
    cache = session.store.caches.setdefault("roles", {})
    if root.key not in cache:
        keys = [int(member.key) for member in family(session, root)]
        files = session.execute(
            sa.select(process_definition.c.xml).where(process_definition.c.id.in_(keys))
        ).scalars()
        texts = (text for xml in files for text in QUOTED.findall(unescape(xml.decode("utf-8", "replace"))))
        words = {word.strip() for text in texts for word in text.split(",")}
        roles = {row.role_id: row.resolves_to for row in session.all(sa.select(role_definition))}
        named = words & set(roles)
        cache[root.key] = named | {other for role in named for other in roles[role].values()}
    return set(cache[root.key])
