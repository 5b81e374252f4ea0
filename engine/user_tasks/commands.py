"""The commands on a task. Each finds it, asks whether this person may, and takes the instance's lock to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import approvals, bpmn, deployments, documents, history, instances, notifications, signing
from engine.errors import Conflict, Forbidden, Invalid
from engine.models import draft, user_task
from engine.parties import casting, people
from engine.parties.people import Actor
from engine.store import Session

from . import ball, own_fields, rights, views

DRAFT_LIMIT = 500_000


@dataclass(frozen=True, slots=True)
class Completed:
    case_number: str
    case_title: str
    task_name: str
    next_task_id: int | None
    ball: list[ball.Ball]


def claim(session: Session, task_id: int, by: Actor) -> None:
    """Take a task of one's role, or of the role of somebody whose substitute one is. Raises NotFound, Forbidden,
    Conflict (somebody has it)."""
    task, _ = _locked(session, task_id, by)
    why = rights.refusal(session, task, by)
    if why is not None and task.assignee_id not in (None, by.person_id):
        raise Conflict(why.template, **why.params)
    away = rights.require(session, task, by)
    _assign(session, task, by.person_id, by, away)


def unclaim(session: Session, task_id: int, by: Actor) -> None:
    """Give a task back to the role. Raises Forbidden unless it is one's own."""
    task, _ = _locked(session, task_id, by)
    if task.assignee_id != by.person_id:
        raise Forbidden("Only the person who has taken the task can give it back")
    _assign(session, task, None, by, rights.acting_for(session, task, by))


def assign(session: Session, task_id: int, person_id: int, by: Actor) -> None:
    """Hand a task to somebody in the role, or to their substitute. Raises Forbidden, Invalid (not in the role)."""
    task, _ = _locked(session, task_id, by)
    holders = rights.colleagues(session, task, by)
    if by.person_id not in holders and task.organisation_id not in by.admin_of:
        raise Forbidden("Only those who have the role can do this task")
    if task.assignee_id is not None and task.assignee_id not in holders and task.party_id is None:
        raise Conflict("%(name)s has taken this task", name=task.assignee_name)
    if person_id not in holders:
        raise Invalid("Choose somebody who has the role")
    away = None if by.person_id in rights.candidates(session, task) else rights.acting_for(session, task, by)
    _assign(session, task, person_id, by, away)


def save_draft(
    session: Session, task_id: int, values: Mapping[str, Any], by: Actor, mark: str | None = None
) -> str:
    """Keep what somebody has begun to type; unchecked, for their eyes only. Returns the draft's mark.

    ``mark``: of the draft that the page showed (``TaskView.draft_mark``); None asks nothing. Raises Conflict when it
    is too late, or when they have written in another window since."""
    task = rights.find(session, task_id, by)
    rights.require_open(task)
    if by.person_id not in rights.doers(session, task):
        raise Forbidden("Only those who have the role can do this task")
    kept = dict(values)
    if len(repr(kept)) > DRAFT_LIMIT:
        raise Invalid("The draft is too long to be kept")
    if mark is not None and mark != views.draft_mark(views.draft_of(session, task_id, by)):
        raise Conflict(
            "You have written in this task in another window. This is what you wrote here: save it again to keep it"
        )
    session.put(draft, user_task_id=task_id, person_id=by.person_id, values=kept, saved_at=session.now)
    return views.draft_mark(views.draft_of(session, task_id, by))


def complete(
    session: Session, task_id: int, raw: Mapping[str, Any], by: Actor, fingerprint: str | None = None
) -> Completed:
    """Do the task: check the form, write the answer, move the case on.

    ``raw``: what the browser sent; ``fingerprint``: SHA-256 that a gate's page showed. A substitute does it in the
    place of the one who is away, and both are written down. Raises NotFound, Forbidden, Conflict (done by somebody
    else, other words frozen), Invalid (with the fields)."""
    task, live = _locked(session, task_id, by)
    away = rights.require(session, task, by)
    form = deployments.form_version(session, task.form_definition_id) if task.form_definition_id else None
    own = own_fields.side(session, task, by)
    known = own_fields.variables(live.state, task, form, own)
    context = {**known, **views.choices(session, task, by)}
    values = form.validate(raw, context, locale=by.locale, values=known, now=session.now) if form else {}
    if approvals.is_gate(task):
        values = approvals.record(session, live.state, task, values, fingerprint, by, on_behalf_of=away)
    elif (signed := documents.to_sign(session, task)) is not None:
        _sign(session, task, signed, fingerprint, by, away)
    approvals.meet(session, task, values, by, away)
    if views.is_casting(task):
        _cast(session, task, values)
    kept = own_fields.closed(form, values)
    session.execute(
        sa.update(user_task)
        .where(user_task.c.id == task.id)
        .values(
            state="completed",
            completed_at=session.now,
            completed_by=by.person_id,
            completed_for=away,
            assignee_id=by.person_id,
            answers=own_fields.opened(form, values),
            own_answers={own: kept} if kept else None,
        )
    )
    session.execute(sa.delete(draft).where(draft.c.user_task_id == task.id))
    _note(session, task, "completed_task", by, away)
    live.by = by.person_id
    private = None if task.is_private else kept
    instances.advance(session, live, bpmn.Complete(task.token, values, own, private))
    balls = ball.of_case(session, live.id, by)
    next_task = next((b.task_id for b in balls if b.mine), None)
    return Completed(task.number, task.title, task.name, next_task, balls)


def _locked(session: Session, task_id: int, by: Actor) -> tuple[Any, instances.Live]:
    """The open task, read under its instance's lock. Raises NotFound, Conflict (who was first, where somebody was)."""
    seen = rights.find(session, task_id, by)
    rights.require_open(seen)
    try:
        live = instances.lock(session, seen.process_instance_id)
    except Conflict:  # the case has ended while we waited: with this very task, perhaps
        rights.require_open(rights.find(session, task_id, by))
        raise
    task = rights.find(session, task_id, by)
    rights.require_open(task)
    return task, live


def _assign(session: Session, task: Any, person_id: int | None, by: Actor, away: int | None) -> None:
    session.execute(sa.update(user_task).where(user_task.c.id == task.id).values(assignee_id=person_id))
    _note(session, task, "assigned", by, away, {"to": person_id})
    if person_id is not None:
        notifications.notify(session, [person_id], "new_task", task_id=task.id, by=by.person_id)


def _note(session: Session, task: Any, kind: str, by: Actor, away: int | None, data: Any = None) -> None:
    history.note(
        session,
        task.process_instance_id,
        kind,
        by=by.person_id,
        party_id=task.party_id,
        is_private=task.is_private,
        element_id=task.element_id,
        process_id=task.process_id,
        call_path=task.call_path,
        name=task.name,
        data=data,
        on_behalf_of=away,
    )


def _sign(
    session: Session, task: Any, signed: Any, fingerprint: str | None, by: Actor, away: int | None
) -> None:
    """A signature binds to the words that the page showed. Raises Conflict when these are not the newest."""
    if fingerprint != signed.sha256:
        raise Conflict(
            "The document has changed since you opened the page. Read the new version and answer again"
        )
    signing.record(session, task, signed, by, away)
    history.note(
        session,
        task.process_instance_id,
        "signed",
        by=by.person_id,
        party_id=task.party_id,
        element_id=task.element_id,
        name=signed.title,
        data={"document": signed.id, "version": signed.version, "sha256": signed.sha256},
        on_behalf_of=away,
    )


def _cast(session: Session, task: Any, values: Mapping[str, Any]) -> None:
    """A casting task: fields named like roles (snake_case) hold the ids of the party's own people."""
    roles = set(casting.role_names(session, "da"))
    members = {row.id for row in people.members(session, task.organisation_id)}
    for key, value in values.items():
        role_id = key.replace("_", "-")
        chosen = value if isinstance(value, list) else [value]
        if role_id in roles and all(str(v).isdigit() and int(v) in members for v in chosen):
            casting.replace(session, task.party_id, role_id, {int(v) for v in chosen})
