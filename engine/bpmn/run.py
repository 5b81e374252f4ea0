"""One command on one instance: load, do it, run until nothing moves, store. No database, no clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict, Invalid

from . import codec, modification, values
from .commands import (
    Add,
    Cancel,
    Command,
    Complete,
    Continue,
    Deliver,
    Fail,
    Fire,
    GoBack,
    Move,
    Remove,
    Resolve,
    SetVariables,
    Skip,
    Start,
    ThrowError,
)
from .definition import Definition
from .failure import Failure
from .instance import Instance
from .library import Library
from .outcome import Budget, Outcome, State
from .recorder import Recorder
from .rising import rise
from .scopes import ROOT, Scopes
from .token import Token

DEFAULT = Budget()


def run(
    definition: Definition,
    state: State | None,
    command: Command,
    *,
    now: datetime,
    library: Library,
    budget: Budget = DEFAULT,
    closed: Collection[date] = (),
) -> Outcome:
    """Carry out ``command``; ``state`` is None for ``Start`` alone. ``now`` is aware; ``closed``: days that are no
    working days besides weekends and holidays.

    Raises ``Conflict`` when the task, wait or incident is not open (any more), ``Invalid`` for variables that are
    too large or no JSON. Whatever is wrong with the model becomes an incident of the outcome."""
    if getattr(command, "variables", None):
        carrying: Any = command
        command = replace(carrying, variables=values.checked(carrying.variables, budget.value_bytes))
    if (state is None) != isinstance(command, Start):
        raise Conflict("An instance is started once, and before anything else.")
    if state is None:
        instance = Instance(definition, library, now, budget, Scopes(), Recorder(), closed)
    else:
        instance = codec.load(state, definition, library, now, budget, closed)
        if instance.ended:
            raise Conflict("The instance has ended.")
    try:
        _HANDLERS[type(command)](instance, command)
    except Failure as problem:
        raise Invalid(problem.template, **problem.params) from problem
    paused = instance.advance()
    if isinstance(command, Move | GoBack | Add | Remove | Skip):
        modification.require_life(instance)
    return outcome_of(instance, state, paused)


def outcome_of(instance: Instance, old: State | None, paused: bool) -> Outcome:
    """What the host must write down. Raises ``Invalid`` for variables that have grown too large."""
    if not paused:
        _report_stalls(instance)
    record = instance.record
    state = codec.dump(instance, old)
    if instance.scopes.dirty and len(state.variables) > instance.budget.total_bytes:
        raise Invalid(
            "The variables of the instance would have %(size)d bytes; at most %(limit)d are kept.",
            size=len(state.variables),
            limit=instance.budget.total_bytes,
        )
    return Outcome(
        state=state,
        status=instance.status,
        ended_at=tuple(instance.ended_at),
        tasks=tuple(record.tasks.values()),
        waits=tuple(record.waits.values()),
        closed=tuple(record.closings),
        incidents=tuple(record.incidents.values()),
        resolved=tuple(record.resolutions),
        history=tuple(record.history),
        signals=tuple(record.signals),
        variables_changed=old is None or instance.scopes.dirty,
        before={} if old is None else instance.scopes.before,
        paused=paused,
    )


def _report_stalls(instance: Instance) -> None:
    """Not at an end, yet nothing is ready, waited for or under way: never in silence."""
    for area in list(instance.areas()):
        if area.alive == 0 and not area.ended:
            first = next(iter(area.spec.nodes.values()))
            token = area.host or instance.spawn(first, state=TaskState.WAITING)
            instance.stop(
                token, Failure("stalled", "Nothing is left to do here, yet it has not ended."), "stalled"
            )


def _start(instance: Instance, command: Start) -> None:
    element = command.element
    starts = {node.element.id: node.element for node in instance.definition.spec.starts}
    if element is not None and element not in starts:
        raise Invalid("The process has no start event %(element)s.", element=element)
    mapped = element is not None and starts[element].event != "none" and starts[element].outputs
    if not mapped:
        for name, value in command.variables.items():
            instance.scopes.put(ROOT, name, value)
    _begin(instance, element)
    if mapped and not instance.record.incidents:
        token = next(token for token in instance.tokens if token.task_spec.element.id == element)
        token.task_spec.write(token, command.variables)


def _begin(instance: Instance, element: str | None) -> None:
    """Set the first tokens. When that fails, as when an event subprocess cannot listen, nothing has begun: one
    token stands still where it failed."""
    spec = instance.definition.spec
    try:
        spec.begin(instance, element)
    except Failure as problem:
        failed = next(iter(spec.nodes.values()))
        for token in instance.tokens:
            failed = token.task_spec
        instance.clear()
        instance.queue.clear()
        token = instance.spawn(failed, state=TaskState.WAITING)
        token.internal_data["start"] = element
        instance.stop(token, problem, "begin")


def _complete(instance: Instance, command: Complete) -> None:
    token = _open(instance, command.key, "task", "job")
    if command.private_to:
        token.internal_data["private_to"] = command.private_to
        token.internal_data["private_names"] = None if command.private is None else sorted(command.private)
    token.task_spec.come_back(token, command.key, command.variables)


def _fire(instance: Instance, command: Fire) -> None:
    token = _open(instance, command.key, "timer")
    _come_back(instance, token, command.key, {})


def _deliver(instance: Instance, command: Deliver) -> None:
    token = _open(instance, command.key, "message", "signal")
    _come_back(instance, token, command.key, command.variables)


def _come_back(instance: Instance, token: Token, key: str, variables: Any) -> None:
    try:
        token.task_spec.come_back(token, key, variables)
    except Failure as problem:
        instance.stop(token, problem, "wait")


def _throw_error(instance: Instance, command: ThrowError) -> None:
    token = _open(instance, command.key, "task", "job")
    if not rise(token, "error", command.code, command.variables):
        params = {"code": command.code, "message": command.message}
        instance.stop(
            token, Failure("error", "The error %(code)s is caught nowhere: %(message)s", **params), "wait"
        )


def _fail(instance: Instance, command: Fail) -> None:
    token = _open(instance, command.key, "job", "task")
    instance.stop(token, Failure("job", "The job failed: %(message)s", message=command.message), "wait")


def _resolve(instance: Instance, command: Resolve) -> None:
    token = instance.index.get(command.key)
    if token is None or "cause" not in token.internal_data:
        raise Conflict("There is no open incident %(key)s.", key=command.key)
    for name, value in (command.variables or {}).items():
        instance.scopes.put(ROOT, name, value)
    phase = token.internal_data["phase"]
    del token.internal_data["cause"]
    instance.record.resolved(token.id)
    if phase == "enter":
        for key in token.internal_data.pop("open", ()):
            instance.record.closed(key, "terminated")
        token._set_state(TaskState.FUTURE)
        instance.queue.append(token)
        return
    del token.internal_data["phase"]
    if phase == "complete":
        instance.complete(token)
    elif phase == "stalled":
        _settle(instance, token)
    elif phase == "begin":
        instance.forget(token, "terminated")
        _begin(instance, token.internal_data["start"])
    elif phase == "wait":
        token._set_state(token.internal_data.pop("before"))
    else:
        token._set_state(TaskState.READY)
        instance.queue.append(token)


def _settle(instance: Instance, token: Token) -> None:
    """End what has stalled, as it should have ended by itself."""
    area = instance.subprocesses.get(token.id)
    if area is None:
        instance.forget(token, "terminated")
        instance.settle()
    else:
        token._set_state(TaskState.STARTED)
        area.settle()


def _set_variables(instance: Instance, command: SetVariables) -> None:
    scope = command.scope or ROOT
    if scope not in instance.scopes:
        raise Conflict("There is no variable scope %(scope)s (any more).", scope=scope)
    for name, value in command.variables.items():
        instance.scopes.put(scope, name, value)


def _cancel(instance: Instance, command: Cancel) -> None:
    instance.cancel()


def _continue(instance: Instance, command: Continue) -> None:
    """The queue holds what is left."""


def _open(instance: Instance, key: str, *kinds: str) -> Token:
    token = instance.index.get(key.partition(".")[0])
    entry = token.internal_data.get("open", {}).get(key) if token is not None else None
    if token is None or entry is None or entry[0] not in kinds or "cause" in token.internal_data:
        raise Conflict("%(key)s is not open (any more).", key=key)
    return token


_HANDLERS: dict[type, Callable[[Instance, Any], None]] = {
    Start: _start,
    Complete: _complete,
    Fire: _fire,
    Deliver: _deliver,
    ThrowError: _throw_error,
    Fail: _fail,
    Resolve: _resolve,
    SetVariables: _set_variables,
    Cancel: _cancel,
    Continue: _continue,
    Move: modification.move,
    GoBack: modification.go_back,
    Add: modification.add,
    Remove: modification.remove,
    Skip: modification.skip,
}
