"""Where they are asked (see ``approvals``), every party says yes before its case is moved.

For a party answer those who speak for it in the case: the administrators of its organisation, and whoever is cast in
it. The first answer of a party counts, and one no ends it for the case, which stays on its version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine import history, instances
from engine.errors import Conflict, Forbidden, Invalid, Message, NotFound
from engine.models import (
    casting as casting_table,
)
from engine.models import (
    membership,
    migration,
    migration_case,
    migration_consent,
    organisation,
    party,
    person,
    process_definition,
    process_instance,
)
from engine.parties import casting, visibility
from engine.parties.people import Actor
from engine.store import Session

from .moves import CONSENT, STAYED, WAITING, give_jobs, settle

REMARK_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """A party and its answer, if it has given one. ``is_yes`` None: not yet."""

    party_name: str
    is_yes: bool | None
    person_name: str | None
    at: datetime | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A move that a case's parties are asked about. ``before`` and ``after``: version numbers; ``mine``: keys of the
    parties that the person may answer for now."""

    migration_id: int
    process_id: str
    process_name: str
    before: int
    after: int
    reason: str
    requested_by: str
    requested_at: datetime
    answers: tuple[Said, ...]
    mine: tuple[str, ...]


def asked(session: Session, number: str, by: Actor) -> Asked | None:
    """What the parties of a case are asked now; None: nothing. Raises NotFound."""
    return of_case(session, _find(session, number, by), by)


def of_case(session: Session, instance_id: int, by: Actor) -> Asked | None:
    """``asked``, of a case that the person may know of."""
    own = process_definition.alias("own")
    row = session.first(
        sa.select(
            migration,
            process_definition.c.name.label("process_name"),
            process_definition.c.version.label("after"),
            own.c.version.label("before"),
            own.c.process_id.label("own_process"),
            person.c.name.label("asker"),
        )
        .join(migration_case, migration_case.c.migration_id == migration.c.id)
        .join(process_definition, process_definition.c.id == migration.c.target_id)
        .join(process_instance, process_instance.c.id == migration_case.c.process_instance_id)
        .join(own, own.c.id == process_instance.c.process_definition_id)
        .join(person, person.c.id == migration.c.requested_by)
        .where(
            migration_case.c.process_instance_id == instance_id,
            migration_case.c.state == CONSENT,
            process_instance.c.status.in_(("active", "suspended")),
        )
        .order_by(migration.c.id.desc())
    )
    parties = [one for one in casting.parties(session, instance_id) if one.left_at is None]
    if row is None or not any(one.organisation_id in by.organisation_ids for one in parties):
        return None
    answers = _answers(session, row.id, instance_id)
    open_parties = [one for one in parties if answers[one.id].is_yes is None]
    return Asked(
        row.id,
        row.process_id,
        row.process_name,
        row.before if row.own_process == row.process_id else row.after - 1,
        row.after,
        row.reason or "",
        row.asker,
        row.requested_at,
        tuple(answers[one.id] for one in parties),
        tuple(one.key for one in open_parties if casting.may_cast(session, one, by)),
    )


def answer(
    session: Session, number: str, migration_id: int, party_key: str, is_yes: bool, remark: str, by: Actor
) -> bool:
    """Answer for a party. Returns whether the case will now be moved: all have said yes. Raises NotFound, Forbidden,
    Conflict (too late, or somebody has answered), Invalid (the remark is too long)."""
    instance_id = _find(session, number, by)
    instances.lock(session, instance_id, even_suspended=True)
    found = of_case(session, instance_id, by)
    if found is None or found.migration_id != migration_id:
        raise Conflict("The parties are not asked about this any more")
    place = casting.party_of(session, instance_id, party_key)
    if place.organisation_id not in by.organisation_ids:
        raise NotFound("There is no such party")
    if not casting.may_cast(session, place, by):
        raise Forbidden("Only those who speak for %(party)s in the case can answer", party=place.name)
    if party_key not in found.mine:
        raise Conflict("%(party)s has answered already", party=place.name)
    remark = remark.strip()
    if len(remark) > REMARK_LIMIT:
        text = Message("The remark can be at most %(limit)s characters", {"limit": REMARK_LIMIT})
        raise Invalid(text.template, {"remark": text}, **text.params)
    session.insert_all(
        migration_consent,
        [
            {
                "migration_id": migration_id,
                "party_id": place.id,
                "is_yes": is_yes,
                "remark": remark or None,
                "person_id": by.person_id,
                "answered_at": session.now,
            }
        ],
    )
    data = {"is_yes": is_yes, "remark": remark or None, "after": found.after}
    history.note(
        session,
        instance_id,
        "move_answered",
        by=by.person_id,
        party_id=place.id,
        name=found.process_name,
        data=data,
    )
    if not is_yes:
        settle(session, migration_id, instance_id, STAYED, Message("A party of the case has said no"))
        return False
    return _go_on(session, migration_id, instance_id)


def party_left(session: Session, instance_id: int) -> None:
    """A party takes no part any more: those that do may all have said yes already. The caller holds the case's lock."""
    asked_for = sa.select(migration_case.c.migration_id).where(
        migration_case.c.process_instance_id == instance_id, migration_case.c.state == CONSENT
    )
    for migration_id in list(session.execute(asked_for).scalars()):
        _go_on(session, migration_id, instance_id)


def _go_on(session: Session, migration_id: int, instance_id: int) -> bool:
    """Let the case be moved when all parties have said yes. Returns whether they have."""
    answers = _answers(session, migration_id, instance_id).values()
    if not answers or any(said.is_yes is None for said in answers):
        return False
    session.execute(
        sa.update(migration_case)
        .where(
            migration_case.c.migration_id == migration_id, migration_case.c.process_instance_id == instance_id
        )
        .values(state=WAITING)
    )
    give_jobs(session, migration_id, [instance_id])
    return True


def _find(session: Session, number: str, by: Actor) -> int:
    """The id of a case that the person may know of. Raises NotFound."""
    known = sa.select(process_instance.c.id).where(
        process_instance.c.number == number, process_instance.c.id.in_(visibility.visible_instances(by))
    )
    found: int | None = session.scalar(known)
    if found is None:
        raise NotFound("There is no such case, or it is not yours to see")
    return found


def answerers(session: Session, instance_id: int) -> set[int]:
    """Ids of those who may answer for the parties of a case."""
    here = sa.and_(party.c.process_instance_id == instance_id, party.c.left_at.is_(None))
    leading = (
        sa.select(membership.c.person_id)
        .join(party, party.c.organisation_id == membership.c.organisation_id)
        .where(here, membership.c.is_admin)
    )
    cast = (
        sa.select(casting_table.c.person_id)
        .join(party, party.c.id == casting_table.c.party_id)
        .join(
            membership,
            sa.and_(
                membership.c.person_id == casting_table.c.person_id,
                membership.c.organisation_id == party.c.organisation_id,
            ),
        )
        .where(here)
    )
    return set(session.execute(sa.union(leading, cast)).scalars())


def _answers(session: Session, migration_id: int, instance_id: int) -> dict[int, Said]:
    """Party id -> what it has said, of the parties that take part."""
    said = sa.and_(
        migration_consent.c.party_id == party.c.id, migration_consent.c.migration_id == migration_id
    )
    rows = session.all(
        sa.select(party.c.id, organisation.c.name, migration_consent, person.c.name.label("person_name"))
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .outerjoin(migration_consent, said)
        .outerjoin(person, person.c.id == migration_consent.c.person_id)
        .where(party.c.process_instance_id == instance_id, party.c.left_at.is_(None))
        .order_by(party.c.id)
    )
    return {row.id: Said(row.name, row.is_yes, row.person_name, row.answered_at, row.remark) for row in rows}
