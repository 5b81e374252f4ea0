"""Transactions and migrations."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command

from engine.migrations import config
from engine.models import setting
from engine.store import Store


def value(store: Store) -> object:
    with store.read() as session:
        return session.scalar(sa.select(setting.c.value).where(setting.c.key == "a"))


def test_returning_commits_and_raising_rolls_back(store: Store) -> None:
    rung = []
    with store.transaction() as session:
        session.insert_all(setting, [{"key": "a", "value": 1}])
        session.after_commit.append(lambda: rung.append("yes"))
    with pytest.raises(ZeroDivisionError), store.transaction() as session:
        session.execute(sa.update(setting).values(value=2))
        session.after_commit.append(lambda: rung.append("no"))
        raise ZeroDivisionError
    assert (value(store), rung) == (1, ["yes"])


def test_reading_writes_nothing(store: Store) -> None:
    with store.read() as session:
        session.insert_all(setting, [{"key": "a", "value": 1}])
    assert value(store) is None


def test_the_migrations_make_exactly_the_tables(store: Store) -> None:
    command.check(config(store))


def test_moments_come_back_in_utc(store: Store) -> None:
    from engine.models import organisation
    from engine.parties import people

    with store.transaction() as session:
        people.create_organisation(session, "En", "civil")
    with store.read() as session:
        at = session.scalar(sa.select(organisation.c.created_at))
    assert at == store.clock()
    assert at.utcoffset().total_seconds() == 0


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(sqlite_store: Store) -> None:
    with sqlite_store.read() as session:
        assert session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(sa.text("PRAGMA synchronous")) == 2
        assert session.scalar(sa.text("PRAGMA foreign_keys")) == 1
