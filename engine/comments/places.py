"""Where a comment belongs, for whom it can be, and who of the case can be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.cases.listing import find
from engine.errors import NotFound
from engine.models import casting, document, membership, organisation, party, person, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks.rights import still_member


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment belongs, as one person sees it. ``own``: the party that they speak for, unless it has left."""

    case: Any
    task: Any
    document: Any
    own: Any

    @property
    def only_own(self) -> bool:
        return bool((self.task or self.document) and (self.task or self.document).is_private)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of the case who can be told of a comment."""

    person_id: int
    name: str
    party_name: str
    is_own: bool


def place_of(session: Session, number: str, by: Actor, task_id: int | None, document_id: int | None) -> Place:
    case = find(session, number, by)
    task = frozen = None
    if task_id is not None:
        task = session.first(
            sa.select(user_task).where(
                user_task.c.id == task_id,
                user_task.c.process_instance_id == case.id,
                visibility.visible_to(by),
            )
        )
        if task is None:
            raise NotFound("There is no such task, or it is not yours to see")
    if document_id is not None:
        frozen = session.first(
            sa.select(document).where(
                document.c.id == document_id,
                document.c.process_instance_id == case.id,
                visibility.documents_visible_to(by),
            )
        )
        if frozen is None:
            raise NotFound("There is no such document, or it is not yours to see")
    own = session.all(
        sa.select(party.c.id, organisation.c.name)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            party.c.process_instance_id == case.id,
            party.c.organisation_id.in_(by.organisation_ids),
            party.c.left_at.is_(None),
        )
        .order_by(party.c.id)
    )
    # who belongs to several of the parties speaks for the one whose task it is
    about = {part.party_id for part in (task, frozen) if part is not None}
    mine = next((row for row in own if row.id in about), None)
    private = any(part is not None and part.is_private for part in (task, frozen))
    if mine is None and not private:
        mine = own[0] if own else None
    return Place(case, task, frozen, mine)


def readers_of(session: Session, place: Place, by: Actor) -> list[Reader]:
    """The people who are cast in the case, those of the own party first; the own party's alone at a private place."""
    rows = session.all(
        sa.select(person.c.id, person.c.name, party.c.id.label("party_id"), organisation.c.name.label("of"))
        .distinct()
        .select_from(casting)
        .join(party, party.c.id == casting.c.party_id)
        .join(membership, still_member)
        .join(person, person.c.id == casting.c.person_id)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            party.c.process_instance_id == place.case.id,
            party.c.left_at.is_(None),
            person.c.is_active,
            person.c.id != by.person_id,
            *([party.c.id == place.own.id] if place.only_own else []),
        )
        .order_by(person.c.name, person.c.id)
    )
    found: dict[int, Reader] = {}
    for row in sorted(rows, key=lambda row: row.party_id != place.own.id):
        found.setdefault(row.id, Reader(row.id, row.name, row.of, row.party_id == place.own.id))
    return list(found.values())
