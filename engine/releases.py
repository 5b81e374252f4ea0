"""Releases: showing the other parties something that was private, by an explicit act that cannot be undone.

One thing at a time: the answers of a completed private task (its private fields stay where they are), a document, a
comment or a file. What the history says about it stays private, save the act of releasing itself.
Source: partnerskabsruten dossier 7.7, rule for privacy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import deployments, history, instances, lists
from engine.errors import Conflict, Forbidden, NotFound
from engine.models import (
    attachment,
    casting,
    comment,
    document,
    membership,
    organisation,
    party,
    person,
    process_instance,
    user_task,
)
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks import rights


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: its table, who may know of its rows, and its columns: when it came about and when it was
    done, what it is called, who made it, and when it was taken away."""

    table: sa.Table
    sight: Callable[[Actor], sa.ColumnElement[bool]]
    done: str
    name: str | None
    maker: str | None
    gone: str | None


BEGINNING = 60  # characters that a comment is known by
KINDS: Mapping[str, Kind] = {
    "task": Kind(user_task, visibility.visible_to, "completed_at", "name", "completed_by", None),
    "document": Kind(document, visibility.documents_visible_to, "frozen_at", "title", None, None),
    "comment": Kind(comment, visibility.comments_visible_to, "created_at", None, "person_id", "deleted_at"),
    "attachment": Kind(
        attachment,
        visibility.attachments_visible_to,
        "created_at",
        "name",
        "person_id",
        "removed_at",
    ),
}


@dataclass(frozen=True, slots=True)
class Private:
    """One private thing. ``name``: of a comment its first words."""

    kind: str
    id: int
    name: str
    version: int | None
    done_at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release would show, and to whom. ``name``: of the task, document or file; ``sections``: [{heading,
    fields}] of answers and documents, as documents hold them; ``text``: of a comment; ``size``: of a file, in bytes;
    ``readers``: names of organisations."""

    kind: str
    id: int
    task_id: int | None
    case_number: str
    case_title: str
    name: str
    version: int | None
    maker: str | None
    done_at: datetime
    sections: list[dict[str, Any]]
    text: str
    size: int | None
    readers: list[str]


def preview(session: Session, kind: str, object_id: int, by: Actor) -> Preview:
    """What the others would read. Raises NotFound, Forbidden, Conflict (shared already, not done yet, ended)."""
    row = _found(session, kind, object_id, by)
    _require(session, kind, row, by)
    return Preview(
        kind=kind,
        id=row.id,
        task_id=_task_id(kind, row),
        case_number=row.number,
        case_title=row.case_title,
        name=_name(kind, row),
        version=row.version if kind == "document" else None,
        maker=row.maker_name,
        done_at=row._mapping[KINDS[kind].done],
        sections=_sections(session, kind, row, by),
        text=row.text if kind == "comment" else "",
        size=row.size if kind == "attachment" else None,
        readers=_readers(session, kind, row),
    )


def release(session: Session, kind: str, object_id: int, by: Actor) -> None:
    """Let the other parties read it from now on.

    Raises NotFound, Forbidden, Conflict (shared already, not done yet, the case has ended)."""
    live = instances.lock(session, _found(session, kind, object_id, by).process_instance_id)
    row = _found(session, kind, object_id, by)
    _require(session, kind, row, by)
    table = KINDS[kind].table
    session.execute(sa.update(table).where(table.c.id == object_id).values(is_private=False))
    history.note(
        session,
        live.id,
        "released",
        by=by.person_id,
        party_id=row.party_id,
        element_id=row.element_id if kind == "task" else None,
        name=_name(kind, row),
        data={"kind": kind, "id": object_id} | ({"version": row.version} if kind == "document" else {}),
    )


def of_case(session: Session, instance_id: int, by: Actor) -> list[Private]:
    """Everything private in a case that this person may release now, the newest first."""
    found = []
    for name, kind in KINDS.items():
        mine = sa.and_(kind.table.c.process_instance_id == instance_id, kind.table.c.is_private)
        for row in _rows(session, name, by, mine):
            try:
                _require(session, name, row, by)
            except (Forbidden, Conflict):
                continue
            called = row.text[:BEGINNING] if name == "comment" else _name(name, row)
            version = row.version if name == "document" else None
            found.append(Private(name, row.id, called, version, row._mapping[kind.done]))
    return sorted(found, key=lambda each: each.done_at, reverse=True)


def _found(session: Session, kind: str, object_id: int, by: Actor) -> Any:
    """The row with its case and whose it is. Raises NotFound for what the person may not know of."""
    rows = _rows(session, kind, by, KINDS[kind].table.c.id == object_id) if kind in KINDS else []
    if not rows:
        raise NotFound("There is nothing to release here")
    return rows[0]


def _rows(session: Session, kind: str, by: Actor, where: sa.ColumnElement[bool]) -> list[Any]:
    """The rows of a kind that the person may know of and nobody has taken away, each with its case and whose it is."""
    what = KINDS[kind]
    columns, maker = what.table.c, person.alias("maker")
    return session.all(
        sa.select(
            what.table,
            process_instance.c.number,
            process_instance.c.title.label("case_title"),
            process_instance.c.status,
            party.c.organisation_id,
            party.c.left_at,
            maker.c.name.label("maker_name"),
        )
        .join(process_instance, process_instance.c.id == columns.process_instance_id)
        .outerjoin(party, party.c.id == columns.party_id)
        .outerjoin(maker, maker.c.id == columns[what.maker] if what.maker else sa.false())
        .where(where, what.sight(by), *([columns[what.gone].is_(None)] if what.gone else []))
    )


def _require(session: Session, kind: str, row: Any, by: Actor) -> None:
    """Raise unless it is private and finished and this person may: an administrator of its party, who holds the role
    of the task that it is or lies on, who wrote it; for a document whoever is cast for the party."""
    if not row.is_private:
        raise Conflict("The others can read this already")
    if kind == "task" and row.state != "completed":
        raise Conflict("Only what is done can be released")
    if row.status != "active":
        raise Conflict("The case has ended")
    if row.left_at is not None:
        raise Forbidden("Who has left the case can release nothing in it")
    wrote = kind in ("comment", "attachment") and row.person_id == by.person_id
    if not (wrote or row.organisation_id in by.admin_of or by.person_id in _holders(session, kind, row)):
        raise Forbidden("Only those who have the role, or an administrator, can release this")


def _holders(session: Session, kind: str, row: Any) -> set[int]:
    """The people in the role of its task; for a document, in any role of its party."""
    if kind == "document":
        cast = (
            sa.select(casting.c.person_id)
            .join(party, party.c.id == casting.c.party_id)
            .join(membership, rights.still_member)
            .where(casting.c.party_id == row.party_id)
        )
        return set(session.execute(cast).scalars())
    mine = sa.and_(user_task.c.id == _task_id(kind, row), user_task.c.party_id == row.party_id)
    task = session.first(sa.select(user_task).where(mine))
    return set(rights.candidates(session, task)) if task is not None else set()


def _task_id(kind: str, row: Any) -> int | None:
    if kind == "document":
        return None
    found: int | None = row.id if kind == "task" else row.user_task_id
    return found


def _name(kind: str, row: Any) -> str:
    """What it is called; a comment has no name."""
    column = KINDS[kind].name
    return str(row._mapping[column]) if column else ""


def _sections(session: Session, kind: str, row: Any, by: Actor) -> list[dict[str, Any]]:
    if kind == "document":
        return list(row.content)
    if kind != "task" or row.form_definition_id is None:
        return []
    form = deployments.form_version(session, row.form_definition_id)
    values = row.answers or {}
    context = {**values, **lists.of_case(session, row.process_instance_id)}
    fields = form.fields_for_document(values, context, locale=by.locale, now=session.now)
    return [{"heading": "", "fields": [field for field in fields if field["value"] or field.get("rows")]}]


def _readers(session: Session, kind: str, row: Any) -> list[str]:
    """The organisations that will read it: not those that joined after it was done or left before that."""
    done = row._mapping[KINDS[kind].done]
    return list(
        session.execute(
            sa.select(organisation.c.name)
            .join(party, party.c.organisation_id == organisation.c.id)
            .where(
                party.c.process_instance_id == row.process_instance_id,
                party.c.id != row.party_id,
                sa.or_(party.c.sees_from.is_(None), party.c.sees_from <= done),
                sa.or_(party.c.left_at.is_(None), party.c.left_at > done),
            )
            .order_by(party.c.id)
        ).scalars()
    )
