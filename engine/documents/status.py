"""What a document version is worth now, derived from the answers at its gate and never stored.

Source: aftaletrin dossier 5 (Udkast / Til godkendelse / Gældende / Erstattet)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import sqlalchemy as sa

from engine.models import approval, document, user_task
from engine.store import Session

DRAFT, PENDING, CURRENT, REPLACED = "draft", "pending", "current", "replaced"
YES = ("godkend", "betinget")


def of_case(session: Session, instance_id: int) -> dict[int, str]:
    """Document id -> status, of every version in a case.

    ``draft``: sent back, stopped, or its gate fell away; ``pending``: not all have answered; ``current``: approved by
    all; ``replaced``: a later version has been approved, or is being asked about in its place."""
    versions = session.all(
        sa.select(document.c.id, document.c.key, document.c.frozen_at)
        .where(document.c.process_instance_id == instance_id)
        .order_by(document.c.key, document.c.version.desc())
    )
    answers: dict[int, list[Any]] = {row.id: [] for row in versions}
    for row in session.all(
        sa.select(approval.c.document_id, approval.c.decision, approval.c.voided_at, user_task.c.call_path)
        .join(user_task, user_task.c.id == approval.c.user_task_id)
        .where(approval.c.process_instance_id == instance_id)
    ):
        answers[row.document_id].append(row)
    unanswered = [
        task
        for task in session.all(
            sa.select(
                user_task.c.call_path, user_task.c.created_at, user_task.c.state, user_task.c.properties
            ).where(user_task.c.process_instance_id == instance_id, user_task.c.state != "completed")
        )
        if task.properties.get("samtrin:gate")
    ]
    found: dict[int, str] = {}
    for _key, newest_first in groupby(versions, key=lambda row: row.key):
        found |= _of_key(list(newest_first), answers, unanswered)
    return found


def _of_key(newest_first: list[Any], answers: dict[int, list[Any]], unanswered: list[Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    later = None
    for row in newest_first:
        own = [
            task
            for task in unanswered
            if task.created_at >= row.frozen_at and (later is None or task.created_at < later.frozen_at)
        ]
        is_approved = _approved(answers[row.id], own)
        if later is None:
            found[row.id] = CURRENT if is_approved else _unapproved(answers[row.id], own)
        else:
            is_held = is_approved and CURRENT not in found.values()
            found[row.id] = CURRENT if is_held else REPLACED
        later = row
    return found


def _approved(given: list[Any], unanswered: list[Any]) -> bool:
    """Everybody who was asked said yes. Where the gate's rule lets a part of them decide, the rest fall away."""
    if not given or any(answer.decision not in YES or answer.voided_at for answer in given):
        return False
    paths = {answer.call_path for answer in given}
    left = [task for task in unanswered if task.call_path in paths]
    return not any(task.state == "open" or task.properties["samtrin:gate"] == "alle" for task in left)


def _unapproved(given: list[Any], unanswered: list[Any]) -> str:
    if any(answer.decision not in YES for answer in given):
        return DRAFT
    paths = {answer.call_path for answer in given}
    asked = [task for task in unanswered if not paths or task.call_path in paths]
    return DRAFT if asked and all(task.state == "terminated" for task in asked) else PENDING
