"""Which variables an element of a diagram writes and reads, by its expressions and its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree

from engine import bpmn, feel, forms
from engine.bpmn.model import FLOW_NODES
from engine.errors import Fault
from engine.forms.component import Component, walk

from .document import Document
from .xmltree import B

Forms = Mapping[str, bytes]  # form id -> form-js JSON
_QUOTED = re.compile(r'"([^"]*)"')


def writing(document: Document, id: str, schemas: Forms) -> set[str]:
    """The variables that an element gives to the case."""
    found = document.process.elements[id]
    written = {mapping.target.partition(".")[0] for mapping in found.outputs}
    if found.result:
        written.add(found.result)
    if found.loop and found.loop.output_collection:
        written.add(found.loop.output_collection)
    if found.form_id and not found.outputs:
        written |= _form_names(schemas.get(found.form_id, b""))[0]
    return written


def reading(document: Document, id: str, schemas: Forms) -> set[str]:
    """The variables that an element, or a choice at it, looks at."""
    found = document.process.elements[id]
    read = {name for text in _expressions(document, id) for name in _names(text)}
    if found.form_id:
        read |= _form_names(schemas.get(found.form_id, b""))[1]
    return read - {mapping.target for mapping in found.inputs}


def label(writer: bpmn.Element, variable: str, schemas: Forms) -> str:
    """What the form of a task calls a variable; its name where no form asks for it."""
    for part in _components(schemas.get(writer.form_id or "", b"")):
        if part.at == (variable,):
            said = "".join(piece for piece in part.label.parts if isinstance(piece, str)).strip()
            return f"“{said}”" if said else variable
    return variable


def _expressions(document: Document, id: str) -> Iterator[str]:
    """Everything at an element that is worked out, and the conditions of the ways on."""
    yield from (flow.condition for flow in document.process.elements[id].outgoing if flow.condition)
    todo = [document.node(id)]
    while todo:
        node = todo.pop()
        yield from (value for value in map(str, node.attrib.values()) if value.startswith("="))
        text = (node.text or "").strip()
        if text.startswith("="):
            yield text
        todo += [child for child in node if isinstance(child.tag, str) and not _is_own(child)]


def _is_own(node: etree._Element) -> bool:
    """An element inside a step speaks for itself."""
    tag = str(node.tag)
    return tag.removeprefix(B) in FLOW_NODES or tag == f"{B}sequenceFlow"


def mentioned(document: Document, id: str) -> set[str]:
    """The texts in quotation marks of an element's expressions."""
    return {text for source in _expressions(document, id) for text in _QUOTED.findall(source)}


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    try:
        return feel.compile(text.removeprefix("=")).names
    except feel.FeelError:  # lint says so
        return frozenset()


@lru_cache(maxsize=512)
def _components(content: bytes) -> tuple[Component, ...]:
    try:
        return tuple(walk(forms.load(content).components)) if content else ()
    except Fault:  # checking says so
        return ()


@lru_cache(maxsize=512)
def _form_names(content: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """The variables that a form writes, and those of others that it looks at."""
    parts = _components(content)
    in_rows = {child.id for part in parts if part.repeats for child in walk(part.children)}
    own = {name for part in parts if part.id in in_rows for name in part.at[:1]}  # what rows call theirs
    top = [part for part in parts if part.at and part.id not in in_rows]
    written = {part.at[0] for part in top if part.readonly is not True}
    looked_at = {part.at[0] for part in top if part.readonly is True}
    for part in parts:
        rules = (part.hide, part.readonly, part.required, part.least, part.most, part.computed)
        texts = (part.label, part.description, part.prefix, part.suffix, part.content)
        for rule in (*rules, part.options.computed, *(piece for text in texts for piece in text.parts)):
            if isinstance(rule, feel.Expression):
                looked_at |= rule.names - own
    return frozenset(written), frozenset(looked_at - written)
