"""Whether a case's trail in the database is whole."""

from __future__ import annotations

import sqlalchemy as sa

from engine import chain
from engine.errors import NotFound
from engine.models import history, process_instance
from engine.store import Session

from .checking import Entry, Verdict, check

MOVES = ("entered", "completed", "terminated")  # the runtime's own, which are not chained


def numbered(session: Session, number: str) -> int:
    """The id of the case with this number, for those who run the installation. Raises NotFound."""
    found = session.scalar(sa.select(process_instance.c.id).where(process_instance.c.number == number))
    if found is None:
        raise NotFound("There is no such case")
    return int(found)


def verify(session: Session, instance_id: int, known_head: str = "") -> Verdict:
    """Check the rows against one another and against the end that the case's own row knows. Raises NotFound.

    ``known_head``: the head of an export, against somebody who has rewritten the whole chain."""
    case = session.first(sa.select(process_instance).where(process_instance.c.id == instance_id))
    if case is None:
        raise NotFound("There is no such case")
    acts = history.c.process_instance_id == instance_id
    rows = session.all(sa.select(history).where(acts, history.c.seq.is_not(None)).order_by(history.c.seq))
    entries = (Entry(row.seq, row.digest, row.hash, row.salt, chain.act(row._mapping)) for row in rows)
    verdict = check(
        case.number, entries, count=case.audit_seq, head=case.audit_hash or "", known_head=known_head
    )
    if not verdict.intact or not rows:
        return verdict
    stray = session.scalar(
        sa.select(history.c.id).where(
            acts, history.c.seq.is_(None), history.c.id > rows[0].id, history.c.kind.not_in(MOVES)
        )
    )
    if stray is not None:
        return Verdict(verdict.entries, verdict.head, verdict.entries, f"history row {stray} is not chained")
    return verdict
