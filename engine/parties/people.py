"""Who somebody is: organisations, people, log-in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from engine import index
from engine.errors import Invalid, Message, NotFound
from engine.models import membership, organisation, person, standing_role
from engine.store import Session

_hasher = PasswordHasher()
# Checked when the address is unknown, so that the answer takes as long as for a known one.
_NOBODY = _hasher.hash("nobody has this password")
# An organisation without people is a shell: it keeps the place of one that has been invited into a case.
is_peopled = sa.exists().where(membership.c.organisation_id == organisation.c.id).correlate(organisation)
LOCALES = ("da", "en")
PASSWORD_MINIMUM = 10


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, with what decides their rights."""

    person_id: int
    name: str
    email: str
    locale: str
    is_operator: bool
    organisations: tuple[tuple[int, str], ...]
    admin_of: frozenset[int]

    @property
    def organisation_ids(self) -> frozenset[int]:
        return frozenset(key for key, _ in self.organisations)


def authenticate(session: Session, email: str, password: str) -> Actor | None:
    """The person with this address and password, or None. Takes equally long for unknown addresses."""
    row = session.first(sa.select(person).where(person.c.email == email.strip().lower()))
    try:
        _hasher.verify(row.password_hash if row else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return actor(session, row.id) if row else None


def actor(session: Session, person_id: int) -> Actor | None:
    """The active person with this id, or None."""
    row = session.first(sa.select(person).where(person.c.id == person_id, person.c.is_active))
    if row is None:
        return None
    belongs = session.all(
        sa.select(organisation.c.id, organisation.c.name, membership.c.is_admin)
        .join(membership, membership.c.organisation_id == organisation.c.id)
        .where(membership.c.person_id == person_id)
        .order_by(organisation.c.name)
    )
    return Actor(
        row.id,
        row.name,
        row.email,
        row.locale,
        row.is_operator,
        tuple((m.id, m.name) for m in belongs),
        frozenset(m.id for m in belongs if m.is_admin),
    )


def set_locale(session: Session, by: Actor, locale: str) -> None:
    """Choose the language that the pages speak to this person."""
    if locale not in LOCALES:
        raise Invalid("There is no such language: %(locale)s", locale=locale)
    session.execute(sa.update(person).where(person.c.id == by.person_id).values(locale=locale))


def create_organisation(session: Session, name: str, kind: str) -> int:
    """Returns the new organisation's id. Raises Invalid where the name is taken, be it at this very moment."""
    try:
        return session.insert(organisation, name=name, kind=kind, created_at=session.now)
    except sa.exc.IntegrityError:
        raise Invalid("There is already an organisation called %(name)s", name=name) from None


def create_person(
    session: Session, name: str, email: str, password: str, *, is_operator: bool = False, locale: str = "da"
) -> int:
    """Returns the new person's id. Raises Invalid for a short password or an address in use."""
    if len(password) < PASSWORD_MINIMUM:
        text = "The password needs at least %(count)s characters"
        raise Invalid(text, {"password": Message(text, {"count": PASSWORD_MINIMUM})}, count=PASSWORD_MINIMUM)
    address = email.strip().lower()
    if session.first(sa.select(person.c.id).where(person.c.email == address)):
        text = "Somebody already uses the address %(email)s"
        raise Invalid(text, {"email": Message(text, {"email": address})}, email=address)
    made = session.insert(
        person,
        name=name,
        email=address,
        password_hash=_hasher.hash(password),
        locale=locale,
        is_operator=is_operator,
        is_active=True,
        created_at=session.now,
    )
    index.put(session, [index.Entry("person", made, None, name)])
    return made


def join(
    session: Session,
    person_id: int,
    organisation_id: int,
    roles: Iterable[str] = (),
    *,
    is_admin: bool = False,
) -> None:
    """Make a person a member; ``roles`` are those that they usually fill there."""
    session.insert_all(
        membership, [{"person_id": person_id, "organisation_id": organisation_id, "is_admin": is_admin}]
    )
    session.insert_all(
        standing_role,
        [
            {"organisation_id": organisation_id, "person_id": person_id, "role_id": r}
            for r in dict.fromkeys(roles)
        ],
    )


def members(session: Session, organisation_id: int) -> list[sa.Row[tuple[int, str]]]:
    """(id, name) of the active people of an organisation, by name."""
    return session.all(
        sa.select(person.c.id, person.c.name)
        .join(membership, membership.c.person_id == person.c.id)
        .where(membership.c.organisation_id == organisation_id, person.c.is_active)
        .order_by(person.c.name)
    )


def organisation_named(session: Session, organisation_id: int) -> sa.Row[tuple[int, str, str]]:
    """(id, name, kind) of an organisation; raises NotFound."""
    row = session.first(
        sa.select(organisation.c.id, organisation.c.name, organisation.c.kind).where(
            organisation.c.id == organisation_id
        )
    )
    if row is None:
        raise NotFound("There is no such organisation")
    return row
