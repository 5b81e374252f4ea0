"""Answers as a document shows them: text that people read, the same for the same answers every time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.forms import rules
from engine.forms.component import CHOICES, INPUTS
from engine.forms.live import Live
from engine.forms.locales import exact, shown, write_moment, write_number
from engine.forms.nodes import Node, is_blank


def fields(live: Live, nodes: list[Node], own: bool) -> Iterator[dict[str, Any]]:
    """{key, label, value} of every field that is shown; of a table also columns and rows. ``own``: private ones too,
    each marked ``private``; a table is private as a whole."""
    for node in nodes:
        if node.hidden or (node.component.private and not own):
            continue
        mark = {"private": True} if node.component.private else {}
        yield from ({**field, **mark} for field in _of(live, node, own))


def _of(live: Live, node: Node, own: bool) -> Iterator[dict[str, Any]]:
    """What one component shows: a group all that is in it."""
    if node.component.type == "group":
        yield from fields(live, node.fields, own)
    elif node.component.repeats:
        yield _table(live, node)
    elif is_field(node):
        yield {"key": node.component.key, "label": _label(live, node), "value": text_of(live, node)}


def is_field(node: Node) -> bool:
    """Whether a person sees it as a field: an input, or something computed that has a label."""
    component = node.component
    return component.type in INPUTS or (component.type == "expression" and bool(component.label))


def text_of(live: Live, node: Node) -> str:
    """The value of one field as people read it; "" when there is none."""
    component, value, locale = node.component, node.value, live.locale
    if component.type == "checkbox":
        return locale.yes if value else locale.no
    if is_blank(value) and component.type != "expression":
        return ""
    if component.type in CHOICES:
        labels = {str(option.value): option.label for option in node.options}
        return ", ".join(
            labels.get(str(part), shown(part, locale))
            for part in (value if isinstance(value, list) else [value])
        )
    number = exact(value)
    if number is not None:
        text = write_number(number, locale, component.decimals, grouped=bool(component.decimals))
    elif component.type == "datetime" and isinstance(value, str):
        text = write_moment(value, locale)
    else:
        text = shown(value, locale) if not isinstance(value, str) else value
    affixes = (live.text(node, component.prefix), text, live.text(node, component.suffix))
    return " ".join(part for part in affixes if part)


def _table(live: Live, node: Node) -> dict[str, Any]:
    rows = [list(_cells(live, row.fields)) for row in rules.written(node)]
    columns = list(dict.fromkeys(label for row in rows for label, _ in row))
    cells = [[dict(row).get(column, "") for column in columns] for row in rows]
    lines = [", ".join(f"{label}: {text}" for label, text in row if text) for row in rows]
    return {
        "key": node.component.key,
        "label": _label(live, node),
        "value": "\n".join(lines),
        "columns": columns,
        "rows": cells,
    }


def _cells(live: Live, nodes: list[Node]) -> Iterator[tuple[str, str]]:
    for entry in fields(live, nodes, own=True):
        yield entry["label"], entry["value"]


def _label(live: Live, node: Node) -> str:
    return live.text(node, node.component.label) or node.component.key
