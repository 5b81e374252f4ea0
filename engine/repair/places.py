"""Where the work is now: everything under way in a case that somebody may know of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.cases.course import is_private
from engine.errors import NotFound
from engine.models import user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from . import gates


@dataclass(frozen=True, slots=True)
class Place:
    """One thing under way, ``standing`` in the runtime. ``is_gate``: it approves or signs, or holds what does;
    ``in_gate``: it is a part of an approval, which nobody moves a part of; ``before_gate``: it can come to one.
    ``task``: the row of a user task."""

    standing: bpmn.Standing
    element: bpmn.Element
    process: bpmn.Process
    is_gate: bool
    in_gate: bool
    before_gate: bool
    task: Any = None

    @property
    def key(self) -> str:
        return self.standing.key

    @property
    def name(self) -> str:
        return self.element.name or self.element.id

    @property
    def call_path(self) -> str:
        return "/".join(self.standing.call_path)


def places(session: Session, row: Any, by: Actor) -> list[Place]:
    """What is under way in a case that has not ended, what holds something before what it holds. ``row``: as
    ``cases.listing.find`` gives it; another party's private work is left out."""
    return [place for place in everything(session, row) if _is_seen(session, row.id, place, by)]


def everything(session: Session, row: Any) -> list[Place]:
    """``places`` for nobody in particular."""
    root = deployments.definition(session, row.process_definition_id)
    state = bpmn.State(row.tokens, row.variables)
    library = deployments.Library(session, root)
    family = gates.family_of(session, root)
    found: dict[str, Place] = {}
    own = set[str]()  # keys of the gates themselves
    tasks = _tasks(session, row.id)
    for standing in bpmn.standing(root, state, now=session.now, library=library):
        process = library.get(standing.definition_key).process
        family.setdefault(process.id, process)
        element = process.elements[standing.element_id]
        here = gates.gates(process, family)
        around = found.get(standing.within or "")
        found[standing.key] = Place(
            standing,
            element,
            process,
            bool(gates.within(process, here, element.id)),
            around is not None and (around.in_gate or (around.key in own and around.element is not element)),
            bool(gates.ahead(process, here, element.id)),
            tasks.get(standing.key),
        )
        if element.id in here:
            own.add(standing.key)
    return list(found.values())


def place(session: Session, row: Any, key: str, by: Actor) -> Place:
    """One of ``places``. Raises NotFound, also for what is over."""
    for found in places(session, row, by):
        if found.key == key:
            return found
    raise NotFound("That is not under way in the case any more")


def _tasks(session: Session, instance_id: int) -> dict[str, Any]:
    rows = session.all(
        sa.select(user_task).where(
            user_task.c.process_instance_id == instance_id, user_task.c.state == "open"
        )
    )
    return {row.token: row for row in rows}


def _is_seen(session: Session, instance_id: int, found: Place, by: Actor) -> bool:
    if found.task is not None:
        where = sa.select(user_task.c.id).where(user_task.c.id == found.task.id, visibility.visible_to(by))
        return session.first(where) is not None
    return not is_private(found.element)
