"""Transactions and migrations."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(tmp_path: Path) -> None:
    program = f"""
import sqlalchemy
from engine.store import Store

with Store("sqlite:///{(tmp_path / "new.db").as_posix()}").read() as session:
    for name in ("journal_mode", "synchronous", "foreign_keys"):
        print(session.scalar(sqlalchemy.text(f"PRAGMA {{name}}")))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.split() == [
        "wal",
        "2",
        "1",
    ]  # in a process of its own: here the disk is not waited for
