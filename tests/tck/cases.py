"""The kit's files as test cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from engine.feel.builtins.dates import date_and_time, time
from engine.feel.numbers import parse_number
from engine.feel.temporal.text import parse_date, parse_duration
from engine.feel.values import Value

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True)
class Node:
    """One result that a case awaits. `invocable`: what the case calls, where that is no decision."""

    case: str
    decision: str
    expected: Value
    invocable: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    model: str  # the file name
    inputs: dict[str, Value]
    nodes: list[Node]


def levels(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """(level, folders of its tests) in order. The folder may also be a level itself, or a single test."""
    if any(folder.glob("*test*.xml")):
        yield folder.parent.name, [folder]
        return
    if any(folder.glob("*/*test*.xml")):
        yield folder.name, sorted(path for path in folder.iterdir() if path.is_dir())
        return
    for level in sorted(path for path in folder.iterdir() if path.is_dir()):
        tests = sorted(path for path in level.iterdir() if path.is_dir())
        if tests:
            yield level.name, tests


def cases(folder: Path) -> Iterator[Case]:
    """All cases of one test folder."""
    for file in sorted(folder.glob("*test*.xml")):
        root = etree.parse(str(file)).getroot()
        model = root.findtext("{*}modelName", "").strip()
        for case in root.iterfind("{*}testCase"):
            inputs = {_name(node): value(node) for node in case.iterfind("{*}inputNode")}
            called = "" if case.get("type", "decision") == "decision" else case.get("invocableName", "")
            label = f"{folder.name} {case.get('id') or ''}"
            nodes = [
                Node(label, _name(node), value(node.find("{*}expected")), called)
                for node in case.iterfind("{*}resultNode")
            ]
            yield Case(model, inputs, nodes)


def _name(node: etree._Element) -> str:
    return " ".join((node.get("name") or "").split())


def value(node: etree._Element | None) -> Value:
    """The value that an inputNode, expected, item or component holds."""
    if node is None or node.get(_NIL) == "true":
        return None
    for child in node:
        match etree.QName(child).localname if isinstance(child.tag, str) else "":
            case "value":
                return _simple(child)
            case "list":
                return (
                    None if child.get(_NIL) == "true" else [value(item) for item in child.iterfind("{*}item")]
                )
            case "component":
                return {_name(part): value(part) for part in node.iterfind("{*}component")}
    return None


def _simple(element: etree._Element) -> Value:
    if element.get(_NIL) == "true":
        return None
    text = element.text or ""
    kind = (element.get(_TYPE) or "string").rpartition(":")[2]
    parse: Any = _PARSERS.get(kind)
    return text if parse is None else parse(text.strip())


_PARSERS: dict[str, Any] = {
    "decimal": parse_number,
    "double": parse_number,
    "float": parse_number,
    "integer": parse_number,
    "int": parse_number,
    "boolean": lambda text: text in ("true", "1"),
    "date": parse_date,
    "time": time,
    "dateTime": date_and_time,
    "duration": parse_duration,
}
