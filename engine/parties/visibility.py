"""What a person may know of: the cases that an organisation of theirs is a party to, and what lies in them.

Each condition stands here once, for one table; whoever reads that table for somebody adds it to the query."""

from __future__ import annotations

import sqlalchemy as sa

from engine.models import party, user_task

from .people import Actor


def visible_instances(by: Actor) -> sa.Select[tuple[int]]:
    """Select of the ids of the cases that the person may know of."""
    return sa.select(party.c.process_instance_id).where(party.c.organisation_id.in_(by.organisation_ids))


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on user_task rows that this person may know of. Who joined later knows nothing of what was over
    before; who has left, nothing of what came after."""
    own = party.alias("own_party")
    return (
        sa.exists()
        .where(
            own.c.process_instance_id == user_task.c.process_instance_id,
            own.c.organisation_id.in_(by.organisation_ids),
            sa.or_(user_task.c.is_private.is_(False), user_task.c.party_id == own.c.id),
            sa.or_(
                own.c.sees_from.is_(None),
                user_task.c.completed_at.is_(None),
                user_task.c.completed_at >= own.c.sees_from,
            ),
            sa.or_(own.c.left_at.is_(None), user_task.c.created_at < own.c.left_at),
        )
        .correlate(user_task)
    )
