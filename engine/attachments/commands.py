"""Add a file to a case or a task, and take it away again. What was taken away is hidden, not destroyed: the history
says that it was there, and by its hash which file it was."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import sqlalchemy as sa

from engine import files, history, index, instances
from engine.cases.listing import find
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import attachment
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks import rights

from . import kinds, listing, names

LIMIT = 25 * 1024 * 1024
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: the name that the sender says, and the bytes."""

    name: str
    stream: BinaryIO


def add(
    session: Session,
    number: str,
    uploads: Sequence[Upload],
    by: Actor,
    *,
    task_id: int | None = None,
    private: bool | None = None,
    limit: int = LIMIT,
) -> list[int]:
    """Add files to a case, or to one of its tasks: all of them or none. Returns their ids.

    ``private``: for the adder's own party only; None: as the task is. ``limit``: bytes of one file. Raises NotFound,
    Forbidden (the party has left), Conflict (the case has ended), Invalid (with the reason)."""
    case = find(session, number, by)
    task = _task(session, case.id, task_id, by) if task_id is not None else None
    party = _party(session, case.id, task, by)
    if not uploads:
        raise Invalid("Choose a file first")
    if len(uploads) > AT_ONCE:
        raise Invalid("Send at most %(count)s files at a time", count=AT_ONCE)
    instances.lock(session, case.id)
    hidden = private if private is not None else bool(task and task.is_private)
    return [_add(session, case.id, upload, by, task, party, hidden, limit) for upload in uploads]


def remove(session: Session, number: str, attachment_id: int, by: Actor) -> None:
    """Take an attachment away. Raises NotFound, Forbidden (neither its adder nor their administrator), Conflict."""
    found = listing.get(session, number, attachment_id, by)
    if not found.may_remove:
        raise Forbidden("Only whoever added the file, or their administrator, can remove it")
    instances.lock(session, found.case_id)
    still = sa.and_(attachment.c.id == attachment_id, attachment.c.removed_at.is_(None))
    if session.execute(sa.update(attachment).where(still).values(removed_at=session.now)).rowcount == 0:
        raise Conflict("The file has been removed already")
    index.drop(session, "attachment", attachment_id)
    history.note(
        session,
        found.case_id,
        "detached",
        by=by.person_id,
        party_id=found.party_id,
        is_private=found.is_private,
        name=found.name,
        data={"attachment": attachment_id, "sha256": found.sha256},
    )


def _add(
    session: Session,
    instance_id: int,
    upload: Upload,
    by: Actor,
    task: Any,
    party: Any,
    private: bool,
    limit: int,
) -> int:
    name = names.clean(upload.name)
    size = upload.stream.seek(0, os.SEEK_END)
    if size > limit:
        raise Invalid(
            "%(name)s is too large: a file may be at most %(limit)s MB", name=name, limit=limit // 1024**2
        )
    if size == 0:
        raise Invalid("%(name)s is empty", name=name)
    media_type = kinds.media_type(upload.stream, name)
    sha256 = files.put(session, upload.stream)
    made = session.insert(
        attachment,
        process_instance_id=instance_id,
        user_task_id=task.id if task else None,
        party_id=party.id,
        is_private=private,
        name=name,
        media_type=media_type,
        size=size,
        sha256=sha256,
        person_id=by.person_id,
        created_at=session.now,
    )
    index.put(session, [index.Entry("attachment", made, instance_id, name)])
    history.note(
        session,
        instance_id,
        "attached",
        by=by.person_id,
        party_id=party.id,
        is_private=private,
        element_id=task.element_id if task and private == task.is_private else None,
        name=name,
        data={"attachment": made, "sha256": sha256, "size": size},
    )
    return made


def _task(session: Session, instance_id: int, task_id: int, by: Actor) -> Any:
    task = rights.find(session, task_id, by)
    if task.process_instance_id != instance_id:
        raise NotFound("There is no such task, or it is not yours to see")
    return task


def _party(session: Session, instance_id: int, task: Any, by: Actor) -> Any:
    """The party for which the person adds: the task's, where they belong to it. Raises Forbidden."""
    own = [
        party
        for party in casting.parties(session, instance_id)
        if party.organisation_id in by.organisation_ids and party.left_at is None
    ]
    if not own:
        raise Forbidden("Your organisation has left this case")
    return next((party for party in own if task and party.id == task.party_id), own[0])
