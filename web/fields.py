"""Between a browser's form and a form of the engine: names such as ``rows.0.name`` become nested values, and the
buttons that add and remove rows work without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from engine.errors import Invalid
from engine.forms.component import MAX_ROWS

MAX_FIELDS = 20_000
MAX_NAME = 200  # characters
MAX_PARTS = 12  # of one name

ROW_ADD, ROW_REMOVE, REFRESH = "_row_add", "_row_remove", "_refresh"

# ``rows.0.name`` and ``rows[0][name]``; a leading underscore is for buttons and hidden marks of the page
_NAME = re.compile(r"[^\W\d_]\w*(?:\.\w{1,100}|\[\w{1,100}\])*")
_INDEX = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Change:
    """A form that was sent to be changed, not answered: what is typed now, and the path to go on at."""

    typed: dict[str, Any]
    focus: str


def raw_from(form: MultiDict[str, str]) -> dict[str, Any]:
    """What a browser sent, nested: text for a name that stands once, a list of texts for one that stands more
    often, a list of objects for numbered rows. Names of another make are left out. Raises Invalid for a form of
    more fields than anybody can fill in."""
    tree: dict[str, Any] = {}
    for count, (name, values) in enumerate(form.lists()):
        if count >= MAX_FIELDS:
            raise Invalid("The form holds more than %(n)s fields", n=MAX_FIELDS)
        parts = _parts(name)
        if parts:
            texts = [value.replace("\0", "") for value in values]  # what no database can hold
            _put(tree, parts, texts[0] if len(texts) == 1 else texts)
    return {name: _listed(value) for name, value in tree.items()}


def change(form: MultiDict[str, str]) -> Change | None:
    """The change of rows that was asked for by a button, done; None when the form was sent to be answered."""
    typed = raw_from(form)
    if ROW_ADD in form:
        path = form[ROW_ADD]
        rows = _rows(typed, _parts(path), make=True)
        if rows is not None and len(rows) < MAX_ROWS:
            rows.append({})
        return Change(typed, f"{path}.{len(rows) - 1}" if rows else path)
    if ROW_REMOVE in form:
        *way, last = _parts(form[ROW_REMOVE]) or [""]
        rows = _rows(typed, way)
        if rows is not None and _INDEX.fullmatch(last) and int(last) < len(rows):
            del rows[int(last)]
        return Change(typed, ".".join(way))
    return Change(typed, form[REFRESH]) if REFRESH in form else None


def _parts(name: str) -> list[str]:
    """The parts of a name; none when it is not one of ours."""
    if len(name) > MAX_NAME or not _NAME.fullmatch(name):
        return []
    parts = re.findall(r"\w+", name)
    return parts if len(parts) <= MAX_PARTS else []


def _put(tree: dict[str, Any], parts: list[str], value: Any) -> None:
    """Set a value at the end of its way, unless something else stands on it."""
    for part in parts[:-1]:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree.setdefault(parts[-1], value)


def _listed(value: Any) -> Any:
    """Objects whose names are all numbers as lists, in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    below = {name: _listed(part) for name, part in value.items()}
    if all(_INDEX.fullmatch(name) for name in below):
        return [below[name] for name in sorted(below, key=int)]
    return below


def _rows(typed: dict[str, Any], way: list[str], *, make: bool = False) -> list[Any] | None:
    """The rows at the end of a way through what was typed; with ``make``, an empty table where there is none."""
    place: Any = typed
    for number, part in enumerate(way):
        if isinstance(place, list):
            place = place[int(part)] if _INDEX.fullmatch(part) and int(part) < len(place) else None
        elif isinstance(place, Mapping):
            if part not in place and make and isinstance(place, dict):
                place[part] = [] if number == len(way) - 1 else {}
            place = place.get(part)
        else:
            return None
    return place if isinstance(place, list) else None
