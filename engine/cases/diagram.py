"""The live diagram: the process as drawn, and where the case stands on it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import deployments
from engine.models import process_definition
from engine.parties.people import Actor
from engine.parties.visibility import LEFT
from engine.store import Session

from .course import hidden_elements, progress
from .listing import find


def diagram(session: Session, number: str, by: Actor) -> tuple[bytes, dict[str, Any]]:
    """(BPMN XML, {done: [ids], active: {id: how many}, incidents: [ids]}). Raises NotFound."""
    row = find(session, number, by)
    xml = session.scalar(
        sa.select(process_definition.c.xml).where(process_definition.c.id == row.process_definition_id)
    )
    process = deployments.definition(session, row.process_definition_id).process
    hidden = hidden_elements(session, row.id, process, by)
    made = progress(session, row.id, process, by)
    active = made.active if row.status in ("active", "suspended", LEFT) else {}
    return xml, {
        "done": sorted(key for key in made.done if key not in hidden and key not in active),
        "active": {key: count for key, count in active.items() if key not in hidden},
        "incidents": sorted(key for key in made.incidents if key and key not in hidden),
    }
