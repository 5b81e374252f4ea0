"""What begins a process from outside. A message or a signal carries variables of the case that sends it, and whatever
begins with it gets them: so nobody begins a process with what belongs to processes that they do not own."""

from __future__ import annotations

import sqlalchemy as sa

from engine import deployments
from engine.editing import owners
from engine.errors import Forbidden
from engine.models import process_definition, subscription
from engine.parties.people import Actor
from engine.store import Session

Calls = set[tuple[str, str]]


def begins_with(session: Session, process_id: str) -> Calls:
    """(``message`` or ``signal``, name) of everything that begins the published process."""
    rows = session.all(
        sa.select(subscription.c.kind, subscription.c.name)
        .join(process_definition, process_definition.c.id == subscription.c.process_definition_id)
        .where(process_definition.c.process_id == process_id)
    )
    return {(row.kind, row.name) for row in rows}


def require_own(session: Session, process_id: str, new: Calls, by: Actor) -> None:
    """Raise Forbidden where other processes, not one's own, send or wait for one of these."""
    if not new:
        return
    newest = sa.select(sa.func.max(process_definition.c.id)).group_by(process_definition.c.process_id)
    for definition_id in session.execute(newest).scalars():
        process = deployments.definition(session, definition_id).process
        if process.id == process_id or owners.may_edit(session, process.id, by):
            continue
        known = {
            (trigger.kind, trigger.name)
            for element in process.elements.values()
            for trigger in element.triggers
        }
        for _kind, name in sorted(new & known):
            raise Forbidden(
                "The process would begin with “%(message)s”, which belongs to %(process)s, which you do not own. "
                "Choose another name, or ask its owners",
                message=name,
                process=process.name or process.id,
            )
