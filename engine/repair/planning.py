"""A repair before it is done: the command, whether it may be done, and what it would do. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from engine import bpmn, calendar, deployments
from engine.errors import Conflict, Forbidden, Invalid, Message, NotFound
from engine.parties import duties
from engine.parties.people import Actor
from engine.store import Session

from . import gates, restoring
from .places import Place, everything, place

MOVE, BACK, ADD, REMOVE, SKIP = "move", "back", "add", "remove", "skip"
MANY = 6  # how many other places are tried together to end along


@dataclass(frozen=True, slots=True)
class Asked:
    """``act``: MOVE, BACK, ADD, REMOVE or SKIP; ``key``: of the place that it is about (for ADD the running call or
    subprocess that it is to be in, None for the case itself); ``element``: where it is to go."""

    act: str
    key: str | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """``at``: the place that it is about; ``also``: those that end along with it; ``closed``: all that close;
    ``since``: the version of the case whose data comes back; ``target``: where it goes on."""

    command: bpmn.Command
    outcome: bpmn.Outcome
    at: Place | None
    also: list[Place]
    closed: list[Place]
    since: int | None
    target: bpmn.Element | None


def plan(session: Session, row: Any, asked: Asked, by: Actor) -> Plan:
    """The command, and what it does, tried on the case as it is. Nothing is written."""
    known = everything(session, row)
    at = place(session, row, asked.key, by) if asked.key is not None else None
    if at is None and asked.act != ADD:
        raise NotFound("That is not under way in the case any more")
    target = _target(session, row, asked, at)
    _require_open_gates(session, row, asked, at, target)
    _require_apart(session, asked, at, by)
    command, since = _command(session, row, asked, at, target)
    outcome, command = _tried(session, row, command)
    also = [each for each in known if each.key in (getattr(command, "also", ()))]
    family = gates.family_of(session, deployments.definition(session, row.process_definition_id))
    for each in also:
        if target is not None and (each.is_gate or each.in_gate or each.process is (at and at.process)):
            source = each.element.id
            gates.require_no_way_past(
                session, row.id, each.process, family, each.call_path, source, target.id
            )
    gone = {closed.key for closed in outcome.closed}
    closed = [each for each in known if each.key in gone]
    return Plan(command, outcome, at, also, closed, since, target)


def _target(session: Session, row: Any, asked: Asked, at: Place | None) -> bpmn.Element | None:
    if asked.act in (REMOVE, SKIP):
        return None
    process = deployments.definition(session, row.process_definition_id).process
    if at is not None:
        process = at.process
        if asked.act == ADD and at.standing.inside is not None:
            process = deployments.Library(session).get(_called(session, row, at)).process
    element = process.elements.get(asked.element or "")
    if element is None:
        raise Invalid("Choose a step", {"til": Message("Choose a step")})
    return element


def _called(session: Session, row: Any, at: Place) -> str:
    """Version of the process that a call activity has called."""
    for each in everything(session, row):
        if each.standing.within == at.key:
            return each.standing.definition_key
    raise NotFound("That is not under way in the case any more")


def _require_open_gates(
    session: Session, row: Any, asked: Asked, at: Place | None, target: bpmn.Element | None
) -> None:
    """Raise Forbidden where an approval would be left out."""
    if at is not None and at.in_gate:
        raise Forbidden("It is a part of an approval. Nobody can change its course but those who are asked")
    if at is not None and at.is_gate and asked.act in (SKIP, REMOVE):
        raise Forbidden('"%(name)s" is an approval. It cannot be left out', name=at.name)
    root = deployments.definition(session, row.process_definition_id)
    family = gates.family_of(session, root)
    if at is not None and asked.act == ADD and at.element.called_process:
        if at.is_gate:
            raise Forbidden(
                "It is a part of an approval. Nobody can change its course but those who are asked"
            )
        process = next((p for p in family.values() if p.id == (target.process_id if target else "")), None)
        path = "/".join((*at.standing.call_path, at.element.id))
    else:
        process, path = (at.process, at.call_path) if at is not None else (root.process, "")
    if process is None:
        raise NotFound("That is not under way in the case any more")
    if (
        asked.act == REMOVE
        and at is not None
        and gates.ahead(process, gates.gates(process, family), at.element.id)
    ):
        raise Forbidden('An approval lies ahead of "%(name)s". It cannot be left out', name=at.name)
    if target is not None:
        source = at.element.id if at is not None and asked.act in (MOVE, BACK) else None
        gates.require_no_way_past(session, row.id, process, family, path, source, target.id)


def _require_apart(session: Session, asked: Asked, at: Place | None, by: Actor) -> None:
    """Raise Forbidden where somebody would do away with a task that is to check their own work."""
    if at is None or at.task is None or asked.act == BACK:
        return
    if by.person_id in duties.did_excluded(session, at.task):
        raise Forbidden("You took part in what this task is to check, so somebody else must decide about it")


def _command(
    session: Session, row: Any, asked: Asked, at: Place | None, target: bpmn.Element | None
) -> tuple[bpmn.Command, int | None]:
    """The command, and for going back the version of the case that its data comes from."""
    if at is None or asked.act == ADD:
        assert target is not None
        return bpmn.Add(target.id, at.key if at is not None else None), None
    if asked.act == REMOVE:
        return bpmn.Remove(at.key), None
    if asked.act == SKIP:
        return bpmn.Skip(at.key), None
    assert target is not None
    if asked.act == MOVE:
        return bpmn.Move(at.key, target.id), None
    since = restoring.entered(session, row.id, at.process.id, at.call_path, target.id)
    if since is None:
        raise Invalid(
            "The case has not been at that step before, or not since such things are kept. Move it instead"
        )
    return bpmn.GoBack(at.key, target.id, restoring.before(session, row.id, since)), since


def _tried(session: Session, row: Any, command: bpmn.Command) -> tuple[bpmn.Outcome, bpmn.Command]:
    """What a command would do. Where something would be left to wait for ever, the fewest others end along with it."""
    definition = deployments.definition(session, row.process_definition_id)
    state = bpmn.State(row.tokens, row.variables)
    closed = calendar.agreed(session, row.variables)

    def attempt(tried: bpmn.Command) -> bpmn.Outcome:
        library = deployments.Library(session, definition)
        return bpmn.run(definition, state, tried, now=session.now, library=library, closed=closed)

    try:
        return attempt(command), command
    except bpmn.Stranded as stranded:
        if isinstance(command, bpmn.Move | bpmn.GoBack):
            for also in _some(stranded.keys):
                wider = replace(command, also=also)
                try:
                    return attempt(wider), wider
                except bpmn.Stranded:
                    continue
        raise Conflict(
            "Another branch would then wait for ever for this one. Skip the step instead of taking it away"
        ) from stranded


def _some(keys: list[str]) -> Iterable[tuple[str, ...]]:
    """Some of them, fewer before more."""
    if len(keys) > MANY:
        return [tuple(keys)]
    return (chosen for count in range(1, len(keys) + 1) for chosen in combinations(keys, count))
