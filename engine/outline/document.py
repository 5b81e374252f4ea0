"""A diagram's XML, open for small changes: everything that is not touched is written back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from engine import bpmn
from engine.bpmn.model import FLOW_NODES

from .plane import Plane, Planes
from .xmltree import B, Z, element, put, take


class Document:
    """One process of one file. ``model`` is what was read; ``root`` its XML, with comments, which changes."""

    def __init__(self, xml: bytes, file: str, process_id: str) -> None:
        """Raises bpmn.Rejected for a file that is no diagram, KeyError for a process that it does not hold."""
        self.model = bpmn.read(xml, file)  # bounded, and without document types: now it may be read again
        self.process = self.model.processes[process_id]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        self.root = etree.fromstring(xml, parser)
        self._foot = b"\n" if xml.endswith(b"\n") else b""
        self._nodes = {
            node.get("id", ""): node
            for node in self.root.iter(f"{B}*")
            if node.get("id") and node.tag.startswith(B)
        }
        self.ids = {node.get("id", "") for node in self.root.iter(etree.Element) if node.get("id")}
        self.planes = Planes(self.root)
        self._lists_flows = next(self.root.iter(f"{B}incoming", f"{B}outgoing"), None) is not None

    def written(self) -> bytes:
        """The file, in UTF-8."""
        tree = etree.tostring(self.root.getroottree(), encoding="UTF-8", xml_declaration=False)
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tree + self._foot

    # nodes ---------------------------------------------------------------------------------------------------------

    def node(self, id: str) -> etree._Element:
        """An element of the process by its id. Raises KeyError."""
        return self._nodes[id]

    def scope_node(self, parent: str | None) -> etree._Element:
        """What holds the elements of a scope: a subprocess, or the process itself."""
        return self.node(parent or self.process.id)

    def plane_of(self, id: str) -> Plane | None:
        """The plane that an element is drawn on; None where it is not drawn."""
        return self.planes.of(id)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The elements that something can interrupt."""
        return frozenset(e.attached_to for e in self.process.elements.values() if e.attached_to)

    @cached_property
    def tied(self) -> frozenset[str]:
        """The elements that an association, a message flow or a compensation names."""
        ties = self.root.iter(f"{B}association", f"{B}messageFlow")
        named = {tie.get(end, "") for tie in ties for end in ("sourceRef", "targetRef")}
        triggers = (t for e in self.process.elements.values() for t in e.triggers if t.kind == "compensate")
        return frozenset(named | {trigger.name or "" for trigger in triggers})

    def new_id(self, wish: str) -> str:
        """An id that nothing in the file has yet, and that nothing will get again."""
        id, number = wish, 2
        while id in self.ids:
            id, number = f"{wish}-{number}", number + 1
        self.ids.add(id)
        return id

    def append(self, parent: etree._Element, node: etree._Element, *, after: etree._Element | None) -> None:
        """Put a new node into the tree; ``after`` None: first."""
        put(parent, node, after=after)
        for new in node.iter(f"{B}*"):
            if new.get("id"):
                self._nodes[new.get("id", "")] = new

    # parts of an element -------------------------------------------------------------------------------------------

    def extension(self, node: etree._Element, tag: str, *, make: bool = False) -> etree._Element | None:
        """A zeebe: extension element of a node; with ``make``, a new one where there is none."""
        box = node.find(f"{B}extensionElements")
        found = box.find(f"{Z}{tag}") if box is not None else None
        if found is not None or not make:
            return found
        if box is None:
            box = element("bpmn:extensionElements")
            self.append(node, box, after=node.find(f"{B}documentation"))
        made = element(f"zeebe:{tag}")
        self.append(box, made, after=box[-1] if len(box) else None)
        return made

    def drop_extension(self, node: etree._Element, tag: str) -> None:
        """Take an extension element away, and the box around it where it was the last."""
        found = self.extension(node, tag)
        if found is not None:
            box = found.getparent()
            assert box is not None
            take(found)
            if len(box) == 0:
                take(box)

    def set_property(self, node: etree._Element, name: str, value: str | None) -> None:
        """One of our properties; None takes it away."""
        holder = self.extension(node, "properties", make=value is not None)
        if holder is None:
            return
        found = next((item for item in holder if item.get("name") == name), None)
        if value is None:
            if found is not None:
                take(found)
            if len(holder) == 0:
                self.drop_extension(node, "properties")
        elif found is not None:
            found.set("value", value)
        else:
            made = element("zeebe:property", {"name": name, "value": value})
            self.append(holder, made, after=holder[-1] if len(holder) else None)

    # flows ---------------------------------------------------------------------------------------------------------

    def retarget(self, flow: etree._Element, target: str) -> None:
        """Let a flow lead elsewhere."""
        self._unlist(flow.get("targetRef", ""), "incoming", flow.get("id", ""))
        flow.set("targetRef", target)
        self._list(target, "incoming", flow.get("id", ""))

    def new_flow(self, source: str, target: str, near: etree._Element) -> etree._Element:
        """A flow without a condition, written after ``near``."""
        id = self.new_id(f"f-{source}-{target}")
        flow = element("bpmn:sequenceFlow", {"id": id, "sourceRef": source, "targetRef": target})
        parent = near.getparent()
        assert parent is not None
        self.append(parent, flow, after=near)
        self._list(source, "outgoing", flow.get("id", ""))
        self._list(target, "incoming", flow.get("id", ""))
        return flow

    def drop_flow(self, flow: etree._Element) -> None:
        """Take a flow away, at both its ends."""
        self._unlist(flow.get("sourceRef", ""), "outgoing", flow.get("id", ""))
        self._unlist(flow.get("targetRef", ""), "incoming", flow.get("id", ""))
        take(flow)

    def flow_nodes(self, scope: etree._Element) -> Iterator[etree._Element]:
        """The flow nodes directly inside a scope."""
        return (
            node for node in scope if isinstance(node.tag, str) and node.tag.removeprefix(B) in FLOW_NODES
        )

    def _list(self, node_id: str, side: str, flow_id: str) -> None:
        """Say at a node which flows it has, where the file does so."""
        if not self._lists_flows:
            return
        node = self.node(node_id)
        made = element(f"bpmn:{side}", text=flow_id)
        heads = [c for c in node if c.tag in (f"{B}documentation", f"{B}extensionElements", f"{B}incoming")]
        heads += [c for c in node if c.tag == f"{B}outgoing"] if side == "outgoing" else []
        put(node, made, after=heads[-1] if heads else None)

    def _unlist(self, node_id: str, side: str, flow_id: str) -> None:
        for child in self.node(node_id).findall(f"{B}{side}"):
            if (child.text or "").strip() == flow_id:
                take(child)

    # lanes ---------------------------------------------------------------------------------------------------------

    def lane_references(self, id: str) -> list[etree._Element]:
        """The entries of lanes that name an element."""
        return [ref for ref in self.root.iter(f"{B}flowNodeRef") if (ref.text or "").strip() == id]

    def into_lane_of(self, id: str, other: str) -> None:
        """Let a new element stand in the lanes of another."""
        for reference in self.lane_references(other):
            lane = reference.getparent()
            assert lane is not None
            self.append(lane, element("bpmn:flowNodeRef", text=id), after=reference)
