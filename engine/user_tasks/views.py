"""What a task's page shows: its form with values, its gate, its place in the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import approvals, bpmn, deployments, documents, forms, lists
from engine.errors import Message
from engine.models import draft, person, process_instance
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

from . import own_fields, rights

ON_HOLD = Message("The case has been put on hold. Nothing can be done in it until it goes on")


@dataclass(frozen=True, slots=True)
class TaskView:
    id: int
    name: str
    state: str
    case_number: str
    case_title: str
    process_name: str
    element_id: str
    role_name: str
    party_name: str | None
    is_private: bool
    due_at: datetime | None
    assignee_id: int | None
    assignee_name: str | None
    completed_at: datetime | None
    completed_by_name: str | None
    completed_for_name: str | None
    acting_for_name: str | None
    may_complete: bool
    why_not: Message | None
    candidates: dict[int, str]
    documentation: str | None
    form: forms.Form | None
    values: dict[str, Any]
    own_side: bool  # whether the private fields are for this person's eyes
    context: dict[str, Any]
    gate: approvals.Gate | None
    document: sa.Row[Any] | None
    draft: dict[str, Any] | None
    draft_saved_at: datetime | None
    draft_mark: str


def get(session: Session, task_id: int, by: Actor) -> TaskView:
    """A task's page. Raises NotFound."""
    row = rights.find(session, task_id, by)
    instance = session.first(
        sa.select(process_instance).where(process_instance.c.id == row.process_instance_id)
    )
    assert instance is not None
    definition = deployments.definition(session, instance.process_definition_id)
    is_open = row.state == "open"
    state = bpmn.State(instance.tokens, instance.variables)
    why_not = rights.refusal(session, row, by) if is_open else None
    if is_open and row.case_status == "suspended":
        why_not = ON_HOLD
    form = deployments.form_version(session, row.form_definition_id) if row.form_definition_id else None
    own = own_fields.side(session, row, by)
    values = own_fields.variables(state, row, form, own) if is_open else own_fields.answered(row, own)
    if not is_open and approvals.is_sealed(session, row, by):
        values = {}
    if form and is_open and is_casting(row):
        values |= _cast_now(session, row, form)
    saved = draft_of(session, task_id, by)
    names = casting.role_names(session, by.locale)
    return TaskView(
        id=row.id,
        name=row.name,
        state=row.state,
        case_number=row.number,
        case_title=row.title,
        process_name=definition.process.name,
        element_id=row.element_id,
        role_name=names.get(row.role_id, row.role_id),
        party_name=row.party_name,
        is_private=row.is_private,
        due_at=row.due_at,
        assignee_id=row.assignee_id,
        assignee_name=row.assignee_name,
        completed_at=row.completed_at,
        completed_by_name=row.completer_name,
        completed_for_name=row.completed_for_name,
        acting_for_name=_name_of(session, rights.acting_for(session, row, by)) if is_open else None,
        may_complete=is_open and why_not is None,
        why_not=why_not,
        candidates=rights.colleagues(session, row, by),
        documentation=_documentation(session, definition, row),
        form=form,
        values=values,
        own_side=own is not None,
        context={**values, **choices(session, row, by)},
        document=documents.to_sign(session, row),
        gate=approvals.gate_of(session, state, row, by) if is_open else None,
        draft=saved.values if saved else None,
        draft_saved_at=saved.saved_at if saved else None,
        draft_mark=draft_mark(saved),
    )


def is_casting(task: Any) -> bool:
    """Whether the task's form fills roles: its fields are named like them, in snake_case."""
    return bool(task.properties.get("samtrin:casting") == "true")


def _cast_now(session: Session, task: Any, form: forms.Form) -> dict[str, Any]:
    """Who fills the roles that a casting form asks for, or stands in, as its fields show it."""
    found: dict[str, Any] = {}
    for field in form.fields:
        role_id, _ = casting.resolve(
            session, task.process_instance_id, field.key.replace("_", "-"), task.party_key
        )
        people_in = casting.holders(session, task.party_id, role_id)
        if people_in:
            ids = [str(person_id) for person_id in sorted(people_in)]
            found[field.key] = ids if field.type in ("checklist", "taglist") else ids[0]
    return found


def choices(session: Session, task: Any, by: Actor) -> dict[str, Any]:
    """What the lists of people, organisations and parties in a form are filled with.

    ``personer``: people of the task's party (of the person's own organisations where the task is joint)."""
    own = (
        [task.organisation_id] if task.organisation_id in by.organisation_ids else sorted(by.organisation_ids)
    )
    inside = [row.organisation_id for row in casting.parties(session, task.process_instance_id)]
    return {
        "personer": lists.of_people(session, own),
        "organisationer": lists.of_other_organisations(session, inside),
        "parter_valg": lists.of_parties(session, task.process_instance_id),
    }


def _name_of(session: Session, person_id: int | None) -> str | None:
    if person_id is None:
        return None
    return str(session.scalar(sa.select(person.c.name).where(person.c.id == person_id)))


def draft_of(session: Session, task_id: int, by: Actor) -> sa.Row[Any] | None:
    """What the person has begun to type in a task."""
    return session.first(
        sa.select(draft).where(draft.c.user_task_id == task_id, draft.c.person_id == by.person_id)
    )


def draft_mark(saved: Any) -> str:
    """Tells one draft of a person from the next by its words; empty where there is none."""
    return documents.fingerprint(saved.values)[:16] if saved else ""


def _documentation(session: Session, definition: Any, task: Any) -> str | None:
    for candidate in deployments.family(session, definition):
        if candidate.process.id == task.process_id:
            element = candidate.process.elements.get(task.element_id)
            return element.documentation if element else None
    return None
