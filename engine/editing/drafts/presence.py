"""Who has a file of a draft open right now."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from engine.errors import NotFound
from engine.models import draft_presence, person
from engine.parties.people import Actor
from engine.store import Session

from .reading import get

PRESENT = timedelta(seconds=60)


def seen(session: Session, process_id: str, name: str, by: Actor) -> list[str]:
    """Say that ``by`` has a file open. Returns the names of others who have it open now."""
    draft = get(session, process_id, by)
    if name not in {file.name for file in draft.files}:
        raise NotFound("There is no such file in the draft")
    mark = {"process_draft_id": draft.id, "person_id": by.person_id, "name": name}
    session.put(draft_presence, **mark, seen_at=session.now)
    rows = session.execute(
        sa.select(person.c.name)
        .join(draft_presence, draft_presence.c.person_id == person.c.id)
        .where(
            draft_presence.c.process_draft_id == draft.id,
            draft_presence.c.name == name,
            draft_presence.c.person_id != by.person_id,
            draft_presence.c.seen_at > session.now - PRESENT,
        )
        .order_by(person.c.name)
    )
    return list(rows.scalars())
