"""Who may see a task, and who may do it.

Seen by the people of the case's parties; a private task by its own party's only. Done by those cast in its role, or by
their substitutes in their place, but not by or for somebody who did an excluded task for the same party, themselves or
through a substitute, as long as the party has anybody else in the role. Administrators have no way around it.
Source: partnerskabsruten dossier 2.3 rule 4."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import approvals, history
from engine.errors import Conflict, Forbidden, Message, NotFound
from engine.models import (
    casting,
    membership,
    organisation,
    party,
    person,
    process_definition,
    process_instance,
    substitute,
    user_task,
)
from engine.parties import duties, substitutes
from engine.parties.people import Actor
from engine.parties.visibility import visible_to
from engine.store import Session

# who has left an organisation acts for it no more, whatever they are cast in
still_member = sa.and_(
    membership.c.person_id == casting.c.person_id, membership.c.organisation_id == party.c.organisation_id
)
assignee = person.alias("assignee")
completer = person.alias("completer")
completed_for = person.alias("completed_for")


_doer, _away = person.alias("doer"), person.alias("away")
# built once: putting it together takes longer than running it, and it is asked at every task of a page
_SUBSTITUTES = (
    sa.select(_doer.c.id, _away.c.id.label("for_id"), _doer.c.name, _away.c.name.label("for_name"))
    .select_from(casting)
    .join(party, party.c.id == casting.c.party_id)
    .join(membership, still_member)
    .join(process_instance, process_instance.c.id == party.c.process_instance_id)
    .join(process_definition, process_definition.c.id == process_instance.c.process_definition_id)
    .join(
        substitute,
        substitutes.covers(
            casting.c.person_id,
            party.c.organisation_id,
            process_definition.c.process_id,
            sa.bindparam("day", type_=sa.Date),
        ),
    )
    .join(_doer, _doer.c.id == substitute.c.substitute_id)
    .join(_away, _away.c.id == substitute.c.person_id)
    .where(casting.c.role_id == sa.bindparam("role"), _doer.c.is_active, _away.c.is_active)
    .order_by(_away.c.name, _away.c.id)
)
_SUBSTITUTES_IN_PARTY = _SUBSTITUTES.where(party.c.id == sa.bindparam("party"))
_SUBSTITUTES_IN_CASE = _SUBSTITUTES.where(process_instance.c.id == sa.bindparam("instance"))


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
            completed_for.c.name.label("completed_for_name"),
        )
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .outerjoin(assignee, assignee.c.id == user_task.c.assignee_id)
        .outerjoin(completer, completer.c.id == user_task.c.completed_by)
        .outerjoin(completed_for, completed_for.c.id == user_task.c.completed_for)
        .where(user_task.c.id == task_id, visible_to(by))
    )
    if row is None:
        raise NotFound("There is no such task, or it is not yours to see")
    return row


def candidates(session: Session, task: Any) -> dict[int, str]:
    """Person id -> name of everybody cast in the task's role who still belongs to the party's organisation, deputies
    last; in any party where the task is joint."""
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
        .order_by(casting.c.is_deputy, person.c.name)
    )
    return {row.id: row.name for row in rows}


def substitutes_of(session: Session, task: Any) -> dict[tuple[int, int], tuple[str, str]]:
    """(substitute's id, id of the one in the role) -> their names, for all who stand in now for a candidate."""
    asked = {"role": task.role_id, "day": substitutes.today(session)}
    if task.party_id is not None:
        rows = session.execute(_SUBSTITUTES_IN_PARTY, {**asked, "party": task.party_id})
    else:
        rows = session.execute(_SUBSTITUTES_IN_CASE, {**asked, "instance": task.process_instance_id})
    return {(row.id, row.for_id): (row.name, row.for_name) for row in rows}


def doers(session: Session, task: Any) -> dict[int, str]:
    """Person id -> name of the candidates and of those who stand in for them now."""
    standing_in = {doer: names[0] for (doer, _away), names in substitutes_of(session, task).items()}
    return standing_in | candidates(session, task)


def colleagues(session: Session, task: Any, by: Actor) -> dict[int, str]:
    """Those of the doers to whom this person may hand the task: nobody gives work to another organisation."""
    found = doers(session, task)
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
    return _seat(session, task, by)[0]


def acting_for(session: Session, task: Any, by: Actor) -> int | None:
    """Whose place this person takes in doing the task; None in their own, or where they may not do it."""
    return _seat(session, task, by)[1]


def require(session: Session, task: Any, by: Actor) -> int | None:
    """Raise Forbidden unless the person may do the task; note where they do so for want of anybody else. Returns in
    whose place they do it, None in their own."""
    why, away = _seat(session, task, by)
    if why is not None:
        raise Forbidden(why.template, **why.params)
    if {by.person_id, away} & (
        duties.did_excluded(session, task) | approvals.stand(session, task).other_role
    ):
        history.note(
            session,
            task.process_instance_id,
            "alone",
            by=by.person_id,
            party_id=task.party_id,
            is_private=task.is_private,
            element_id=task.element_id,
            name=task.name,
            on_behalf_of=away,
        )
    return away


def _seat(session: Session, task: Any, by: Actor) -> tuple[Message | None, int | None]:
    """(why not, in whose place): of the places that a person can take in the task's role, their own comes first."""
    holders = candidates(session, task)
    standing_in = substitutes_of(session, task)
    away = {held: names[1] for (doer, held), names in standing_in.items() if doer == by.person_id}
    places = ([None] if by.person_id in holders else []) + list(away)
    if not places:
        return Message("Only those who have the role can do this task"), None
    stand = approvals.stand(session, task)
    if by.person_id in stand.elsewhere:
        return Message("You have answered for another party, so somebody else must answer for this one"), None
    if by.person_id in stand.here:
        return Message("You have already answered at this gate, so somebody else must take this seat"), None
    did = duties.did_excluded(session, task)
    others = set(holders) - did - stand.other_role
    if by.person_id in stand.other_role and others:
        return Message(
            "You have already answered at this gate in another role, so somebody else from your own side must answer"
        ), None
    alone = task.properties.get("samtrin:alone") is not False
    barred = did if set(holders) - did or not alone else set()
    if by.person_id in barred:
        return Message("You took part in the draft, so somebody else from your own side must answer"), None
    able = holders.keys() | {doer for doer, _held in standing_in}
    refused = None
    for place in places:
        if task.assignee_id in able - {by.person_id, place}:
            refused = Message("%(name)s has taken this task", {"name": task.assignee_name})
        elif place in stand.elsewhere | stand.here:
            refused = Message(
                "You stand in for %(name)s, who has already answered here", {"name": away[place]}
            )
        elif place in barred:
            refused = Message(
                "You stand in for %(name)s, who took part in the draft. Somebody else from your own side must answer",
                {"name": away[place]},
            )
        else:
            return None, place
    return refused, None


def require_open(task: Any) -> None:
    """Raise Conflict, with who did it and when, unless the task is open."""
    if task.state == "completed":
        name = task.completer_name
        if task.completed_for_name:
            params = {"name": name, "other": task.completed_for_name}
            name = Message("%(name)s for %(other)s", params)
        raise Conflict("%(name)s completed this task %(at)s", name=name, at=task.completed_at)
    if task.state != "open":
        raise Conflict("This task is no longer needed: the case has moved on")
