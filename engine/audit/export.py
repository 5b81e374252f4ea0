"""A trail as a file: JSON for programs, CSV for a spreadsheet. README.md describes both."""

from __future__ import annotations

import csv
import io
from typing import Any

import orjson

from .checking import Entry
from .trail import Export

FORMAT, VERSION = "samtrin audit trail", 1
# column -> where it stands in the act; the others belong to the link itself
COLUMNS: dict[str, tuple[str, ...]] = {
    "seq": (),
    "at": ("at",),
    "kind": ("kind",),
    "person": ("person", "name"),
    "person_id": ("person", "id"),
    "on_behalf_of": ("on_behalf_of", "name"),
    "on_behalf_of_id": ("on_behalf_of", "id"),
    "party": ("party", "name"),
    "party_key": ("party", "key"),
    "private": ("private",),
    "name": ("name",),
    "element": ("element",),
    "process": ("process",),
    "call_path": ("call_path",),
    "data": ("data",),
    "salt": (),
    "digest": (),
    "hash": (),
}
# what a spreadsheet would take for a formula, and the mark itself that says it is none
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def head(trail: Export) -> dict[str, Any]:
    """What stands above the entries of either file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": trail.number,
        "title": trail.title,
        "exported_at": trail.exported_at.isoformat(),
        "exported_by": trail.exported_by,
        "entries": len(trail.entries),
        "head": trail.head,
    }


def as_json(trail: Export) -> bytes:
    """UTF-8: the head, and ``trail``: [{seq, salt, act, digest, hash}], or [{seq, digest, hash}] where the reader
    may not know what was done."""
    entries = [
        {"seq": e.seq, "digest": e.digest, "hash": e.hash}
        | ({} if e.act is None else {"salt": e.salt, "act": e.act})
        for e in trail.entries
    ]
    return orjson.dumps(head(trail) | {"trail": entries}, option=orjson.OPT_INDENT_2)


def as_csv(trail: Export) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, for Excel: the head as rows of name and value, then the columns."""
    text = io.StringIO()
    writer = csv.writer(text)  # lines end with CR LF
    padding = [""] * (len(COLUMNS) - 2)
    writer.writerows([key, _plain(str(value)), *padding] for key, value in head(trail).items())
    writer.writerow(COLUMNS)
    writer.writerows(_row(entry) for entry in trail.entries)
    return "\ufeff".encode() + text.getvalue().encode()


def _row(entry: Entry) -> list[str]:
    links = {"seq": str(entry.seq), "salt": entry.salt or "", "digest": entry.digest, "hash": entry.hash}
    return [
        links[column] if column in links else _plain(_cell(column, _find(entry.act or {}, path)))
        for column, path in COLUMNS.items()
    ]


def _find(act: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        act = act.get(key) if act else None
    return act


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column == "data":
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return "yes" if value is True else str(value)


def _plain(text: str) -> str:
    """The text with a mark in front where a spreadsheet would reckon with it."""
    return f"'{text}" if text.startswith(FORMULA) else text
