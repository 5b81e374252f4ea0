"""Files: bytes that lie in the store's folder of files, each named by its SHA-256.

A file is there before the row that speaks of it is committed. One whose transaction was rolled back is harmless:
nothing names it, and the same bytes sent again find it in place."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from engine.errors import NotFound
from engine.store import Session, Store

CHUNK = 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


def put(session: Session, content: bytes | BinaryIO) -> str:
    """Keep the content. Returns its SHA-256 in hex, by which it is found again."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    folder = session.store.files
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, temporary = tempfile.mkstemp(dir=folder, prefix="new-")  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as out:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        goal = path(session.store, digest.hexdigest())
        goal.parent.mkdir(exist_ok=True)
        os.replace(temporary, goal)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync(goal.parent)
    return digest.hexdigest()


def read(session: Session, sha256: str) -> bytes:
    """The content. Raises NotFound where the folder has lost it."""
    return find(session, sha256).read_bytes()


def find(session: Session, sha256: str) -> Path:
    """Where a kept file lies, for sending it without reading it first. Raises NotFound."""
    found = path(session.store, sha256)
    if not found.is_file():
        raise NotFound("The file is not in the folder of files any more")
    return found


def path(store: Store, sha256: str) -> Path:
    """Where the file with this hash lies, or would: nothing but a hash ever becomes part of a path."""
    if not _NAME.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hex")
    return store.files / sha256[:2] / sha256


def _sync(folder: Path) -> None:
    """Make the new name durable too, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
