"""A small installation in memory, in which the tests of a process are played: what is published, the draft on top of
it, and made-up organisations with one person in every role. Nothing of it reaches the real database.

It is a store like any other, on SQLite without a file. Every scenario begins on a fresh copy of the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.clock import Clock
from engine.migrations import upgrade
from engine.models import (
    decision_definition,
    form_definition,
    organisation,
    person,
    process_decision,
    process_definition,
    process_form,
    role_definition,
    subscription,
)
from engine.parties import casting, people
from engine.store import Session, Store

BUDGET = bpmn.Budget(steps=5_000, seconds=3.0)  # of one command: people wait for the tests
MEMORY = "sqlite://"


@contextmanager
def scratch(files: Mapping[str, bytes], real: Session) -> Iterator[tuple[Store, bytes]]:
    """A store with what is published in the real one and, on top, the files of a draft; and the bytes to which
    ``restore`` brings it back. Raises deployments.Rejected."""
    with tempfile.TemporaryDirectory(prefix="samtrin-") as folder:
        store = Store(MEMORY, Clock(), Path(folder))
        store.budget = BUDGET
        try:
            _load(store, _empty())
            with store.transaction() as session:
                copy_published(real, session)
                deployments.write(session, files, None)
            yield store, _bytes(store)
        finally:
            store.close()


def restore(store: Store, content: bytes, kinds: Sequence[str], locale: str) -> None:
    """Begin anew: the published processes, and one organisation of each of these kinds."""
    _load(store, content)
    with store.transaction() as session:
        for number, kind in enumerate(kinds, start=1):
            _organise(session, f"P{number}", kind, locale)


def copy_published(real: Session, session: Session) -> None:
    """Take over roles, and the newest versions with the forms and decisions that they use."""
    processes = _newest(process_definition, process_definition.c.process_id)
    using = process_form.c.process_definition_id.in_(processes)
    asking = process_decision.c.process_definition_id.in_(processes)
    _copy(real, session, role_definition, sa.true())
    _copy(
        real,
        session,
        form_definition,
        form_definition.c.id.in_(_newest(form_definition, form_definition.c.form_id))
        | form_definition.c.id.in_(sa.select(process_form.c.form_definition_id).where(using)),
    )
    _copy(
        real,
        session,
        decision_definition,
        decision_definition.c.id.in_(_newest(decision_definition, decision_definition.c.decision_id))
        | decision_definition.c.id.in_(sa.select(process_decision.c.decision_definition_id).where(asking)),
    )
    nobody = {"deployed_by": None, "scenarios": None}
    _copy(real, session, process_definition, process_definition.c.id.in_(processes), nobody)
    _copy(real, session, process_form, using)
    _copy(real, session, process_decision, asking)
    _copy(real, session, subscription, subscription.c.process_definition_id.in_(processes))


def published(real: Session) -> list[Any]:
    """What tells one state of the published processes from another."""
    found: list[Any] = []
    for table, key in (
        (process_definition, process_definition.c.process_id),
        (form_definition, form_definition.c.form_id),
        (decision_definition, decision_definition.c.decision_id),
    ):
        rows = real.execute(sa.select(table.c.digest).where(table.c.id.in_(_newest(table, key))))
        found.append(sorted(rows.scalars()))
    roles = sa.select(role_definition).order_by(role_definition.c.role_id)
    return [*found, [list(row) for row in real.all(roles)]]


def _newest(table: sa.Table, key: sa.Column[Any]) -> sa.Select[tuple[int]]:
    return sa.select(sa.func.max(table.c.id)).group_by(key)


def _copy(
    real: Session,
    session: Session,
    table: sa.Table,
    where: sa.ColumnElement[bool],
    change: Mapping[str, Any] | None = None,
) -> None:
    rows = real.all(sa.select(table).where(where))
    session.insert_all(table, [{**row._mapping, **(change or {})} for row in rows])


def _organise(session: Session, key: str, kind: str, locale: str) -> None:
    """An organisation with one person in every role that it can fill. Nobody can log in as them."""
    organisation_id = session.insert(organisation, name=f"{key} ({kind})", kind=kind, created_at=session.now)
    names = casting.role_names(session, locale)
    for role_id in casting.roles_for(session, kind) or [""]:
        person_id = session.insert(
            person,
            name=f"{names.get(role_id, kind)}, {key}"[:200],
            email=address(key, role_id),
            password_hash="",
            locale=locale,
            created_at=session.now,
        )
        people.join(session, person_id, organisation_id, [role_id] if role_id else [])


def address(party: str, role_id: str) -> str:
    """The address of the person in a role of an organisation, by which they are found again."""
    return f"{role_id}@{party}.test".lower()


@cache
def _empty() -> bytes:
    """A database with all tables and nothing in them, made once by the migrations."""
    store = Store(MEMORY)
    try:
        upgrade(store)
        return _bytes(store)
    finally:
        store.close()


def _bytes(store: Store) -> bytes:
    with store.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        return bytes(driver.serialize())


def _load(store: Store, content: bytes) -> None:
    with store.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.deserialize(content)
