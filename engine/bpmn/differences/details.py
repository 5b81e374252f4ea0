"""Differences in the parts of an element that are lists: triggers and mappings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.errors import Message

from ..model import Element, IoMapping, Trigger
from . import spoken
from .result import Change, Topic

_THROWN = frozenset(("endEvent", "intermediateThrowEvent", "sendTask"))


def triggers(old: Element, new: Element, subject: Message) -> Iterator[Change]:
    """What an event waits for or sets off. Another id in the file for the same message is no difference."""
    before, after = [_meant(t) for t in old.triggers], [_meant(t) for t in new.triggers]
    if before == after:
        return
    topic: Topic = "deadlines" if any(t.kind == "timer" for t in (*old.triggers, *new.triggers)) else "events"
    params: dict[str, Any] = {
        "subject": subject,
        "old": [spoken.trigger(t) for t in old.triggers],
        "new": [spoken.trigger(t) for t in new.triggers],
    }
    thrown = new.kind in _THROWN
    if not before:
        comes = Message("%(subject)s is now set off by %(new)s", params)
        message = Message("%(subject)s now sets off %(new)s", params) if thrown else comes
    elif not after:
        goes = Message("%(subject)s is no longer set off by %(old)s", params)
        message = Message("%(subject)s no longer sets off %(old)s", params) if thrown else goes
    elif [t[:-2] for t in before] == [t[:-2] for t in after]:
        yield from _finer(old, new, subject)
        return
    elif _waits(old) and _waits(new):
        spans = {
            "old": spoken.span(old.triggers[0].text or ""),
            "new": spoken.span(new.triggers[0].text or ""),
        }
        message = Message("%(subject)s now waits %(new)s instead of %(old)s", params | spans)
    elif thrown:
        message = Message("%(subject)s now sets off %(new)s instead of %(old)s", params)
    else:
        message = Message("%(subject)s is now set off by %(new)s instead of %(old)s", params)
    yield Change(topic, new.id, message)


def _meant(trigger: Trigger) -> tuple[Any, ...]:
    """All that counts; the last two are details of the same trigger."""
    named = (trigger.kind, trigger.name, trigger.timer, trigger.text, trigger.resolved)
    return (*named, trigger.correlation_key, trigger.wait_for_completion)


def _waits(event: Element) -> bool:
    return event.kind == "intermediateCatchEvent" and [t.timer for t in event.triggers] == ["timeDuration"]


def _finer(old: Element, new: Element, subject: Message) -> Iterator[Change]:
    for before, after in zip(old.triggers, new.triggers, strict=True):
        params: dict[str, Any] = {"subject": subject}
        if before.correlation_key != after.correlation_key:
            key = after.correlation_key or ""
            params |= {"trigger": spoken.trigger(after), "key": spoken.text(key)}
            yield Change(
                "events", new.id, Message("%(subject)s now knows its case in %(trigger)s by %(key)s", params)
            )
        if before.wait_for_completion != after.wait_for_completion:
            waits = Message("%(subject)s now waits until everything is undone", params)
            goes_on = Message("%(subject)s now goes on before everything is undone", params)
            yield Change("events", new.id, waits if after.wait_for_completion else goes_on)


def mappings(old: Element, new: Element, subject: Message) -> Iterator[Change]:
    """What an element is given, and what it gives back, by the name of the variable."""
    yield from _mapped(old.inputs, new.inputs, new.id, subject, inward=True)
    yield from _mapped(old.outputs, new.outputs, new.id, subject, inward=False)


def _mapped(
    old: tuple[IoMapping, ...], new: tuple[IoMapping, ...], id: str, subject: Message, *, inward: bool
) -> Iterator[Change]:
    before, after = _by_target(old), _by_target(new)
    for target in dict.fromkeys((*before, *after)):
        was, now = before.get(target), after.get(target)
        if was == now:
            continue
        params = {"subject": subject, "name": spoken.clip(target), "new": _sources(now), "old": _sources(was)}
        if now is None:
            given = Message('%(subject)s is no longer given "%(name)s" (it was %(old)s)', params)
            back = Message('%(subject)s no longer gives back "%(name)s" (it was %(old)s)', params)
        elif was is None:
            given = Message('%(subject)s is now given "%(name)s": %(new)s', params)
            back = Message('%(subject)s now gives back "%(name)s": %(new)s', params)
        else:
            given = Message('%(subject)s is now given %(new)s as "%(name)s" instead of %(old)s', params)
            back = Message('%(subject)s now gives back %(new)s as "%(name)s" instead of %(old)s', params)
        yield Change("data", id, given if inward else back)
    if before == after and old != new:
        order = Message("%(subject)s is given its data in another order", {"subject": subject})
        back_order = Message("%(subject)s gives its data back in another order", {"subject": subject})
        yield Change("data", id, order if inward else back_order)


def _by_target(found: tuple[IoMapping, ...]) -> dict[str, list[str]]:
    by: dict[str, list[str]] = {}
    for mapping in found:
        by.setdefault(mapping.target, []).append(mapping.source)
    return by


def _sources(found: list[str] | None) -> list[Any]:
    return [spoken.text(source) for source in found or ()]
