"""Decisions as their authors see them: tables with columns and rules, as texts; nothing is compiled."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from engine.bpmn.differences.spoken import clip
from engine.dmn.xml import child, children, root_of, single_spaced, tag, text_in, value_of


@dataclass(frozen=True, slots=True)
class Column:
    """``label``: what people read above it; ``source``: what is asked, or the name of the result; ``values``: what
    may stand there."""

    label: str
    source: str
    type: str
    values: str


@dataclass(frozen=True, slots=True)
class Rule:
    """``number``: from 1; ``cells``: column id -> text; ``label``: what its author says of it."""

    number: int
    cells: dict[str, str]
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    policy: str
    inputs: dict[str, Column]
    outputs: dict[str, Column]
    rules: dict[str, Rule]


@dataclass(frozen=True, slots=True)
class Decision:
    """``table`` or, without one, ``formula``. ``rest``: all else of it, to tell whether it is the same."""

    id: str
    name: str
    table: Table | None
    formula: str
    rest: str


def decisions(content: bytes) -> dict[str, Decision]:
    """The decisions of a file by id. Raises ``dmn.DmnError``."""
    found = [_decision(element) for element in children(root_of(content), "decision")]
    return {decision.id: decision for decision in found}


def other_parts(content: bytes) -> str:
    """What stands beside the decisions: functions, inputs, types. Raises ``dmn.DmnError``."""
    root = root_of(content)
    parts = (each for each in root if tag(each) not in ("", "decision"))
    return "\n".join(_canonical(each) for each in parts)


def _decision(element: etree._Element) -> Decision:
    table, literal = child(element, "decisionTable"), child(element, "literalExpression")
    rest = "\n".join(
        _canonical(part) for part in element if tag(part) not in ("", "decisionTable", "literalExpression")
    )
    name = clip(single_spaced(value_of(element, "name")) or value_of(element, "id"))
    return Decision(
        value_of(element, "id"), name, _table(table) if table is not None else None, text_in(literal), rest
    )


def _table(element: etree._Element) -> Table:
    inputs = {_id(each, f"in-{n}"): _input(each) for n, each in enumerate(children(element, "input"))}
    outputs = {_id(each, f"out-{n}"): _output(each) for n, each in enumerate(children(element, "output"))}
    rules: dict[str, Rule] = {}
    for number, each in enumerate(children(element, "rule"), start=1):
        entries = [text_in(cell) for name in ("inputEntry", "outputEntry") for cell in children(each, name)]
        cells = dict(zip((*inputs, *outputs), entries, strict=False))
        said = child(each, "description")
        label = (said.text or "").strip() if said is not None else ""
        rules[_id(each, f"rule-{number}")] = Rule(number, cells, label)
    policy = " ".join(
        filter(None, (value_of(element, "hitPolicy") or "UNIQUE", value_of(element, "aggregation")))
    )
    return Table(policy, inputs, outputs, rules)


def _id(element: etree._Element, otherwise: str) -> str:
    return value_of(element, "id") or otherwise


def _input(element: etree._Element) -> Column:
    asked = child(element, "inputExpression")
    source = text_in(asked)
    kind = value_of(asked, "typeRef") if asked is not None else ""
    return Column(
        clip(value_of(element, "label") or source), source, kind, text_in(child(element, "inputValues"))
    )


def _output(element: etree._Element) -> Column:
    name = value_of(element, "name")
    values = text_in(child(element, "outputValues"))
    return Column(clip(value_of(element, "label") or name), name, value_of(element, "typeRef"), values)


def _canonical(element: etree._Element) -> str:
    """An element as text that is the same whatever its layout, its prefixes and the order of its attributes."""
    attributes = sorted(f"{etree.QName(name).localname}={value!s}" for name, value in element.attrib.items())
    inner = "".join(_canonical(each) for each in element if isinstance(each.tag, str))
    own = " ".join((element.text or "").split())
    return f"<{etree.QName(element).localname} {' '.join(attributes)}>{own}{inner}</>"
