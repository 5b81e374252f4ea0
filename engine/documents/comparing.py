"""Two versions of a document side by side: what was taken out and what was put in, down to the word.

Sections are met by their heading, fields by their key, and the rows of a table as lines are met between two texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
# Comparing costs at worst the product of both lengths; beyond this a passage is shown as a whole.
LIMIT = 40_000_000
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are in both versions (``same``), or in one of them only (``added``, ``removed``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """``rows`` with ``columns`` where it is a table, else ``pieces``."""

    kind: str
    label: str
    pieces: tuple[Piece, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    kind: str
    heading: str
    text: tuple[Piece, ...]
    fields: tuple[Field, ...]


def compare(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Section]:
    """What lies between two contents (document.content), in the order of the new one."""
    before, after = _by_name(old, "heading"), _by_name(new, "heading")
    return [_section(before.get(name), after.get(name)) for name in _merged(list(before), list(after))]


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of which both texts are made."""
    if old == new:
        return (Piece(SAME, new),) if new else ()
    left, right = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for kind, i, j, m, n in _steps(left, right):
        if kind == SAME:
            pieces.append(Piece(SAME, "".join(right[m:n])))
        else:
            pieces += [Piece(REMOVED, "".join(left[i:j]))] if j > i else []
            pieces += [Piece(ADDED, "".join(right[m:n]))] if n > m else []
    return tuple(pieces)


def _section(old: dict[str, Any] | None, new: dict[str, Any] | None) -> Section:
    left, right = old or {"fields": []}, new or {"fields": []}
    before, after = _by_name(left["fields"], "key"), _by_name(right["fields"], "key")
    fields = tuple(_field(before.get(key), after.get(key)) for key in _merged(list(before), list(after)))
    text = words(left.get("text") or "", right.get("text") or "")
    changed = any(field.kind != SAME for field in fields) or any(piece.kind != SAME for piece in text)
    return Section(_kind(old, new, changed), (new or old or {})["heading"], text, fields)


def _field(old: dict[str, Any] | None, new: dict[str, Any] | None) -> Field:
    left, right = old or {}, new or {}
    label = (new or old or {})["label"]
    if left.get("rows") or right.get("rows"):
        columns = _merged(left.get("columns") or [], right.get("columns") or [])
        rows = _rows(_cells(left, columns), _cells(right, columns))
        return Field(_kind(old, new, any(row.kind != SAME for row in rows)), label, (), tuple(columns), rows)
    pieces = words(left.get("value") or "", right.get("value") or "")
    return Field(_kind(old, new, any(piece.kind != SAME for piece in pieces)), label, pieces, (), ())


def _rows(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> tuple[Row, ...]:
    """Rows that stand for each other are compared cell by cell; others came or went as a whole."""
    rows: list[Row] = []
    for kind, i, j, m, n in _steps(old, new):
        if kind == SAME:
            rows += [_row(SAME, row, row) for row in new[m:n]]
            continue
        both = min(j - i, n - m)
        rows += [_row(CHANGED, old[i + k], new[m + k]) for k in range(both)]
        rows += [_row(REMOVED, row, ("",) * len(row)) for row in old[i + both : j]]
        rows += [_row(ADDED, ("",) * len(row), row) for row in new[m + both : n]]
    return tuple(rows)


def _row(kind: str, old: tuple[str, ...], new: tuple[str, ...]) -> Row:
    return Row(kind, tuple(words(before, after) for before, after in zip(old, new, strict=True)))


def _cells(field: dict[str, Any], columns: list[str]) -> list[tuple[str, ...]]:
    own = field.get("columns") or []
    found = [dict(zip(own, row, strict=False)) for row in field.get("rows") or []]
    return [tuple(row.get(column, "") for column in columns) for row in found]


def _steps(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    """(kind, from, to in the old; from, to in the new), kind being same or changed."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    i, j = len(old) - end, len(new) - end
    steps = [(SAME, 0, start, 0, start)] if start else []
    if (i - start) * (j - start) > LIMIT:
        steps.append((CHANGED, start, i, start, j))
    else:
        matcher = SequenceMatcher(None, old[start:i], new[start:j])
        steps += [
            (SAME if tag == "equal" else CHANGED, start + a, start + b, start + c, start + d)
            for tag, a, b, c, d in matcher.get_opcodes()
        ]
    return [*steps, (SAME, i, len(old), j, len(new))] if end else steps


def _kind(old: Any, new: Any, changed: bool) -> str:
    if old is None:
        return ADDED
    if new is None:
        return REMOVED
    return CHANGED if changed else SAME


def _by_name(found: list[dict[str, Any]], name: str) -> dict[tuple[str, int], dict[str, Any]]:
    """By name and, where a name comes again, by how often it has come."""
    named: dict[tuple[str, int], dict[str, Any]] = {}
    for part in found:
        turn = 0
        while (part[name], turn) in named:
            turn += 1
        named[part[name], turn] = part
    return named


def _merged(old: list[Any], new: list[Any]) -> list[Any]:
    """All names: those of the new in their order, and each that is gone where it stood before."""
    merged = list(new)
    for position, name in enumerate(old):
        if name not in merged:
            before = old[position - 1] if position else None
            merged.insert(merged.index(before) + 1 if before in merged else 0, name)
    return merged
