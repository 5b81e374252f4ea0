"""Write a comment and take it back.

A mention tells somebody of the case who may read the comment. A comment is not changed; its writer can delete it,
which leaves a mark."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from engine import history, index, notifications
from engine.cases.listing import find
from engine.errors import Conflict, Forbidden, Invalid, Message, NotFound
from engine.models import comment, mention
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .places import place_of, readers_of

LIMIT = 5000  # characters


def write(
    session: Session,
    number: str,
    text: str,
    by: Actor,
    *,
    private: bool | None,
    mentions: Iterable[int] = (),
    task_id: int | None = None,
    document_id: int | None = None,
) -> int:
    """Add a comment; returns its id. ``private``: for the own party alone; None asks for a choice, save where only
    the own party can read anyway.

    Raises NotFound (no such case, task or document), Forbidden (the party has left), Invalid (text, visible,
    mention)."""
    place = place_of(session, number, by, task_id, document_id)
    if place.own is None:
        raise Forbidden("Your organisation has left the case, so you can no longer write in it")
    if place.only_own:
        private = True
    told = list(dict.fromkeys(mentions))
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    errors: dict[str, Message] = {}
    if not cleaned:
        errors["text"] = Message("Write your comment")
    elif len(cleaned) > LIMIT:
        errors["text"] = Message(
            "A comment can be at most %(limit)s characters; this has %(count)s",
            {"limit": LIMIT, "count": len(cleaned)},
        )
    if private is None:
        errors["visible"] = Message("Choose who may read the comment")
    readers = readers_of(session, place, by)
    if set(told) - {reader.person_id for reader in readers}:
        errors["mention"] = Message("Choose people of the case")
    elif private and any(reader.person_id in told and not reader.is_own for reader in readers):
        errors["mention"] = Message(
            "A comment for %(party)s alone can only be pointed out to people of %(party)s",
            {"party": place.own.name},
        )
    if errors:
        raise Invalid("Some answers are missing or wrong", errors)
    made = session.insert(
        comment,
        process_instance_id=place.case.id,
        user_task_id=task_id,
        document_id=document_id,
        party_id=place.own.id,
        is_private=private,
        person_id=by.person_id,
        text=cleaned,
        created_at=session.now,
    )
    index.put(session, [index.Entry("comment", made, place.case.id, by.name, cleaned)])
    session.insert_all(mention, [{"comment_id": made, "person_id": person_id} for person_id in told])
    notifications.notify(
        session, told, "mention", instance_id=place.case.id, task_id=task_id, by=by.person_id
    )
    _note(session, "commented", place.case.id, made, place.own.id, bool(private), by)
    return made


def delete(session: Session, number: str, comment_id: int, by: Actor) -> None:
    """Take back one's own comment: its words are gone for good, and that it was there can be seen. Raises NotFound,
    Forbidden (somebody else's), Conflict (deleted already)."""
    case = find(session, number, by)
    row = session.first(
        sa.select(comment)
        .where(
            comment.c.id == comment_id,
            comment.c.process_instance_id == case.id,
            visibility.comments_visible_to(by),
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such comment, or it is not yours to see")
    if row.person_id != by.person_id:
        raise Forbidden("Only the one who wrote a comment can delete it")
    if row.deleted_at is not None:
        raise Conflict("The comment has been deleted")
    session.execute(
        sa.update(comment).where(comment.c.id == comment_id).values(text="", deleted_at=session.now)
    )
    session.execute(sa.delete(mention).where(mention.c.comment_id == comment_id))
    index.drop(session, "comment", comment_id)
    _note(session, "comment_deleted", case.id, comment_id, row.party_id, row.is_private, by)


def _note(
    session: Session, kind: str, case_id: int, comment_id: int, party_id: int, private: bool, by: Actor
) -> None:
    """The history tells that somebody wrote, not what nor about what: not all who read it may know of the task."""
    history.note(
        session,
        case_id,
        kind,
        by=by.person_id,
        party_id=party_id,
        is_private=private,
        data={"comment": comment_id},
    )
