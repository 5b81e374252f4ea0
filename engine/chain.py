"""The arithmetic of the audit chain: what is hashed, and how one act hangs on the one before.

An act's digest is SHA-256 over a random salt and the act's canonical JSON; the chain hangs digests on one another. So a
reader who may not know an act is given its digest alone: the chain still holds, and the salt keeps them from guessing
what it says. The format is described in engine/audit/README.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

import orjson


def origin(number: str) -> str:
    """What the first act of a case hangs on: no trail can pass for another case's."""
    return sha256(f"samtrin audit 1 {number}".encode()).hexdigest()


def digest(salt: str, act: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the salt and the act's canonical JSON: UTF-8, keys sorted, no spaces."""
    return sha256(salt.encode() + orjson.dumps(act, option=orjson.OPT_SORT_KEYS)).hexdigest()


def link(previous: str, seq: int, digested: str) -> str:
    """The hash of an act in the chain: over the hash before it, its place and its digest."""
    return sha256(f"{previous} {seq} {digested}".encode()).hexdigest()


def act(row: Mapping[Any, Any]) -> dict[str, Any]:
    """What is hashed of a history row, without what is empty.

    {at, kind, person: {id, name}, on_behalf_of: {id, name}, party: {key, name}, private, element, process, call_path,
    name, data}; the names are those of that moment."""
    names = row["names"] or {}
    found = {
        "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": row["kind"],
        "person": row["person_id"] and {"id": row["person_id"], "name": names.get("person")},
        "on_behalf_of": row["on_behalf_of"]
        and {"id": row["on_behalf_of"], "name": names.get("on_behalf_of")},
        "party": row["party_id"] and {"key": names.get("party_key"), "name": names.get("party")},
        "private": row["is_private"],
        "element": row["element_id"],
        "process": row["process_id"],
        "call_path": row["call_path"],
        "name": row["name"],
        "data": row["data"],
    }
    return {key: value for key, value in found.items() if value not in (None, "", False)}
