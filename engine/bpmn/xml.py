"""XML from strangers: no document type, no entities, no network, bounded in size, depth and number of elements."""

from __future__ import annotations

import re
from typing import NoReturn

from lxml import etree

from .problems import Problem, Rejected

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
NAMES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "zeebe": ZEEBE}

MAX_BYTES = 8_000_000
MAX_ELEMENTS = 60_000
MAX_DEPTH = 120
MAX_ATTRIBUTES = 200

_DOCTYPE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)


def refuse(
    file: str, template: str, line: int | None = None, element: str | None = None, **params: object
) -> NoReturn:
    """Raise ``Rejected`` with one error."""
    raise Rejected([Problem("error", file, element, line, template, params)])


def parse(xml: bytes, file: str) -> etree._Element:
    """The root element of a BPMN document.

    Raises ``Rejected`` when it is too large, not well formed, has a document type or is no BPMN."""
    if len(xml) > MAX_BYTES:
        refuse(
            file, "The file has %(size)d bytes; at most %(limit)d are read.", size=len(xml), limit=MAX_BYTES
        )
    if found := _DOCTYPE.match(xml):
        refuse(
            file,
            "Document types and entities are not allowed: remove <!DOCTYPE ...>.",
            xml.count(b"\n", 0, found.end()) + 1,
        )
    try:
        root = _parse_bounded(xml, file)
    except etree.XMLSyntaxError as error:
        refuse(file, "This is not well-formed XML: %(cause)s", error.lineno, cause=error.msg)
    if root.getroottree().docinfo.internalDTD is not None:
        refuse(file, "Document types and entities are not allowed: remove <!DOCTYPE ...>.", 1)
    if root.tag != f"{{{BPMN}}}definitions":
        refuse(
            file,
            "The root element is <%(tag)s>; a BPMN file begins with <bpmn:definitions>.",
            line_of(root),
            tag=etree.QName(root).localname,
        )
    return root


def _parse_bounded(xml: bytes, file: str) -> etree._Element:
    """Feed the parser piece by piece and count, so that a bomb is stopped while it is read."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = count = 0
    for begin in range(0, len(xml), 65_536):
        parser.feed(xml[begin : begin + 65_536])
        for event, element in parser.read_events():
            assert isinstance(element, etree._Element)
            if event == "end":
                depth -= 1
                continue
            depth += 1
            count += 1
            if depth > MAX_DEPTH:
                refuse(file, "Elements are nested deeper than %(limit)d.", line_of(element), limit=MAX_DEPTH)
            if count > MAX_ELEMENTS:
                refuse(
                    file, "The file has more than %(limit)d elements.", line_of(element), limit=MAX_ELEMENTS
                )
            if len(element.attrib) > MAX_ATTRIBUTES:
                refuse(
                    file,
                    "An element has more than %(limit)d attributes.",
                    line_of(element),
                    limit=MAX_ATTRIBUTES,
                )
    return parser.close()


def line_of(element: etree._Element | None) -> int:
    """The line where an element begins; 0 when it is not known."""
    return int(getattr(element, "sourceline", None) or 0)


def text_of(element: etree._Element | None) -> str | None:
    """All text inside an element, without the blanks around it; None when there is none."""
    return "".join(map(str, element.itertext())).strip() or None if element is not None else None
