"""The database: one door to open it, one place that commits.

A command runs inside ``store.transaction()``: returning commits, raising rolls back. It is opened in three places
only: a web request, a job, the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from .clock import Clock

if TYPE_CHECKING:
    from engine.bpmn import Budget
    from engine.mail import Letters
    from engine.signing.port import SigningService

WRITE = {"samtrin_write": True}


class Session:
    """One transaction: the connection, the moment it happens at, and what to do once it has been committed."""

    def __init__(self, connection: sa.Connection, store: Store) -> None:
        self.connection = connection
        self.store = store
        self.now: datetime = store.clock()
        self.after_commit: list[Callable[[], None]] = []

    def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    def first(self, statement: sa.Executable) -> sa.Row[Any] | None:
        """The first row, or None."""
        return self.connection.execute(statement).first()

    def all(self, statement: sa.Executable) -> list[sa.Row[Any]]:
        return list(self.connection.execute(statement))

    def scalar(self, statement: sa.Executable) -> Any:
        return self.connection.execute(statement).scalar()

    def insert(self, table: sa.Table, **values: Any) -> int:
        """Insert a row into a table that numbers its rows, and return its id."""
        result = self.connection.execute(sa.insert(table).values(**values))
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])

    def put(self, table: sa.Table, **values: Any) -> None:
        """Insert a row, or change the one that has its primary key; safe when two do so at once."""
        insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[self.connection.dialect.name]
        keys = [column.name for column in table.primary_key.columns]
        changed = {name: value for name, value in values.items() if name not in keys}
        statement = insert(table).values(**values)
        self.connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))

    def insert_all(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(sa.insert(table), rows)


class Store:
    """An installation's database.

    ``url``: an SQLAlchemy URL, ``sqlite:///samtrin.db`` or ``postgresql+psycopg://...``; ``files``: the folder where
    attachments and sealed documents lie, outside the web root."""

    def __init__(self, url: str, clock: Clock | None = None, files: Path | None = None) -> None:
        self.url = url
        self.files = files or Path("data/files")
        self.clock = clock or Clock()
        self.engine = sa.create_engine(url)
        self.wake: Callable[[], None] = lambda: None  # the worker puts its bell here
        self.letters: Letters | None = (
            None  # who words the mails: the web application; without it none are written
        )
        self.post: Callable[[sa.Row[Any]], None] | None = (
            None  # who sends a mail; without it mails are kept unsent
        )
        self.signing: SigningService | None = None  # who seals documents; without it the installation itself
        self.budget: Budget | None = None  # what one command on a case may use; without it as much as usual
        self.caches: dict[str, Any] = {}
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing transaction. On SQLite it takes the write lock first, so that it never fails half-way."""
        with self.engine.connect().execution_options(**WRITE) as connection:
            session = Session(connection, self)
            with connection.begin():
                yield session
        for action in dict.fromkeys(session.after_commit):
            action()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A reading transaction; whatever it wrote would be rolled back."""
        with self.engine.connect() as connection:
            yield Session(connection, self)

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("samtrin_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
