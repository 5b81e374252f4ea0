"""The comments that a person may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.models import comment, document, mention, organisation, party, person, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .places import Reader, place_of, readers_of

PAGE = 25


@dataclass(frozen=True, slots=True)
class Comment:
    """``text`` is empty where it was deleted; ``mentions``: names. ``task_id`` and ``task_name``, ``document_id`` and
    ``document_title``: what it is about, as far as the reader may know of that."""

    id: int
    text: str
    person_name: str
    party_name: str
    is_private: bool
    is_mine: bool
    created_at: datetime
    deleted_at: datetime | None
    mentions: list[str]
    task_id: int | None
    task_name: str | None
    document_id: int | None
    document_title: str | None


@dataclass(frozen=True, slots=True)
class Discussion:
    """What a person may read at a place, newest first, and whether they may add to it. ``own_name``: the party that
    they speak for; ``only_own``: what is written here is for that party alone."""

    number: str
    case_title: str
    task_id: int | None
    document_id: int | None
    about: str | None
    comments: list[Comment]
    total: int
    page: int
    pages: int
    may_write: bool
    own_name: str | None
    only_own: bool
    readers: list[Reader]


def listing(
    session: Session,
    number: str,
    by: Actor,
    *,
    task_id: int | None = None,
    document_id: int | None = None,
    page: int = 1,
    size: int = PAGE,
) -> Discussion:
    """The comments of a case, or of one task or document in it. Raises NotFound."""
    place = place_of(session, number, by, task_id, document_id)
    where = [comment.c.process_instance_id == place.case.id, visibility.comments_visible_to(by)]
    if task_id is not None:
        where.append(comment.c.user_task_id == task_id)
    if document_id is not None:
        where.append(comment.c.document_id == document_id)
    total = int(session.scalar(sa.select(sa.func.count()).select_from(comment).where(*where)))
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    rows = session.all(
        sa.select(
            comment,
            person.c.name.label("person_name"),
            organisation.c.name.label("party_name"),
            user_task.c.name.label("task_name"),
            document.c.title.label("document_title"),
        )
        .join(person, person.c.id == comment.c.person_id)
        .join(party, party.c.id == comment.c.party_id)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .outerjoin(user_task, sa.and_(user_task.c.id == comment.c.user_task_id, visibility.visible_to(by)))
        .outerjoin(
            document, sa.and_(document.c.id == comment.c.document_id, visibility.documents_visible_to(by))
        )
        .where(*where)
        .order_by(comment.c.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    mentions = _mentions(session, [row.id for row in rows])
    return Discussion(
        number=place.case.number,
        case_title=place.case.title,
        task_id=task_id,
        document_id=document_id,
        about=place.task.name if place.task else place.document.title if place.document else None,
        comments=[_comment(row, mentions.get(row.id, []), by) for row in rows],
        total=total,
        page=page,
        pages=pages,
        may_write=place.own is not None,
        own_name=place.own.name if place.own else None,
        only_own=place.only_own,
        readers=readers_of(session, place, by) if place.own else [],
    )


def _mentions(session: Session, ids: list[int]) -> dict[int, list[str]]:
    rows = session.all(
        sa.select(mention.c.comment_id, person.c.name)
        .join(person, person.c.id == mention.c.person_id)
        .where(mention.c.comment_id.in_(ids))
        .order_by(person.c.name)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.comment_id, []).append(row.name)
    return found


def _comment(row: Any, mentions: list[str], by: Actor) -> Comment:
    return Comment(
        id=row.id,
        text=row.text,
        person_name=row.person_name,
        party_name=row.party_name,
        is_private=row.is_private,
        is_mine=row.person_id == by.person_id,
        created_at=row.created_at,
        deleted_at=row.deleted_at,
        mentions=mentions,
        task_id=row.user_task_id if row.task_name is not None else None,
        task_name=row.task_name,
        document_id=row.document_id if row.document_title is not None else None,
        document_title=row.document_title,
    )
