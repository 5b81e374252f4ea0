"""A signature is a row; once all who were asked have signed, a job seals the document with their names in it.

The seal is made anew, as a new file, where somebody signs later still: the newest file names everybody."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import files, history
from engine.documents import listing, printing, status
from engine.models import document, job, signature, user_task
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session, Store

from .local import LocalService
from .port import SigningService

KIND = "seal"


def service(store: Store) -> SigningService:
    """The service that this installation signs with; without a choice its own, with a key beside the files."""
    if store.signing is None:
        folder = store.files.parent
        store.signing = LocalService(folder / "signing.key", folder / "signing.crt")
    return store.signing


def record(session: Session, task: Any, signed: Any, by: Actor, on_behalf_of: int | None = None) -> None:
    """Write down who has signed which words, for which party and role. ``signed``: the document's row.

    Where nobody else is asked to sign it, the seal is set going: as a job, so that nobody waits for it."""
    session.insert(
        signature,
        process_instance_id=task.process_instance_id,
        document_id=signed.id,
        user_task_id=task.id,
        party_id=task.party_id,
        role_id=task.role_id,
        person_id=by.person_id,
        on_behalf_of=on_behalf_of,
        sha256=signed.sha256,
        signed_at=session.now,
        service=service(session.store).name,
    )
    others = session.all(
        sa.select(user_task.c.properties).where(
            user_task.c.process_instance_id == task.process_instance_id,
            user_task.c.state == "open",
            user_task.c.id != task.id,
        )
    )
    if all(row.properties.get("samtrin:sign") != signed.key for row in others):
        session.insert(
            job,
            kind=KIND,
            process_instance_id=task.process_instance_id,
            token=None,
            payload={"document": signed.id},
            due_at=session.now,
            retries=3,
        )
        session.after_commit.append(session.store.wake)


def seal(session: Session, document_id: int) -> str:
    """Make the sealed PDF of a document with all its signatures, and keep it. Returns its SHA-256.

    It says what everybody signed: the words are read from the frozen version, never from the case."""
    row = session.first(listing.rows().where(document.c.id == document_id))
    assert row is not None  # documents are never deleted
    names = [party.name for party in casting.parties(session, row.process_instance_id)]
    state = status.of_case(session, row.process_instance_id)[row.id]
    version = listing.of_row(row, state, listing.signed(session, [row.id], "da").get(row.id, []))
    sha256 = files.put(session, service(session.store).sign(printing.paper(version, names)))
    session.execute(sa.update(signature).where(signature.c.document_id == row.id).values(file_sha256=sha256))
    history.note(
        session,
        row.process_instance_id,
        "sealed",
        party_id=row.party_id,
        is_private=row.is_private,
        name=row.title,
        data={"document": row.id, "version": row.version, "sha256": row.sha256, "file": sha256},
    )
    return sha256
