"""One case with everything that its page shows to one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import approvals, deployments
from engine.models import history, organisation, party, person
from engine.parties import casting, visibility
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks import ball

from . import roles
from .course import Step, course
from .incidents import Incident, incidents
from .listing import end_name, find
from .offers import Offer, offers

HISTORY_LENGTH = 200
TOLD = (
    "started",
    "completed_task",
    "assigned",
    "answered",
    "decided",
    "voided",
    "condition_met",
    "condition_waived",
    "cast",
    "recast",
    "invited",
    "joined",
    "declined",
    "invitation_withdrawn",
    "left",
    "alone",
    "cancelled",
    "retried",
    "set_off",
    "signed",
    "commented",
    "comment_deleted",
    "attached",
    "detached",
    "due_changed",
    "days_closed",
    "days_opened",
    "escalated",
    "released",
    "mailed",
    "migrated",
    "move_asked",
    "move_answered",
    "repair_moved",
    "repair_back",
    "repair_added",
    "repair_removed",
    "repair_skipped",
    "repair_variable",
    "suspended",
    "resumed",
)


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    kind: str
    name: str | None
    person_name: str | None
    party_name: str | None
    is_private: bool
    data: Any
    for_name: str | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    id: int
    number: str
    title: str
    process_id: str
    process_name: str
    process_version: int
    status: str
    ended_at_name: str | None
    cancel_reason: str | None
    started_at: datetime
    ended_at: datetime | None
    parties: list[roles.Party]
    course: list[Step]
    ball: list[ball.Ball]
    history: list[Happening]
    documents: list[tuple[Any, list[approvals.Answer]]]
    evaluations: list[Any]
    incidents: list[Incident]
    offers: list[Offer]
    may_cancel: bool
    may_retry: bool


def get(session: Session, number: str, by: Actor) -> CaseView:
    """A case's page. Raises NotFound."""
    row = find(session, number, by)
    definition = deployments.definition(session, row.process_definition_id)
    active = row.status == "active"
    alive = active or row.status == "suspended"
    balls = ball.of_case(session, row.id, by) if alive else []
    parties = roles.parties(session, row, definition, by)
    takes_part = any(p.may_cast for p in parties)
    return CaseView(
        id=row.id,
        number=row.number,
        title=row.title,
        process_id=row.process_id,
        process_name=row.process_name,
        process_version=row.process_version,
        status=row.status,
        ended_at_name=end_name(session, row),
        cancel_reason=row.cancel_reason,
        started_at=row.started_at,
        ended_at=row.ended_at,
        parties=parties,
        course=course(session, row.id, definition.process, by),
        ball=balls,
        history=_history(session, row.id, by),
        documents=approvals.of_case(session, row.id, by),
        evaluations=deployments.evaluations(session, row.id, by),
        incidents=incidents(session, row.id, definition, by) if alive else [],
        offers=offers(session, row.id, definition, by) if active else [],
        may_cancel=alive and may_cancel(session, row, by),
        may_retry=active and takes_part,
    )


def may_cancel(session: Session, row: Any, by: Actor) -> bool:
    """A case is stopped by the first party: by whoever started it there, or an administrator."""
    first = casting.parties(session, row.id)[0]
    if first.organisation_id not in by.organisation_ids:
        return False
    return row.started_by == by.person_id or first.organisation_id in by.admin_of


def _history(session: Session, instance_id: int, by: Actor) -> list[Happening]:
    away = person.alias("away")
    rows = session.all(
        sa.select(
            history,
            person.c.name.label("person_name"),
            away.c.name.label("for_name"),
            organisation.c.name.label("party_name"),
        )
        .outerjoin(person, person.c.id == history.c.person_id)
        .outerjoin(away, away.c.id == history.c.on_behalf_of)
        .outerjoin(party, party.c.id == history.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            history.c.process_instance_id == instance_id,
            history.c.kind.in_(TOLD),
            visibility.history_visible_to(by),
        )
        .order_by(history.c.id.desc())
        .limit(HISTORY_LENGTH)
    )
    hidden = approvals.sealed_acts(session, instance_id, by)
    return [
        Happening(
            row.at,
            row.kind,
            row.name,
            row.person_name,
            row.party_name,
            row.is_private,
            _unsealed(row, hidden),
            row.for_name,
        )
        for row in rows
    ]


def _unsealed(row: Any, hidden: list[int]) -> Any:
    """The facts of an act, without another party's answer at a gate that is still sealed."""
    if row.id not in hidden:
        return row.data
    return {key: value for key, value in row.data.items() if key != "decision"}
