"""The list of cases. A person sees the cases that an organisation of theirs is a party to, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import deployments
from engine.errors import NotFound
from engine.models import organisation, party, process_definition, process_instance, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.parties.visibility import visible_instances
from engine.store import Session

PAGE = 25


@dataclass(frozen=True, slots=True)
class CaseRow:
    number: str
    title: str
    process_name: str
    status: str
    ended_at_name: str | None
    parties: list[str]
    started_at: datetime
    ended_at: datetime | None
    open_tasks: int
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class CasePage:
    rows: list[CaseRow]
    total: int
    page: int
    pages: int
    processes: list[tuple[str, str]]


def find(session: Session, number: str, by: Actor) -> Any:
    """The case's row, as this person may know it, with its process's id and version. Raises NotFound."""
    row = session.first(
        sa.select(
            *visibility.case_columns(by),
            process_definition.c.process_id,
            process_definition.c.name.label("process_name"),
            process_definition.c.version.label("process_version"),
        )
        .join(process_definition, process_definition.c.id == process_instance.c.process_definition_id)
        .where(process_instance.c.number == number, process_instance.c.id.in_(visible_instances(by)))
    )
    if row is None:
        raise NotFound("There is no such case, or it is not yours to see")
    return row


def search(
    session: Session,
    by: Actor,
    state: str = "active",
    *,
    text: str | None = None,
    process: str | None = None,
    page: int = 1,
) -> CasePage:
    """One page of cases, the newest first. ``state``: active, ended or all."""
    seen = process_instance.c.id.in_(visible_instances(by))
    where: list[sa.ColumnElement[bool]] = [seen]
    running = sa.and_(
        process_instance.c.status.in_(("active", "suspended")), visibility.left_at(by).is_(None)
    )
    if state == "active":
        where.append(running)
    elif state == "ended":
        where.append(sa.not_(running))
    if process:
        where.append(process_definition.c.process_id == process)
    for word in (text or "").split()[:8]:
        where.append(
            sa.or_(
                process_instance.c.title.icontains(word, autoescape=True),
                process_instance.c.number.icontains(word, autoescape=True),
            )
        )
    base = process_instance.join(
        process_definition, process_definition.c.id == process_instance.c.process_definition_id
    )
    total = int(session.scalar(sa.select(sa.func.count()).select_from(base).where(*where)))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = session.all(
        sa.select(
            *visibility.case_columns(by),
            process_definition.c.name.label("process_name"),
            process_definition.c.id.label("definition_id"),
        )
        .select_from(base)
        .where(*where)
        .order_by(process_instance.c.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    processes = session.all(
        sa.select(process_definition.c.process_id, process_definition.c.name)
        .select_from(base)
        .where(seen)
        .distinct()
        .order_by(process_definition.c.name)
    )
    ids = [row.id for row in rows]
    parties, tasks = _parties(session, ids, by), _tasks(session, ids, by)
    return CasePage(
        [
            CaseRow(
                row.number,
                row.title,
                row.process_name,
                row.status,
                end_name(session, row),
                parties.get(row.id, []),
                row.started_at,
                row.ended_at,
                *tasks.get(row.id, (0, None)),
            )
            for row in rows
        ],
        total,
        page,
        pages,
        [(row.process_id, row.name) for row in processes],
    )


def end_name(session: Session, row: Any) -> str | None:
    """What the end event that the case reached is called."""
    if not row.ended_at_element:
        return None
    process = deployments.definition(session, row.process_definition_id).process
    element = process.elements.get(row.ended_at_element)
    return element.name if element else None


def _parties(session: Session, ids: list[int], by: Actor) -> dict[int, list[str]]:
    rows = session.all(
        sa.select(party.c.process_instance_id, organisation.c.name)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .where(party.c.process_instance_id.in_(ids), visibility.parties_visible_to(by))
        .order_by(party.c.id)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.process_instance_id, []).append(row.name)
    return found


def _tasks(session: Session, ids: list[int], by: Actor) -> dict[int, tuple[int, datetime | None]]:
    rows = session.all(
        sa.select(
            user_task.c.process_instance_id,
            sa.func.count().label("open"),
            sa.func.min(user_task.c.due_at).label("due"),
        )
        .where(
            user_task.c.process_instance_id.in_(ids), user_task.c.state == "open", visibility.visible_to(by)
        )
        .group_by(user_task.c.process_instance_id)
    )
    return {row.process_instance_id: (row.open, row.due) for row in rows}
