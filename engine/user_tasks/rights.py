"""Who may see a task, and who may do it.

Seen by the people of the case's parties; a private task by its own party's only. Done by those cast in its role, but
not by somebody who did an excluded task for the same party, as long as the party has anybody else in the role.
Source: partnerskabsruten dossier 2.3 rule 4."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import history
from engine.errors import Conflict, Forbidden, Message, NotFound
from engine.models import casting, membership, organisation, party, person, process_instance, user_task
from engine.parties.people import Actor
from engine.parties.visibility import visible_to
from engine.store import Session

# who has left an organisation acts for it no more, whatever they are cast in
still_member = sa.and_(
    membership.c.person_id == casting.c.person_id, membership.c.organisation_id == party.c.organisation_id
)
assignee = person.alias("assignee")
completer = person.alias("completer")


def find(session: Session, task_id: int, by: Actor) -> Any:
    """The task's row with the names that belong to it. Raises NotFound for what the person may not know of."""
    row = session.first(
        sa.select(
            user_task,
            process_instance.c.number,
            process_instance.c.title,
            process_instance.c.status.label("case_status"),
            organisation.c.name.label("party_name"),
            organisation.c.id.label("organisation_id"),
            party.c.key.label("party_key"),
            assignee.c.name.label("assignee_name"),
            completer.c.name.label("completer_name"),
        )
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .outerjoin(assignee, assignee.c.id == user_task.c.assignee_id)
        .outerjoin(completer, completer.c.id == user_task.c.completed_by)
        .where(user_task.c.id == task_id, visible_to(by))
    )
    if row is None:
        raise NotFound("There is no such task, or it is not yours to see")
    return row


def candidates(session: Session, task: Any) -> dict[int, str]:
    """Person id -> name of everybody cast in the task's role who still belongs to the party's organisation; in any
    party where the task is joint."""
    where = casting.c.role_id == task.role_id
    if task.party_id is not None:
        where &= casting.c.party_id == task.party_id
    else:
        where &= party.c.process_instance_id == task.process_instance_id
    rows = session.all(
        sa.select(person.c.id, person.c.name)
        .join(casting, casting.c.person_id == person.c.id)
        .join(party, party.c.id == casting.c.party_id)
        .join(membership, still_member)
        .where(where, person.c.is_active)
        .order_by(person.c.name)
    )
    return {row.id: row.name for row in rows}


def colleagues(session: Session, task: Any, by: Actor) -> dict[int, str]:
    """Those of the candidates to whom this person may hand the task: nobody gives work to another organisation."""
    found = candidates(session, task)
    if task.party_id is not None:
        return found if task.organisation_id in by.organisation_ids else {}
    own = session.execute(
        sa.select(membership.c.person_id).where(
            membership.c.organisation_id.in_(by.organisation_ids), membership.c.person_id.in_(list(found))
        )
    ).scalars()
    return {person_id: found[person_id] for person_id in own}


def refusal(session: Session, task: Any, by: Actor) -> Message | None:
    """Why this person may not do the task; None when they may."""
    holders = candidates(session, task)
    if by.person_id not in holders:
        return Message("Only those who have the role can do this task")
    if task.assignee_id not in (None, by.person_id):
        return Message("%(name)s has taken this task", {"name": task.assignee_name})
    doers = _did_excluded(session, task)
    if by.person_id in doers and set(holders) - doers:
        return Message("You took part in the draft, so somebody else from your own side must answer")
    return None


def require(session: Session, task: Any, by: Actor) -> None:
    """Raise Forbidden unless the person may do the task; note where they do so for want of anybody else."""
    why = refusal(session, task, by)
    if why is not None:
        raise Forbidden(why.template, **why.params)
    if by.person_id in _did_excluded(session, task):
        history.note(
            session,
            task.process_instance_id,
            "alone",
            by=by.person_id,
            party_id=task.party_id,
            is_private=task.is_private,
            element_id=task.element_id,
            name=task.name,
        )


def require_open(task: Any) -> None:
    """Raise Conflict, with who did it and when, unless the task is open."""
    if task.state == "completed":
        raise Conflict("%(name)s completed this task %(at)s", name=task.completer_name, at=task.completed_at)
    if task.state != "open":
        raise Conflict("This task is no longer needed: the case has moved on")


def _did_excluded(session: Session, task: Any) -> set[int]:
    """The people who completed an excluded element in this case for the task's party."""
    named = task.properties.get("samtrin:excludes")
    elements = named if isinstance(named, list) else str(named or "").split(",")
    wanted = [str(element).strip() for element in elements if str(element).strip()]
    if not wanted:
        return set()
    return set(
        session.execute(
            sa.select(user_task.c.completed_by).where(
                user_task.c.process_instance_id == task.process_instance_id,
                user_task.c.element_id.in_(wanted),
                user_task.c.state == "completed",
                user_task.c.completed_by.is_not(None),
                sa.or_(user_task.c.party_id == task.party_id, user_task.c.party_id.is_(None)),
            )
        ).scalars()
    )
