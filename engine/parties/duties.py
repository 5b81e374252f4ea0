"""Duties kept apart: who has done what somebody else is to answer for.

Source: partnerskabsruten dossier 2.3 rule 4."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.models import user_task
from engine.store import Session


def did_excluded(session: Session, task: Any) -> set[int]:
    """The people by whom, and in whose place, an excluded element was completed in this case for the task's party."""
    named = task.properties.get("samtrin:excludes")
    elements = named if isinstance(named, list) else str(named or "").split(",")
    wanted = [str(element).strip() for element in elements if str(element).strip()]
    if not wanted:
        return set()
    rows = session.all(
        sa.select(user_task.c.completed_by, user_task.c.completed_for).where(
            user_task.c.process_instance_id == task.process_instance_id,
            user_task.c.element_id.in_(wanted),
            user_task.c.state == "completed",
            sa.or_(user_task.c.party_id == task.party_id, user_task.c.party_id.is_(None)),
        )
    )
    return {person_id for row in rows for person_id in row if person_id is not None}
