"""Every change of the list, at every step and task of our processes: what is meant changes, nothing else does, and the
drawing stays in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

import pytest

from engine import bpmn, outline
from engine.bpmn.model import ACTIVITIES
from engine.outline import edits, flow
from engine.outline.document import Document
from tests.world import ROOT

FILES = sorted(ROOT.glob("processes/*/*.bpmn"))
MAIN = ("ruten-organisation", "ruten-partnerskab", "p-aftaletrin")
ALL = pytest.mark.parametrize("name", [file.stem for file in FILES])


@cache
def source(name: str) -> bytes:
    return next(file for file in FILES if file.stem == name).read_bytes()


def opened(name: str, xml: bytes | None = None) -> Document:
    return Document(xml or source(name), f"{name}.bpmn", name)


def activities(process: bpmn.Process) -> Iterator[bpmn.Element]:
    """All of them; of a very large process every fourth, so that the test takes seconds and not minutes."""
    found = [element for element in process.elements.values() if element.kind in ACTIVITIES]
    return iter(found[:: 4 if len(found) > 60 else 1])


def faults(model: bpmn.Model) -> Counter[tuple[str, str]]:
    return Counter((p.severity, p.template) for p in bpmn.lint([model], bpmn.Known()))


def flaws(document: Document) -> Counter[str]:
    """What is wrong with a drawing: shapes on one another, lines that end nowhere, that slant, that cut a shape, and
    what is not drawn, or drawn and no more there."""
    found: Counter[str] = Counter()
    elements, ends = document.process.elements, flow.ends_of(document)
    around = _holders(document.process)

    def belong(id: str, other: str) -> bool:
        """One is drawn inside the other, or on its border."""
        return (
            "boundaryEvent" in (elements[id].kind, elements[other].kind)
            or id in around[other]
            or other in around[id]
        )

    for plane in document.planes.all:
        boxes = {id: box for id, box in plane.boxes().items() if id in elements}
        for id, box in boxes.items():
            for other, second in boxes.items():
                if id < other and box.overlaps(second) and not belong(id, other):
                    found["overlap"] += 1
        for flow_id in plane.edges:
            points, sides = plane.points(flow_id), ends.get(flow_id, ("", ""))
            for point, end in zip((points[0], points[-1]), sides, strict=True):
                found["loose"] += end not in boxes or not _touches(boxes[end], point)
            for (x, y), (x2, y2) in pairwise(points):
                found["slanting"] += abs(x - x2) > 1 and abs(y - y2) > 1
                found["through"] += sum(
                    max(x, x2) > box.x + 1
                    and min(x, x2) < box.right - 1
                    and max(y, y2) > box.y + 1
                    and min(y, y2) < box.bottom - 1
                    for id, box in boxes.items()
                    if sides[0] in elements and not belong(id, sides[0])
                )
    drawn = [id for plane in document.planes.all for id in (*plane.shapes, *plane.edges)]
    meant = [*elements, *document.process.flows]
    found["undrawn"] = len(set(meant) - set(drawn))
    found["ghosts"] = len(set(drawn) - set(meant)) + len(drawn) - len(set(drawn))
    return +found


def _touches(box: flow.Box, point: tuple[float, float]) -> bool:
    x, y = point
    inside = box.x - 1 <= x <= box.right + 1 and box.y - 1 <= y <= box.bottom + 1
    return inside and min(abs(x - box.x), abs(x - box.right), abs(y - box.y), abs(y - box.bottom)) < 1.5


def _holders(process: bpmn.Process) -> dict[str, set[str]]:
    """Element -> itself and what is around it."""
    found: dict[str, set[str]] = {}
    for id in process.elements:
        around, at = {id}, process.elements[id].parent
        while at is not None:
            around.add(at)
            at = process.elements[at].parent
        found[id] = around
    return found


def _named(document: Document, gone: set[str]) -> list[str]:
    """Where the XML still names something that is gone."""
    attributes = ("id", "bpmnElement", "sourceRef", "targetRef", "attachedToRef")
    named = [node.get(key) for node in document.root.iter("{*}*") for key in attributes]
    named += [node.text for node in document.root.iter("{*}flowNodeRef")]
    return [id for id in named if id in gone]


def _forks(document: Document, id: str) -> bool:
    return document.process.elements[id].kind == "parallelGateway"


def said(process: bpmn.Process, leave: set[str]) -> dict[str, object]:
    """All that a process says, without places in the file, and without some elements and their flows."""
    found: dict[str, object] = {}
    for element in process.elements.values():
        if element.id not in leave:
            parts = {part: getattr(element, part) for part in element.__slots__}
            for part in ("line", "incoming", "outgoing"):
                del parts[part]
            parts["triggers"] = [(t.kind, t.name, t.timer, t.text) for t in element.triggers]
            found[element.id] = parts
    return found


def ways(process: bpmn.Process) -> set[tuple[str, str, str | None, str]]:
    return {(f.source, f.target, f.condition, f.name) for f in process.flows.values()}


def each(name: str, edit: Callable[[Document, bpmn.Element], str | None]) -> int:
    """Do it to every activity that allows it. Returns how often. Each result is no worse than what was."""
    before = opened(name)
    known, drawn, count = faults(before.model), flaws(before), 0
    for element in activities(before.process):
        document = opened(name)
        try:
            new = edit(document, element)
        except outline.NeedsDiagram:
            continue
        after = opened(name, document.written())
        count += 1
        assert not faults(after.model) - known, element.id
        assert not flaws(after) - drawn, element.id
        added = {key for key in after.process.elements if key not in before.process.elements}
        gone = {key for key in before.process.elements if key not in after.process.elements}
        assert added == ({new} if new else set())
        same = {element.id, *added, *gone}
        assert said(after.process, same) == said(before.process, same), element.id
    return count


@ALL
def test_reading_and_writing_changes_nothing_but_the_spelling(name: str) -> None:
    document = opened(name)
    written = document.written()
    again = opened(name, written)
    assert said(again.process, set()) == said(document.process, set())
    assert ways(again.process) == ways(document.process)
    assert again.written() == written
    if (
        "/>" in source(name).decode()
        and " />" not in source(name).decode()
        and "='" not in source(name).decode()
    ):
        assert written == source(name)


@ALL
def test_renaming_changes_one_line(name: str) -> None:
    lines = opened(name).written().splitlines()
    process = opened(name).process
    for element in activities(process):
        document = opened(name)
        outline.rename(document, element.id, "Noget & <andet>")
        after = document.written().splitlines()
        assert sum(one != two for one, two in zip(lines, after, strict=True)) == 1, element.id
        found = opened(name, document.written()).process
        assert found.elements[element.id].name == "Noget & <andet>"
        assert said(found, {element.id}) == said(process, {element.id})


@ALL
def test_a_task_is_added_after_each(name: str) -> None:
    def add(document: Document, element: bpmn.Element) -> str:
        place = flow.after(document.process, element)
        new = outline.add_task(document, place.id, "Ny opgave")
        after = opened(name, document.written()).process
        expected = ways(document.process) - {(place.source, place.target, place.condition, place.name)}
        assert ways(after) == expected | {
            (element.id, new, place.condition, place.name),
            (new, place.target, None, ""),
        }
        assert after.elements[new].parent == element.parent
        return new

    process = opened(name).process
    able = [element for element in activities(process) if flow.can_follow(process, element)]
    assert each(name, add) >= len(able) - 2  # two of the drawings lead back to the left here and there


@ALL
def test_each_is_left_out_and_the_gap_closes(name: str) -> None:
    def leave_out(document: Document, element: bpmn.Element) -> None:
        outline.leave_out(document, element.id)
        after = opened(name, document.written()).process
        target = element.outgoing[0].target
        expected = {w for w in ways(document.process) if element.id not in w[:2]}
        inside = edits.within(document.process, element.id)
        expected = {w for w in expected if w[0] not in inside}
        expected |= {
            (f.source, target, f.condition, f.name)
            for f in element.incoming
            if not (
                _forks(document, f.source) and _forks(document, target)
            )  # nothing is left to do on that branch
        }
        assert ways(after) == expected
        assert not _named(document, {element.id, *inside})

    process = opened(name).process
    able = [e for e in activities(process) if flow.why_fixed(opened(name), e) is None]
    assert each(name, leave_out) == len(able)


@ALL
@pytest.mark.parametrize("find", [edits.up, edits.down])
def test_each_is_moved_one_place(name: str, find: Callable[[bpmn.Process, str], str]) -> None:
    def move(document: Document, element: bpmn.Element) -> None:
        outline.move(document, element.id, find(document.process, element.id))

    moved = each(name, move)
    if name in MAIN:
        assert moved > 3


@pytest.mark.parametrize("name", MAIN)
def test_moving_there_and_back_gives_the_same_process(name: str) -> None:
    count = 0
    for element in activities(opened(name).process):
        document = opened(name)
        try:
            outline.move(document, element.id, edits.down(document.process, element.id))
            back = opened(name, document.written())
            if len(back.process.flows) < len(document.process.flows):
                continue  # it was alone on its branch, which has gone
            outline.move(back, element.id, edits.up(back.process, element.id))
        except outline.NeedsDiagram:
            continue
        again = opened(name, back.written()).process
        before = opened(name).process
        assert {w[:3] for w in ways(again)} == {w[:3] for w in ways(before)}, element.id
        assert said(again, set()) == said(before, set())
        count += 1
    assert count > 3


@pytest.mark.parametrize("name", MAIN)
def test_tasks_are_moved_to_every_other_step(name: str) -> None:
    """One task of each step, to one place in each other step that runs once."""
    process = opened(name).process
    known, drawn, count = faults(opened(name).model), flaws(opened(name)), 0
    targets = {place.scope: place.flow for place in outline.places(process, everywhere=True)}
    sources = {e.parent: e for e in activities(process) if e.kind == "userTask"}
    for element in sources.values():
        for scope, place in targets.items():
            document = opened(name)
            try:
                outline.move(document, element.id, place)
            except outline.NeedsDiagram:
                continue
            after = opened(name, document.written())
            assert after.process.elements[element.id].parent == (scope or None)
            assert not faults(after.model) - known, (element.id, scope)
            assert not flaws(after) - drawn, (element.id, scope)
            count += 1
    assert count > 8


@pytest.mark.parametrize("name", MAIN)
def test_a_step_is_added_at_every_place_of_the_process(name: str) -> None:
    known, drawn = faults(opened(name).model), flaws(opened(name))
    for place in outline.places(opened(name).process):
        document = opened(name)
        try:
            step, task = outline.add_step(document, place.flow, "Trin 8: Æbler", "Pluk æbler")
        except outline.NeedsDiagram:  # a way that leads back
            assert document.process.flows[place.flow].source == "ti-vent"
            continue
        after = opened(name, document.written())
        assert not faults(after.model) - known and not flaws(after) - drawn
        inside = {e.kind: e.id for e in after.process.inside(step)}
        assert inside["userTask"] == task and set(inside) == {"startEvent", "userTask", "endEvent"}
        assert after.planes.inside(step) is not None
        outline.leave_out(after, step)
        again = opened(name, after.written())
        assert {w[:3] for w in ways(again.process)} == {w[:3] for w in ways(opened(name).process)}
        assert again.planes.inside(step) is None
