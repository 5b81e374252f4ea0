"""Approvals hold: where the gates of a process are, and whether a repair would get past one.

A gate is a task that approves or signs, and a call of a process that holds one. A step may be gone to when no gate lies
between, or when the case has legally been there and no gate on the way to it has been begun anew since. What cannot be
told counts as a gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.errors import Forbidden
from engine.models import history
from engine.store import Session

MARKS = ("samtrin:gate", "samtrin:sign")


def gates(process: bpmn.Process, family: Mapping[str, bpmn.Process]) -> set[str]:
    """Ids of the gates of a process. ``family``: all processes that it and those that it calls can call, by id."""
    holding = _holding(family)
    return {element.id for element in process.elements.values() if _is_gate(element, holding, family)}


def family_of(session: Session, root: bpmn.Definition) -> dict[str, bpmn.Process]:
    """All processes of a case by their ids."""
    return {member.process.id: member.process for member in deployments.family(session, root)}


def _is_gate(element: bpmn.Element, holding: Collection[str], family: Mapping[str, bpmn.Process]) -> bool:
    if any(element.properties.get(mark) for mark in MARKS):
        return True
    called = element.called_process
    return bool(called) and (called in holding or called not in family)


def _holding(family: Mapping[str, bpmn.Process]) -> set[str]:
    """Ids of the processes that hold a gate, themselves or in what they call."""
    found = set[str]()
    while more := {
        process.id
        for process in family.values()
        if process.id not in found
        and any(_is_gate(element, found, family) for element in process.elements.values())
    }:
        found |= more
    return found


def require_no_way_past(
    session: Session,
    instance_id: int,
    process: bpmn.Process,
    family: Mapping[str, bpmn.Process],
    call_path: str,
    source: str | None,
    target: str,
) -> None:
    """Raise Forbidden where going from the step ``source`` (None: from nowhere) to ``target`` gets past a gate."""
    found = gates(process, family)
    ways = _ways(process)
    begins = [element.id for element in process.start_events] or [
        element.id for element in process.inside(None) if not element.incoming
    ]
    plain = {element.id for element in process.elements.values() if not _chooses(element)}
    starts = [source] if source else begins
    leading = {gate for gate in found - {target} if _leads_through(ways, starts, gate, target, plain)}
    if not leading:
        return
    there = _last_entered(session, instance_id, process.id, call_path, {target}).get(target)
    before = {gate for gate in found - {target} if _leads_through(ways, begins, gate, target, plain)}
    since = _last_entered(session, instance_id, process.id, call_path, before)
    if there is not None and all(id <= there for id in since.values()):
        return
    name = process.elements[min(leading)].name or min(leading)
    raise Forbidden(
        'An approval lies between: "%(name)s". Nobody can get past it, but the case can go back to before it',
        name=name,
    )


def ahead(process: bpmn.Process, found: Collection[str], element_id: str) -> set[str]:
    """The gates ``found`` that work at an element is, holds, or can still come to."""
    inside = {e.id for e in process.elements.values() if element_id in _around(process, e)}
    return _reached(_ways(process), [element_id, *inside]) & set(found)


def without(process: bpmn.Process, gate: str, element_id: str, *, beside: bool) -> set[str]:
    """What work at an element can come to without the gate having been answered. ``beside``: also what only ever
    happens beside it, such as a reminder."""
    elements = process.elements.values()
    edges = {e.id for e in elements if e.attached_to is not None and (beside or e.interrupting)}
    left_out = {e.id for e in elements if e.attached_to is not None} - edges
    ways = _ways(process)
    ways[gate] &= edges  # nobody answers it, and what lies on its edge goes on without it
    around = _around(process, process.elements[element_id])
    begins = [element_id, *(key for key in edges if process.elements[key].attached_to in around)]
    return _reached(ways, begins, left_out) - {gate}


def ends(process: bpmn.Process, reached: Collection[str]) -> set[str]:
    """Those of the elements after which nothing comes."""
    ways = _ways(process)
    return {key for key in reached if not ways[key]}


def within(process: bpmn.Process, found: Collection[str], element_id: str) -> set[str]:
    """The gates ``found`` that an element is, or holds."""
    return {
        gate for gate in found if gate == element_id or element_id in _around(process, process.elements[gate])
    }


def _around(process: bpmn.Process, element: bpmn.Element) -> list[str]:
    """Ids of the subprocesses around an element."""
    around, parent = list[str](), element.parent
    while parent is not None:
        around.append(parent)
        parent = process.elements[parent].parent
    return around


def _ways(process: bpmn.Process) -> dict[str, set[str]]:
    """Element -> those that work can come to next from it, in and out of subprocesses."""
    found: dict[str, set[str]] = defaultdict(set)
    links = {
        e.triggers[0].name: e.id
        for e in process.elements.values()
        if e.kind == "intermediateCatchEvent" and e.event == "link"
    }
    for element in process.elements.values():
        out = {flow.target for flow in element.outgoing}
        if element.kind == "intermediateThrowEvent" and element.event == "link":
            out |= {links[element.triggers[0].name]} & set(process.elements)
        inside = process.inside(element.id)
        if inside:
            begins = [e for e in inside if e.kind == "startEvent"] or [e for e in inside if not e.incoming]
            found[element.id] |= {e.id for e in begins} | {e.id for e in inside if e.by_event}
        else:
            found[element.id] |= out
        if element.attached_to is not None:
            found[element.attached_to].add(element.id)
        if not element.outgoing and not inside:
            parent = process.elements.get(element.parent or "")
            while parent is not None and not parent.outgoing:
                parent = process.elements.get(parent.parent or "")
            if parent is not None:
                found[element.id] |= {flow.target for flow in parent.outgoing}
        if element.by_event and element.parent is None:
            for event in process.start_events:
                found[event.id].add(element.id)
    return found


def _chooses(element: bpmn.Element) -> bool:
    """Whether data decides which way it goes on from an element."""
    return len(element.outgoing) > 1 and (
        element.kind in ("exclusiveGateway", "inclusiveGateway", "complexGateway")
        or any(flow.condition is not None for flow in element.outgoing)
    )


def _leads_through(
    ways: Mapping[str, set[str]], begins: Collection[str], gate: str, target: str, plain: Collection[str]
) -> bool:
    """Whether a way from ``begins`` to ``target`` leads through the gate, coming to none of ``plain`` twice: those
    that all ways to the gate have in common are left out after it. Where data chooses the way counts as often as it
    is come to, since what the gate gave may be what it asks about. Says yes too often, never too seldom."""
    first = _reached(ways, begins, {target} - set(begins))
    if gate not in first:
        return False
    common = {
        step for step in (first - {gate}) & set(plain) if gate not in _reached(ways, begins, {step, target})
    }
    return target in _reached(ways, [gate], common)


def _reached(
    ways: Mapping[str, set[str]], begins: Collection[str], without: Collection[str] = ()
) -> set[str]:
    """What can be come to from ``begins``, themselves included, without passing what is left out."""
    todo, found = [step for step in begins if step not in without], set[str]()
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo.extend(step for step in ways.get(at, ()) if step not in without)
    return found


def _last_entered(
    session: Session, instance_id: int, process_id: str, call_path: str, elements: set[str]
) -> dict[str, int]:
    """Element -> id of the row that tells when it was begun last."""
    rows: list[Any] = session.all(
        sa.select(history.c.element_id, sa.func.max(history.c.id).label("last"))
        .where(
            history.c.process_instance_id == instance_id,
            history.c.kind == "entered",
            history.c.process_id == process_id,
            history.c.call_path == call_path,
            history.c.element_id.in_(elements),
        )
        .group_by(history.c.element_id)
    )
    return {row.element_id: row.last for row in rows}
