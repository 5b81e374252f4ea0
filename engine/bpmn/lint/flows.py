"""Sequence flows: where they lead, and what may have them."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Element
from ..problems import Problem
from .check import Check

_CHOOSING = frozenset(("exclusiveGateway", "inclusiveGateway"))
_AFTER_EVENT_GATEWAY = frozenset(("message", "timer", "signal", "conditional"))


def rules(check: Check) -> Iterator[Problem]:
    """Every flow joins two elements of one scope; starts have none in, ends none out."""
    for flow in check.process.flows.values():
        for end, id in (("sourceRef", flow.source), ("targetRef", flow.target)):
            element = check.process.elements.get(id)
            if element is None:
                yield check.error(
                    flow,
                    "%(end)s %(id)s is no element of this process: lead the flow to one.",
                    end=end,
                    id=repr(id),
                )
            elif element.parent != flow.parent:
                yield check.error(
                    flow, "%(id)s lies in another subprocess: flows stay in their scope.", id=id
                )
    for element in check.elements:
        yield from _ends(check, element)
        yield from _choice(check, element)
        if element.kind == "eventBasedGateway":
            yield from _event_gateway(check, element)


def _ends(check: Check, element: Element) -> Iterator[Problem]:
    if element.incoming and (element.kind in ("startEvent", "boundaryEvent") or element.by_event):
        yield check.error(element, "No flow may lead to this element: remove the incoming flow.")
    if element.outgoing and (element.kind == "endEvent" or element.by_event):
        yield check.error(element, "No flow may leave this element: remove the outgoing flow.")
    if element.for_compensation and (element.incoming or element.outgoing):
        yield check.error(element, "A compensation handler has no flows: remove them.")


def _choice(check: Check, element: Element) -> Iterator[Problem]:
    if element.default and element.default not in {flow.id for flow in element.outgoing}:
        yield check.error(element, "The default flow %(id)s does not leave this element.", id=element.default)
    if element.kind not in _CHOOSING or len(element.outgoing) < 2:
        return
    bare = [flow for flow in element.outgoing if flow.condition is None and flow.id != element.default]
    for flow in bare:
        yield check.error(
            flow, "The flow needs a condition, or must be the default flow of %(id)s.", id=element.id
        )
    if element.default is None and not bare:
        yield check.warning(
            element, "There is no default flow: when no condition is true the case stops with an incident."
        )


def _event_gateway(check: Check, element: Element) -> Iterator[Problem]:
    if not element.outgoing:
        yield check.error(element, "An event-based gateway needs at least one flow to an event.")
    for flow in element.outgoing:
        target = check.process.elements.get(flow.target)
        if target is None:
            continue
        catches = (
            target.kind in ("intermediateCatchEvent", "receiveTask") and target.event in _AFTER_EVENT_GATEWAY
        )
        if not catches:
            yield check.error(
                element,
                "Only catch events and receive tasks may follow an event-based gateway, not %(id)s.",
                id=target.id,
            )
        elif len(target.incoming) > 1:
            yield check.error(target, "An event after an event-based gateway has no other incoming flow.")
