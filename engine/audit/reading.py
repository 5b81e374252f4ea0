"""Read an exported trail back, without a database. The file may come from anybody: nothing in it is trusted."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine import chain

from .checking import Entry, Verdict, check
from .export import COLUMNS, FORMAT, VERSION

LIMIT = 20 * 1024 * 1024  # bytes
HEAD = {"format", "version", "case", "title", "exported_at", "exported_by", "entries", "head"}
LINK, ACT = {"seq", "digest", "hash"}, {"salt", "act"}
HASH = re.compile(r"[0-9a-f]{64}")
SALT = re.compile(r"[0-9a-f]{32}")
NUMBER = re.compile(r"[0-9]{1,18}")


class Unreadable(Exception):
    """The file is no exported trail; the text says why."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What a file says: the case's number, how many entries it should hold and its head, and the entries."""

    number: str
    count: int
    head: str
    entries: list[Entry]


def check_file(content: bytes, known_head: str = "") -> Verdict:
    """Whether an exported trail is whole. Raises Unreadable."""
    trail = read(content)
    return check(
        trail.number, trail.entries, count=trail.count, head=trail.head, known_head=known_head.strip().lower()
    )


def read(content: bytes) -> Trail:
    """A file as ``as_json`` or ``as_csv`` made it. Raises Unreadable."""
    if len(content) > LIMIT:
        raise Unreadable(f"the file is larger than {LIMIT // 1024 // 1024} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the file is not text in UTF-8") from None
    return _from_json(text) if text.lstrip()[:1] in ("{", "[") else _from_csv(text)


def _from_json(text: str) -> Trail:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise Unreadable("the file is not whole JSON: it is nested too deep") from None
    except ValueError as wrong:
        raise Unreadable(f"the file is not whole JSON: {wrong}") from None
    if not isinstance(found, dict) or not isinstance(found.get("trail"), list):
        raise Unreadable("the file is JSON, but no audit trail")
    entries = []
    for place, item in enumerate(found.pop("trail"), start=1):
        if not isinstance(item, dict):
            raise Unreadable(f"entry {place} is not an object")
        if more := item.keys() - LINK - ACT:
            raise Unreadable(f"entry {place} holds something that is not checked: {min(more)}")
        is_known = bool(item.keys() & ACT)
        entries.append(_entry(place, item, item.get("act"), item.get("salt"), is_known=is_known))
    return _trail(found, entries)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: people and programs would read different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a name stands twice in one object")
    return found


def _no_number(text: str) -> Any:
    raise Unreadable(f"{text} is no JSON")


def _from_csv(text: str) -> Trail:
    try:
        return _from_rows(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as wrong:
        raise Unreadable(f"the file is not whole CSV: {wrong}") from None


def _from_rows(rows: Iterator[list[str]]) -> Trail:
    columns = list(COLUMNS)
    stated: dict[str, str] = {}
    for row in rows:
        if row == columns:
            break
        if len(row) != len(columns) or any(row[2:]) or row[0] in stated or len(stated) >= len(HEAD):
            raise Unreadable("the file does not begin as an audit trail does")
        stated[row[0]] = _unmarked(row[1])
    else:
        raise Unreadable(f"the file has no row with the columns {', '.join(columns)}")
    head: dict[str, Any] = dict(stated)
    for name in ("version", "entries"):
        head[name] = int(stated[name]) if NUMBER.fullmatch(stated.get(name, "")) else None
    entries = []
    for place, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise Unreadable(f"entry {place} has {len(row)} columns instead of {len(columns)}")
        cells = dict(zip(columns, row, strict=True))
        link = {**cells, "seq": int(cells["seq"]) if NUMBER.fullmatch(cells["seq"]) else None}
        act = _act(place, {name: _unmarked(cells[name]) for name, path in COLUMNS.items() if path})
        known = bool(act or cells["salt"])
        entries.append(_entry(place, link, act if known else None, cells["salt"], is_known=known))
    return _trail(head, entries)


def _act(place: int, cells: Mapping[str, str]) -> dict[str, Any]:
    """The act that a row of cells was made of."""
    act: dict[str, Any] = {}
    for column, text in cells.items():
        if not text:
            continue
        value: Any = text
        if column.endswith("_id"):
            value = int(text) if NUMBER.fullmatch(text) else text
        elif column == "private":
            value = True if text == "yes" else text
        elif column == "data":
            try:
                value = orjson.loads(text)
            except orjson.JSONDecodeError:
                raise Unreadable(f"entry {place} has data that is not JSON") from None
        *above, last = COLUMNS[column]
        inside = act
        for key in above:
            inside = inside.setdefault(key, {})
        inside[last] = value
    return act


def _unmarked(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def _entry(place: int, link: Mapping[str, Any], act: Any, salt: Any, *, is_known: bool) -> Entry:
    seq, digest, hashed = link.get("seq"), link.get("digest"), link.get("hash")
    if type(seq) is not int:
        raise Unreadable(f"entry {place} has no number")
    if not all(isinstance(text, str) and HASH.fullmatch(text) for text in (digest, hashed)):
        raise Unreadable(f"entry {place} has no digest and hash of 64 hexadecimal digits")
    if not is_known:
        return Entry(seq, str(digest), str(hashed))
    if not isinstance(act, dict) or not isinstance(salt, str) or not SALT.fullmatch(salt):
        raise Unreadable(f"entry {place} has no act with a salt of 32 hexadecimal digits")
    try:
        chain.digest(salt, act)
    except TypeError:
        raise Unreadable(f"entry {place} holds a number that no entry can hold") from None
    return Entry(seq, str(digest), str(hashed), salt, act)


def _trail(stated: Mapping[str, Any], entries: list[Entry]) -> Trail:
    if more := stated.keys() - HEAD:
        raise Unreadable(f"the file says something that is not checked: {min(more)}")
    if stated.get("format") != FORMAT or stated.get("version") != VERSION:
        raise Unreadable(f"the file does not say that it is a {FORMAT}, version {VERSION}")
    number, count, head = stated.get("case"), stated.get("entries"), stated.get("head")
    if not isinstance(number, str) or type(count) is not int:
        raise Unreadable("the file does not say which case it is of and how many entries it holds")
    if not isinstance(head, str) or not HASH.fullmatch(head):
        raise Unreadable("the file does not say its head")
    return Trail(number, count, head, entries)
