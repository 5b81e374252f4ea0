"""What a document version is worth now, derived from what its gate decided and never stored.

Source: aftaletrin dossier 5 (Udkast / Til godkendelse / Gældende / Erstattet)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from engine.models import document, history, process_instance
from engine.store import Session

DRAFT, PENDING, CURRENT, REPLACED = "draft", "pending", "current", "replaced"
PASSED, WAITS = "godkendt", "vent"


def of_case(session: Session, instance_id: int, before: datetime | None = None) -> dict[int, str]:
    """Document id -> status, of every version in a case, or as it stood just before a moment in which it ran.

    ``current``: the newest that its gate approved; ``replaced``: a newer version has come in its place; ``pending``:
    the newest, with its gate open or waiting; ``draft``: the newest, sent back, stopped, or its case ended."""
    decided = {
        row.data["document"]: row.data["result"]
        for row in session.all(
            sa.select(history.c.data)
            .where(
                history.c.process_instance_id == instance_id,
                history.c.kind == "decided",
                *([history.c.at < before] if before is not None else []),
            )
            .order_by(history.c.id)
        )
    }
    is_active = before is not None or (
        session.scalar(sa.select(process_instance.c.status).where(process_instance.c.id == instance_id))
        in ("active", "suspended")
    )
    undecided = PENDING if is_active else DRAFT
    found: dict[int, str] = {}
    newest: set[str] = set()
    held: set[str] = set()
    for row in session.all(
        sa.select(document.c.id, document.c.key)
        .where(
            document.c.process_instance_id == instance_id,
            *([document.c.frozen_at < before] if before is not None else []),
        )
        .order_by(document.c.key, document.c.version.desc())
    ):
        result = decided.get(row.id)
        if result == PASSED and row.key not in held:
            found[row.id] = CURRENT
            held.add(row.key)
        elif row.key in newest:
            found[row.id] = REPLACED
        else:
            found[row.id] = undecided if result in (None, WAITS) else DRAFT
        newest.add(row.key)
    return found
