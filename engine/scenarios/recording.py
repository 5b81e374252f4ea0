"""A test made of a case: who did what, in what order, and what passed between.

Only what was chosen and ticked is taken over, and nothing of private work. Texts, numbers and dates are the case's own:
a test is read by all who may read the process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import approvals, bpmn, deployments
from engine.cases.listing import find
from engine.clock import HOME
from engine.errors import Invalid
from engine.models import form_definition, party, process_instance, user_task
from engine.parties import casting
from engine.parties.people import Actor
from engine.parties.visibility import visible_to
from engine.store import Session

from .fields import fields_of
from .reading import STEPS_LIMIT, Scenario, Step, Task, Wait

TAKEN = frozenset({"one", "many", "yes"})


def record(session: Session, number: str, process_id: str, by: Actor, name: str = "") -> Scenario:
    """The tasks that were done in a case, as far as this person may see them, as a test that ends where the case
    stands. Raises NotFound, Invalid (a case of another process)."""
    case = find(session, number, by)
    if case.process_id != process_id:
        raise Invalid("That case follows another process")
    rows = session.all(
        sa.select(
            user_task, party.c.key.label("party_key"), party.c.organisation_id, form_definition.c.schema
        )
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(form_definition, form_definition.c.id == user_task.c.form_definition_id)
        .where(user_task.c.process_instance_id == case.id, user_task.c.state == "completed", visible_to(by))
        .order_by(user_task.c.completed_at, user_task.c.id)
        .limit(STEPS_LIMIT // 2)
    )
    steps: list[Step] = []
    last = case.started_at
    for row in rows:
        days = _days(last, row.completed_at)
        if days > 0:
            steps.append(Wait(f"P{days}D"))
        last = row.completed_at
        hidden = row.is_private or approvals.is_sealed(session, row, by)
        known = {} if hidden else row.answers or {}
        steps.append(Task(row.element_id, party=row.party_key or "", answers=_chosen(row.schema, known)))
    parties = casting.parties(session, case.id, by)
    began = parties and parties[0].organisation_id in by.organisation_ids and parties[0].left_at is None
    start = _start(session, case) if began else {}
    return Scenario(name or case.number, tuple(one.kind for one in parties), start, "", tuple(steps))


def _start(session: Session, case: Any) -> dict[str, Any]:
    """What was chosen when the case began, as far as it has not been changed since."""
    instance = session.execute(sa.select(process_instance).where(process_instance.c.id == case.id)).one()
    definition = deployments.definition(session, instance.process_definition_id)
    start = deployments.none_start(definition.process)
    pin = deployments.pinned_forms(session, definition.key).get(start.form_id or "") if start else None
    if pin is None or not instance.variables:
        return {}
    schema = session.scalar(sa.select(form_definition.c.schema).where(form_definition.c.id == pin))
    return _chosen(schema, bpmn.visible(instance.variables))


def _chosen(schema: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that were chosen among fixed ones."""
    return {
        field.key: answers[field.key]
        for field in (fields_of(schema) if schema else [])
        if field.kind in TAKEN
        and (field.options or field.kind == "yes")
        and answers.get(field.key) not in (None, "", [])
    }


def _days(start: datetime, end: datetime) -> int:
    """How many times a night fell between two moments."""
    return (end.astimezone(HOME).date() - start.astimezone(HOME).date()).days
