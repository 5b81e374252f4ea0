"""The drawing of one process or subprocess: making room, placing, closing gaps.

All that changes places does so along one axis, by a map that keeps what is before something before it: so what did not
overlap does not overlap afterwards, and a line that was level or plumb stays so."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from .xmltree import NAMES, element, put, take

GAP = 50.0
LEAST_GAP = 30.0
FARTHEST = 1e7  # pixels; no drawing is that large
_AXES = (("x", "width"), ("y", "height"))
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

    def start(self, axis: int) -> float:
        """Where it begins on an axis: 0 across, 1 down."""
        return (self.x, self.y)[axis]

    def end(self, axis: int) -> float:
        return (self.right, self.bottom)[axis]

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
        """The corners of an edge, from its source to its target. Raises NoRoom for what is no number."""
        found = self.edges[flow_id].iterfind("di:waypoint", NAMES)
        return [(_number(point, "x"), _number(point, "y")) for point in found]

    def holders(self) -> set[str]:
        """The shapes that have others inside: expanded subprocesses, lanes, pools."""
        ordered = sorted(self.boxes().items(), key=lambda item: item[1].x)
        lefts = [box.x for _, box in ordered]
        found = set()
        for id, box in ordered:
            near = ordered[bisect_left(lefts, box.x) : bisect_right(lefts, box.right)]
            if any(key != id and box.holds(other) for key, other in near):
                found.add(id)
        return found

    # making room ---------------------------------------------------------------------------------------------------

    def shift(self, at: float, by: float, ends: dict[str, tuple[str, str]], axis: int = 0) -> None:
        """Move everything that begins at ``at`` or after it, to the right (``axis`` 0) or down (1); what reaches across
        grows. ``ends``: flow id -> its source and target."""
        boxes, holders = self.boxes(), self.holders()
        place, size = _AXES[axis]
        moved: dict[str, float] = {}
        for id, box in boxes.items():
            edge = box.middle[axis] if self._sits_on_a_border(id, boxes, holders) else box.start(axis)
            moved[id] = by if edge >= at else 0.0
        for flow_id in self.edges:
            self._shift_edge(flow_id, at, by, ends.get(flow_id, ("", "")), moved, holders, axis)
        for id, box in boxes.items():
            bounds = _bounds(self.shapes[id])
            if moved[id]:
                _set(bounds, **{place: box.start(axis) + by})
            elif id in holders and box.end(axis) > at:
                _set(bounds, **{size: box.end(axis) - box.start(axis) + by})
            for label in self.shapes[id].iterfind("bpmndi:BPMNLabel/dc:Bounds", NAMES):
                _set(label, **{place: _box(label).start(axis) + moved[id]})

    def _sits_on_a_border(self, id: str, boxes: dict[str, Box], holders: set[str]) -> bool:
        """A boundary event of an expanded subprocess moves with that part of the border."""
        box = boxes[id]
        return any(
            boxes[other].overlaps(box) and not boxes[other].holds(box) for other in holders if other != id
        )

    def _shift_edge(
        self,
        flow_id: str,
        at: float,
        by: float,
        ends: tuple[str, str],
        moved: dict[str, float],
        holders: set[str],
        axis: int,
    ) -> None:
        """Each corner by its own place, but those that hang straight on an end move with that end."""
        old = self.points(flow_id)
        if not old:
            return
        steps = [by if point[axis] >= at else 0.0 for point in old]
        for end, order in ((ends[0], range(len(old))), (ends[1], range(len(old) - 1, -1, -1))):
            if end in moved and end not in holders:
                for number in order:
                    if abs(old[number][axis] - old[order[0]][axis]) >= _NEAR:
                        break
                    steps[number] = moved[end]
        if steps[0] != steps[-1] and all(abs(point[axis] - old[0][axis]) < _NEAR for point in old):
            half = (
                len(old) // 2
            )  # a straight line between two shapes that part: each half follows its own end
            first, last = (moved.get(end, 0.0) for end in ends)
            steps = [first] * half + [last] * (len(old) - half)
        new = [_stepped(point, step, axis) for point, step in zip(old, steps, strict=True)]
        for label in self.edges[flow_id].iterfind("bpmndi:BPMNLabel/dc:Bounds", NAMES):
            box = _box(label)
            near = min(range(len(old)), key=lambda n: abs(old[n][0] - box.x) + abs(old[n][1] - box.y))
            _set(label, **{_AXES[axis][0]: box.start(axis) + steps[near]})
        self.draw(flow_id, _squared(old, new, axis))

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


def _stepped(point: Point, step: float, axis: int) -> Point:
    x, y = point
    return (x, y + step) if axis else (x + step, y)


def _squared(old: list[Point], new: list[Point], axis: int) -> list[Point]:
    """A straight line whose ends have parted along the axis gets a step in its middle."""
    points = new[:1]
    for (before, after), (a, b) in zip(pairwise(old), pairwise(new), strict=True):
        was_straight = abs(before[axis] - after[axis]) < _NEAR
        if was_straight and abs(a[axis] - b[axis]) >= _NEAR:
            half = (a[1 - axis] + b[1 - axis]) / 2
            points += [(half, a[1]), (half, b[1])] if axis else [(a[0], half), (b[0], half)]
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
    return Box(*(_number(bounds, key) for key in ("x", "y", "width", "height")))


def _number(node: etree._Element, name: str) -> float:
    try:
        value = float(node.get(name, "0"))
    except ValueError:
        raise NoRoom from None
    if not -FARTHEST < value < FARTHEST:  # no number at all is not either
        raise NoRoom
    return value


def _set(node: etree._Element, **values: float) -> None:
    for name, value in values.items():
        node.set(name, str(round(value)) if value == round(value) else str(round(value, 2)))
