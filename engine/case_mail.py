"""A mail that a process writes to people of its case, in words of its owner: the service task ``samtrin:mail``.

It goes to people by their roles, never to an address that stands in a variable: whoever gets the words of a case is
in it, and nobody can make a process write to strangers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import bpmn, history, mail
from engine.errors import Fault, ModelFault
from engine.models import casting as casting_table
from engine.models import membership, party, person, process_instance
from engine.parties import casting, people
from engine.store import Session

if TYPE_CHECKING:
    from engine.instances import Live

MAX_RECEIVERS = 200
MAX_SUBJECT = 200
MAX_TEXT = 20_000


def send(session: Session, live: Live, wait: bpmn.Wait, variables: dict[str, Any]) -> dict[str, Any]:
    """Write the mails; they leave once this change is committed. No result variables.

    Variables: ``mail_til``, a role id (everybody who fills it, at any party), {part, rolle}, or a list of these;
    ``mail_emne`` and ``mail_tekst``, text. What a private task sends reaches its own party only. A role that nobody
    fills stops nothing: the history tells how many got the mail. Raises ModelFault."""
    subject, text = _text(variables, "mail_emne", MAX_SUBJECT), _text(variables, "mail_tekst", MAX_TEXT)
    own = casting.party_of(session, live.id, wait.private_to).id if wait.private_to else None
    receivers = _receivers(session, live.id, variables.get("mail_til"), own)
    if len(receivers) > MAX_RECEIVERS:
        raise ModelFault("A mail goes to at most %(most)s people", most=MAX_RECEIVERS)
    title = session.scalar(sa.select(process_instance.c.title).where(process_instance.c.id == live.id))
    letters = session.store.letters
    for person_id in receivers:
        reader = people.actor(session, person_id)
        if reader is not None and letters is not None:
            letter = letters.of_case(reader, subject=subject, text=text, number=live.number, title=title)
            mail.write(session, reader.email, letter.subject, letter.text, letter.html, person_id)
    history.note(
        session,
        live.id,
        "mailed",
        party_id=own,
        is_private=own is not None,
        element_id=wait.element_id,
        process_id=wait.process_id,
        name=subject,
        data={"count": len(receivers)},
    )
    return {}


def _text(variables: dict[str, Any], name: str, most: int) -> str:
    value = variables.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ModelFault("A mail needs the text %(name)s", name=name)
    if len(value) > most:
        raise ModelFault("%(name)s is longer than %(most)s characters", name=name, most=most)
    return value.strip()


def _receivers(session: Session, instance_id: int, wanted: Any, own: int | None) -> list[int]:
    """Ids of the people who fill the roles, each once; those of the party ``own`` alone where there is one."""
    found: dict[int, None] = {}
    for each in wanted if isinstance(wanted, list) else [wanted]:
        part, role = (each.get("part"), each.get("rolle")) if isinstance(each, dict) else (None, each)
        if not isinstance(role, str) or not role or not isinstance(part, str | None):
            raise ModelFault("mail_til is a role, {part, rolle}, or a list of these")
        found |= dict.fromkeys(_people_in(session, _seats(session, instance_id, part, role), own))
    return list(found)


def _seats(session: Session, instance_id: int, part: str | None, role: str) -> Iterable[tuple[int, str]]:
    """(party id, role as it is cast) of one party, or of all that can hold the role and have not left."""
    keys = [part] if part else [row.key for row in casting.parties(session, instance_id)]
    for key in keys:
        try:
            cast_as, party_id = casting.resolve(session, instance_id, role, key)
        except Fault as fault:
            raise ModelFault(fault.template, **fault.params) from fault
        if party_id is not None:
            yield party_id, cast_as


def _people_in(session: Session, seats: Iterable[tuple[int, str]], own: int | None) -> list[int]:
    """Active people who fill these roles, still belong to the organisation, and are at a party that takes part."""
    rows = [
        session.all(
            sa.select(person.c.id)
            .join(casting_table, casting_table.c.person_id == person.c.id)
            .join(party, party.c.id == casting_table.c.party_id)
            .join(
                membership,
                sa.and_(
                    membership.c.person_id == person.c.id,
                    membership.c.organisation_id == party.c.organisation_id,
                ),
            )
            .where(
                party.c.id == party_id,
                party.c.left_at.is_(None),
                casting_table.c.role_id == role,
                person.c.is_active,
            )
            .order_by(person.c.id)
        )
        for party_id, role in seats
        if own in (None, party_id)
    ]
    return [row.id for of_seat in rows for row in of_seat]
