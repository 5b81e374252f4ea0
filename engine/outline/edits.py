"""The changes that a list of steps makes: adding, moving and leaving out. Each is one line in the list and many in the
diagram."""

from __future__ import annotations

import re

from lxml import etree

from engine import bpmn
from engine.bpmn.model import GATEWAYS, SUBPROCESSES
from engine.editing import starting_point
from engine.errors import Invalid, Message

from .document import Document
from .flow import HEIGHT, WIDTH, NeedsDiagram, after, before, name, put_in, take_out
from .plane import GAP, Box, Plane
from .xmltree import element, put, take

NAME_LIMIT = 120
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cleaned(text: str, field: str = "name", limit: int = NAME_LIMIT) -> str:
    """A name or a sentence as it can stand in a diagram. Raises Invalid."""
    text = _UNFIT.sub(" ", text).strip()
    if not text or len(text) > limit:
        raise _unfit("Write at most %(limit)s letters, and at least one", field, limit=limit)
    if text.startswith("="):
        raise _unfit("A text that begins with = would be worked out. Begin with a letter", field)
    return text


def rename(document: Document, id: str, text: str) -> None:
    """Raises Invalid."""
    document.node(id).set("name", " ".join(cleaned(text).split()))


def add_task(document: Document, flow_id: str, text: str) -> str:
    """A user task on a flow; nobody is asked to do it yet. Returns its id. Raises Invalid, NeedsDiagram."""
    return _add(document, flow_id, "userTask", text)


def add_step(document: Document, flow_id: str, text: str, task: str) -> tuple[str, str]:
    """A step with one task in it, drawn on a page of its own. Returns both ids. Raises Invalid, NeedsDiagram."""
    task = " ".join(cleaned(task, "task").split())
    step = _add(document, flow_id, "subProcess", text)
    node = document.node(step)
    start, end = document.new_id(f"{step}-start"), document.new_id(f"{step}-slut")
    inside = document.new_id(_id("opgave", task))
    for tag, id, called in (("startEvent", start, ""), ("userTask", inside, task), ("endEvent", end, "")):
        made = element(f"bpmn:{tag}", {"id": id} | ({"name": called} if called else {}))
        document.append(node, made, after=node[-1] if len(node) else None)
    _as_user_task(document, document.node(inside))
    first = document.new_flow(start, inside, node[-1])
    second = document.new_flow(inside, end, node[-1])
    if document.plane_of(step) is not None:
        plane = _new_plane(document, step)
        y = 120.0
        for id, box in (
            (start, Box(160, y - 18, 36, 36)),
            (inside, Box(196 + GAP, y - HEIGHT / 2, WIDTH, HEIGHT)),
            (end, Box(196 + WIDTH + 2 * GAP, y - 18, 36, 36)),
        ):
            plane.add_shape(id, document.new_id(f"{id}-figur"), box)
        for flow, left, right in ((first, start, inside), (second, inside, end)):
            flow_id = flow.get("id", "")
            points = [(plane.box(left).right, y), (plane.box(right).x, y)]
            plane.add_edge(flow_id, document.new_id(f"{flow_id}-pil"), points)
    return step, inside


def leave_out(document: Document, id: str) -> None:
    """Take an element away, with all that is inside, and close the gap. Raises NeedsDiagram."""
    found = document.process.elements[id]
    take_out(document, found)
    inside = family(document.process, id)
    for plane in [p for p in document.planes.all if p.node.get("bpmnElement") in inside]:
        diagram = plane.node.getparent()
        assert diagram is not None
        take(diagram)
        document.planes.all.remove(plane)
    flows = {flow.id for flow in document.process.flows.values() if flow.parent in inside}
    for plane in document.planes.all:  # an expanded step is drawn on the page around it
        for drawn in inside & plane.shapes.keys():
            plane.take_shape(drawn)
        for drawn in flows & plane.edges.keys():
            plane.take_edge(drawn)
    for each in inside:
        for reference in document.lane_references(each):
            take(reference)
    take(document.node(id))


def move(document: Document, id: str, flow_id: str) -> None:
    """Take an element to another place in the flow. Raises NeedsDiagram."""
    process, found = document.process, document.process.elements[id]
    flow = process.flows[flow_id]
    if id in (flow.source, flow.target):
        return
    if flow.parent in family(process, id):
        raise NeedsDiagram("A step cannot be moved into itself")
    if flow.parent != found.parent and not (
        is_plain(process, flow.parent) and is_plain(process, found.parent)
    ):
        raise NeedsDiagram(
            "“%(name)s” belongs to a part that is repeated. Use the diagram to move it", name=name(found)
        )
    if found.kind in SUBPROCESSES and _is_expanded(document, id):
        raise NeedsDiagram("“%(name)s” is drawn unfolded. Use the diagram to move it", name=name(found))
    lanes = [(r.getparent(), r.text) for r in document.lane_references(id)]
    if lanes and {lane for lane, _ in lanes} != {
        r.getparent() for r in document.lane_references(flow.source)
    }:
        raise NeedsDiagram(
            "“%(name)s” stands in a lane of its own. Use the diagram to move it", name=name(found)
        )
    shape = take_out(document, found)
    node = document.node(id)
    if flow.parent != found.parent:
        scope = document.scope_node(flow.parent)
        last = list(document.flow_nodes(scope))[-1]
        put(scope, take(node), after=last)
    for reference in document.lane_references(id):  # put_in writes them anew
        take(reference)
    put_in(document, flow_id, id, shape)


def up(process: bpmn.Process, id: str) -> str:
    """The flow on which an element stands one place earlier. Raises NeedsDiagram."""
    found = process.elements[id]
    neighbour = process.elements[before(process, found).source]
    if neighbour.kind == "startEvent":
        raise NeedsDiagram("“%(name)s” is the first here already", name=name(found))
    return before(process, _passable(neighbour, found)).id


def down(process: bpmn.Process, id: str) -> str:
    """The flow on which an element stands one place later. Raises NeedsDiagram."""
    found = process.elements[id]
    neighbour = process.elements[after(process, found).target]
    if neighbour.kind == "endEvent":
        raise NeedsDiagram("“%(name)s” is the last here already", name=name(found))
    if neighbour.kind != "parallelGateway" and len(neighbour.incoming) > 1:
        raise NeedsDiagram(
            "Several ways meet at “%(name)s”. Use the diagram to move past it", name=name(neighbour)
        )
    return after(process, _passable(neighbour, found)).id


def _passable(neighbour: bpmn.Element, moved: bpmn.Element) -> bpmn.Element:
    """What one may move past without changing whether it happens. Raises NeedsDiagram."""
    if neighbour.kind in GATEWAYS - {"parallelGateway"}:
        raise NeedsDiagram(
            "A choice stands next to “%(name)s”. Use the diagram to move it past", name=name(moved)
        )
    return neighbour


def within(process: bpmn.Process, id: str) -> set[str]:
    """The ids of everything inside a step."""
    found: set[str] = set()
    todo = [id]
    while todo:
        inside = {element.id for element in process.inside(todo.pop())}
        todo += inside - found
        found |= inside
    return found


def family(process: bpmn.Process, id: str) -> set[str]:
    """An element and everything inside it."""
    return {id, *within(process, id)}


def in_order(process: bpmn.Process, parent: str | None = None) -> list[str]:
    """All elements as people read the list: what is inside a step right after it."""
    return [id for element in process.inside(parent) for id in (element.id, *in_order(process, element.id))]


def is_plain(process: bpmn.Process, parent: str | None) -> bool:
    """Whether what is inside runs once, in the flow of the case, with the variables of the case."""
    while parent is not None:
        scope = process.elements[parent]
        if scope.kind != "subProcess" or scope.loop or scope.by_event or scope.inputs:
            return False
        parent = scope.parent
    return True


def _add(document: Document, flow_id: str, kind: str, text: str) -> str:
    called = " ".join(cleaned(text).split())
    flow = document.node(flow_id)
    scope = flow.getparent()
    assert scope is not None
    id = document.new_id(_id("trin" if kind == "subProcess" else "opgave", called))
    made = element(f"bpmn:{kind}", {"id": id, "name": called})
    beside = [node for node in document.flow_nodes(scope) if node.get("id") == flow.get("sourceRef")]
    document.append(scope, made, after=beside[0])
    if kind == "userTask":
        _as_user_task(document, made)
    put_in(document, flow_id, id, None, collapsed=kind == "subProcess")
    return id


def _as_user_task(document: Document, node: etree._Element) -> None:
    document.extension(node, "userTask", make=True)


def _id(kind: str, text: str) -> str:
    try:
        return f"{kind}-{starting_point.slug(text)[:40].strip('-')}"
    except Invalid:
        return kind


def _new_plane(document: Document, step: str) -> Plane:
    """A page for the inside of a step, after the other pages."""
    diagram = element("bpmndi:BPMNDiagram", {"id": document.new_id(f"diagram-{step}")})
    node = element("bpmndi:BPMNPlane", {"id": document.new_id(f"plan-{step}"), "bpmnElement": step})
    diagram.append(node)
    put(document.root, diagram, after=document.root[-1])
    plane = Plane(diagram[0])
    document.planes.all.append(plane)
    return plane


def _is_expanded(document: Document, id: str) -> bool:
    plane = document.plane_of(id)
    return plane is not None and any(inner in plane.shapes for inner in within(document.process, id))


def _unfit(template: str, field: str, **params: object) -> Invalid:
    return Invalid(template, {field: Message(template, params)}, **params)
