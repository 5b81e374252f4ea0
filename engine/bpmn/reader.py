"""XML to ``Model``: reads BPMN 2.0 with Zeebe extension elements. Says nothing about sense; that is lint's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from . import extensions
from .model import FLOW_NODES, SUBPROCESSES, Element, Flow, Model, Process, Trigger
from .xml import BPMN, DC, NAMES, line_of, parse, refuse, text_of

_B = f"{{{BPMN}}}"


def read(xml: bytes, name: str) -> Model:
    """The model in ``xml``; ``name`` is the file's name for messages. Raises ``Rejected``."""
    root = parse(xml, name)
    nodes = root.findall(f"{_B}process")
    if not nodes:
        refuse(name, "The file has no process.", line_of(root))
    names = extensions.Names(root)
    positions = _positions(root)
    processes: dict[str, Process] = {}
    for node in nodes:
        process = _Reader(node, names, positions).process()
        if process.id in processes:
            refuse(name, "Two processes have the id %(id)s.", process.line, process.id, id=process.id)
        processes[process.id] = process
    ids = tuple(
        (node.get("id", ""), line_of(node))
        for node in root.iter(etree.Element)
        if node.get("id") is not None and node.tag.startswith(_B)
    )
    return Model(name, processes, names.messages, ids, root)


class _Reader:
    """Reads one process."""

    def __init__(
        self, node: etree._Element, names: extensions.Names, positions: dict[str, tuple[float, float]]
    ):
        self.node, self.names, self.positions = node, names, positions
        self.id = node.get("id", "")
        self.lanes: dict[str, str] = {}
        self.lane_of = dict(self._lanes(node))
        self.flows = {flow.id: flow for flow in self._flows(node, None)}
        self.outgoing: dict[str, list[Flow]] = defaultdict(list)
        self.incoming: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows.values():
            self.outgoing[flow.source].append(flow)
            self.incoming[flow.target].append(flow)
        self.handlers = {
            link.get("sourceRef"): link.get("targetRef") for link in node.iter(f"{_B}association")
        }

    def process(self) -> Process:
        elements = {element.id: element for element in self._elements(self.node, None, None)}
        order = sorted(elements, key=lambda id: self.positions.get(id, (0.0, 0.0)))
        return Process(
            id=self.id,
            name=self.node.get("name", self.id),
            executable=self.node.get("isExecutable") == "true",
            properties=extensions.properties(self.node),
            elements={id: elements[id] for id in order} if self.positions else elements,
            flows=self.flows,
            lanes=self.lanes,
            line=line_of(self.node),
            documentation=text_of(self.node.find(f"{_B}documentation")) or "",
            version_tag=extensions.attribute(self.node, "versionTag", "value"),
        )

    def _lanes(self, node: etree._Element) -> Iterator[tuple[str, str]]:
        """(flow node, innermost lane); outer lanes first, so that inner ones win in a dict."""
        for lane_set in node.iter(f"{_B}laneSet", f"{_B}childLaneSet"):
            for lane in lane_set.findall(f"{_B}lane"):
                self.lanes[lane.get("id", "")] = lane.get("name", "")
                for reference in lane.findall(f"{_B}flowNodeRef"):
                    yield (reference.text or "").strip(), lane.get("id", "")

    def _flows(self, node: etree._Element, parent: str | None) -> Iterator[Flow]:
        for child in node.iterchildren(etree.Element):
            kind = _kind(child)
            if kind == "sequenceFlow":
                yield Flow(
                    id=child.get("id", ""),
                    source=child.get("sourceRef", ""),
                    target=child.get("targetRef", ""),
                    condition=text_of(child.find(f"{_B}conditionExpression")),
                    name=child.get("name", ""),
                    parent=parent,
                    line=line_of(child),
                )
            elif kind in SUBPROCESSES:
                yield from self._flows(child, child.get("id"))

    def _elements(self, node: etree._Element, parent: str | None, lane: str | None) -> Iterator[Element]:
        for child in node.iterchildren(etree.Element):
            if _kind(child) in FLOW_NODES:
                own = self.lane_of.get(child.get("id", ""), lane)
                yield self._element(child, parent, own)
                if _kind(child) in SUBPROCESSES:
                    yield from self._elements(child, child.get("id"), own)

    def _element(self, node: etree._Element, parent: str | None, lane: str | None) -> Element:
        kind, id = _kind(node), node.get("id", "")
        return Element(
            id=id,
            name=node.get("name", ""),
            kind=kind,
            process_id=self.id,
            parent=parent,
            lane=lane,
            line=line_of(node),
            documentation=text_of(node.find(f"{_B}documentation")) or "",
            triggers=tuple(self._triggers(node)),
            outgoing=tuple(self.outgoing[id]),
            incoming=tuple(self.incoming[id]),
            default=node.get("default"),
            attached_to=node.get("attachedToRef"),
            interrupting=node.get("cancelActivity", node.get("isInterrupting", "true")) != "false",
            parallel_multiple=node.get("parallelMultiple") == "true",
            by_event=node.get("triggeredByEvent") == "true",
            for_compensation=node.get("isForCompensation") == "true",
            handler=self.handlers.get(id),
            completion_condition=text_of(node.find(f"{_B}completionCondition")),
            cancel_remaining=node.get("cancelRemainingInstances") != "false",
            activation_condition=text_of(node.find(f"{_B}activationCondition")),
            **extensions.details(node, kind),
        )

    def _triggers(self, node: etree._Element) -> Iterator[Trigger]:
        if _kind(node) == "receiveTask" or (_kind(node) == "sendTask" and node.get("messageRef")):
            yield self.names.message(node)
        for child in node.iterchildren(etree.Element):
            if _kind(child).endswith("EventDefinition"):
                yield self.names.trigger(child)


def _positions(root: etree._Element) -> dict[str, tuple[float, float]]:
    """Element id -> (x, y) of its middle, where the file has a diagram."""
    found: dict[str, tuple[float, float]] = {}
    for shape in root.iterfind(".//bpmndi:BPMNShape", NAMES):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is not None:
            try:
                x, y, width, height = (float(bounds.get(key, "0")) for key in ("x", "y", "width", "height"))
            except ValueError:
                continue
            found[shape.get("bpmnElement", "")] = (x + width / 2, y + height / 2)
    return found


def _kind(node: etree._Element) -> str:
    tag = str(node.tag)
    return tag[len(_B) :] if tag.startswith(_B) else ""
