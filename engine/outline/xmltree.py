"""Nodes put into an XML tree and taken out of it, each on lines of its own."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
B, Z = f"{{{BPMN}}}", f"{{{ZEEBE}}}"
NAMES = {"bpmn": BPMN, "zeebe": ZEEBE, "bpmndi": BPMNDI, "dc": DC, "di": DI}
_SPACE = "  "


def element(tag: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> etree._Element:
    """A node, ``tag`` as "bpmn:userTask". In a tree it takes the prefix that its namespace has there."""
    prefix, _, local = tag.partition(":")
    node = etree.Element(f"{{{NAMES[prefix]}}}{local}", dict(attributes or {}), nsmap={prefix: NAMES[prefix]})
    node.text = text
    return node


def put(parent: etree._Element, node: etree._Element, *, after: etree._Element | None) -> None:
    """``after``: a child of ``parent``; None: first."""
    depth = len(list(parent.iterancestors())) + 1
    etree.indent(node, _SPACE, level=depth)
    line, end = "\n" + _SPACE * depth, "\n" + _SPACE * (depth - 1)
    if after is not None:
        node.tail = after.tail or end
        after.addnext(node)
        after.tail = line
    else:
        node.tail = line if len(parent) else end
        parent.text = line
        parent.insert(0, node)


def take(node: etree._Element) -> etree._Element:
    """Take a node and its line out of its tree."""
    parent, before = node.getparent(), node.getprevious()
    assert parent is not None
    if node.getnext() is None:  # the line after the last node belongs to the parent's end
        if before is not None:
            before.tail = node.tail
        else:
            parent.text = None
    node.tail = None
    parent.remove(node)
    return node
