"""The data of a step as it was: what every command changed, taken back in the order it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.models import history, person, user_task, variable_change
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

# what says who is in the case and when nobody works is true now, whatever step it goes back to
KEPT = frozenset(("parter", "sag_id", "lukkede_dage"))


@dataclass(frozen=True, slots=True)
class Restored:
    """A variable that becomes what it was. ``by_name`` wrote it last, in ``task_name``, as far as somebody may know;
    ``label``: as a form asks for it, None where the process alone works with it."""

    name: str
    by_name: str | None
    task_name: str | None
    label: str | None = None


def entered(
    session: Session, instance_id: int, process_id: str, call_path: str, element_id: str
) -> int | None:
    """The version of the instance in which a step was begun last; None where it never was, or before versions were
    written down."""
    row: Any = session.first(
        sa.select(history.c.version)
        .where(
            history.c.process_instance_id == instance_id,
            history.c.kind == "entered",
            history.c.process_id == process_id,
            history.c.call_path == call_path,
            history.c.element_id == element_id,
        )
        .order_by(history.c.id.desc())
        .limit(1)
    )
    return row.version if row is not None else None


def before(session: Session, instance_id: int, version: int) -> dict[str, dict[str, list[Any]]]:
    """What the variables were that have changed since: {scope: {name: [value]}}, [] for what was not there."""
    found: dict[str, dict[str, list[Any]]] = {}
    for row in _since(session, instance_id, version):
        for scope, names in bpmn.load_values(row.before).items():
            kept = found.setdefault(scope, {})
            for name, value in names.items():
                if name not in KEPT:
                    kept.setdefault(name, value)
    return {scope: names for scope, names in found.items() if names}


def told(session: Session, instance_id: int, version: int, scopes: set[str], by: Actor) -> list[Restored]:
    """What goes back in the scopes that somebody may read, and who wrote it last."""
    last: dict[str, Any] = {}
    for row in _since(session, instance_id, version):
        for scope, names in bpmn.load_values(row.before).items():
            if scope in scopes:
                last |= dict.fromkeys((name for name in names if name not in KEPT), row.at)
    if not last:
        return []
    doers = {
        row.completed_at: row
        for row in session.all(
            sa.select(user_task.c.completed_at, user_task.c.name, person.c.name.label("person_name"))
            .join(person, person.c.id == user_task.c.completed_by)
            .where(
                user_task.c.process_instance_id == instance_id,
                user_task.c.completed_at.in_(set(last.values())),
                visibility.visible_to(by),
            )
        )
    }
    return [
        Restored(
            name, doers[at].person_name if at in doers else None, doers[at].name if at in doers else None
        )
        for name, at in sorted(last.items())
    ]


def _since(session: Session, instance_id: int, version: int) -> list[sa.Row[Any]]:
    return session.all(
        sa.select(variable_change)
        .where(variable_change.c.process_instance_id == instance_id, variable_change.c.version > version)
        .order_by(variable_change.c.version, variable_change.c.id)
    )
