"""Flows, and what has come between others or gone from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.errors import Message

from ..model import ACTIVITIES, Element, Flow, Process
from . import details, properties, spoken
from .facets import of_new
from .identity import topic_of
from .matching import Pairing
from .nouns import neighbour, noun, place
from .result import Change, Names


def come_and_gone(pairing: Pairing, names: Names) -> tuple[list[Change], frozenset[str]]:
    """(sentences for elements that are new or gone; ids of those whose sentence tells the flows beside them too)."""
    words: list[Change] = []
    telling: set[str] = set()
    new_ids, gone_ids = ({e.id for e in found} for found in (pairing.added, pairing.removed))
    for element in pairing.added:
        if element.parent in new_ids and element.kind not in ACTIVITIES:
            continue  # the part that is new is told, with the steps in it; how it is wired inside is on the drawing
        message, tells = _come(element, pairing.new)
        telling |= {element.id} if tells else set()
        words.append(Change(topic_of(element), element.id, message))
        words += _about_new(pairing, element, names)
    for element in pairing.removed:
        if element.parent in gone_ids:
            continue
        message, tells = _gone(element, pairing.old)
        telling |= {element.id} if tells else set()
        words.append(Change(topic_of(element), element.id, message))
    return words, frozenset(telling)


def _about_new(pairing: Pairing, new: Element, names: Names) -> Iterator[Change]:
    """What is worth saying of an element that was not there before."""
    subject, nothing = noun(new, pairing.new), Element("", "", new.kind, "", None, None, 0)
    yield from of_new(nothing, new, subject, names)
    yield from details.triggers(nothing, new, subject)
    yield from properties.properties({}, new.properties, new.id, subject, names)


def _come(element: Element, process: Process) -> tuple[Message, bool]:
    params = _neighbours(element, process)
    if element.attached_to:
        host = {"subject": params["subject"], "host": place(element.attached_to, process)}
        return Message("%(subject)s has been added on %(host)s", host), False
    match sorted(params.keys() - {"subject"}):
        case ["after", "before"]:
            return Message("%(subject)s has been added between %(after)s and %(before)s", params), True
        case ["after"] if not element.outgoing:
            return Message("%(subject)s has been added after %(after)s", params), True
        case ["before"] if not element.incoming:
            return Message("%(subject)s has been added before %(before)s", params), True
    return Message("%(subject)s has been added", params), False


def _gone(element: Element, process: Process) -> tuple[Message, bool]:
    params = _neighbours(element, process)
    match sorted(params.keys() - {"subject"}):
        case ["after", "before"]:
            return Message(
                "%(subject)s has been removed; it was between %(after)s and %(before)s", params
            ), True
        case ["after"] if not element.outgoing:
            return Message("%(subject)s has been removed; it was after %(after)s", params), True
        case ["before"] if not element.incoming and not element.attached_to:
            return Message("%(subject)s has been removed; it was before %(before)s", params), True
    return Message("%(subject)s has been removed", params), False


def _neighbours(element: Element, process: Process) -> dict[str, Any]:
    """The one before and the one after, where there is exactly one, and the way there says nothing of its own."""
    near: dict[str, Any] = {"subject": noun(element, process)}
    if len(element.incoming) == 1 and _says_nothing(element.incoming[0]):
        near["after"] = neighbour(element.incoming[0].source, process)
    if len(element.outgoing) == 1 and _says_nothing(element.outgoing[0]):
        near["before"] = neighbour(element.outgoing[0].target, process)
    return near


def _says_nothing(flow: Flow) -> bool:
    return flow.condition is None and not flow.name


def flows(pairing: Pairing, telling: frozenset[str]) -> Iterator[Change]:
    """A sentence for each flow that differs. ``telling``: elements whose own sentence says where they were put."""
    added, removed = ({e.id for e in found} for found in (pairing.added, pairing.removed))
    later = set(pairing.flows.values())
    for flow in pairing.new.flows.values():
        inside_new = pairing.new.elements.get(flow.source) is not None and flow.parent in added
        if flow.id not in later and not inside_new and not {flow.source, flow.target} & telling:
            yield Change("ways", flow.id, _new_way(flow, pairing.new))
    for flow in pairing.old.flows.values():
        gone = flow.id not in pairing.flows
        if gone and flow.parent not in removed and not {flow.source, flow.target} & telling:
            message = Message("%(way)s has been removed", {"way": way(flow, pairing.old)})
            yield Change("ways", flow.id, message)
    for before, after in pairing.flows.items():
        yield from _flow(pairing, pairing.old.flows[before], pairing.new.flows[after], telling)


def way(flow: Flow, process: Process) -> Message:
    """What to call a flow."""
    ends = {"from": place(flow.source, process), "to": place(flow.target, process)}
    if flow.name:
        return Message('the way "%(name)s" from %(from)s to %(to)s', {"name": spoken.clip(flow.name), **ends})
    return Message("the way from %(from)s to %(to)s", ends)


def _new_way(flow: Flow, process: Process) -> Message:
    if flow.condition is None:
        return Message("%(way)s has been added", {"way": way(flow, process)})
    params = {"way": way(flow, process), "condition": spoken.formula(flow.condition)}
    return Message("%(way)s has been added, with the condition %(condition)s", params)


def _flow(pairing: Pairing, old: Flow, new: Flow, telling: frozenset[str]) -> Iterator[Change]:
    was = way(old, pairing.old)
    if pairing.now(old.target) != new.target and not {old.target, new.target} & telling:
        params: dict[str, Any] = {"way": was, "new": place(new.target, pairing.new)}
        yield Change("ways", new.id, Message("%(way)s now leads to %(new)s", params))
    if pairing.now(old.source) != new.source and not {old.source, new.source} & telling:
        params = {"way": was, "new": place(new.source, pairing.new)}
        yield Change("ways", new.id, Message("%(way)s now comes from %(new)s", params))
    if old.name != new.name:
        params = {"way": was, "new": spoken.clip(new.name)}
        message = Message('%(way)s is now called "%(new)s"', params)
        yield Change("ways", new.id, message if new.name else Message("%(way)s no longer has a name", params))
    if old.condition != new.condition:
        yield Change("ways", new.id, _condition(old, new, way(new, pairing.new)))


def _condition(old: Flow, new: Flow, subject: Message) -> Message:
    params = {"way": subject}
    for name, flow in (("old", old), ("new", new)):
        params[name] = spoken.formula(flow.condition or "")  # type: ignore[assignment]
    if new.condition is None:
        return Message("%(way)s no longer has a condition (it was %(old)s)", params)
    if old.condition is None:
        return Message("%(way)s now has the condition %(new)s", params)
    return Message("%(way)s now has the condition %(new)s instead of %(old)s", params)


def defaults(pairing: Pairing, old: Element, new: Element) -> Iterator[Change]:
    """Where a choice leads when no condition is true."""
    before, after = pairing.flows.get(old.default or ""), new.default
    if before == after or (old.default is None and new.default is None):
        return
    params: dict[str, Any] = {"subject": noun(new, pairing.new)}
    flow = pairing.new.flows.get(after or "")
    if flow is None:
        message = Message("%(subject)s no longer has a way for when no condition is true", params)
    else:
        params["to"] = place(flow.target, pairing.new)
        message = Message("%(subject)s now leads to %(to)s when no condition is true", params)
    yield Change("ways", new.id, message)
