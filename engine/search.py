"""Search across everything that a person may know of, by the database's full-text index.

Who may find what is never in the index: every hit is asked for with the same condition by which its own page shows it,
so that a private word gives itself away neither by a snippet nor by a count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import index
from engine.models import (
    attachment,
    comment,
    document,
    membership,
    organisation,
    party,
    person,
    process_instance,
    search_entry,
    user_task,
)
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

KINDS = ("case", "task", "document", "comment", "attachment", "person")
FEW, PAGE = 5, 25  # of each kind together, of one kind alone
MOST_PAGES = 10_000
MOST_WORDS, LONGEST = 8, 200  # of a question; its characters
SNIPPET = 160  # characters

Piece = tuple[str, bool]  # a part of a text, and whether it is what was asked for


@dataclass(frozen=True, slots=True)
class Hit:
    """``about``: a person's organisations. The title of a comment is who wrote it."""

    kind: str
    id: int
    title: list[Piece]
    snippet: list[Piece]
    case_number: str | None
    case_title: str | None
    about: str


@dataclass(frozen=True, slots=True)
class Found:
    """``counts``: kind -> how many; ``hits`` in the order of KINDS, the best of each kind first."""

    words: list[str]
    counts: dict[str, int]
    hits: list[Hit]
    page: int
    pages: int


def find(session: Session, by: Actor, text: str, kind: str | None = None, page: int = 1) -> Found:
    """What holds all words of ``text``, the last one perhaps only begun. Some of every kind, or a page of one.

    Nothing in ``text`` is syntax."""
    words = index.words(text[:LONGEST])[:MOST_WORDS]
    if not words:
        return Found([], {}, [], 1, 1)
    page = min(max(1, page), MOST_PAGES)
    found = _rows(session, by, words, kind, page)
    counts = {row.kind: row.total for row in found}
    pages = max(1, -(-counts.get(kind, 0) // PAGE)) if kind else 1
    if page > pages:
        page = pages
        found = _rows(session, by, words, kind, page)
    first, last = _places(kind, page)
    rows = [row for row in found if kind in (None, row.kind) and first <= row.place <= last]
    rows.sort(key=lambda row: (KINDS.index(row.kind), row.place))
    about = _organisations(session, by, [row.object_id for row in rows if row.kind == "person"])
    hits = [_hit(row, words, about) for row in rows]
    return Found(words, {name: counts[name] for name in KINDS if name in counts}, hits, page, pages)


def _places(kind: str | None, page: int) -> tuple[int, int]:
    return ((page - 1) * PAGE + 1, page * PAGE) if kind else (1, FEW)


def _rows(session: Session, by: Actor, words: list[str], kind: str | None, page: int) -> list[sa.Row[Any]]:
    """The entries of the wanted places, and the first of every kind, each with how many of its kind there are."""
    matched = (_in_sqlite if session.connection.dialect.name == "sqlite" else _in_postgresql)(words)
    seen = (
        sa.select(
            search_entry,
            sa.func.row_number()
            .over(partition_by=search_entry.c.kind, order_by=(matched.c.rank, search_entry.c.id.desc()))
            .label("place"),
            sa.func.count().over(partition_by=search_entry.c.kind).label("total"),
        )
        .join(matched, matched.c.id == search_entry.c.id)
        .where(_sight(by))
        .subquery("seen")
    )
    first, last = _places(kind, page)
    wanted = seen.c.place.between(first, last)
    return session.all(
        sa.select(
            seen,
            process_instance.c.number,
            process_instance.c.title.label("case_title"),
        )
        .outerjoin(process_instance, process_instance.c.id == seen.c.process_instance_id)
        .where(sa.or_(seen.c.place == 1, wanted if kind is None else sa.and_(seen.c.kind == kind, wanted)))
    )


def _in_sqlite(words: list[str]) -> sa.Subquery:
    asked = " ".join(f'"{word}"' for word in words) + "*"
    # limited, so that SQLite ranks here, beside the index, and not in the query around it
    return (
        sa.text("SELECT rowid AS id, rank FROM search_index WHERE search_index MATCH :asked LIMIT -1")
        .bindparams(asked=asked)
        .columns(sa.column("id", sa.Integer), sa.column("rank", sa.Float))
        .subquery("matched")
    )


def _in_postgresql(words: list[str]) -> sa.Subquery:
    asked = " & ".join(f"'{word}'" for word in words) + ":*"
    query = sa.func.to_tsquery("danish", asked).op("||")(sa.func.to_tsquery("simple", asked))
    vector: sa.ColumnElement[Any] = sa.literal_column("search_entry.vector")
    entry = search_entry
    return (
        sa.select(entry.c.id, (-sa.func.ts_rank(vector, query)).label("rank"))
        .where(vector.op("@@")(query))
        .subquery("matched")
    )


def _sight(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on entries: each kind by the rule of its own table."""
    mine = visibility.visible_instances(by)
    present = visibility.present_instances(by)  # whom one has parted with, one looks up no more
    known = sa.select(party.c.organisation_id).where(party.c.process_instance_id.in_(present))
    member = sa.and_(membership.c.person_id == person.c.id, person.c.is_active)
    near = sa.or_(
        membership.c.organisation_id.in_(by.organisation_ids), membership.c.organisation_id.in_(known)
    )
    rules: dict[str, tuple[sa.FromClause, list[sa.ColumnElement[bool]]]] = {
        "task": (user_task, [visibility.visible_to(by), user_task.c.state != "terminated"]),
        "document": (document, [visibility.documents_visible_to(by)]),
        "comment": (comment, [visibility.comments_visible_to(by), comment.c.deleted_at.is_(None)]),
        "attachment": (
            attachment,
            [visibility.attachments_visible_to(by), attachment.c.removed_at.is_(None)],
        ),
        "person": (person, [sa.exists().where(member, near).correlate(person)]),
    }
    case = sa.and_(search_entry.c.kind == "case", search_entry.c.process_instance_id.in_(mine))
    return sa.or_(
        case,
        *(
            sa.and_(
                search_entry.c.kind == kind,
                sa.exists().where(table.c.id == search_entry.c.object_id, *rule).correlate(search_entry),
            )
            for kind, (table, rule) in rules.items()
        ),
    )


def _organisations(session: Session, by: Actor, people: list[int]) -> dict[int, str]:
    """Person id -> the names of their organisations, those that ``by`` meets."""
    if not people:
        return {}
    present = visibility.present_instances(by)
    met = sa.select(party.c.organisation_id).where(party.c.process_instance_id.in_(present))
    rows = session.all(
        sa.select(membership.c.person_id, organisation.c.name)
        .join(organisation, organisation.c.id == membership.c.organisation_id)
        .where(
            membership.c.person_id.in_(people),
            sa.or_(organisation.c.id.in_(by.organisation_ids), organisation.c.id.in_(met)),
        )
        .order_by(organisation.c.name)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.name)
    return {person_id: ", ".join(names) for person_id, names in found.items()}


def _hit(row: Any, words: list[str], about: dict[int, str]) -> Hit:
    return Hit(
        row.kind,
        row.object_id,
        marked(row.title, words),
        marked(_window(row.body, words), words),
        row.number,
        row.case_title,
        about.get(row.object_id, "") if row.kind == "person" else "",
    )


def marked(text: str, words: list[str]) -> list[Piece]:
    """The text in pieces, those that begin a word with one of ``words`` marked."""
    text = unicodedata.normalize("NFC", text)
    pieces: list[Piece] = []
    end = 0
    for start, stop in _hits(text, words):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]


def _window(text: str, words: list[str]) -> str:
    """The part of the text where the first of the words stands, cut between words."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    first = next((start for start, _ in _hits(text, words)), 0)
    begin = max(0, first - SNIPPET // 4)
    if begin:
        begin = text.rfind(" ", 0, begin) + 1
    end = len(text)
    if end > begin + SNIPPET:
        end = max(text.rfind(" ", begin, begin + SNIPPET), first + 1)
    return ("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else "")


def _hits(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    """Where a word of the text begins with one of ``words``, and where it ends."""
    for found in index.WORD.finditer(text):
        if found[0].casefold().startswith(tuple(words)):
            yield found.span()
