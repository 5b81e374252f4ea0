"""Makes the view of a form from its live nodes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from engine.errors import Message
from engine.forms.component import CHOICES, MULTI_CHOICES, Column, Component, dig
from engine.forms.document import is_field, text_of
from engine.forms.live import Live
from engine.forms.locales import exact, shown, write_number
from engine.forms.nodes import MISSING, Node, Row, answers_in
from engine.forms.text import escape_markdown, markdown
from engine.forms.view import FieldView, FormView, OptionView, RowView

TWELVE = 12
BRIEF, TICK = 36, 4  # characters that fit half a line, and the room that a tick takes
MAX_TABLE = 1_000  # rows of a table that is only read
COMPACT = frozenset({"textfield", "number", "datetime", "select"})
COMPACT_COLUMNS = 4  # a table of so many plain columns shows its labels once
WIDE = MULTI_CHOICES | {"textarea", "radio", "dynamiclist", "group", "text", "html", "table", "separator"}
INPUT_TYPES = {"email": "email", "phone": "tel", "date": "date", "time": "time", "datetime": "datetime-local"}
INPUT_MODES = {"email": "email", "phone": "tel"}
MINUTES = {"date": 10, "time": 5, "datetime": 16}  # characters of ISO text that a browser's own control takes


class Viewer:
    """Makes the view of one live form. ``errors`` by path; ``controls``: see Form; ``focus``: where to begin."""

    def __init__(
        self, live: Live, errors: Mapping[str, Message], controls: frozenset[str], focus: str
    ) -> None:
        self._live = live
        self._errors = dict(errors)
        self._controls = controls
        self._focus = focus
        self._found: list[tuple[str, Message]] = []

    def form(self, form_id: str) -> FormView:
        """The whole form. Errors of no field that is shown come last, without an anchor."""
        fields = self._fields(self._live.nodes, "", TWELVE)
        rest = [("", error) for error in self._errors.values()]
        return FormView(form_id, fields, (*self._found, *rest))

    def _fields(self, nodes: list[Node], keys: str, width: int) -> tuple[FieldView, ...]:
        """The fields of one level. ``keys``: the name of the table they are columns of, with a dot; ``width``: of
        those whose layout says nothing."""
        visible = [node for node in nodes if _is_visible(node)]
        fields: list[FieldView] = []
        for _, members in groupby(visible, key=lambda node: node.component.row or id(node)):
            line = list(members)
            flows = (
                width < TWELVE and line[0].component.row is None
            )  # plain columns fill the line one after another
            for place, node in enumerate(line):
                fields.append(self._field(node, keys, _width(node, line, width), place == 0 and not flows))
        return tuple(fields)

    def _field(self, node: Node, keys: str, width: int, starts: bool) -> FieldView:
        live, component = self._live, node.component
        answers = bool(component.at) and component.type != "group"
        name = _id(node.path) if answers else _id(node.path, component.id)
        error = self._errors.pop(node.path, None) if answers else None
        place = len(self._found)
        extra = self._extra(node, name, keys)
        anchor = str(extra.pop("anchor", name))
        if error:
            self._found.insert(place, (anchor, error))
        return FieldView(
            type=component.type,
            path=node.path,
            id=name,
            anchor=anchor,
            label=live.text(node, component.label),
            description=live.text(node, component.description),
            required=live.truth(node, component.required),
            readonly=node.readonly or component.type == "expression",
            private=component.private,
            error=error,
            width=width,
            starts=starts,
            controls=not node.readonly and keys + component.key in self._controls,
            focus=answers and node.path == self._focus,
            prefix=live.text(node, component.prefix),
            suffix=live.text(node, component.suffix),
            **extra,
        )

    def _extra(self, node: Node, name: str, keys: str) -> dict[str, Any]:
        """What only components of this type have."""
        component = node.component
        match component.type:
            case "group":
                return {"fields": self._fields(node.fields, keys, TWELVE)}
            case "dynamiclist":
                return self._rows(node, keys + component.key + ".")
            case "table":
                return self._table(node)
            case "text" | "html":
                return {"html": markdown(self._live.text(node, component.content, escape_markdown))}
        if not is_field(node):
            return {}
        if node.readonly or component.type == "expression":
            return {"text": text_of(self._live, node)}
        if component.type in CHOICES:
            return _choices(node, name)
        if component.type == "checkbox":
            return {"checked": node.value is True}
        return self._input(node)

    def _input(self, node: Node) -> dict[str, Any]:
        component = node.component
        modes = {"number": "numeric" if component.decimals == 0 else "decimal"}
        return {
            "value": self._written(node),
            "input": INPUT_TYPES.get(component.kind, "text"),
            "inputmode": modes.get(component.type, INPUT_MODES.get(component.kind, "")),
            "autocomplete": component.autocomplete,
        }

    def _written(self, node: Node) -> str:
        """The text in an input: as the person typed it, or the value as this language writes it."""
        component, value = node.component, node.value
        if component.type == "datetime" and isinstance(value, str):
            return value[: MINUTES[component.kind]]
        if node.typed is not MISSING and (component.type == "number" or value is None):
            typed = node.typed[0] if isinstance(node.typed, list) and node.typed else node.typed
            if isinstance(typed, str):
                return typed
        number = exact(value) if component.type == "number" else None
        if number is not None:
            grouped = bool(component.decimals)
            return write_number(number, self._live.locale, component.decimals, grouped=grouped)
        return value if isinstance(value, str) else shown(value, self._live.locale)

    def _rows(self, node: Node, keys: str) -> dict[str, Any]:
        columns = [child for child in node.component.children if child.type != "expression" or child.label]
        compact = len(columns) <= COMPACT_COLUMNS and all(_is_plain(column) for column in columns)
        width = TWELVE // max(len(columns), 1) if compact else TWELVE // 2
        growable = node.component.growable and not node.readonly
        rows = tuple(self._row(node, row, keys, width) for row in node.rows)
        anchor = {"anchor": _id(node.path, "add")} if growable else {}
        return {"rows": rows, "growable": growable, "compact": compact, **anchor}

    def _row(self, node: Node, row: Row, keys: str, width: int) -> RowView:
        path = f"{node.path}.{row.number}"
        if path == self._focus:
            writable = (field for field in answers_in(row.fields) if not field.hidden and not field.readonly)
            first = next(writable, None)
            self._focus = first.path if first else ""
        fields = self._fields(row.fields, keys, width)
        return RowView(_id(path), row.number + 1, path, row.origin, fields)

    def _table(self, node: Node) -> dict[str, Any]:
        component, columns = node.component, node.component.columns
        if component.computed_columns is not None:
            entries = self._live.json(node, component.computed_columns)
            columns = tuple(
                Column(str(entry.get("label", "")), str(entry.get("key", "")))
                for entry in (entries if isinstance(entries, list) else [])
                if isinstance(entry, Mapping)
            )
        rows = self._live.json(node, component.computed) if component.computed else []
        return {
            "heads": tuple(column.label for column in columns),
            "cells": tuple(
                tuple(shown(dig(row, tuple(column.key.split("."))), self._live.locale) for column in columns)
                for row in (rows if isinstance(rows, list) else [])[:MAX_TABLE]
            ),
        }


def _id(path: str, suffix: str = "") -> str:
    """An id in HTML. No key holds a hyphen, so that none of these is ever another's."""
    return "f-" + path.replace(".", "-") + (f"--{suffix}" if suffix else "")


def _is_visible(node: Node) -> bool:
    return not node.hidden and (node.component.type != "expression" or is_field(node))


def _is_plain(column: Component) -> bool:
    return column.type in COMPACT and column.hide is None and not column.description and column.width is None


def _width(node: Node, line: list[Node], default: int) -> int:
    """Twelfths of the line. Fields that share a row without saying how divide what the others leave."""
    component = node.component
    if component.width:
        return component.width
    if len(line) == 1:
        return TWELVE if component.type in WIDE and not _brief(node) else default
    silent = sum(1 for member in line if not member.component.width)
    left = TWELVE - sum(member.component.width or 0 for member in line)
    return max(left // silent, 2)


def _choices(node: Node, name: str) -> dict[str, Any]:
    """The options of a choice. A link to radios or boxes leads to the first of them."""
    chosen = {str(value) for value in (node.value if isinstance(node.value, list) else [node.value])}
    options = tuple(
        OptionView(f"{name}--{number}", option.label, str(option.value), str(option.value) in chosen)
        for number, option in enumerate(node.options, 1)
    )
    anchor = {"anchor": options[0].id} if options and node.component.type != "select" else {}
    return {"options": options, "brief": _brief(node), "large": node.component.large, **anchor}


def _brief(node: Node) -> bool:
    """Whether the options are as short as "Ja" and "Nej", or the marks from 1 to 5."""
    words = sum(len(option.label) + TICK for option in node.options)
    return node.component.type == "radio" and 0 < words <= BRIEF
