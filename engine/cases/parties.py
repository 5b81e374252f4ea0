"""The commands on the parties of a running case: invite one, take an invitation back, leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments, history, instances, migrating, reasons
from engine.errors import Conflict, Forbidden, Invalid, Message
from engine.models import casting as casting_table
from engine.models import party, role_definition, user_task
from engine.parties import casting, invitations, kinds
from engine.parties.invitations import Guest
from engine.parties.people import Actor
from engine.store import Session

from .listing import find


@dataclass(frozen=True, slots=True)
class Invited:
    """The newest invitation for a party. ``state``: open, expired, declined or withdrawn."""

    name: str
    email: str
    inviter: str
    invited_at: datetime
    expires_at: datetime
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What those who may invite see: party key -> its invitation, where nobody has accepted; the kinds that another
    party can be."""

    invitations: dict[str, Invited]
    kinds: list[str]


def desk(session: Session, number: str, by: Actor) -> Desk | None:
    """For the inviting: None for those who may not, and when the case has ended. Raises NotFound."""
    row = find(session, number, by)
    if row.status != "active" or not may_invite(session, row.id, by):
        return None
    made = {}
    for found in casting.parties(session, row.id):
        newest = None if found.is_peopled else invitations.of_party(session, found.id)
        if newest is not None:
            is_late = newest.state == "open" and not invitations.is_open(session, newest)
            made[found.key] = Invited(
                newest.name,
                newest.email,
                newest.inviter_name,
                newest.invited_at,
                newest.expires_at,
                "expired" if is_late else newest.state,
                newest.reason,
            )
    definition = deployments.definition(session, row.process_definition_id)
    return Desk(made, kinds_welcome(session, definition))


def may_invite(session: Session, instance_id: int, by: Actor) -> bool:
    """A case is its first party's: its people in the case and its administrators invite the others."""
    return casting.may_cast(session, casting.parties(session, instance_id)[0], by)


def invite(session: Session, number: str, party_key: str, name: str, email: str, by: Actor) -> None:
    """Invite once more for a party that nobody has accepted for. Raises NotFound, Forbidden, Invalid (fields name,
    email), Conflict (somebody is there, has been invited, or the case has ended)."""
    row = _locked(session, number, by)
    found = casting.party_of(session, row.id, party_key)
    if found.is_peopled or found.left_at is not None:
        raise Conflict("%(party)s needs no invitation", party=found.name)
    guest = invitations.checked(session, Guest(found.name, name, email), named=found.organisation_id)
    invitations.write(session, found.id, guest, by)


def add_party(session: Session, number: str, kind: str, guest: Guest, by: Actor) -> str:
    """Make room for another party in a running case, and invite somebody to take it. Returns the party's key.

    Raises NotFound, Forbidden, Invalid (fields kind, organisation, name, email), Conflict (ended)."""
    row = find(session, number, by)
    live = instances.lock(session, row.id)
    _require_may_invite(session, row.id, by)
    if kind not in kinds_welcome(session, live.definition):
        text = Message("Choose a kind of party that the process has room for")
        raise Invalid(text.template, {"kind": text})
    guest = invitations.checked(session, guest)
    rows = casting.parties(session, row.id)
    key = f"P{max((int(r.key[1:]) for r in rows if r.key[1:].isdigit()), default=len(rows)) + 1}"
    made = casting.add_party(session, row.id, key, kind, invitations.make_shell(session, guest, kind))
    session.execute(sa.update(party).where(party.c.id == made).values(sees_from=session.now))
    invitations.write(session, made, guest, by)
    tell_process(session, live)
    return key


def kinds_welcome(session: Session, definition: bpmn.Definition) -> list[str]:
    """The kinds that another party of a case can be. Private work that the process gives to "the" party of a kind
    would belong to nobody if there were two of it, so there is no second one of these."""
    held_by = {row.role_id: row.party_kind for row in session.all(sa.select(role_definition))}
    alone = set()
    for member in deployments.family(session, definition):
        for element in member.process.elements.values():
            if element.properties.get("samtrin:visibility", "shared") == "shared":
                continue
            named = element.properties.get("samtrin:party")
            alone.add(named or held_by.get(element.roles or element.lane or ""))
    own = deployments.party_kinds(definition.process)
    return [kind for kind in dict.fromkeys([*own, *kinds.NAMES]) if kind not in alone]


def tell_process(session: Session, live: instances.Live) -> None:
    """Let the process's variable ``parter`` say who the parties are now."""
    rows = casting.parties(session, live.id)
    instances.advance(session, live, bpmn.SetVariables({"parter": casting.as_variable(rows)}))


def withdraw(session: Session, number: str, party_key: str, by: Actor) -> None:
    """Take the open invitation of a party back. Raises NotFound, Forbidden, Conflict (none is open)."""
    row = _locked(session, number, by)
    found = casting.party_of(session, row.id, party_key)
    newest = invitations.of_party(session, found.id)
    if newest is None or not invitations.is_open(session, newest):
        raise Conflict("There is no open invitation any more")
    invitations.settle(session, newest, "withdrawn", by.person_id)
    history.note(session, row.id, "invitation_withdrawn", by=by.person_id, name=found.name)


def leave(session: Session, number: str, party_key: str, reason: str, by: Actor) -> None:
    """An organisation leaves the partnership: its people read what was, and nothing that comes after.

    What it had taken on becomes vacant. The variable ``parter`` still names it: a gate that asks both sides must not
    open because one has gone. Raises NotFound, Forbidden, Invalid (field reason), Conflict (it has left, or the case
    has ended)."""
    row = find(session, number, by)
    instances.lock(session, row.id)
    rows = casting.parties(session, row.id)
    found = casting.party_of(session, row.id, party_key)
    if found.organisation_id not in by.admin_of:
        raise Forbidden("Only an administrator of %(party)s can let it leave", party=found.name)
    if found.left_at is not None:
        raise Conflict("%(party)s has left already", party=found.name)
    if found.id == rows[0].id:
        raise Forbidden("The case is yours, so you cannot leave it. You can stop it instead")
    reason = reasons.checked(reason, Message("Write why you leave"))
    _let_go(session, row.id, found)
    history.note(
        session, row.id, "left", by=by.person_id, party_id=found.id, name=found.name, data={"reason": reason}
    )
    session.execute(
        sa.update(party).where(party.c.id == found.id).values(left_at=session.now, left_reason=reason)
    )
    migrating.party_left(session, row.id)


def _let_go(session: Session, instance_id: int, found: Any) -> None:
    """End a party's casting, and give back what its people had taken, joint work among it."""
    own = sa.select(casting_table.c.person_id).where(casting_table.c.party_id == found.id)
    session.execute(
        sa.update(user_task)
        .where(
            user_task.c.process_instance_id == instance_id,
            user_task.c.state == "open",
            sa.or_(
                user_task.c.party_id == found.id,
                sa.and_(user_task.c.party_id.is_(None), user_task.c.assignee_id.in_(own)),
            ),
        )
        .values(assignee_id=None)
    )
    session.execute(sa.delete(casting_table).where(casting_table.c.party_id == found.id))


def _locked(session: Session, number: str, by: Actor) -> Any:
    row = find(session, number, by)
    instances.lock(session, row.id)
    _require_may_invite(session, row.id, by)
    return row


def _require_may_invite(session: Session, instance_id: int, by: Actor) -> None:
    if not may_invite(session, instance_id, by):
        first = casting.parties(session, instance_id)[0]
        raise Forbidden("Only %(party)s, whose case it is, can invite", party=first.name)
