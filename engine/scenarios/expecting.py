"""How things stand in the scratch installation, and whether that is what a test expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from engine import bpmn
from engine.causes import unpack
from engine.errors import Message
from engine.models import history, incident, job, process_instance, user_task
from engine.store import Session

from .reading import Expect
from .words import Names, shown


class Still(NamedTuple):
    """Where something stands still, and why."""

    element: str | None
    why: Message


@dataclass(frozen=True, slots=True)
class Situation:
    """``open`` and ``passed``: element ids, in all cases of the test; the rest is of the case that it began with."""

    open: frozenset[str]
    passed: frozenset[str]
    variables: Mapping[str, Any]
    has_ended: bool
    ended_at: str | None
    still: Still | None


def look(session: Session, case: int) -> Situation:
    """How things stand now."""
    row = session.execute(sa.select(process_instance).where(process_instance.c.id == case)).one()
    waiting = session.execute(sa.select(user_task.c.element_id).where(user_task.c.state == "open"))
    done = session.execute(sa.select(history.c.element_id).where(history.c.kind == "completed"))
    return Situation(
        frozenset(waiting.scalars()),
        frozenset(key for key in done.scalars() if key),
        variables(session, case),
        row.status != "active",
        row.ended_at_element,
        standing_still(session),
    )


def failure(now: Situation, step: Expect, kind: str, key: Any, names: Names) -> Message | None:
    """Why one thing is otherwise than expected; None where it is as expected."""
    match kind:
        case "open" if key not in now.open:
            return Message("It is not. Open are: %(tasks)s", {"tasks": _listed(now.open, names)})
        case "not_open" if key in now.open:
            return Message("It is open")
        case "visited" if key not in now.passed:
            return Message("The case has not been there")
        case "variable" if not _same(now.variables.get(key), step.variables[key]):
            return Message("It is %(value)s", {"value": shown(now.variables.get(key))})
        case "ended":
            return _ended(now, key, names)
        case "incident" if key and now.still is None:
            return Message("Nothing stands still")
        case "incident" if not key and now.still is not None:
            params = {"name": names.element(now.still.element or ""), "why": now.still.why}
            return Message("“%(name)s” stands still: %(why)s", params)
    return None


def standing_still(session: Session) -> Still | None:
    """The first incident, or work in the background that has failed."""
    row = session.first(sa.select(incident).where(incident.c.resolved_at.is_(None)).order_by(incident.c.id))
    if row is not None:
        return Still(row.element_id, Message(row.template, unpack(row.params)))
    failed = session.first(sa.select(job).where(job.c.error.is_not(None)).order_by(job.c.id))
    if failed is not None:
        why = Message("it could not be carried out: %(error)s", {"error": failed.error[:300]})
        return Still((failed.payload or {}).get("element"), why)
    return None


def variables(session: Session, case: int) -> dict[str, Any]:
    """The variables of the case as a whole."""
    content = session.scalar(sa.select(process_instance.c.variables).where(process_instance.c.id == case))
    return bpmn.visible(content) if content else {}


def visited(session: Session, process_id: str) -> frozenset[str]:
    """The elements of a process that any case of the test has been in; of tasks for people those that were done."""
    been = session.execute(
        sa.select(history.c.element_id).where(
            history.c.process_id == process_id, history.c.kind.in_(("entered", "completed"))
        )
    )
    tasks = session.all(sa.select(user_task.c.element_id, user_task.c.state))
    left = {task.element_id for task in tasks} - {t.element_id for t in tasks if t.state == "completed"}
    return frozenset(key for key in been.scalars() if key) - left


def _ended(now: Situation, wanted: bool | str, names: Names) -> Message | None:
    if wanted is False:
        return Message("It has ended") if now.has_ended else None
    if not now.has_ended:
        return Message("It goes on. Open are: %(tasks)s", {"tasks": _listed(now.open, names)})
    if isinstance(wanted, str) and now.ended_at != wanted:
        return Message("It has ended at “%(name)s”", {"name": names.element(now.ended_at or "")})
    return None


def _listed(keys: frozenset[str], names: Names) -> Any:
    return [f"“{names.element(key)}”" for key in sorted(keys)] or Message("none")


def _same(found: Any, wanted: Any) -> bool:
    """Equal as JSON: 1 is 1.0 but not true; of an object, what is wanted must be there."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(_same(found.get(key), wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        alike = isinstance(found, list) and len(found) == len(wanted)
        return alike and all(_same(*pair) for pair in zip(found, wanted, strict=True))
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return bool(found == wanted)
