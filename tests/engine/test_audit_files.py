"""Exported trails: each party checks the whole from its own file, and an edited or hostile file is told apart."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from engine import audit, history
from engine.audit import Verdict
from engine.audit.export import COLUMNS
from tests.engine.test_audit import case_id, exported, five, played, quick, world
from tests.world import World

__all__ = ["quick", "world"]  # the fixtures of the trail


@pytest.mark.parametrize("write", [audit.as_json, audit.as_csv])
def test_each_party_reads_its_own_and_checks_the_whole(
    world: World, write: Callable[[audit.Export], bytes]
) -> None:
    number = played(world)
    own, other = (exported(world, number, who) for who in ("petra", "lis"))
    hidden = [entry for entry in other.entries if entry.act is None]
    assert hidden and all(entry.act for entry in own.entries)
    secret = "Fastlæg egen ramme"
    assert secret in write(own).decode() and secret not in write(other).decode()
    for entry in hidden:  # nor what would let anybody try words on the digest
        salt = own.entries[entry.seq - 1].salt
        assert salt and salt not in write(other).decode()
    for file in (own, other):
        assert audit.check_file(write(file), own.head) == Verdict(len(own.entries), own.head)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def edited(content: bytes, edit: Callable[[list[Any]], None]) -> bytes:
    """The file with its entries edited in place."""
    if content[:1] == b"{":
        found = orjson.loads(content)
        edit(found["trail"])
        return orjson.dumps(found)
    rows = lines(content)
    start = rows.index(list(COLUMNS))
    entries = rows[start + 1 :]
    edit(entries)
    text = io.StringIO()
    csv.writer(text).writerows([*rows[: start + 1], *entries])
    return text.getvalue().encode()


def rename(entries: list[Any]) -> None:
    if isinstance(entries[1], dict):
        entries[1]["act"]["person"]["name"] = "Ib"
    else:
        entries[1][3] = "Ib"


def swap(entries: list[Any]) -> None:
    entries[1], entries[2] = entries[2], entries[1]


EDITS: dict[str, tuple[Callable[[list[Any]], Any], int, str]] = {
    "a changed word": (rename, 2, "its words have the digest"),
    "a removed row": (lambda entries: entries.pop(2), 3, "expected entry 3, found entry 4"),
    "two swapped rows": (swap, 2, "expected entry 2, found entry 3"),
    "an inserted row": (lambda entries: entries.insert(2, entries[1]), 3, "expected entry 3, found entry 2"),
    "a cut-off end": (lambda entries: entries.pop(), 5, "should hold 5 entries, and holds 4"),
}


@pytest.mark.parametrize("write", [audit.as_json, audit.as_csv])
@pytest.mark.parametrize("what", EDITS)
def test_an_edited_file_is_found(quick: World, write: Callable[[audit.Export], bytes], what: str) -> None:
    edit, place, reason = EDITS[what]
    content = write(exported(quick, five(quick)))
    assert audit.check_file(edited(content, lambda entries: None)).intact
    verdict = audit.check_file(edited(content, edit))
    assert verdict.broken_at == place and reason in verdict.reason


def test_an_end_cut_off_together_with_what_the_head_says(quick: World) -> None:
    number = five(quick)
    whole = exported(quick, number)
    shorter = audit.Export(
        *(getattr(whole, name) for name in ("number", "title", "exported_at")),
        whole.exported_by,
        whole.entries[-2].hash,
        whole.entries[:-1],
    )
    assert audit.check_file(audit.as_json(shorter)).intact
    assert not audit.check_file(audit.as_json(shorter), whole.head).intact


def test_a_trail_cannot_pass_for_another_cases(quick: World) -> None:
    found = orjson.loads(audit.as_json(exported(quick, quick.start())))
    assert audit.check_file(orjson.dumps(found | {"case": "2026-0099"})).broken_at == 1


def test_a_spreadsheet_takes_nothing_for_a_formula(quick: World) -> None:
    number = quick.start()
    nasty = ["=1+1", "+45", "-1", "@SUM(A1)", "\tx", "'already", 'a;b,"c"\r\nd']
    with quick.store.transaction() as session:
        for text in nasty:
            history.note(session, case_id(session, number), "comment", name=text, data={"text": text})
    content = audit.as_csv(exported(quick, number))
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") > len(nasty)
    cells = [cell for row in lines(content) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'=1+1" in cells and "''already" in cells
    assert len({len(row) for row in lines(content)}) == 1
    assert audit.check_file(content).intact
    assert [e.act["name"] for e in audit.read(content).entries[1:] if e.act] == nasty


GOOD_HEAD = {
    "format": "samtrin audit trail",
    "version": 1,
    "case": "2026-0001",
    "entries": 1,
    "head": "0" * 64,
}
LINK = {"seq": 1, "digest": "0" * 64, "hash": "0" * 64}
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "no row with the columns"),
    "no text": (b"\xff\xfe\x00", "not text in UTF-8"),
    "half of it": (b'{"trail": [', "not whole JSON"),
    "very deep": (b"[" * 200_000, "not whole JSON"),
    "a list": (b"[]", "no audit trail"),
    "another object": (b'{"trail": {}}', "no audit trail"),
    "another version": (orjson.dumps(GOOD_HEAD | {"version": 2, "trail": []}), "version 1"),
    "no case": (orjson.dumps(GOOD_HEAD | {"case": 7, "trail": []}), "which case"),
    "a truth for a number": (orjson.dumps(GOOD_HEAD | {"entries": True, "trail": []}), "how many entries"),
    "no head": (orjson.dumps(GOOD_HEAD | {"head": None, "trail": []}), "its head"),
    "a name twice": (b'{"trail": [], "trail": [1]}', "stands twice"),
    "no number": (b'{"trail": [NaN]}', "NaN is no JSON"),
    "a number too long": (b'{"trail": [' + b"9" * 5000 + b"]}", "not whole JSON"),
    "more at the top": (orjson.dumps(GOOD_HEAD | {"note": "x", "trail": []}), "not checked: note"),
    "more in an entry": (orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"note": "x"}]}), "not checked: note"),
    "a number too large": (
        orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"act": {"n": 1}, "salt": "0" * 32}]}).replace(
            b'"n":1', b'"n":' + b"9" * 30
        ),
        "no entry can hold",
    ),
    "nothing but lines": (b"\n" * 5000, "does not begin"),
    "too large": (b" " * (audit.LIMIT + 1), "larger than"),
    "an entry of words": (orjson.dumps(GOOD_HEAD | {"trail": ["x"]}), "entry 1 is not an object"),
    "a wrong number": (orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"seq": "1"}]}), "has no number"),
    "a short hash": (orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"hash": "ab"}]}), "64 hexadecimal"),
    "an act of words": (
        orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"act": "x", "salt": "0" * 32}]}),
        "no act",
    ),
    "an act without salt": (orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"act": {}}]}), "no act with a salt"),
    "an open quote": (b'a,"b', "not whole CSV"),
    "a huge cell": (b"a" * 200_000 + b",b", "not whole CSV"),
    "another table": (b"a,b\r\n1,2\r\n", "does not begin"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_from_anybody_is_refused_in_plain_words(what: str) -> None:
    content, reason = HOSTILE[what]
    with pytest.raises(audit.Unreadable, match=re.escape(reason)):
        audit.read(content)


def test_a_csv_with_wrong_rows_is_refused(quick: World) -> None:
    content = audit.as_csv(exported(quick, quick.start()))
    for edit, reason in (
        (lambda rows: rows[0].pop(), "17 columns instead of 18"),
        (lambda rows: rows[0].__setitem__(0, "x"), "has no number"),
        (lambda rows: rows[0].__setitem__(14, "{"), "data that is not JSON"),
        (lambda rows: rows[0].__setitem__(15, ""), "salt of 32"),
    ):
        with pytest.raises(audit.Unreadable, match=reason):
            audit.read(edited(content, edit))
