"""Moving along the flow: taking an element out and closing the gap, and putting one in, in the XML and the drawing.

What cannot be done without a choice that only a person can make in the diagram raises ``NeedsDiagram``."""

from __future__ import annotations

from lxml import etree

from engine import bpmn
from engine.bpmn.model import ACTIVITIES
from engine.errors import Conflict

from .document import Document
from .plane import GAP, LEAST_GAP, Box, NoRoom, Plane, Point, simplified
from .xmltree import B

WIDTH, HEIGHT = 100.0, 80.0
_ROUND = 20.0  # free on all sides of what is placed


class NeedsDiagram(Conflict):
    """The list does not do this; the diagram can."""


# Where something can be put ----------------------------------------------------------------------------------------


def can_follow(process: bpmn.Process, anchor: bpmn.Element) -> bool:
    """Whether something can be put right after an element: one way leads on, always."""
    if len(anchor.outgoing) != 1 or anchor.outgoing[0].condition:
        return False
    if anchor.kind in ("eventBasedGateway", "exclusiveGateway", "inclusiveGateway", "complexGateway"):
        return False
    return (
        anchor.kind != "boundaryEvent" and process.elements[anchor.outgoing[0].target].kind != "boundaryEvent"
    )


def before(process: bpmn.Process, element: bpmn.Element) -> bpmn.Flow:
    """The only flow into an element. Raises NeedsDiagram."""
    if len(element.incoming) != 1:
        raise NeedsDiagram(
            "Several ways lead to “%(name)s”. Use the diagram to put something before it", name=name(element)
        )
    if process.elements[element.incoming[0].source].kind == "eventBasedGateway":
        raise NeedsDiagram("The case waits for one of several events here. Use the diagram")
    return element.incoming[0]


def after(process: bpmn.Process, element: bpmn.Element) -> bpmn.Flow:
    """The only flow out of an element. Raises NeedsDiagram."""
    if not can_follow(process, element):
        raise NeedsDiagram(
            "Several ways lead on from “%(name)s”. Use the diagram to put something after it",
            name=name(element),
        )
    return element.outgoing[0]


def name(element: bpmn.Element) -> str:
    """What people call an element."""
    return element.name or element.id


# Taking out --------------------------------------------------------------------------------------------------------


def why_fixed(document: Document, element: bpmn.Element) -> NeedsDiagram | None:
    """Why an element cannot be taken out of its place by the list; None where it can."""
    process = document.process
    if element.kind not in ACTIVITIES or element.by_event or element.for_compensation:
        return NeedsDiagram(
            "“%(name)s” happens beside the flow. Use the diagram to move it", name=name(element)
        )
    if len(element.outgoing) != 1 or element.outgoing[0].condition:
        return NeedsDiagram("Several ways lead on from “%(name)s”. Use the diagram", name=name(element))
    if not element.incoming:
        return NeedsDiagram("No way leads to “%(name)s”. Use the diagram", name=name(element))
    if element.id in document.hosts:
        return NeedsDiagram(
            "Something can interrupt “%(name)s” and leads elsewhere. Use the diagram", name=name(element)
        )
    if any(flow.source == element.outgoing[0].target for flow in element.incoming):
        return NeedsDiagram("“%(name)s” stands on a way back. Use the diagram", name=name(element))
    if any(process.elements[flow.source].kind == "eventBasedGateway" for flow in element.incoming):
        return NeedsDiagram("The case waits for one of several events here. Use the diagram")
    if element.id in document.tied:
        return NeedsDiagram("Notes or data hang on “%(name)s”. Use the diagram", name=name(element))
    return None


def take_out(document: Document, element: bpmn.Element) -> etree._Element | None:
    """Close the gap around an element: what led to it leads to what follows. Its node stays where it is, without
    flows. Returns its shape, off its plane; None where it is not drawn. Raises NeedsDiagram."""
    reason = why_fixed(document, element)
    if reason is not None:
        raise reason
    gone = element.outgoing[0]
    plane = document.plane_of(element.id)
    box = plane.box(element.id) if plane else None
    if plane:
        for flow in element.incoming:
            if flow.id in plane.edges and gone.id in plane.edges:
                plane.draw(flow.id, _joined(plane.points(flow.id), plane.points(gone.id)))
        plane.take_edge(gone.id)
    for flow in element.incoming:
        document.retarget(document.node(flow.id), gone.target)
    document.drop_flow(document.node(gone.id))
    for flow in element.incoming:
        if _is_idle(document.process, flow, gone.target):
            document.drop_flow(document.node(flow.id))
            if plane:
                plane.take_edge(flow.id)
    shape = plane.take_shape(element.id) if plane else None
    if plane and box:
        _close(plane, box, ends_of(document))
    return shape


def _is_idle(process: bpmn.Process, flow: bpmn.Flow, target: str) -> bool:
    """Whether a way from a split straight to its join is left over, beside others that do something."""
    split, join = process.elements[flow.source], process.elements[target]
    both = split.kind == join.kind == "parallelGateway"
    return both and len(split.outgoing) > 1 and len(join.incoming) > 1


def _joined(into: list[Point], out: list[Point]) -> list[Point]:
    """One line of two that met at a shape which is gone."""
    if len(into) < 2 or len(out) < 2:
        return into[:1] + out[-1:]
    is_level = abs(into[-1][1] - into[-2][1]) < 1.0
    corner = (out[0][0], into[-1][1]) if is_level else (into[-1][0], out[0][1])
    return simplified([*into, corner, *out])


def _close(plane: Plane, gone: Box, ends: dict[str, tuple[str, str]]) -> None:
    """Let what stands right of an empty column move up, where nothing at all stands in that column."""
    boxes, holders = plane.boxes(), plane.holders()
    right = [box.x for id, box in boxes.items() if box.x >= gone.right]
    if not right:
        return
    x, end = gone.x, min(right)
    crossing = [id for id, box in boxes.items() if box.x < end and box.right > x]
    if any(id not in holders or boxes[id].x >= x or boxes[id].right <= end for id in crossing):
        return
    for flow_id in plane.edges:
        points = plane.points(flow_id)
        if any(x < point[0] < end for point in points[1:-1]):
            return
    plane.shift(end, x - end, ends)


def ends_of(document: Document) -> dict[str, tuple[str, str]]:
    """Flow id -> its source and target, as the XML has them now."""
    flows = document.root.iter(f"{B}sequenceFlow")
    return {f.get("id", ""): (f.get("sourceRef", ""), f.get("targetRef", "")) for f in flows}


# Putting in --------------------------------------------------------------------------------------------------------


def put_in(
    document: Document, flow_id: str, id: str, shape: etree._Element | None, *, collapsed: bool = False
) -> None:
    """Put an element, whose node stands in the right scope, on a flow. ``shape``: as taken from a plane; None: it is
    drawn anew. Raises NeedsDiagram."""
    node = document.node(flow_id)
    source, target = node.get("sourceRef", ""), node.get("targetRef", "")
    plane = next((p for p in document.planes.all if flow_id in p.edges), None)
    document.retarget(node, id)
    new = document.new_flow(id, target, node).get("id", "")
    document.into_lane_of(id, source)
    if plane is None:
        return
    size = (_size(shape) if shape is not None else None) or (WIDTH, HEIGHT)
    try:
        box, first, second = _place(
            plane, flow_id, source, target, size, ends_of(document) | {flow_id: (source, target)}
        )
    except NoRoom:
        raise NeedsDiagram("The drawing has no room for it here. Use the diagram") from None
    if shape is None:
        plane.add_shape(id, document.new_id(f"{id}-figur"), box, collapsed=collapsed)
    else:
        plane.put_shape(id, shape, box)
    plane.draw(flow_id, first)
    plane.add_edge(new, document.new_id(f"{new}-pil"), second)


def _size(shape: etree._Element) -> tuple[float, float] | None:
    bounds = next(
        (child for child in shape if isinstance(child.tag, str) and child.tag.endswith("}Bounds")), None
    )
    return (float(bounds.get("width", "0")), float(bounds.get("height", "0"))) if bounds is not None else None


def _place(
    plane: Plane,
    flow_id: str,
    source: str,
    target: str,
    size: tuple[float, float],
    ends: dict[str, tuple[str, str]],
) -> tuple[Box, list[Point], list[Point]]:
    """Make room on an edge. Returns the box, the line to it and the line on from it. Raises NoRoom."""
    points = plane.points(flow_id)
    if len(points) < 2 or source not in plane.shapes or target not in plane.shapes:
        raise NoRoom
    leaves_right = abs(points[0][1] - points[1][1]) < 1.0 and points[1][0] > points[0][0]
    leaves_down = abs(points[0][0] - points[1][0]) < 1.0 and points[1][1] > points[0][1]
    enters_left = abs(points[-1][1] - points[-2][1]) < 1.0 and points[-2][0] < points[-1][0]
    one_on = _has_one_way_on(source, ends)
    if leaves_right and (one_on or len(points) == 2 or not enters_left):
        return _right_of_source(plane, flow_id, plane.box(source), size, ends)
    if enters_left:
        return _left_of_target(plane, flow_id, plane.box(target), size, ends)
    if leaves_down and one_on:
        return _below_source(plane, flow_id, plane.box(source), size, ends)
    raise NoRoom


def _has_one_way_on(source: str, ends: dict[str, tuple[str, str]]) -> bool:
    return sum(begin == source for begin, _ in ends.values()) == 1


def _right_of_source(
    plane: Plane, flow_id: str, source: Box, size: tuple[float, float], ends: dict[str, tuple[str, str]]
) -> tuple[Box, list[Point], list[Point]]:
    points = plane.points(flow_id)
    begin, y = points[0]
    gap = min(max(points[1][0] - begin, LEAST_GAP), GAP)
    box = _free(plane, Box(begin + gap, y - size[1] / 2, *size), source.right)
    plane.shift(source.right + 0.5, box.right - begin, ends)
    rest = plane.points(flow_id)[1:]
    if rest[0][0] < box.right + LEAST_GAP / 2:
        raise NoRoom
    return box, [(begin, y), (box.x, y)], simplified([(box.right, y), *rest])


def _below_source(
    plane: Plane, flow_id: str, source: Box, size: tuple[float, float], ends: dict[str, tuple[str, str]]
) -> tuple[Box, list[Point], list[Point]]:
    points = plane.points(flow_id)
    x, begin = points[0]
    gap = min(max(points[1][1] - begin, LEAST_GAP), GAP)
    box = Box(x - size[0] / 2, begin + gap, *size)
    wide = Box(box.x - _ROUND / 2, box.y, box.width + _ROUND, box.height)
    holders = plane.holders()
    if any(
        other.overlaps(wide)
        for id, other in plane.boxes().items()
        if other.y < source.bottom + 0.5 and id not in holders
    ):
        raise NoRoom
    plane.shift(source.bottom + 0.5, box.bottom - begin, ends, axis=1)
    rest = plane.points(flow_id)[1:]
    if rest[0][1] < box.bottom + LEAST_GAP / 2:
        raise NoRoom
    return box, [(x, begin), (x, box.y)], simplified([(x, box.bottom), *rest])


def _left_of_target(
    plane: Plane, flow_id: str, target: Box, size: tuple[float, float], ends: dict[str, tuple[str, str]]
) -> tuple[Box, list[Point], list[Point]]:
    end, y = plane.points(flow_id)[-1]
    gap = min(max(end - plane.points(flow_id)[-2][0], LEAST_GAP), GAP)
    box = _free(plane, Box(end, y - size[1] / 2, *size), target.x)
    plane.shift(target.x, box.right + gap - end, ends)
    points = plane.points(flow_id)
    if points[-2][0] > box.x - LEAST_GAP / 2:
        raise NoRoom
    return box, [*points[:-1], (box.x, y)], [(box.right, y), points[-1]]


def _free(plane: Plane, box: Box, x: float) -> Box:
    """The place itself, or one further right that nothing which stays (it begins left of ``x``) reaches into."""
    holders = plane.holders()
    stays = [other for id, other in plane.boxes().items() if other.x < x + 0.5 and id not in holders]
    for _ in range(len(stays) + 1):
        wide = Box(box.x - 1, box.y - _ROUND / 2, box.width + 2, box.height + _ROUND)
        blocking = [other.right for other in stays if other.overlaps(wide) and other.right > box.x]
        if not blocking:
            return box
        box = Box(max(blocking) + GAP, box.y, box.width, box.height)
    raise NoRoom
