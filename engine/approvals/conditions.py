"""Conditions that a yes was given on: what they say, who meets them, and how that goes.

A condition is a row from the moment of the answer; it holds once the gate has passed, when the process opens the task
``vk-opfyld-vilkaar`` for it (``vilkaar.bpmn``). Source: aftaletrin dossier 4, "Conditions"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from engine import history, notifications
from engine.clock import HOME
from engine.models import (
    approval,
    casting,
    condition,
    document,
    job,
    organisation,
    party,
    person,
    process_instance,
    user_task,
)
from engine.parties.people import Actor
from engine.parties.visibility import approvals_visible_to, visible_to
from engine.store import Session

from . import rounds

KIND = "condition"  # of the job that follows one up
EARLY = timedelta(days=2)
MORNING = time(8, 0)
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
    that is void, and those that another party has asked for in an answer that is still sealed."""
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
    return [
        Condition(
            id=row.id,
            text=row.text,
            state="asked" if row.document_id in under_way else row.state,
            is_blocking=row.is_blocking,
            due_on=row.due_on,
            overdue=row.state == "open" and row.due_on is not None and row.due_on < today,
            near=row.state == "open" and row.due_on is not None and today <= row.due_on <= today + EARLY,
            party_name=row.party_name,
            set_by=row.set_by,
            set_by_person=row.set_by_person,
            document_id=row.document_id,
            document_title=row.title,
            note=row.note,
            closed_by=row.closer_name,
            closed_at=row.closed_at,
            task_id=tasks.get(row.id),
            may_waive=row.state == "open"
            and row.document_id not in under_way
            and (row.setter_id, row.role_id) in mine,
        )
        for row in rows
        if row.document_id not in hidden or row.setter_organisation in by.organisation_ids
    ]


def open_tasks(instance_id: int) -> sa.Select[Any]:
    """Select of the open tasks by which conditions of a case are met: its own, and those of cases of their own."""
    return (
        sa.select(user_task)
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .where(
            sa.or_(process_instance.c.id == instance_id, process_instance.c.origin_id == instance_id),
            user_task.c.state == "open",
            sa.type_coerce(user_task.c.properties, sa.Text).contains('"samtrin:condition"'),
        )
    )


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


def schedule(session: Session, document_id: int) -> None:
    """The gate has passed: from now on the conditions of its answers are followed up."""
    rows = session.all(
        sa.select(condition)
        .join(approval, approval.c.id == condition.c.approval_id)
        .where(approval.c.document_id == document_id, condition.c.state == "open")
    )
    for row in rows:
        _follow_later(session, row)


def follow_up(session: Session, condition_id: int) -> None:
    """Tell those who set a condition, and those who are to meet it, that it is due soon or has run over."""
    row = session.first(
        sa.select(condition, approval.c.party_id.label("setter_id"), approval.c.role_id)
        .join(approval, approval.c.id == condition.c.approval_id)
        .where(condition.c.id == condition_id)
    )
    if row is None or row.state != "open" or row.due_on is None:
        return
    people = set(
        session.execute(
            sa.select(casting.c.person_id).where(
                casting.c.party_id == row.setter_id, casting.c.role_id == row.role_id
            )
        ).scalars()
    )
    for task in session.all(open_tasks(row.process_instance_id)):
        if task.properties.get("samtrin:condition") == row.id:
            people |= set(
                session.execute(
                    sa.select(casting.c.person_id).where(
                        casting.c.party_id == task.party_id, casting.c.role_id == task.role_id
                    )
                ).scalars()
            )
    notifications.notify(
        session, people, "condition", instance_id=row.process_instance_id, due=row.due_on.isoformat()
    )
    _follow_later(session, row)


def _follow_later(session: Session, row: Any) -> None:
    """Two days before the date, and the day after it."""
    for day in (row.due_on - EARLY, row.due_on + timedelta(days=1)):
        at = datetime.combine(day, MORNING, HOME)
        if at > session.now:
            session.insert(
                job,
                kind=KIND,
                process_instance_id=None,
                token=None,
                payload={"condition": row.id},
                due_at=at,
                retries=3,
            )
            return


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
