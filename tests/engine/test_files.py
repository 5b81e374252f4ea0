"""Files by their hash: kept before the transaction that names them, and found by nothing but a hash."""

from __future__ import annotations

import hashlib
import io

import pytest

from engine import files
from engine.errors import NotFound
from engine.store import Store


def test_what_is_put_is_read(sqlite_store: Store) -> None:
    content = "æøå".encode() * 1_000_000
    with sqlite_store.transaction() as session:
        name = files.put(session, content)
        assert name == hashlib.sha256(content).hexdigest() == files.put(session, io.BytesIO(content))
        assert files.read(session, name) == content
    kept = [file for file in sqlite_store.files.rglob("*") if file.is_file()]
    assert [file.name for file in kept] == [name]
    assert kept[0].stat().st_mode & 0o077 == 0


def test_a_transaction_that_is_rolled_back_leaves_a_harmless_file(sqlite_store: Store) -> None:
    with pytest.raises(RuntimeError), sqlite_store.transaction() as session:
        name = files.put(session, b"x")
        raise RuntimeError
    with sqlite_store.transaction() as session:
        assert files.put(session, b"x") == name


def test_a_broken_stream_leaves_nothing(sqlite_store: Store) -> None:
    class Broken(io.BytesIO):
        def read(self, count: int | None = -1) -> bytes:
            raise OSError("the disk is gone")

    with sqlite_store.transaction() as session, pytest.raises(OSError, match="gone"):
        files.put(session, Broken())
    assert not [file for file in sqlite_store.files.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n"]
)
def test_only_a_hash_names_a_file(sqlite_store: Store, name: str) -> None:
    with sqlite_store.read() as session, pytest.raises(ValueError, match="SHA-256"):
        files.read(session, name)


def test_a_lost_file_is_not_found(sqlite_store: Store) -> None:
    with sqlite_store.read() as session, pytest.raises(NotFound):
        files.read(session, "a" * 64)
