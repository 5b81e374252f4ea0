"""Moving one instance, from its stored form to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict, Invalid, Message

from .. import codec, values
from ..area import Area
from ..failure import Failure
from ..instance import Instance
from ..nodes.parallel import JoiningGateway
from ..outcome import Budget, Moved, State
from ..run import outcome_of
from . import joins
from .answers import Answer, Impossible, Migrated, NeedsMapping, Place
from .arming import arm
from .likeness import Mapped, alike, renamed
from .moving import carry_out
from .plan import Plan

if TYPE_CHECKING:
    from ..definition import Definition
    from ..library import Library

DEFAULT = Budget()
_SOURCES = ("expression", "source", "condition")  # parameters of a failure that quote the model


def migrate(
    state: State,
    old: Definition,
    new: Mapping[str, Definition],
    mapping: Mapped,
    *,
    now: datetime,
    library: Library,
    budget: Budget = DEFAULT,
    closed: Collection[date] = (),
) -> Answer:
    """Move an instance of ``old`` so that what is active of each process in ``new`` (process id -> version), called or
    not, is active in that version. ``mapping``: element or flow id -> the id that takes its place, None: what is
    active there ends. ``library`` must know the new versions by their keys. A ``budget`` of no steps only looks: what
    would begin does not run yet.

    Raises ``Conflict`` for an instance that has ended."""
    instance = codec.load(state, old, library, now, budget, closed)
    if instance.ended:
        raise Conflict("The instance has ended.")
    same = {area.definition.process.id: _renamed(area, new, mapping) for area in _moving(instance, new)}
    mapping = {id: other for ids in same.values() for id, other in ids.items()} | dict(mapping)
    names = {id: other or id for id, other in mapping.items()}
    stuck = joins.missing(_moving(instance, new), names)
    plan = Plan(instance, new, mapping)
    if plan.reasons:
        return Impossible(tuple(plan.reasons))
    if plan.lost:
        return NeedsMapping(tuple(plan.lost.values()))
    kept = {token.id: token.task_spec for area in _moving(instance, new) for token in area.tokens}
    stood = dict(_places(instance))
    moved, done = carry_out(plan, state)
    record, before = instance.record, instance.scopes.before
    instance = codec.load(moved, new.get(old.process.id, old), library, now, budget, closed)
    instance.record, instance.scopes.before = record, before
    if reasons := [*_emptied(instance), *_stalled(instance, new, stuck)]:
        return Impossible(tuple(reasons))
    try:
        opened = [each.key for each in done if each.how == "opened"]
        tasks, jobs = arm(instance, kept, opened)
        _retell(instance, stood, same)
        paused = instance.advance()
        outcome = outcome_of(instance, State(state.tokens, moved.variables), paused)
    except Failure as failure:
        return Impossible((_cannot_be_had(failure),))
    except Invalid as fault:
        return Impossible((fault.message,))
    if outcome.status != "active":
        return Impossible((Message("Nothing would be left to do, and the case would end"),))
    changed = outcome.variables_changed or moved.variables != state.variables
    return Migrated(
        replace(outcome, variables_changed=changed), tasks, jobs, dict(_places(instance)), tuple(done), same
    )


def called_keys(state: State) -> set[str]:
    """Keys of the versions of called processes that run in an instance."""
    return {row[1] for row in values.load(state.tokens)["areas"] if row[1] is not None}


def _moving(instance: Instance, new: Mapping[str, Definition]) -> list[Area]:
    return [area for area in instance.areas() if area.definition.process.id in new]


def _renamed(area: Area, new: Mapping[str, Definition], mapping: Mapped) -> dict[str, str]:
    """What is the same in both versions of the process that ``area`` belongs to, by what one sees or by the mapping."""
    old = area.definition
    version = new[old.process.id]
    told = {
        id: other
        for id, other in mapping.items()
        if other is not None
        and id in old.nodes.keys() - version.nodes.keys()
        and other in version.nodes.keys() - old.nodes.keys()
        and alike(old.nodes[id], version.nodes[other])
    }
    seen = {id: other for id, other in renamed(old, version).items() if id not in mapping}
    return seen | told


def _retell(instance: Instance, stood: Mapping[str, Place], same: Mapping[str, Mapping[str, str]]) -> None:
    """What goes on under the name of another step, or another call, is history: the one is left, the other entered."""
    for area in instance.areas():
        for token in area.tokens:
            was, node, element = stood.get(token.id), token.task_spec, token.task_spec.element
            unseen = token.passive or node.silent or token.has_state(TaskState.FUTURE)
            if (
                was is None
                or unseen
                or (isinstance(node, JoiningGateway) and token.has_state(TaskState.WAITING))
            ):
                continue
            id = same.get(was.process_id, {}).get(was.element_id, was.element_id)
            if (id, was.call_path) != (element.id, area.call_path):
                left = Moved(was.element_id, was.process_id, "terminated", token.id, was.call_path)
                instance.record.history.append(left)
                instance.record.moved("entered", token)


def _emptied(instance: Instance) -> Iterator[Message]:
    """Scopes in which the mapping has left nothing."""
    for area in instance.areas():
        stood = area.host is not None and "cause" in area.host.internal_data
        if area.alive == 0 and not area.ended and not stood:
            if area.host is None:
                yield Message("Nothing would be left to do, and the case would end")
            else:
                element = area.host.task_spec.element
                yield Message("Nothing would be left to do in %(name)s", {"name": element.name or element.id})


def _stalled(
    instance: Instance, new: Mapping[str, Definition], before: Mapping[str, int]
) -> Iterator[Message]:
    """Joins that would wait for ever, and did not before."""
    for id, count in joins.missing(_moving(instance, new), {}).items():
        if count > before.get(id, 0):
            node = next(v.nodes[id] for v in new.values() if id in v.nodes)
            yield Message(
                "The join %(name)s would wait for a way that nothing is on any more",
                {"name": node.element.name or id},
            )


def _cannot_be_had(failure: Failure) -> Message:
    """What failed, by the words of the model alone: the values of a case are for its people."""
    source = next((failure.params[key] for key in _SOURCES if failure.params.get(key)), failure.kind)
    return Message(
        "The case lacks what the new version needs for %(expression)s", {"expression": str(source)}
    )


def _places(instance: Instance) -> Iterator[tuple[str, Place]]:
    for area in instance.areas():
        for token in area.tokens:
            element = token.task_spec.element
            yield token.id, Place(element.id, element.process_id, area.call_path)
