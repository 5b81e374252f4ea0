"""What starts instances of a process from outside: its message, signal and timer start events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine import feel
from engine.causes import cause

from . import values
from .definition import Definition
from .failure import Failure
from .model import Trigger
from .moments import BadTime
from .timers import Timer, set_timer


@dataclass(frozen=True, slots=True)
class StartWait:
    """One trigger of a start event. ``timer`` is the stored form of a timer: plain JSON that the host keeps."""

    element_id: str
    process_id: str
    kind: Literal["timer", "message", "signal"]
    name: str | None = None
    due: datetime | None = None
    timer: Any = None

    def next(self) -> StartWait | None:
        """The wait after this timer was due; None when that was the last time."""
        following = Timer.load(self.timer).next()
        if following is None:
            return None
        return StartWait(self.element_id, self.process_id, "timer", None, following.due, following.dump())


def start_waits(definition: Definition, now: datetime) -> tuple[StartWait, ...]:
    """What a newly deployed version waits for; timers are set at ``now``. Raises ``Failure`` for a bad timer."""
    found: list[StartWait] = []
    for element in definition.process.start_events:
        for trigger in element.triggers:
            if trigger.kind in ("message", "signal"):
                kind: Any = trigger.kind
                name = _text(trigger.name, now)
                found.append(StartWait(element.id, element.process_id, kind, str(name)))
            elif trigger.kind == "timer":
                timer = _timer(trigger, now)
                wait = StartWait(element.id, element.process_id, "timer", None, timer.due, timer.dump())
                found.append(wait)
    return tuple(found)


def _timer(trigger: Trigger, now: datetime) -> Timer:
    text = values.to_json(_text(trigger.text, now))
    try:
        return set_timer(trigger.timer or "timeDuration", str(text), now)
    except BadTime as problem:
        raise Failure(
            "timer", "The timer %(source)s is wrong: %(cause)s", source=trigger.text, cause=cause(problem)
        ) from problem


def _text(source: str | None, now: datetime) -> Any:
    """A literal, or FEEL without variables."""
    if source is None or not source.startswith("="):
        return source
    try:
        return feel.evaluate(source[1:], {}, now=now)
    except feel.FeelError as problem:
        raise Failure(
            "expression",
            "The expression %(expression)s failed: %(cause)s",
            expression=source,
            cause=cause(problem),
        ) from problem
