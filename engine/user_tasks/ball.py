"""Who has the ball: the open tasks of a case that somebody may know of, with who can do them and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.models import organisation, party, user_task
from engine.parties import visibility
from engine.parties.casting import role_names
from engine.parties.people import Actor
from engine.store import Session

from . import rights


@dataclass(frozen=True, slots=True)
class Ball:
    """``names``: the person who has taken it, else everybody in the role; empty where nobody is cast."""

    task_id: int
    task_name: str
    element_id: str
    role_id: str
    role_name: str
    party_name: str | None
    names: list[str]
    due_at: datetime | None
    mine: bool
    is_private: bool
    is_gate: bool
    assignee_name: str | None


def of_case(session: Session, instance_id: int, by: Actor) -> list[Ball]:
    """The case's open tasks that ``by`` may see, the person's own first, then by deadline."""
    rows = session.all(
        sa.select(
            user_task,
            organisation.c.name.label("party_name"),
            rights.assignee.c.name.label("assignee_name"),
        )
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .outerjoin(rights.assignee, rights.assignee.c.id == user_task.c.assignee_id)
        .where(
            user_task.c.process_instance_id == instance_id,
            user_task.c.state == "open",
            visibility.visible_to(by),
        )
        .order_by(user_task.c.due_at, user_task.c.id)
    )
    names = role_names(session, by.locale)
    balls = []
    for row in rows:
        holders = rights.candidates(session, row)
        may = rights.refusal(session, row, by) is None
        balls.append(
            Ball(
                task_id=row.id,
                task_name=row.name,
                element_id=row.element_id,
                role_id=row.role_id,
                role_name=names.get(row.role_id, row.role_id),
                party_name=row.party_name,
                names=[row.assignee_name] if row.assignee_name else list(holders.values()),
                due_at=row.due_at,
                mine=may,
                is_private=row.is_private,
                is_gate=bool(row.properties.get("samtrin:gate")),
                assignee_name=row.assignee_name,
            )
        )
    return sorted(balls, key=lambda b: not b.mine)
