"""The answer to an invitation. Whoever has the link may read what it is about and decline; it is accepted once, for an
organisation that one administers or, by the person whom the letter was sent to, for the new one that it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import assignment, deployments, history, instances, notifications, reasons
from engine.errors import Forbidden, Invalid, Message
from engine.models import casting as casting_table
from engine.models import organisation, party, user_task
from engine.parties import casting, invitations, people
from engine.parties.people import Actor
from engine.store import Session

from . import parties


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of a link shows. ``has_account``: somebody uses the address; ``choices``: the organisations
    [(id, name)] that the reader can accept for, the new one among them."""

    number: str
    title: str
    inviter: str
    host: str
    organisation: str
    name: str
    email: str
    expires_at: datetime
    has_account: bool
    choices: list[tuple[int, str]]


def asked(session: Session, token: str, by: Actor | None) -> Asked:
    """What an invitation is about. Raises NotFound for a link that does not work (any more)."""
    row = invitations.find(session, token)
    inside = {p.organisation_id for p in casting.parties(session, row.process_instance_id)}
    choices = [
        (key, name)
        for key, name in (by.organisations if by else ())
        if by and key in by.admin_of and key not in inside
    ]
    if by is not None and by.email == row.email:
        choices.append((row.organisation_id, row.organisation_name))
    return Asked(
        row.number,
        row.title,
        row.inviter_name,
        row.host_name,
        row.organisation_name,
        row.name,
        row.email,
        row.expires_at,
        row.known_locale is not None,
        choices,
    )


def accept(session: Session, token: str, organisation_id: int, by: Actor) -> str:
    """Take the party's place for an organisation. Returns the case's number.

    Raises NotFound (the link, or somebody was first), Forbidden (no administrator there), Invalid (it is a party
    already)."""
    row, live = _locked(session, token)
    if organisation_id == row.organisation_id:
        if by.email != row.email:
            raise Forbidden(
                "Only the person whom the invitation was sent to can accept for a new organisation"
            )
        people.join(session, by.person_id, organisation_id, is_admin=True)
    elif organisation_id not in by.admin_of:
        raise Forbidden("Only an administrator can accept on behalf of an organisation")
    elif organisation_id in {p.organisation_id for p in casting.parties(session, live.id)}:
        text = Message("This organisation is already a party to the case")
        raise Invalid(text.template, {"organisation": text})
    _take_place(session, live, row, organisation_id, by)
    return live.number


def register(session: Session, token: str, name: str, password: str, locale: str) -> tuple[str, int]:
    """Make an account for the invited address, and take the place for the new organisation that one then
    administers. Returns the case's number and the person's id. Raises NotFound, Invalid (fields name, password)."""
    row, live = _locked(session, token)
    name = " ".join(name.split())
    if not name or len(name) > invitations.NAME_LIMIT or not name.isprintable():
        text = Message("Write your name")
        raise Invalid(text.template, {"name": text})
    person_id = people.create_person(session, name, row.email, password, locale=locale)
    people.join(session, person_id, row.organisation_id, is_admin=True)
    by = people.actor(session, person_id)
    assert by is not None
    _take_place(session, live, row, row.organisation_id, by)
    return live.number, person_id


def decline(session: Session, token: str, reason: str, by: Actor | None) -> None:
    """Say no, with a reason if one wants to. Raises NotFound, Invalid (field reason)."""
    row, live = _locked(session, token)
    reason = reasons.checked(reason)
    answered_by = by.person_id if by else None
    invitations.settle(session, row, "declined", answered_by, reason or None)
    history.note(session, live.id, "declined", name=row.organisation_name)
    _tell_inviter(session, row, "declined", answered_by)


def _locked(session: Session, token: str) -> tuple[Any, instances.Live]:
    """The invitation as it is under the lock of its case."""
    live = instances.lock(session, invitations.find(session, token).process_instance_id)
    return invitations.find(session, token), live


def _take_place(session: Session, live: instances.Live, row: Any, organisation_id: int, by: Actor) -> None:
    invitations.settle(session, row, "accepted", by.person_id)
    session.execute(
        sa.update(party)
        .where(party.c.id == row.party_id)
        .values(organisation_id=organisation_id, sees_from=session.now)
    )
    if organisation_id != row.organisation_id:
        invitations.drop_shell(session, row.organisation_id)
        casting.cast_usual(session, row.party_id, organisation_id)
    _fill(session, live, row, by)
    history.note(
        session,
        live.id,
        "joined",
        by=by.person_id,
        party_id=row.party_id,
        name=_name(session, organisation_id),
    )
    _tell_inviter(session, row, "accepted", by.person_id)
    if organisation_id != row.organisation_id:
        parties.tell_process(session, live)


def _fill(session: Session, live: instances.Live, row: Any, by: Actor) -> None:
    """Cast the one who accepts in every role that the process speaks of and nobody fills or stands in for, and let
    the waiting tasks find whom they are for."""
    used = deployments.roles_used(session, live.definition)
    for role_id in casting.roles_for(session, row.kind):
        if role_id in used:
            found, _party = casting.resolve(session, live.id, role_id, row.party_key)
            if not casting.holders(session, row.party_id, found):
                casting.replace(session, row.party_id, role_id, [by.person_id])
    filled = sa.select(casting_table.c.role_id).where(casting_table.c.party_id == row.party_id)
    waiting = session.all(
        sa.select(user_task).where(
            user_task.c.party_id == row.party_id,
            user_task.c.state == "open",
            user_task.c.role_id.not_in(filled),
        )
    )
    for task in waiting:
        assignment.place_again(session, live, task)


def _name(session: Session, organisation_id: int) -> str:
    return str(session.scalar(sa.select(organisation.c.name).where(organisation.c.id == organisation_id)))


def _tell_inviter(session: Session, row: Any, outcome: str, by: int | None) -> None:
    notifications.notify(
        session,
        [row.invited_by],
        "invitation",
        instance_id=row.process_instance_id,
        by=by,
        outcome=outcome,
        organisation=row.organisation_name,
    )
