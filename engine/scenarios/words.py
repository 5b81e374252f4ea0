"""What a step of a test says, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import moments
from engine.clock import HOME
from engine.errors import Message

from .reading import Arrive, Expect, Step, Task, Wait

HOUR, DAY = 3_600, 86_400
SHOWN = 200  # characters of a value


@dataclass(frozen=True, slots=True)
class Names:
    """What people call things: element id -> name, role id -> name, variable -> label of its field. ``ids``: all
    elements, with a name or without."""

    elements: Mapping[str, str]
    roles: Mapping[str, str]
    variables: Mapping[str, str]
    ids: frozenset[str]

    def element(self, key: str) -> str:
        return self.elements.get(key) or key

    def role(self, key: str) -> str:
        return self.roles.get(key) or key


def describe(step: Step, names: Names) -> Message:
    """A step as one sentence; that of an expectation names each thing that is expected."""
    match step:
        case Task():
            return _task(step, names)
        case Wait():
            return _wait(step)
        case Arrive():
            return Message("The message “%(name)s” arrives", {"name": step.message})
    pieces = [text for text, _ in expectations(step, names)]
    return Message("Expected: %(pieces)s", {"pieces": pieces or Message("nothing yet")})


def expectations(step: Expect, names: Names) -> Iterable[tuple[Message, tuple[str, Any]]]:
    """Each thing that is expected: its words, and (what kind of thing, which)."""
    for kind, text, keys in (
        ("open", "“%(name)s” is open", step.open),
        ("not_open", "“%(name)s” is not open", step.not_open),
        ("visited", "“%(name)s” has been passed", step.visited),
    ):
        for key in keys:
            yield Message(text, {"name": names.element(key)}), (kind, key)
    for name, value in step.variables.items():
        params = {"name": names.variables.get(name, name), "value": shown(value)}
        yield Message("“%(name)s” has the answer %(value)s", params), ("variable", name)
    match step.ended:
        case True:
            yield Message("the case has ended"), ("ended", True)
        case False:
            yield Message("the case goes on"), ("ended", False)
        case str():
            text = "the case has ended at “%(name)s”"
            yield Message(text, {"name": names.element(step.ended)}), ("ended", step.ended)
    if step.incident is not None:
        text = "something stands still" if step.incident else "nothing stands still"
        yield Message(text), ("incident", step.incident)


def shown(value: Any) -> Any:
    """A value in a sentence: no longer than a line or two."""
    match value:
        case None:
            return Message("empty")
        case True:
            return Message("yes")
        case False:
            return Message("no")
        case str() if not value:
            return Message("empty")
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"


def _task(step: Task, names: Names) -> Message:
    task = names.element(step.task)
    if not step.role and not step.party:
        text = "“%(task)s” cannot be done" if step.refused else "“%(task)s” is done"
        return Message(text, {"task": task})
    params = {"role": names.role(step.role), "party": step.party}
    if not step.role:
        who = Message("Somebody of %(party)s", params)
    else:
        who = Message("%(role)s of %(party)s" if step.party else "%(role)s", params)
    text = "%(who)s cannot do “%(task)s”" if step.refused else "%(who)s does “%(task)s”"
    return Message(text, {"who": who, "task": task})


def _wait(step: Wait) -> Message:
    try:
        if not step.until:
            return _length(step.length)
        return Message("The clock goes to %(at)s", {"at": moments.moment(step.until, HOME)})
    except moments.BadTime:  # on its way to be corrected
        return Message("The clock goes to %(at)s", {"at": step.until or step.length})


def _length(text: str) -> Message:
    length = moments.duration(text)
    if length.months and not length.seconds:
        return _passing(length.months, Message("1 month passes"), "%(count)s months pass")
    if not length.months and length.seconds % DAY == 0:
        return _passing(int(length.seconds // DAY), Message("1 day passes"), "%(count)s days pass")
    if not length.months and length.seconds % HOUR == 0:
        return _passing(int(length.seconds // HOUR), Message("1 hour passes"), "%(count)s hours pass")
    return Message("%(length)s pass on the clock", {"length": text})


def _passing(count: int, one: Message, many: str) -> Message:
    return one if count == 1 else Message(many, {"count": count})
