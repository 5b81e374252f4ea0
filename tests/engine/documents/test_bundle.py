"""All papers of a case in one file that proves itself."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from engine import attachments, history
from engine.documents import bundle, listing, status
from engine.errors import NotFound
from engine.models import document
from engine.store import Store
from tests.engine.attachments import made
from tests.world import OWNER, TEAM, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def fetched(world: World, number: str, who: str) -> bytes:
    out = io.BytesIO()
    with world.store.read() as session:
        bundle.write(session, number, world.actor(session, who), [OWNER, TEAM], "Nyt tag", out)
    return out.getvalue()


def with_files(world: World) -> str:
    number = world.written()
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        for name, private in (("../æøå: plan.pdf", False), ("eget.pdf", True)):
            upload = attachments.Upload(name, io.BytesIO(made.PDF))
            attachments.add(session, number, [upload], petra, private=private)
    return number


def replaced(content: bytes, path: str, by: bytes | None) -> bytes:
    """The same zip file with one member changed, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != path:
                new.writestr(name, old.read(name))
        if by is not None:
            new.writestr(path, by)
    return out.getvalue()


def test_every_hash_can_be_worked_out_again(world: World) -> None:
    number = with_files(world)
    content = fetched(world, number, "petra")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.namelist() == [
            "dokumenter/dok-aftale-v1.pdf",
            "dokumenter/dok-aftale-v1.json",
            "bilag/1-æøå_ plan.pdf",
            "bilag/2-eget.pdf",
            "LÆSMIG.txt",
            "manifest.json",
        ]
        for entry in manifest["files"]:
            member = archive.read(entry["path"])
            assert (hashlib.sha256(member).hexdigest(), len(member)) == (entry["sha256"], entry["size"])
        assert "kontrolsum" in archive.read("LÆSMIG.txt").decode()
    with world.store.read() as session:
        document = listing.of_case(session, number, world.actor(session, "petra"))[0]
    assert (
        manifest["files"][1]["sha256"] == document.sha256
    )  # the words as a file have the frozen fingerprint
    assert bundle.verify(io.BytesIO(content)) == []


def test_the_version_in_force_is_there_beside_a_newer_one(world: World) -> None:
    number = world.written()
    with world.store.transaction() as session:
        row = session.first(sa.select(document))
        assert row is not None
        data = {"document": row.id, "result": status.PASSED}
        history.note(session, row.process_instance_id, "decided", name=row.title, data=data)
        session.insert(document, **{**row._mapping, "id": row.id + 100, "version": 2})
    with zipfile.ZipFile(io.BytesIO(fetched(world, number, "lis"))) as archive:
        printed = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert printed == ["dokumenter/dok-aftale-v2.pdf", "dokumenter/dok-aftale-v1.pdf"]


def test_it_holds_what_its_reader_may_see(world: World) -> None:
    number = with_files(world)
    with zipfile.ZipFile(io.BytesIO(fetched(world, number, "lis"))) as archive:
        assert [name for name in archive.namelist() if name.startswith("bilag/")] == ["bilag/1-æøå_ plan.pdf"]
        assert b"eget.pdf" not in archive.read("manifest.json")
    with pytest.raises(NotFound):
        fetched(world, number, "frida")


def test_whatever_is_changed_is_found(world: World) -> None:
    content = fetched(world, with_files(world), "petra")
    words = "dokumenter/dok-aftale-v1.json"
    assert bundle.verify(io.BytesIO(replaced(content, words, b"{}"))) == [f"{words}: changed"]
    assert bundle.verify(io.BytesIO(replaced(content, words, None))) == [f"{words}: missing"]
    assert bundle.verify(io.BytesIO(replaced(content, "ny.txt", b"x"))) == ["ny.txt: not in the manifest"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    entry = next(entry for entry in manifest["files"] if entry["path"] == words)
    entry["sha256"] = hashlib.sha256(b"{}").hexdigest()
    forged = replaced(replaced(content, words, b"{}"), "manifest.json", json.dumps(manifest).encode())
    assert bundle.verify(io.BytesIO(forged)) == [f"{words}: not the words that were frozen"]
    for broken in (b"", b"PK", made.archive({"manifest.json": b"[]"}), made.archive({"x": b"y"})):
        assert "cannot be read" in bundle.verify(io.BytesIO(broken))[0]
