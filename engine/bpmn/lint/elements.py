"""Subprocesses and boundary events: what may stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import ACTIVITIES, SUBPROCESSES, Element
from ..nodes import behaviour
from ..problems import Problem
from .check import Check

_STARTING_EVENT_SUBPROCESS = frozenset(("message", "timer", "signal", "conditional", "error", "escalation"))


def rules(check: Check) -> Iterator[Problem]:
    """Element types, start events of each scope, hosts of boundary events, compensation handlers."""
    for element in check.elements:
        if behaviour(element) is None:
            yield check.error(
                element,
                "%(kind)s with event %(event)s is not run here.",
                kind=element.kind,
                event=element.event,
            )
        if element.kind in SUBPROCESSES:
            yield from _subprocess(check, element)
        if element.kind == "boundaryEvent":
            yield from _boundary(check, element)
        if element.parallel_multiple and element.kind != "intermediateCatchEvent":
            yield check.error(
                element, "A parallel multiple event is run only in the flow: draw it as a catch event."
            )
    if sum(start.event == "none" for start in check.process.start_events) > 1:
        yield check.error(check.process, "The process has several start events without a trigger: keep one.")
    if not check.elements:
        yield check.error(check.process, "The process is empty: draw a start event.")
    for parent in (None, *(e.id for e in check.elements if e.kind in SUBPROCESSES)):
        yield from _catchers(check, [e for e in check.process.inside(parent) if e.by_event])


def _subprocess(check: Check, element: Element) -> Iterator[Problem]:
    starts = [inner for inner in check.process.inside(element.id) if inner.kind == "startEvent"]
    if element.by_event:
        if len(starts) != 1:
            yield check.error(
                element, "An event subprocess has exactly one start event, not %(count)d.", count=len(starts)
            )
        elif starts[0].event not in _STARTING_EVENT_SUBPROCESS:
            yield check.error(starts[0], "The start event of an event subprocess needs a trigger.")
        elif starts[0].event == "error" and not starts[0].interrupting:
            yield check.error(starts[0], "An error start event always interrupts: set isInterrupting.")
        return
    if len(starts) > 1:
        yield check.error(element, "A subprocess has one start event, not %(count)d.", count=len(starts))
    for start in starts:
        if start.event != "none":
            yield check.error(start, "The start event of a subprocess has no trigger: remove it.")
        if element.kind == "adHocSubProcess":
            yield check.error(start, "An ad-hoc subprocess has no start event: remove it.")


def _boundary(check: Check, element: Element) -> Iterator[Problem]:
    host = check.process.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.parent != element.parent:
        yield check.error(
            element,
            "The boundary event is attached to %(host)s, which is no activity here.",
            host=repr(element.attached_to),
        )
        return
    if element.event == "none":
        yield check.error(element, "A boundary event needs a trigger.")
    if element.event == "error" and not element.interrupting:
        yield check.error(element, "An error boundary event always interrupts: set cancelActivity.")
    if element.event == "cancel" and host.kind != "transaction":
        yield check.error(element, "A cancel boundary event belongs on a transaction.")
    if element.event == "compensate":
        handler = check.process.elements.get(element.handler or "")
        if handler is None or not handler.for_compensation:
            yield check.error(
                element,
                "The compensation event has no handler: draw an association to an activity for compensation.",
            )
    siblings = [e for e in check.elements if e.attached_to == host.id]
    if siblings[0] is element:
        yield from _catchers(check, siblings)


def _catchers(check: Check, elements: list[Element]) -> Iterator[Problem]:
    """Two catchers of one scope for the same error or escalation."""
    caught: Counter[tuple[str, str | None]] = Counter()
    for element in elements:
        starts = (
            [e for e in check.process.inside(element.id) if e.kind == "startEvent"]
            if element.by_event
            else [element]
        )
        for trigger in (trigger for start in starts for trigger in start.triggers):
            if trigger.kind in ("error", "escalation"):
                caught[trigger.kind, trigger.name] += 1
                if caught[trigger.kind, trigger.name] == 2:
                    yield check.error(
                        element,
                        "Another event of this scope catches the same %(kind)s %(code)s: keep one.",
                        kind=trigger.kind,
                        code=trigger.name or "(any)",
                    )
