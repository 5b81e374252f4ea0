"""The running cases in which a process is active: as their own, or called by another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.bpmn import migration
from engine.models import process_definition, process_instance
from engine.store import Session

RUNNING = ("active", "suspended")
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Running:
    """One case as it stands. ``versions``: ids of those of the process that are active in it, the target's left out."""

    id: int
    number: str
    title: str
    definition_id: int
    state: bpmn.State
    versions: frozenset[int]

    @property
    def is_there(self) -> bool:
        """Whether it follows the target version already."""
        return not self.versions


def version_ids(session: Session, process_id: str) -> set[int]:
    """The ids of all versions of a process."""
    where = process_definition.c.process_id == process_id
    return set(session.execute(sa.select(process_definition.c.id).where(where)).scalars())


def running(session: Session, process_id: str, target_id: int | None) -> Iterator[Running]:
    """The cases in which some version of the process is active, some at a time. ``target_id``: the version to move to;
    None: one that is not published yet."""
    ids, last = version_ids(session, process_id), 0
    if not ids:
        return
    while rows := _batch(session, last):
        last = rows[-1].id
        for row in rows:
            found = active(row, ids)
            if found:
                state = bpmn.State(row.tokens, row.variables)
                older = frozenset(found - {target_id})
                yield Running(row.id, row.number, row.title, row.process_definition_id, state, older)


def active(row: Any, ids: set[int]) -> set[int]:
    """Which of these versions are active in a case (a row with its tokens)."""
    found = {row.process_definition_id} & ids
    if any(b'"%d"' % id in row.tokens for id in ids):  # the stored form names a version as a text
        found |= {int(key) for key in migration.called_keys(bpmn.State(row.tokens, b""))} & ids
    return found


def _batch(session: Session, after: int) -> list[Any]:
    columns = ("id", "number", "title", "process_definition_id", "tokens", "variables")
    return session.all(
        sa.select(*(process_instance.c[name] for name in columns))
        .where(process_instance.c.status.in_(RUNNING), process_instance.c.id > after)
        .order_by(process_instance.c.id)
        .limit(_BATCH)
    )


class Trial:
    """What a rehearsal lends to the runtime: versions, an unpublished one among them, and nothing that writes."""

    def __init__(self, session: Session, target: bpmn.Definition) -> None:
        self._library, self._target = deployments.Library(session), target

    def latest(self, process_id: str) -> bpmn.Definition:
        return self._target if process_id == self._target.process.id else self._library.latest(process_id)

    def get(self, key: str) -> bpmn.Definition:
        return self._target if key == self._target.key else self._library.get(key)
