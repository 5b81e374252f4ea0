"""The lists of people, organisations and parties that forms choose from: [{label, value: id as text}]."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from engine.models import organisation
from engine.parties import casting, people
from engine.store import Session

Options = list[dict[str, str]]


def of_people(session: Session, organisation_ids: Iterable[int]) -> Options:
    """The active people of some organisations, each once."""
    found = {row.id: row.name for key in organisation_ids for row in people.members(session, key)}
    return [{"label": name, "value": str(key)} for key, name in found.items()]


def of_other_organisations(session: Session, inside: Iterable[int]) -> Options:
    """The organisations of the installation that have people and are not among ``inside``."""
    rows = session.all(
        sa.select(organisation.c.id, organisation.c.name)
        .where(organisation.c.id.not_in(list(inside)), people.is_peopled)
        .order_by(organisation.c.name)
    )
    return [{"label": row.name, "value": str(row.id)} for row in rows]


def of_parties(session: Session, instance_id: int) -> Options:
    """The parties of a case; the value is the party's key."""
    return [{"label": row.name, "value": row.key} for row in casting.parties(session, instance_id)]


def of_case(session: Session, instance_id: int) -> dict[str, Options]:
    """All names that may stand in a case's documents."""
    inside = [row.organisation_id for row in casting.parties(session, instance_id)]
    return {
        "personer": of_people(session, inside),
        "organisationer": of_other_organisations(session, inside),
        "parter_valg": of_parties(session, instance_id),
    }
