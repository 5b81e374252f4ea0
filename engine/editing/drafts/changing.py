"""Changing a draft. Every file has a revision: who saves says which one they began with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.deployments import LIMIT
from engine.editing import owners, versions
from engine.errors import Conflict, Invalid, NotFound
from engine.models import draft_file, draft_presence, process_draft
from engine.parties.people import Actor
from engine.store import Session

from .names import check_name, check_process_id, process_name
from .reading import Draft, find, get, row

FILES_LIMIT = 200
TOTAL_LIMIT = 20_000_000  # bytes


class Stale(Conflict):
    """Somebody else has saved since. ``who``, ``when``, ``revision``: the newest saving."""

    def __init__(self, who: str, when: datetime, revision: int) -> None:
        super().__init__("%(who)s saved this %(when)s, after you opened it", who=who, when=when)
        self.revision = revision


def begin(session: Session, process_id: str, by: Actor) -> Draft:
    """The open draft of a process, or a new one from its newest version. Raises NotFound."""
    if (draft := find(session, process_id, by)) is not None:
        return draft
    newest = versions.newest(session, process_id)
    if newest is None:
        raise NotFound("There is no such process, or you do not edit it")
    content = versions.files(session, newest.id)
    _make(session, process_id, newest.name, newest.id, content, by, is_published=True)
    return get(session, process_id, by)


def make(session: Session, process_id: str, name: str, files: Mapping[str, bytes], by: Actor) -> Draft:
    """A draft of a process that is new; whoever makes it owns it. Raises NotFound, Invalid, Conflict."""
    if not owners.may_begin(session, by):
        raise NotFound("There is no such process, or you do not edit it")
    check_process_id(process_id)
    taken = process_draft.c.process_id == process_id
    if versions.newest(session, process_id) or session.first(sa.select(process_draft.c.id).where(taken)):
        raise Conflict("There is already a process with the id %(id)s. Choose another", id=process_id)
    owners.add(session, process_id, by.person_id, by)
    _make(session, process_id, name, None, files, by, is_published=False)
    return get(session, process_id, by)


def save(
    session: Session, process_id: str, name: str, content: bytes, revision: int | None, by: Actor
) -> int:
    """Keep a file; ``revision``: the one that the change was made in, None for a new file. Returns the new one.

    Raises NotFound, Invalid, Stale (somebody saved meanwhile; nothing is kept)."""
    draft = _lock(session, process_id, by)
    check_name(name, process_id)
    if len(content) > LIMIT:
        raise Invalid("The file is larger than %(limit)s MB", limit=LIMIT // 1_000_000)
    kept = row(session, draft.id, name)
    if (kept.revision if kept else None) != revision:
        if kept is None:
            raise Conflict("The file %(name)s has been removed from the draft meanwhile", name=name)
        raise Stale(kept.who, kept.saved_at, kept.revision)
    others = session.all(
        sa.select(sa.func.length(draft_file.c.content).label("size")).where(
            draft_file.c.process_draft_id == draft.id, draft_file.c.name != name
        )
    )
    if len(others) >= FILES_LIMIT or sum(other.size for other in others) + len(content) > TOTAL_LIMIT:
        raise Invalid("A draft holds at most %(count)s files and %(size)s MB", count=FILES_LIMIT, size=20)
    if kept is not None and kept.content == content:
        return int(kept.revision)
    values = {
        "content": content,
        "previous": kept.content if kept else None,
        "revision": draft.revision + 1,
        "saved_at": session.now,
        "saved_by": by.person_id,
    }
    session.put(draft_file, process_draft_id=draft.id, name=name, **values)
    _touch(session, draft.id, draft.revision + 1, by)
    if name.endswith(".bpmn") and (called := process_name(content, process_id)):
        mine = process_draft.c.id == draft.id
        session.execute(sa.update(process_draft).where(mine).values(name=called))
    return int(draft.revision + 1)


def remove(session: Session, process_id: str, name: str, by: Actor) -> None:
    """Take a file out of the draft; what is published stays. Raises NotFound, Invalid."""
    draft = _lock(session, process_id, by)
    if name == f"{process_id}.bpmn":
        raise Invalid("The diagram cannot be removed: it is the process")
    gone = sa.and_(draft_file.c.process_draft_id == draft.id, draft_file.c.name == name)
    if session.execute(sa.delete(draft_file).where(gone)).rowcount == 0:
        raise NotFound("There is no such file in the draft")
    _touch(session, draft.id, draft.revision + 1, by)


def discard(session: Session, process_id: str, by: Actor) -> None:
    """Throw the draft away. Raises NotFound."""
    draft = _lock(session, process_id, by)
    for table in (draft_presence, draft_file):
        session.execute(sa.delete(table).where(table.c.process_draft_id == draft.id))
    session.execute(sa.delete(process_draft).where(process_draft.c.id == draft.id))


def renew(session: Session, process_id: str, by: Actor) -> None:
    """Let an overtaken draft begin where the newest version stands: what was changed in it stays, the rest follows."""
    draft = _lock(session, process_id, by)
    newest = versions.newest(session, process_id)
    kept = {file.name: file for file in get(session, process_id, by).files}
    for name, content in versions.files(session, newest.id).items() if newest else ():
        values: dict[str, Any] = {"base_digest": versions.digest(name, content)}
        if name not in kept or not kept[name].is_changed:
            values |= {"content": content, "revision": draft.revision + 1}
            values |= {"saved_at": session.now, "saved_by": by.person_id}
            session.put(draft_file, process_draft_id=draft.id, name=name, **values)
        else:
            mine = sa.and_(draft_file.c.process_draft_id == draft.id, draft_file.c.name == name)
            session.execute(sa.update(draft_file).where(mine).values(**values))
    based_on = newest.id if newest else None
    session.execute(sa.update(process_draft).where(process_draft.c.id == draft.id).values(based_on=based_on))
    _touch(session, draft.id, draft.revision + 1, by)


def _make(
    session: Session,
    process_id: str,
    name: str,
    based_on: int | None,
    files: Mapping[str, bytes],
    by: Actor,
    *,
    is_published: bool,
) -> None:
    made = session.insert(
        process_draft,
        process_id=process_id,
        name=name,
        based_on=based_on,
        created_at=session.now,
        created_by=by.person_id,
        revision=1,
        changed_at=session.now,
        changed_by=by.person_id,
    )
    session.insert_all(
        draft_file,
        [
            {
                "process_draft_id": made,
                "name": file,
                "content": data,
                "base_digest": versions.digest(file, data) if is_published else None,
                "revision": 1,
                "saved_at": session.now,
                "saved_by": by.person_id,
            }
            for file, data in files.items()
        ],
    )


def _lock(session: Session, process_id: str, by: Actor) -> Any:
    """The draft's row, under its lock. Raises NotFound."""
    owners.require(session, process_id, by)
    draft = session.first(
        sa.select(process_draft).where(process_draft.c.process_id == process_id).with_for_update()
    )
    if draft is None:
        raise NotFound("There is no draft of this process")
    return draft


def _touch(session: Session, draft_id: int, revision: int, by: Actor) -> None:
    session.execute(
        sa.update(process_draft)
        .where(process_draft.c.id == draft_id)
        .values(revision=revision, changed_at=session.now, changed_by=by.person_id)
    )
