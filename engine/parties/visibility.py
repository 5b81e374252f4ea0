"""What a person may know of: the cases that an organisation of theirs is a party to."""

from __future__ import annotations

import sqlalchemy as sa

from engine.models import party

from .people import Actor


def visible_instances(by: Actor) -> sa.Select[tuple[int]]:
    """Select of the ids of the cases that the person may know of."""
    return sa.select(party.c.process_instance_id).where(party.c.organisation_id.in_(by.organisation_ids))
