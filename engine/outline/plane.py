"""The drawing of one process or subprocess: making room, placing, closing gaps.

All that changes places does so along x, by a map that keeps what is left of something left of it: so what did not
overlap does not overlap afterwards, and a line that was level stays level."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from .xmltree import NAMES, element, put, take

GAP = 50.0
LEAST_GAP = 30.0
_NEAR = 1.0  # two coordinates that differ by less are the same

Point = tuple[float, float]


class NoRoom(Exception):
    """The drawing leaves no place that a rule of this file can find."""


@dataclass(slots=True)
class Box:
    """A shape's place, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies within."""
        return (
            self.x <= other.x
            and other.right <= self.right
            and self.y <= other.y
            and other.bottom <= self.bottom
        )


class Planes:
    """All drawings of a file."""

    def __init__(self, root: etree._Element) -> None:
        self.all = [Plane(node) for node in root.iterfind(".//bpmndi:BPMNPlane", NAMES)]

    def of(self, id: str) -> Plane | None:
        """The plane on which a shape of this element lies."""
        return next((plane for plane in self.all if id in plane.shapes), None)

    def inside(self, id: str) -> Plane | None:
        """The plane that shows the inside of a collapsed subprocess."""
        return next((plane for plane in self.all if plane.node.get("bpmnElement") == id), None)


class Plane:
    """``shapes``: element id -> its node; ``edges``: flow id -> its node."""

    def __init__(self, node: etree._Element) -> None:
        self.node = node
        self.shapes = {s.get("bpmnElement", ""): s for s in node.iterfind("bpmndi:BPMNShape", NAMES)}
        self.edges = {e.get("bpmnElement", ""): e for e in node.iterfind("bpmndi:BPMNEdge", NAMES)}

    # reading -------------------------------------------------------------------------------------------------------

    def box(self, id: str) -> Box:
        """Where a shape lies."""
        return _box(_bounds(self.shapes[id]))

    def boxes(self) -> dict[str, Box]:
        return {id: self.box(id) for id in self.shapes}

    def points(self, flow_id: str) -> list[Point]:
        """The corners of an edge, from its source to its target."""
        found = self.edges[flow_id].iterfind("di:waypoint", NAMES)
        return [(float(point.get("x", "0")), float(point.get("y", "0"))) for point in found]

    def holders(self) -> set[str]:
        """The shapes that have others inside: expanded subprocesses, lanes, pools."""
        boxes = self.boxes()
        return {
            id
            for id, box in boxes.items()
            if any(box.holds(other) for key, other in boxes.items() if key != id)
        }

    # making room ---------------------------------------------------------------------------------------------------

    def shift(self, x: float, by: float, ends: dict[str, tuple[str, str]]) -> None:
        """Move everything that begins at ``x`` or right of it; what reaches across grows. ``ends``: flow id -> its
        source and target."""
        boxes, holders = self.boxes(), self.holders()
        moved: dict[str, float] = {}
        for id, box in boxes.items():
            edge = box.middle[0] if self._sits_on_a_border(id, boxes, holders) else box.x
            moved[id] = by if edge >= x else 0.0
        for flow_id in self.edges:
            self._shift_edge(flow_id, x, by, ends.get(flow_id, ("", "")), moved, holders)
        for id, box in boxes.items():
            bounds = _bounds(self.shapes[id])
            if moved[id]:
                _set(bounds, x=box.x + by)
            elif id in holders and box.right > x:
                _set(bounds, width=box.width + by)
            for label in self.shapes[id].iterfind("bpmndi:BPMNLabel/dc:Bounds", NAMES):
                _set(label, x=_box(label).x + moved[id])

    def _sits_on_a_border(self, id: str, boxes: dict[str, Box], holders: set[str]) -> bool:
        """A boundary event of an expanded subprocess moves with that part of the border."""
        box = boxes[id]
        return any(
            boxes[other].overlaps(box) and not boxes[other].holds(box) for other in holders if other != id
        )

    def _shift_edge(
        self,
        flow_id: str,
        x: float,
        by: float,
        ends: tuple[str, str],
        moved: dict[str, float],
        holders: set[str],
    ) -> None:
        """Each corner by its own place, but those that hang straight on an end move with that end."""
        old = self.points(flow_id)
        if not old:
            return
        steps = [by if point[0] >= x else 0.0 for point in old]
        for end, order in ((ends[0], range(len(old))), (ends[1], range(len(old) - 1, -1, -1))):
            if end in moved and end not in holders:
                for number in order:
                    if abs(old[number][0] - old[order[0]][0]) >= _NEAR:
                        break
                    steps[number] = moved[end]
        first, last = ends
        if len({steps[0], steps[-1]}) == 2 and all(abs(p[0] - old[0][0]) < _NEAR for p in old):
            half = len(old) // 2  # a plumb line between two shapes that part: each half follows its own end
            given = [moved.get(first, 0.0)] * half + [moved.get(last, 0.0)] * (len(old) - half)
            steps = given
        new = [(point[0] + step, point[1]) for point, step in zip(old, steps, strict=True)]
        for label in self.edges[flow_id].iterfind("bpmndi:BPMNLabel/dc:Bounds", NAMES):
            box = _box(label)
            near = min(range(len(old)), key=lambda n: abs(old[n][0] - box.x) + abs(old[n][1] - box.y))
            _set(label, x=box.x + steps[near])
        self.draw(flow_id, _squared(old, new))

    # placing -------------------------------------------------------------------------------------------------------

    def draw(self, flow_id: str, points: list[Point]) -> None:
        """Give an edge its corners."""
        edge = self.edges[flow_id]
        old = list(edge.iterfind("di:waypoint", NAMES))
        for number, (x, y) in enumerate(points):
            if number < len(old):
                _set(old[number], x=x, y=y)
                continue
            point = element("di:waypoint")
            _set(point, x=x, y=y)
            before = old[-1] if old else None
            put(edge, point, after=before)
            old.append(point)
        for extra in old[len(points) :]:
            take(extra)

    def add_shape(self, id: str, di_id: str, box: Box, *, collapsed: bool = False) -> None:
        """Draw a shape."""
        shape = element("bpmndi:BPMNShape", {"id": di_id, "bpmnElement": id})
        if collapsed:
            shape.set("isExpanded", "false")
        bounds = element("dc:Bounds")
        shape.append(bounds)
        _set(bounds, x=box.x, y=box.y, width=box.width, height=box.height)
        last = [*self.shapes.values()][-1] if self.shapes else None
        put(self.node, shape, after=last)
        self.shapes[id] = shape

    def put_shape(self, id: str, shape: etree._Element, box: Box) -> None:
        """Place a shape that was taken from a plane."""
        _set(_bounds(shape), x=box.x, y=box.y)
        last = [*self.shapes.values()][-1] if self.shapes else None
        put(self.node, shape, after=last)
        self.shapes[id] = shape

    def add_edge(self, flow_id: str, di_id: str, points: list[Point]) -> None:
        """Draw an edge."""
        edge = element("bpmndi:BPMNEdge", {"id": di_id, "bpmnElement": flow_id})
        last = [*(self.edges or self.shapes).values()][-1]
        put(self.node, edge, after=last)
        self.edges[flow_id] = edge
        self.draw(flow_id, points)

    def take_shape(self, id: str) -> etree._Element:
        """Take a shape off the plane."""
        shape = self.shapes.pop(id)
        take(shape)
        return shape

    def take_edge(self, flow_id: str) -> None:
        """Take an edge off the plane, if it is drawn."""
        edge = self.edges.pop(flow_id, None)
        if edge is not None:
            take(edge)


def _squared(old: list[Point], new: list[Point]) -> list[Point]:
    """A line that was level or plumb and would be slanted gets a step in its middle."""
    points = new[:1]
    for (before, after), (a, b) in zip(pairwise(old), pairwise(new), strict=True):
        was_plumb = abs(before[0] - after[0]) < _NEAR
        if was_plumb and abs(a[0] - b[0]) >= _NEAR:
            half = (a[1] + b[1]) / 2
            points += [(a[0], half), (b[0], half)]
        points.append(b)
    return points


def simplified(points: list[Point]) -> list[Point]:
    """The same line without corners that are none."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < _NEAR and abs(kept[-1][1] - point[1]) < _NEAR:
            continue
        if len(kept) > 1 and any(
            abs(kept[-2][axis] - kept[-1][axis]) < _NEAR and abs(kept[-1][axis] - point[axis]) < _NEAR
            for axis in (0, 1)
        ):
            kept[-1] = point
        else:
            kept.append(point)
    return kept


def _bounds(shape: etree._Element) -> etree._Element:
    found = shape.find("dc:Bounds", NAMES)
    if found is None:
        raise NoRoom
    return found


def _box(bounds: etree._Element) -> Box:
    try:
        x, y, width, height = (float(bounds.get(key, "0")) for key in ("x", "y", "width", "height"))
    except ValueError:
        raise NoRoom from None
    return Box(x, y, width, height)


def _set(node: etree._Element, **values: float) -> None:
    for name, value in values.items():
        node.set(name, str(round(value)) if value == round(value) else str(round(value, 2)))
