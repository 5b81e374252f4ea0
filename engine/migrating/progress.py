"""How far a move has come, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.causes import unpack
from engine.editing import owners
from engine.errors import Message, NotFound
from engine.models import (
    job,
    migration,
    migration_case,
    person,
    process_definition,
    process_instance,
)
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .moves import CONSENT, KIND, MOVED, STAYED, WAITING
from .rehearsal import SHOWN, Group, Stay

FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """One move as a whole."""

    id: int
    version: int
    reason: str
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None
    total: int
    moved: int
    left: int


@dataclass(frozen=True, slots=True)
class Progress:
    """``stays`` and ``failed`` by reason; ``consent`` waits for the parties; ``waiting`` for its turn."""

    report: Report
    moved: Group
    consent: Group
    waiting: Group
    stays: tuple[Stay, ...]
    failed: Group

    @property
    def is_running(self) -> bool:
        """Whether looking again in a moment makes sense."""
        return self.waiting.count > 0


def earlier(session: Session, process_id: str, by: Actor, limit: int = 20) -> list[Report]:
    """The moves of a process, the newest first. Raises NotFound."""
    owners.require(session, process_id, by)
    return [_report(row) for row in session.all(_reports(process_id).limit(limit))]


def progress(session: Session, process_id: str, migration_id: int, by: Actor) -> Progress:
    """One move. Raises NotFound."""
    owners.require(session, process_id, by)
    row = session.first(_reports(process_id).where(migration.c.id == migration_id))
    if row is None:
        raise NotFound("There is no such move")
    seen = set(session.execute(visibility.visible_instances(by)).scalars())
    given_up = _given_up(session, migration_id)
    groups = {state: Group() for state in (MOVED, CONSENT, WAITING, FAILED)}
    stays: dict[str, Stay] = {}
    for case in session.all(
        sa.select(migration_case, process_instance.c.number, process_instance.c.title)
        .join(process_instance, process_instance.c.id == migration_case.c.process_instance_id)
        .where(migration_case.c.migration_id == migration_id)
        .order_by(process_instance.c.id)
    ):
        state = case.state
        if state == WAITING and case.process_instance_id in given_up:
            state = FAILED
        if state == STAYED:
            reason = Message(case.template or "", unpack(case.params or {}))
            group = stays.setdefault(str(reason), Stay(reason, Group())).cases
        else:
            group = groups[state]
        group.count += 1
        if case.process_instance_id in seen and len(group.known) < SHOWN:
            group.known.append((case.number, case.title))
    return Progress(
        _report(row),
        groups[MOVED],
        groups[CONSENT],
        groups[WAITING],
        tuple(stays.values()),
        groups[FAILED],
    )


def _reports(process_id: str) -> sa.Select[Any]:
    counted = [
        sa.func.count().filter(migration_case.c.state.in_(states)).label(name)
        for name, states in (("moved", (MOVED,)), ("left", (WAITING, CONSENT)))
    ]
    return (
        sa.select(
            migration.c.id,
            migration.c.reason,
            migration.c.requested_at,
            migration.c.finished_at,
            process_definition.c.version,
            person.c.name.label("requested_by"),
            sa.func.count().label("total"),
            *counted,
        )
        .join(process_definition, process_definition.c.id == migration.c.target_id)
        .join(person, person.c.id == migration.c.requested_by)
        .join(migration_case, migration_case.c.migration_id == migration.c.id)
        .where(migration.c.process_id == process_id)
        .group_by(migration.c.id, process_definition.c.version, person.c.name)
        .order_by(migration.c.id.desc())
    )


def _report(row: Any) -> Report:
    return Report(
        row.id,
        row.version,
        row.reason or "",
        row.requested_by,
        row.requested_at,
        row.finished_at,
        row.total,
        row.moved,
        row.left,
    )


def _given_up(session: Session, migration_id: int) -> set[int]:
    """Ids of the cases whose job has failed as often as it may."""
    rows = session.all(
        sa.select(job.c.payload).where(
            job.c.kind == KIND, job.c.retries <= 0, job.c.token.like(f"{migration_id}:%")
        )
    )
    return {row.payload["case"] for row in rows}
