"""What a decision must be given, so that a person can be asked for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from ..feel.types import ANY, FeelType, Restricted, Simple
from .item_types import type_named
from .model import Decision, InputData, Knowledge, Model
from .xml import child, children, root_of, single_spaced, tag, text_in, value_of

KINDS = {
    "string": "text",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "moment",
    "dateTime": "moment",
}
_MAX_QUESTIONS = 200
_MAX_SHOWN = 100  # values of one question
_TEXT = r'"(?:[^"\\]|\\.)*"'
_TEXTS = re.compile(_TEXT)
_ONLY_TEXTS = re.compile(rf"\s*{_TEXT}(\s*,\s*{_TEXT})*\s*")


@dataclass(frozen=True, slots=True)
class Question:
    """A value by the ``name`` that expressions know it by. ``kind``: text, number, boolean, date, time, moment, or
    other (whatever FEEL can write). ``allowed``: the only texts that may be given; empty: any. ``tested``: texts that
    rules ask for."""

    name: str
    label: str
    kind: str = "other"
    allowed: tuple[str, ...] = ()
    tested: tuple[str, ...] = ()


def questions(model: Model, xml: bytes, decision_id: str) -> list[Question]:
    """What the decision needs, with all that it requires, in the order of the model. ``xml``: the file of the model.
    Empty where there is no such decision."""
    decision = model.find(decision_id)
    if not isinstance(decision, Decision):
        return []
    root = root_of(xml)
    needed: dict[str, FeelType] = {}
    visited: dict[str, Decision] = {}
    _walk(model, decision, needed, visited)
    columns: dict[str, list[_Column]] = {}
    for name, column in _columns(root, visited):
        columns.setdefault(name, []).append(column)
    return [
        _question(model, root, name, kind, columns.get(name, []))
        for name, kind in list(needed.items())[:_MAX_QUESTIONS]
    ]


def tables_in(xml: bytes) -> frozenset[str]:
    """The ids of the decisions that are made by a table."""
    decisions = children(root_of(xml), "decision")
    return frozenset(value_of(each, "id") for each in decisions if child(each, "decisionTable") is not None)


def _walk(
    model: Model, decision: Decision, needed: dict[str, FeelType], visited: dict[str, Decision]
) -> None:
    """Notes the inputs of a decision: those that it requires; without any, the names that it reads."""
    if decision.id in visited or len(visited) > _MAX_QUESTIONS:
        return
    visited[decision.id] = decision
    required = [element for each in decision.requires if (element := model.resolve(each)) is not None]
    for element in required:
        if isinstance(element, InputData):
            needed.setdefault(element.name, element.variable.type)
        elif isinstance(element, Decision):
            _walk(model, element, needed, visited)
    if not any(isinstance(element, InputData | Decision) for element in required):
        functions = {element.name for element in required if isinstance(element, Knowledge)}
        for name in sorted(decision.reads - functions - {"?"}):
            needed.setdefault(name, ANY)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that tests an input as it is."""

    label: str
    type: FeelType
    allowed: tuple[str, ...]
    tested: tuple[str, ...]


def _columns(root: etree._Element, decisions: Collection[str]) -> Iterator[tuple[str, _Column]]:
    """(what it tests, the column) of all tables in some decisions."""
    for decision in children(root, "decision"):
        if value_of(decision, "id") not in decisions:
            continue
        for table in decision.iter():
            if tag(table) != "decisionTable":
                continue
            rules = [list(children(rule, "inputEntry")) for rule in children(table, "rule")]
            for number, column in enumerate(children(table, "input")):
                source = child(column, "inputExpression")
                cells = " ".join(text_in(cells[number]) for cells in rules if number < len(cells))
                yield (
                    text_in(source).removesuffix("= true").strip(),  # a question of yes or no, in other words
                    _Column(
                        value_of(column, "label"),
                        type_named("" if source is None else value_of(source, "typeRef")),
                        _allowed(text_in(child(column, "inputValues"))),
                        _texts(cells),
                    ),
                )


def _question(
    model: Model, root: etree._Element, name: str, kind: FeelType, columns: list[_Column]
) -> Question:
    types = [kind, *(column.type for column in columns)]
    told = next((found for each in types if (found := _kind(model, each))), "other")
    declared = (_declared(root, each.name) for each in types if isinstance(each, Simple))
    allowed = next((found for found in (*declared, *(column.allowed for column in columns)) if found), ())
    label = next((column.label for column in columns if column.label), name)
    tested = tuple(dict.fromkeys(text for column in columns for text in column.tested))[:_MAX_SHOWN]
    return Question(name, label, told, allowed, tested if told == "text" and not allowed else ())


def _kind(model: Model, type_: FeelType) -> str:
    for _ in range(20):  # a declared type may stand for another
        if isinstance(type_, Restricted):
            type_ = type_.base
        elif isinstance(type_, Simple) and type_.name in KINDS:
            return KINDS[type_.name]
        elif isinstance(type_, Simple) and type_.name in model.types:
            type_ = model.types[type_.name]
        else:
            break
    return "" if type_ is ANY else "other"


def _declared(root: etree._Element, name: str) -> tuple[str, ...]:
    """The texts that a declared type allows."""
    for item in children(root, "itemDefinition"):
        if single_spaced(value_of(item, "name")) == name and value_of(item, "isCollection") != "true":
            return _allowed(text_in(child(item, "allowedValues")))
    return ()


def _allowed(tests: str) -> tuple[str, ...]:
    """The values of a list of texts; empty for tests of another make."""
    return _texts(tests) if len(tests) < 20_000 and _ONLY_TEXTS.fullmatch(tests) else ()


def _texts(source: str) -> tuple[str, ...]:
    found = (each[1:-1].replace('\\"', '"') for each in _TEXTS.findall(source[:100_000]))
    return tuple(dict.fromkeys(text for text in found if text))[:_MAX_SHOWN]
