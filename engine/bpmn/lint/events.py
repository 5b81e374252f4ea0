"""Event definitions: names, references, correlation keys, links, compensation."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Element, Trigger
from ..problems import Problem
from .check import Check

_CATCHING = frozenset(("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"))


def rules(check: Check) -> Iterator[Problem]:
    """Every event knows what it is about."""
    for element in check.elements:
        for trigger in element.triggers:
            yield from _reference(check, element, trigger)
            if trigger.kind == "message" and element.kind in _CATCHING:
                yield from _correlation(check, element, trigger)
        if element.event == "link":
            yield from _link(check, element)
        if element.event == "cancel" and element.kind == "endEvent" and not _in_transaction(check, element):
            yield check.error(element, "A cancel end event belongs directly in a transaction.")


def _reference(check: Check, element: Element, trigger: Trigger) -> Iterator[Problem]:
    if not trigger.resolved:
        yield check.error(
            element,
            "The %(kind)s %(ref)s is not defined in this file.",
            kind=trigger.kind,
            ref=repr(trigger.ref),
        )
    elif trigger.kind in ("message", "signal", "link") and not trigger.name:
        yield check.error(element, "The %(kind)s has no name: give it one.", kind=trigger.kind)
    elif trigger.kind == "error" and element.kind == "endEvent" and not trigger.name:
        yield check.error(element, "The error end event needs an error with a code.")
    elif trigger.kind == "conditional" and not trigger.text:
        yield check.error(element, "The conditional event has no condition.")
    elif trigger.kind == "compensate" and trigger.name and trigger.name not in check.process.elements:
        yield check.error(element, "The activity %(id)s to compensate does not exist.", id=trigger.name)


def _correlation(check: Check, element: Element, trigger: Trigger) -> Iterator[Problem]:
    """A start event of the process itself may do without a key: each message then starts an instance."""
    if element.kind == "startEvent" and element.parent is None:
        return
    if trigger.resolved and not trigger.correlation_key:
        yield check.error(
            element,
            "The message %(name)s has no correlation key: set zeebe:subscription correlationKey.",
            name=trigger.name,
        )


def _link(check: Check, element: Element) -> Iterator[Problem]:
    name = element.triggers[0].name
    targets = [
        other
        for other in check.process.inside(element.parent)
        if other.kind == "intermediateCatchEvent" and other.event == "link" and other.triggers[0].name == name
    ]
    if element.kind == "intermediateThrowEvent" and not targets:
        yield check.error(element, "No link catch event of this scope is named %(name)s.", name=name)
    if element in targets and len(targets) > 1 and targets[0] is not element:
        yield check.error(
            element, "Another link catch event of this scope is named %(name)s: keep one.", name=name
        )


def _in_transaction(check: Check, element: Element) -> bool:
    parent = check.process.elements.get(element.parent or "")
    return parent is not None and parent.kind == "transaction"
