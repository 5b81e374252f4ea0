"""The document versions of a case, as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.models import document, organisation, party, person, process_instance, signature
from engine.parties.casting import role_names
from engine.parties.people import Actor
from engine.parties.visibility import documents_visible_to, left, signatures_visible_to, visible_instances
from engine.store import Session

from . import status


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature. ``file_sha256``: the sealed PDF, once it has been made."""

    name: str
    on_behalf_of: str | None
    role: str
    party: str | None
    signed_at: datetime
    sha256: str
    file_sha256: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen version. ``status``: as engine.documents.status says; ``sealed``: SHA-256 of the sealed PDF."""

    id: int
    case_id: int
    case_number: str
    case_title: str
    key: str
    title: str
    version: int
    status: str
    content: list[dict[str, Any]]
    sha256: str
    frozen_at: datetime
    is_private: bool
    signatures: tuple[Signed, ...]

    @property
    def sealed(self) -> str | None:
        return next((signed.file_sha256 for signed in reversed(self.signatures) if signed.file_sha256), None)


def of_case(session: Session, number: str, by: Actor) -> list[Version]:
    """Every version that the person may see, document by document, the newest first. Raises NotFound."""
    return _versions(session, _case(session, number, by), by)


def newest(versions: list[Version]) -> list[Version]:
    """The newest version of each document."""
    first: dict[str, Version] = {}
    for version in versions:
        first.setdefault(version.key, version)
    return list(first.values())


def get(session: Session, number: str, document_id: int, by: Actor) -> Version:
    """One version. Raises NotFound where there is none that the person may see."""
    found = _versions(session, _case(session, number, by), by, document.c.id == document_id)
    if not found:
        raise NotFound("There is no such document, or it is not yours to see")
    return found[0]


def signed(session: Session, document_ids: list[int], locale: str, *where: Any) -> dict[int, list[Signed]]:
    """Document id -> its signatures, oldest first."""
    behalf = person.alias("behalf")
    rows = session.all(
        sa.select(
            signature,
            person.c.name,
            behalf.c.name.label("behalf_name"),
            organisation.c.name.label("party_name"),
        )
        .join(person, person.c.id == signature.c.person_id)
        .outerjoin(behalf, behalf.c.id == signature.c.on_behalf_of)
        .outerjoin(party, party.c.id == signature.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .where(signature.c.document_id.in_(document_ids), *where)
        .order_by(signature.c.id)
    )
    roles = role_names(session, locale) if rows else {}
    found: dict[int, list[Signed]] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(
            Signed(
                row.name,
                row.behalf_name,
                roles.get(row.role_id, row.role_id),
                row.party_name,
                row.signed_at,
                row.sha256,
                row.file_sha256,
            )
        )
    return found


def of_row(row: Any, state: str, signatures: list[Signed]) -> Version:
    """A version from its row, which also holds ``number`` and ``case_title`` of its case."""
    return Version(
        row.id,
        row.process_instance_id,
        row.number,
        row.case_title,
        row.key,
        row.title,
        row.version,
        state,
        row.content,
        row.sha256,
        row.frozen_at,
        row.is_private,
        tuple(signatures),
    )


def rows() -> sa.Select[Any]:
    """Document rows as ``of_row`` takes them."""
    return sa.select(document, process_instance.c.number, process_instance.c.title.label("case_title")).join(
        process_instance, process_instance.c.id == document.c.process_instance_id
    )


def _case(session: Session, number: str, by: Actor) -> int:
    instance_id = session.scalar(
        sa.select(process_instance.c.id).where(
            process_instance.c.number == number, process_instance.c.id.in_(visible_instances(by))
        )
    )
    if instance_id is None:
        raise NotFound("There is no such case, or it is not yours to see")
    return int(instance_id)


def _versions(session: Session, instance_id: int, by: Actor, *where: Any) -> list[Version]:
    found = session.all(
        rows()
        .where(document.c.process_instance_id == instance_id, documents_visible_to(by), *where)
        .order_by(document.c.key, document.c.version.desc())
    )
    if not found:
        return []
    states = status.of_case(session, instance_id, left(session, instance_id, by))
    signatures = signed(session, [row.id for row in found], by.locale, signatures_visible_to(by))
    return [of_row(row, states[row.id], signatures.get(row.id, [])) for row in found]
