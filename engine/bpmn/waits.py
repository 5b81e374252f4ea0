"""Waits for events: setting them, and setting a timer cycle again. One table from event kind to how it is set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.causes import cause

from . import values
from .failure import Failure
from .model import Trigger
from .moments import BadTime
from .outcome import Wait
from .timers import Timer, set_timer

if TYPE_CHECKING:
    from .token import Token

OUTSIDE = frozenset(("timer", "message", "signal", "conditional"))


def arm(token: Token, triggers: Sequence[Trigger]) -> None:
    """Announce a wait for each trigger that comes from outside. Raises ``Failure``."""
    for number, trigger in enumerate(trigger for trigger in triggers if trigger.kind in OUTSIDE):
        set_wait(token, token.id if number == 0 else f"{token.id}.{number}", trigger)


def set_wait(token: Token, key: str, trigger: Trigger) -> None:
    """Announce one wait. Raises ``Failure``."""
    _SETTERS[trigger.kind](token, key, trigger)


def rearm(token: Token, key: str) -> None:
    """The wait ``key`` of a subscription that stays has been served: a cycle is set for its next time."""
    kind, stored = token.open[key][:2]
    if kind != "timer":
        return
    del token.open[key]
    token.workflow.top.record.closed(key, "completed")
    try:
        following = Timer.load(stored).next()
    except BadTime as problem:
        raise Failure("timer", "The timer cycle is wrong: %(cause)s", cause=cause(problem)) from problem
    if following is not None:
        _announce_timer(token, f"{token.id}.r{following.round}", following)


def check_conditions(token: Token, variables_changed: bool) -> None:
    """Let a token with conditions look at them; one that has turned true comes back to its node."""
    for key, entry in list(token.open.items()):
        if entry[0] != "condition" or not (variables_changed or entry[1] is None):
            continue
        before, entry[1] = entry[1], token.workflow.top.evaluate(token, entry[2]) is True
        if entry[1] and not before:
            token.task_spec.come_back(token, key, {})


def _set_message(token: Token, key: str, trigger: Trigger) -> None:
    name = _name(token, trigger)
    found = _text(token, trigger.correlation_key)
    if isinstance(found, Decimal):
        found = str(values.number(found))
    if not isinstance(found, str):
        raise Failure(
            "message",
            "The correlation key %(source)s of message %(name)s gave no text or number.",
            source=trigger.correlation_key,
            name=name,
        )
    _announce(token, key, "message", name=name, correlation_key=found)
    token.open[key] = ["message", name]


def _set_signal(token: Token, key: str, trigger: Trigger) -> None:
    name = _name(token, trigger)
    _announce(token, key, "signal", name=name)
    token.open[key] = ["signal", name]


def _set_timer(token: Token, key: str, trigger: Trigger) -> None:
    value = _text(token, trigger.text)
    text = values.to_json(value) if value is not None else None
    if not isinstance(text, str):
        raise Failure("timer", "The timer %(source)s gave no date, duration or cycle.", source=trigger.text)
    try:
        timer = set_timer(trigger.timer or "timeDuration", text, token.workflow.top.now)
    except BadTime as problem:
        raise Failure(
            "timer", "The timer %(source)s is wrong: %(cause)s", source=trigger.text, cause=cause(problem)
        ) from problem
    _announce_timer(token, key, timer)


def _announce_timer(token: Token, key: str, timer: Timer) -> None:
    _announce(token, key, "timer", due=timer.due)
    token.open[key] = ["timer", timer.dump()]


def _set_condition(token: Token, key: str, trigger: Trigger) -> None:
    _announce(token, key, "condition")
    token.workflow.top.watching[token.id] = token
    token.open[key] = ["condition", None, (trigger.text or "").removeprefix("=")]


def _announce(token: Token, key: str, kind: Any, **details: Any) -> None:
    top, element = token.workflow.top, token.task_spec.element
    top.record.waits[key] = Wait(key, kind, element.id, element.process_id, top.scope_of(token), **details)


def _name(token: Token, trigger: Trigger) -> str:
    name = _text(token, trigger.name)
    if not isinstance(name, str) or not name:
        raise Failure("message", "The name %(source)s gave no text.", source=trigger.name)
    return name


def _text(token: Token, source: str | None) -> Any:
    return token.task_spec.text(token, source)


_SETTERS: dict[str, Callable[[Any, str, Trigger], None]] = {
    "message": _set_message,
    "signal": _set_signal,
    "timer": _set_timer,
    "conditional": _set_condition,
}
