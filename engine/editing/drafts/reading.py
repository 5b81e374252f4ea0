"""A draft as it stands: its files, who changed what, and whether the process has moved on since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.editing import owners, versions
from engine.errors import NotFound
from engine.models import draft_file, person, process_definition, process_draft
from engine.parties.people import Actor
from engine.store import Session

from .names import KINDS, kind


@dataclass(frozen=True, slots=True)
class DraftFile:
    """``kind``: bpmn, form, dmn or scenarios; ``size`` in bytes; ``is_changed``: since it was published."""

    name: str
    kind: str
    revision: int
    saved_at: datetime
    saved_by_name: str
    is_changed: bool
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """``based_on``: the version number that it began as, None for a process that is new; ``newest``: the one that is
    published now."""

    id: int
    process_id: str
    name: str
    based_on: int | None
    newest: int | None
    revision: int
    changed_at: datetime
    changed_by_name: str
    files: tuple[DraftFile, ...]

    @property
    def is_overtaken(self) -> bool:
        """Whether a version has been published since the draft was begun."""
        return self.based_on != self.newest

    @property
    def is_changed(self) -> bool:
        return any(file.is_changed for file in self.files)

    @property
    def diagram(self) -> str:
        """Name of the file with the diagram."""
        return f"{self.process_id}.bpmn"


def find(session: Session, process_id: str, by: Actor) -> Draft | None:
    """The open draft of a process; None where there is none. Raises NotFound for who may not edit it."""
    owners.require(session, process_id, by)
    begun, changer = process_definition.alias("begun"), person.alias("changer")
    found = session.first(
        sa.select(process_draft, begun.c.version, changer.c.name.label("changed_by_name"))
        .outerjoin(begun, begun.c.id == process_draft.c.based_on)
        .join(changer, changer.c.id == process_draft.c.changed_by)
        .where(process_draft.c.process_id == process_id)
    )
    if found is None:
        return None
    kept = session.all(
        sa.select(draft_file, person.c.name.label("who"))
        .join(person, person.c.id == draft_file.c.saved_by)
        .where(draft_file.c.process_draft_id == found.id)
    )
    newest = versions.newest(session, process_id)
    files = sorted(
        (_file(each) for each in kept), key=lambda file: ([*KINDS.values()].index(file.kind), file.name)
    )
    return Draft(
        found.id,
        found.process_id,
        found.name,
        found.version,
        newest.version if newest else None,
        found.revision,
        found.changed_at,
        found.changed_by_name,
        tuple(files),
    )


def get(session: Session, process_id: str, by: Actor) -> Draft:
    """The open draft of a process. Raises NotFound."""
    draft = find(session, process_id, by)
    if draft is None:
        raise NotFound("There is no draft of this process")
    return draft


def open_drafts(session: Session, by: Actor) -> list[Any]:
    """The drafts that somebody may edit, the last changed first: process_id, name, based_on, changed_at."""
    mine = sa.true() if by.is_operator else process_draft.c.process_id.in_(owners.edited_by(session, by))
    return session.all(sa.select(process_draft).where(mine).order_by(process_draft.c.changed_at.desc()))


def content(session: Session, process_id: str, name: str, by: Actor) -> bytes:
    """One file of the draft. Raises NotFound."""
    found = row(session, get(session, process_id, by).id, name)
    if found is None:
        raise NotFound("There is no such file in the draft")
    return bytes(found.content)


def contents(session: Session, process_id: str, by: Actor) -> dict[str, bytes]:
    """All files of the draft: name -> content."""
    draft = get(session, process_id, by)
    rows = session.all(
        sa.select(draft_file.c.name, draft_file.c.content).where(draft_file.c.process_draft_id == draft.id)
    )
    return {row.name: bytes(row.content) for row in rows}


def row(session: Session, draft_id: int, name: str) -> Any:
    """A file of a draft with ``who`` saved it last, or None."""
    return session.first(
        sa.select(draft_file, person.c.name.label("who"))
        .join(person, person.c.id == draft_file.c.saved_by)
        .where(draft_file.c.process_draft_id == draft_id, draft_file.c.name == name)
    )


def _file(row: Any) -> DraftFile:
    return DraftFile(
        row.name,
        kind(row.name) or "",
        row.revision,
        row.saved_at,
        row.who,
        versions.digest(row.name, row.content) != row.base_digest,
        len(row.content),
    )
