"""What can be searched for. Whoever makes, changes or takes away something with words says so here, in the same
transaction; who may find it is asked when somebody searches (engine/search.py)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from engine.models import search_entry
from engine.store import Session

TITLE, BODY, WORDS = 300, 20_000, 60_000  # characters that are kept
LONGEST = 60  # of a word
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """``kind``: case, task, document, comment, attachment or person; ``object_id``: its row's id."""

    kind: str
    object_id: int
    instance_id: int | None
    title: str
    body: str = ""


def words(text: str) -> list[str]:
    """The words of a text as they are indexed and asked for: lower case, letters and digits alone."""
    return [word[:LONGEST] for word in WORD.findall(unicodedata.normalize("NFC", text).casefold())]


def prose(value: Any) -> str:
    """All texts in a JSON value such as a document's content, but not its keys."""
    match value:
        case str():
            return value
        case dict():
            return " ".join(filter(None, (prose(part) for key, part in value.items() if key != "key")))
        case list():
            return " ".join(filter(None, map(prose, value)))
    return ""


def put(session: Session, entries: Iterable[Entry]) -> None:
    """Let these be found, by their words of now."""
    rows = [
        {
            "kind": entry.kind,
            "object_id": entry.object_id,
            "process_instance_id": entry.instance_id,
            "title": entry.title[:TITLE],
            "body": entry.body[:BODY],
            # a word of the title counts twice
            "words": " ".join(words(f"{entry.title} {entry.title} {entry.body}"))[:WORDS],
        }
        for entry in entries
    ]
    if not rows:
        return
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[session.connection.dialect.name]
    statement = insert(search_entry)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["kind", "object_id"],
            set_={name: statement.excluded[name] for name in ("title", "body", "words")},
        ),
        rows,
    )


def drop(session: Session, kind: str, object_id: int) -> None:
    """Let it be found no more."""
    session.execute(
        sa.delete(search_entry).where(search_entry.c.kind == kind, search_entry.c.object_id == object_id)
    )
