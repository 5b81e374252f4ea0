"""Conditions that a yes was given on: what they say, who meets them, and how that goes.

A condition is a row from the moment of the answer; it holds once the gate has passed, when the process opens the task
``vk-opfyld-vilkaar`` for it (``vilkaar.bpmn``). Source: aftaletrin dossier 4, "Conditions"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from engine import history
from engine.clock import HOME
from engine.models import (
    approval,
    casting,
    condition,
    document,
    organisation,
    party,
    person,
    process_instance,
)
from engine.parties.people import Actor
from engine.parties.visibility import approvals_visible_to, left, visible_to
from engine.store import Session

from . import rounds
from .follow_ups import EARLY, open_tasks

TEXT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Condition:
    """``state``: asked (the gate has not passed yet), open, met or waived. ``set_by``: the party that set it;
    ``task_id``: where it is met, for those who may know of that task. ``near``: open, and due within two days."""

    id: int
    text: str
    state: str
    is_blocking: bool
    due_on: date | None
    overdue: bool
    near: bool
    party_name: str | None
    set_by: str | None
    set_by_person: str
    document_id: int
    document_title: str
    note: str | None
    closed_by: str | None
    closed_at: datetime | None
    task_id: int | None
    may_waive: bool


def add(
    session: Session, task: Any, approval_id: int, rows: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Write the conditions of an answer. ``rows``: {vilkaar, ansvarlig (party key), frist (ISO date), blokerer}, as the
    form has checked them. Returns them with their ids, for the process."""
    keys = {
        row.key: row.id
        for row in session.all(
            sa.select(party.c.key, party.c.id).where(party.c.process_instance_id == task.process_instance_id)
        )
    }
    kept = []
    for row in rows:
        made = session.insert(
            condition,
            process_instance_id=task.process_instance_id,
            approval_id=approval_id,
            text=str(row["vilkaar"])[:TEXT_LIMIT],
            party_id=keys.get(row.get("ansvarlig")),
            due_on=date.fromisoformat(row["frist"]),
            is_blocking=bool(row.get("blokerer")),
            state="open",
        )
        kept.append({**row, "id": made})
    return kept


def of_case(session: Session, instance_id: int, by: Actor) -> list[Condition]:
    """The conditions of a case that hold or are asked for, open ones first, then by date. Left out: those of a yes
    that is void, and those that another party has asked for in an answer that is still sealed. Who has left the case
    does not learn how one was closed later."""
    owner, closer = organisation.alias("owner"), person.alias("closer")
    setter = party.alias("setter")
    rows = session.all(
        sa.select(
            condition,
            approval.c.document_id,
            approval.c.party_id.label("setter_id"),
            approval.c.role_id,
            document.c.title,
            organisation.c.id.label("setter_organisation"),
            organisation.c.name.label("set_by"),
            owner.c.name.label("party_name"),
            person.c.name.label("set_by_person"),
            closer.c.name.label("closer_name"),
        )
        .join(approval, approval.c.id == condition.c.approval_id)
        .join(document, document.c.id == approval.c.document_id)
        .join(person, person.c.id == approval.c.person_id)
        .outerjoin(setter, setter.c.id == approval.c.party_id)
        .outerjoin(organisation, organisation.c.id == setter.c.organisation_id)
        .outerjoin(party, party.c.id == condition.c.party_id)
        .outerjoin(owner, owner.c.id == party.c.organisation_id)
        .outerjoin(closer, closer.c.id == condition.c.closed_by)
        .where(
            condition.c.process_instance_id == instance_id,
            approval.c.voided_at.is_(None),
            approvals_visible_to(by),
        )
        .order_by(condition.c.state != "open", condition.c.due_on, condition.c.id)
    )
    if not rows:
        return []
    hidden = rounds.sealed(session, instance_id)
    under_way = {rounds.document_id(task) for task in rounds.asked(session, instance_id)}
    tasks = {
        row.properties.get("samtrin:condition"): row.id
        for row in session.all(open_tasks(instance_id).where(visible_to(by)))
    }
    mine = _roles(session, instance_id, by)
    today = session.now.astimezone(HOME).date()
    away = left(session, instance_id, by)
    later = {row.id for row in rows if away and row.closed_at and row.closed_at >= away}
    return [
        Condition(
            id=row.id,
            text=row.text,
            state="asked" if row.document_id in under_way else "open" if row.id in later else row.state,
            is_blocking=row.is_blocking,
            due_on=row.due_on,
            overdue=row.state == "open" and row.due_on is not None and row.due_on < today,
            near=row.state == "open" and row.due_on is not None and today <= row.due_on <= today + EARLY,
            party_name=row.party_name,
            set_by=row.set_by,
            set_by_person=row.set_by_person,
            document_id=row.document_id,
            document_title=row.title,
            note=row.note if row.id not in later else None,
            closed_by=row.closer_name if row.id not in later else None,
            closed_at=row.closed_at if row.id not in later else None,
            task_id=tasks.get(row.id),
            may_waive=row.state == "open"
            and row.document_id not in under_way
            and (row.setter_id, row.role_id) in mine,
        )
        for row in rows
        if row.document_id not in hidden or row.setter_organisation in by.organisation_ids
    ]


def meet(
    session: Session, task: Any, values: Mapping[str, Any], by: Actor, on_behalf_of: int | None = None
) -> None:
    """The task of a condition is being done: the condition is met. Nothing for any other task."""
    row = _of_task(session, task)
    if row is not None and row.state == "open":
        close(session, row, "met", str(values.get("vilkaar_note") or ""), by, on_behalf_of)


def close(
    session: Session, row: Any, state: str, note: str, by: Actor, on_behalf_of: int | None = None
) -> None:
    """Write down that a condition is met or waived, and how or why."""
    session.execute(
        sa.update(condition)
        .where(condition.c.id == row.id)
        .values(state=state, note=note or None, closed_by=by.person_id, closed_at=session.now)
    )
    history.note(
        session,
        row.process_instance_id,
        f"condition_{state}",
        by=by.person_id,
        name=row.text[:300],
        data={"condition": row.id, "note": note},
        on_behalf_of=on_behalf_of,
    )


def _of_task(session: Session, task: Any) -> Any:
    """The condition that a task meets: of its own case, or of the one that its case came from."""
    key = task.properties.get("samtrin:condition")
    if not isinstance(key, int):
        return None
    origin = (
        sa.select(process_instance.c.origin_id)
        .where(process_instance.c.id == task.process_instance_id)
        .scalar_subquery()
    )
    return session.first(
        sa.select(condition).where(
            condition.c.id == key,
            sa.or_(
                condition.c.process_instance_id == task.process_instance_id,
                condition.c.process_instance_id == origin,
            ),
        )
    )


def _roles(session: Session, instance_id: int, by: Actor) -> set[tuple[int, str]]:
    """(party id, role) that the person fills in a case, for an organisation that they still belong to."""
    rows = session.all(
        sa.select(casting.c.party_id, casting.c.role_id)
        .join(party, party.c.id == casting.c.party_id)
        .where(
            party.c.process_instance_id == instance_id,
            party.c.organisation_id.in_(by.organisation_ids),
            casting.c.person_id == by.person_id,
        )
    )
    return {(row.party_id, row.role_id) for row in rows}
