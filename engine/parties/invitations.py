"""Invitations: an organisation is asked by a link in a mail to take its place as a party of a case.

The place is there at once, kept by a shell (an organisation without people) unless somebody accepts, so that the case
runs on and what the party must do is waiting, not missing. Only the hash of a link's secret is kept.
Source: partnerskabsruten dossier 2.1 and 3.4."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine import history, mail
from engine.errors import Conflict, Invalid, Message, NotFound
from engine.models import invitation, organisation, party, person, process_instance
from engine.store import Session

from . import people
from .people import Actor, is_peopled

LINK = "/invitation/"
VALID = timedelta(days=14)
PER_DAY = 20  # invitations that one person may send: nobody mails strangers in bulk through us
NAME_LIMIT = 200
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
EMAIL_LIMIT = 254
GONE = "This invitation cannot be used. Ask those who invited you for a new one"
inviter = person.alias("inviter")


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited: a new organisation, and the person there who gets the letter."""

    organisation: str
    name: str
    email: str


def checked(session: Session, guest: Guest, prefix: str = "", named: int | None = None) -> Guest:
    """The guest with its texts tidied. ``named``: the shell that has the organisation's name already, where there is
    one. Raises Invalid; its fields are called ``<prefix>organisation`` and so on."""
    tidy = Guest(_line(guest.organisation), _line(guest.name), guest.email.strip().lower())
    wrong: dict[str, Message] = {}
    for key, text in (("organisation", tidy.organisation), ("name", tidy.name)):
        if not text:
            wrong[prefix + key] = Message("Write a name")
        elif len(text) > NAME_LIMIT or not text.isprintable():
            wrong[prefix + key] = Message(
                "Write a name of at most %(limit)s ordinary characters", {"limit": NAME_LIMIT}
            )
    if len(tidy.email) > EMAIL_LIMIT or not EMAIL.fullmatch(tidy.email):
        wrong[prefix + "email"] = Message("Write an e-mail address such as name@example.dk")
    same = sa.select(organisation.c.id).where(sa.func.lower(organisation.c.name) == tidy.organisation.lower())
    if session.first(same.where(organisation.c.id.is_distinct_from(named))):
        wrong.setdefault(
            prefix + "organisation",
            Message("An organisation of that name is here already. Choose it, or add a town or a department"),
        )
    if wrong:
        raise Invalid("Some answers are missing or wrong", wrong)
    return tidy


def _line(text: str) -> str:
    """Text of one line: blanks of all kinds, line breaks among them, become single blanks."""
    return " ".join(text.split())


def write(session: Session, party_id: int, guest: Guest, by: Actor) -> int:
    """Write an invitation to a party that nobody has accepted for, and its letter. Returns its id.

    Raises Conflict (one is open), Invalid (too many in a day)."""
    newest = of_party(session, party_id)
    if newest is not None and is_open(session, newest):
        raise Conflict("There is an open invitation already. Withdraw it first")
    if newest is not None and newest.state == "open":
        _answer(session, newest.id, "withdrawn", by.person_id)
    sent = session.scalar(
        sa.select(sa.func.count())
        .select_from(invitation)
        .where(
            invitation.c.invited_by == by.person_id,
            invitation.c.invited_at > session.now - timedelta(days=1),
        )
    )
    if sent >= PER_DAY:
        raise Invalid("You have sent %(limit)s invitations within a day. Wait until tomorrow", limit=PER_DAY)
    token = secrets.token_urlsafe(32)
    made = session.insert(
        invitation,
        party_id=party_id,
        email=guest.email,
        name=guest.name,
        token_hash=_hash(token),
        state="open",
        invited_by=by.person_id,
        invited_at=session.now,
        expires_at=session.now + VALID,
    )
    row = find(session, token)
    history.note(
        session,
        row.process_instance_id,
        "invited",
        by=by.person_id,
        name=row.organisation_name,
    )
    _post(session, row, token, by)
    return made


def _post(session: Session, row: sa.Row[Any], token: str, by: Actor) -> None:
    if session.store.letters is None:
        return
    letter = session.store.letters.invitation(
        row.known_locale or by.locale,
        name=row.name,
        inviter=by.name,
        organisation=row.host_name,
        case_title=row.title,
        link=LINK + token,
        expires_at=row.expires_at,
    )
    mail.write(session, row.email, letter.subject, letter.text, letter.html)


def find(session: Session, token: str) -> sa.Row[Any]:
    """The open invitation of a link, with its case and party: the row, and party_key, kind, process_instance_id,
    organisation_id, organisation_name, number, title, inviter_name, host_name (the organisation that the inviter
    speaks for), known_locale (of the invited address, where somebody uses it). Raises NotFound for all others, and
    tells nobody why."""
    host = party.alias("host")
    hosts = organisation.alias("hosts")
    known = person.alias("known")
    row = session.first(
        sa.select(
            invitation,
            party.c.key.label("party_key"),
            party.c.kind,
            party.c.process_instance_id,
            party.c.organisation_id,
            organisation.c.name.label("organisation_name"),
            process_instance.c.number,
            process_instance.c.title,
            inviter.c.name.label("inviter_name"),
            hosts.c.name.label("host_name"),
            known.c.locale.label("known_locale"),
        )
        .join(party, party.c.id == invitation.c.party_id)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .join(process_instance, process_instance.c.id == party.c.process_instance_id)
        .join(inviter, inviter.c.id == invitation.c.invited_by)
        .join(host, host.c.process_instance_id == process_instance.c.id)
        .join(hosts, hosts.c.id == host.c.organisation_id)
        .outerjoin(known, known.c.email == invitation.c.email)
        .where(
            invitation.c.token_hash == _hash(token),
            invitation.c.state == "open",
            invitation.c.expires_at > session.now,
            process_instance.c.status == "active",
            party.c.left_at.is_(None),
            ~is_peopled,
        )
        .order_by(host.c.id)  # a case is its first party's; who else may invite does so for it
    )
    if row is None:
        raise NotFound(GONE)
    return row


def settle(
    session: Session, row: sa.Row[Any], state: str, by: int | None = None, reason: str | None = None
) -> None:
    """Answer an open invitation, once. Raises NotFound when somebody was first."""
    if not _answer(session, row.id, state, by, reason):
        raise NotFound(GONE)


def _answer(
    session: Session, invitation_id: int, state: str, by: int | None, reason: str | None = None
) -> bool:
    changed = session.execute(
        sa.update(invitation)
        .where(invitation.c.id == invitation_id, invitation.c.state == "open")
        .values(state=state, answered_at=session.now, answered_by=by, reason=reason)
    )
    return changed.rowcount == 1


def is_open(session: Session, row: Any) -> bool:
    """Whether the link of an invitation still works, as far as the invitation goes."""
    return bool(row.state == "open" and row.expires_at > session.now)


def of_party(session: Session, party_id: int) -> sa.Row[Any] | None:
    """The newest invitation for a party, with inviter_name; None where nobody was invited."""
    return session.first(
        sa.select(invitation, inviter.c.name.label("inviter_name"))
        .join(inviter, inviter.c.id == invitation.c.invited_by)
        .where(invitation.c.party_id == party_id)
        .order_by(invitation.c.id.desc())
        .limit(1)
    )


def make_shell(session: Session, guest: Guest, kind: str) -> int:
    """The organisation that keeps the guest's place. Returns its id."""
    return people.create_organisation(session, guest.organisation, kind)


def drop_shell(session: Session, organisation_id: int) -> None:
    """Forget a shell whose place somebody else has taken, unless it keeps another place."""
    held = sa.exists().where(party.c.organisation_id == organisation_id)
    session.execute(sa.delete(organisation).where(organisation.c.id == organisation_id, ~held, ~is_peopled))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
