"""A copy of a process file in which every step and flow has another id."""

from __future__ import annotations

from lxml import etree

from engine import bpmn

MARK = "ny-"
_REFERRING = ("id", "sourceRef", "targetRef", "attachedToRef", "default", "activityRef", "bpmnElement")
_NAMING = ("incoming", "outgoing", "flowNodeRef")


def renamed(xml: bytes) -> bytes:
    """The file with ``MARK`` before the ids of all flow nodes and sequence flows."""
    model = bpmn.read(xml, "copy.bpmn")
    ids = {id for process in model.processes.values() for id in (*process.elements, *process.flows)}
    root = etree.fromstring(xml)
    for node in root.iter(etree.Element):
        for name in _REFERRING:
            if node.get(name) in ids:
                node.set(name, MARK + node.get(name, ""))
        if etree.QName(node).localname in _NAMING and (node.text or "").strip() in ids:
            node.text = MARK + (node.text or "").strip()
    return etree.tostring(root)
