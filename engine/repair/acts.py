"""Repairs of a case's course: tried first, to say what will happen, then done with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from engine import approvals, bpmn, deployments, history, instances
from engine.cases.course import is_private
from engine.cases.listing import find
from engine.errors import Conflict
from engine.models import document
from engine.parties.people import Actor
from engine.store import Session

from . import authority, gates, pausing, planning, restoring, variables
from .places import Place
from .planning import Asked, Plan

ACTS: Mapping[str, str] = {
    planning.MOVE: "repair_moved",
    planning.BACK: "repair_back",
    planning.ADD: "repair_added",
    planning.REMOVE: "repair_removed",
    planning.SKIP: "repair_skipped",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a repair does, said before it is done. ``version``: of the case as it was looked at. ``closing``: names of
    tasks that close without an answer; ``opening``: of those that open; ``ending``: of what ends along, as it would
    wait for ever; ``failing``: of steps that will stand still; ``ends``: the case is over then. ``voided``: documents
    (title, version) whose given approvals fall away; ``restored``: what becomes what it was; ``restored_apart``: so
    does what parties keep to themselves, unread; ``closing_apart``: work ends that only its own party sees."""

    version: int
    name: str
    target: str | None = None
    closing: list[str] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)
    ends: bool = False
    voided: list[tuple[str, int]] = field(default_factory=list)
    restored: list[restoring.Restored] = field(default_factory=list)
    restored_apart: bool = False
    closing_apart: bool = False


def preview(session: Session, number: str, asked: Asked, by: Actor) -> Effect:
    """Raises NotFound, Forbidden, Invalid, Conflict, each with why it cannot be done."""
    row = find(session, number, by)
    may = authority.require_structure(session, row, by)
    made = planning.plan(session, row, asked, by)
    restored: list[restoring.Restored] = []
    apart = False
    if made.since is not None and isinstance(made.command, bpmn.GoBack):
        mine = {bpmn.party_scope(key) for key in may.own}
        shared = {scope for scope in made.command.before if not scope.startswith(bpmn.party_scope(""))}
        root = deployments.definition(session, row.process_definition_id)
        labels, _private = variables.labels_of(session, root)
        restored = [
            replace(each, label=labels.get(each.name))
            for each in restoring.told(session, row.id, made.since, mine | shared, by)
        ]
        apart = bool(made.command.before.keys() - mine - shared)
    return Effect(
        row.version,
        made.at.name if made.at else "",
        (made.target.name or made.target.id) if made.target else None,
        [
            each.name
            for each in made.closed
            if each.task is not None and (each is made.at or not _apart(each))
        ],
        [task.name for task in made.outcome.tasks if task.visibility == "shared"],
        _ending(made),
        _named(session, row, (found.element_id for found in made.outcome.incidents)),
        made.outcome.status != "active",
        [(found.title, found.version) for found in _open_rounds(session, row.id, made.closed)],
        restored,
        apart,
        any(_apart(each) and each is not made.at for each in (*made.closed, *made.also)),
    )


def do(session: Session, number: str, asked: Asked, reason: str, version: int, by: Actor) -> None:
    """Carry it out. ``version``: of the ``Effect`` that was read. Raises as ``preview``; Conflict where the case has
    moved on since."""
    found = find(session, number, by)
    live = instances.lock(session, found.id, even_suspended=True)
    row = find(session, number, by)
    authority.require_structure(session, row, by)
    if live.version != version:
        raise Conflict("The case has moved on since you looked. Read again what will happen")
    reason = authority.checked_reason(reason)
    made = planning.plan(session, row, asked, by)
    private = made.at is not None and made.at.task is not None and made.at.task.is_private
    history.note(
        session,
        live.id,
        ACTS[asked.act],
        by=by.person_id,
        party_id=made.at.task.party_id if private and made.at else None,
        is_private=private,
        element_id=made.at.element.id if made.at else asked.element,
        process_id=made.at.process.id if made.at else None,
        call_path=made.at.call_path if made.at else "",
        name=made.at.name if made.at else (made.target.name or made.target.id if made.target else None),
        data={
            "reason": reason,
            "target": (made.target.name or made.target.id) if made.target else None,
            "also": _ending(made),
        },
    )
    for frozen in _open_rounds(session, live.id, made.closed):
        approvals.void(session, frozen, None)
    suspended = live.status == "suspended"
    live.by = by.person_id
    instances.advance(session, live, made.command)
    if suspended and live.status == "active":
        pausing.hold(session, live.id, True)


def _open_rounds(session: Session, instance_id: int, closed: list[Place]) -> list[Any]:
    """The documents about whose approval somebody is asked by tasks that close."""
    asked = {
        approvals.document_id(each.task)
        for each in closed
        if each.task is not None and approvals.is_gate(each.task)
    }
    return session.all(
        sa.select(document).where(
            document.c.process_instance_id == instance_id, document.c.id.in_(asked - {None})
        )
    )


def _apart(each: Place) -> bool:
    """Whether a party works on it by itself."""
    return is_private(each.element) or (each.task is not None and bool(each.task.is_private))


def _ending(made: Plan) -> list[str]:
    """Names of what ends along; what a party works on by itself is not named."""
    return [each.name for each in made.also if not _apart(each)]


def _named(session: Session, row: Any, ids: Iterable[str]) -> list[str]:
    family = gates.family_of(session, deployments.definition(session, row.process_definition_id))
    found = [next((p.elements[id] for p in family.values() if id in p.elements), None) for id in ids]
    return [element.name or element.id for element in found if element and not is_private(element)]
