"""The paths through a process: what no token can reach, and loops that never stop."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Element
from ..problems import Problem
from .check import Check

_WAITING = frozenset(
    (
        "userTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "eventBasedGateway",
        "intermediateCatchEvent",
    )
)
_CHOOSING = frozenset(("exclusiveGateway", "inclusiveGateway", "complexGateway"))


def rules(check: Check) -> Iterator[Problem]:
    """Unreachable elements are warnings; a loop in which nothing waits and nothing chooses is an error."""
    after = _successors(check)
    reached: set[str] = set()
    todo = [element.id for element in check.elements if _begins(check, element)]
    while todo:
        id = todo.pop()
        if id not in reached:
            reached.add(id)
            todo.extend(after.get(id, ()))
    for element in check.elements:
        if element.id not in reached:
            yield check.warning(element, "No flow from a start leads here: connect it or remove it.")
    yield from _endless(check)
    yield from _hopeless(check, after)


def _begins(check: Check, element: Element) -> bool:
    """A token can begin here without a flow."""
    if element.kind == "startEvent" or element.by_event or element.for_compensation:
        return True
    siblings = check.process.inside(element.parent)
    parent = check.process.elements.get(element.parent or "")
    open_start = not any(other.kind == "startEvent" for other in siblings)
    link = element.kind == "intermediateCatchEvent" and element.event == "link"
    ad_hoc = parent is not None and parent.kind == "adHocSubProcess"
    return (open_start or ad_hoc) and not (element.incoming or element.attached_to or link)


def _successors(check: Check) -> dict[str, list[str]]:
    after = {element.id: [flow.target for flow in element.outgoing] for element in check.elements}
    for element in check.elements:
        if element.attached_to in after:
            after[element.attached_to].append(element.id)
        if element.kind == "intermediateThrowEvent" and element.event == "link":
            after[element.id] += [
                other.id
                for other in check.process.inside(element.parent)
                if other.kind == "intermediateCatchEvent"
                and other.event == "link"
                and other.triggers[0].name == element.triggers[0].name
            ]
    return after


def _endless(check: Check) -> Iterator[Problem]:
    """A loop of elements that all pass at once along every flow."""

    def passes(element: Element) -> bool:
        jobs = element.job is not None or element.loop is not None
        choice = element.kind in _CHOOSING and len(element.outgoing) > 1
        return not (
            element.kind in _WAITING or jobs or choice or any(flow.condition for flow in element.outgoing)
        )

    after = {e.id: [f.target for f in e.outgoing] for e in check.elements if passes(e)}
    for element in _on_cycles(check, after):
        yield check.error(element, "Nothing waits and nothing chooses on this loop: it would never end.")


def _hopeless(check: Check, after: dict[str, list[str]]) -> Iterator[Problem]:
    """A loop, with waits, from which no path leads out."""
    before: dict[str, list[str]] = {}
    for id, targets in after.items():
        for target in targets:
            before.setdefault(target, []).append(id)
    leads_out: set[str] = set()
    todo = [id for id, targets in after.items() if not targets]
    while todo:
        id = todo.pop()
        if id not in leads_out:
            leads_out.add(id)
            todo.extend(before.get(id, ()))
    for element in check.elements:
        if element.id not in leads_out and element.incoming:
            yield check.warning(element, "No path from here reaches an end.")


def _on_cycles(check: Check, after: dict[str, list[str]]) -> Iterator[Element]:
    """The first element of each cycle of the graph ``after``, found without recursion."""
    done: set[str] = set()
    for start in after:
        path: list[str] = []
        trail: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            id, leaving = stack.pop()
            if leaving:
                trail.discard(path.pop())
                done.add(id)
            elif id in trail:
                yield check.process.elements[id]
            elif id not in done and id in after:
                path.append(id)
                trail.add(id)
                stack.append((id, True))
                stack.extend((target, False) for target in after[id])
