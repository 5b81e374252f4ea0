"""Files on a case: who adds them, who sees them, and what is left when they are taken away."""

from __future__ import annotations

import io
from typing import Any

import pytest
import sqlalchemy as sa

from engine import attachments, cases, files
from engine.attachments import Upload, listing
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import attachment, history
from engine.store import Store
from tests.world import World, build

from . import made


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def add(world: World, number: str, who: str, name: str = "referat.pdf", **options: Any) -> int:
    with world.store.transaction() as session:
        upload = Upload(name, io.BytesIO(made.PDF))
        return attachments.add(session, number, [upload], world.actor(session, who), **options)[0]


def seen(world: World, number: str, who: str) -> list[str]:
    with world.store.read() as session:
        return [found.name for found in attachments.of_case(session, number, world.actor(session, who))]


def told(world: World, number: str, who: str) -> list[tuple[str, str | None]]:
    with world.store.read() as session:
        view = cases.get(session, number, world.actor(session, who))
    return [(event.kind, event.name) for event in view.history if event.kind in ("attached", "detached")]


def test_the_other_party_sees_what_is_shared_and_not_what_is_private(world: World) -> None:
    number = world.start()
    add(world, number, "petra", "fælles.pdf")
    private = add(world, number, "petra", "eget.pdf", private=True)
    assert seen(world, number, "otto") == ["fælles.pdf", "eget.pdf"]
    assert seen(world, number, "lis") == ["fælles.pdf"]
    assert told(world, number, "lis") == [("attached", "fælles.pdf")]
    with world.store.read() as session, pytest.raises(NotFound):
        attachments.get(session, number, private, world.actor(session, "lis"))
    with world.store.read() as session, pytest.raises(NotFound):
        attachments.of_case(session, number, world.actor(session, "frida"))


def test_the_bytes_are_kept_under_their_hash(world: World) -> None:
    number = world.start()
    key = add(world, number, "lis")
    with world.store.read() as session:
        found = attachments.get(session, number, key, world.actor(session, "petra"))
        assert files.read(session, found.sha256) == made.PDF
    assert (found.media_type, found.size) == ("application/pdf", len(made.PDF))
    assert (found.party_name, found.person_name, found.may_remove) == ("Team Tagsten", "Lis", False)


def test_a_file_on_a_private_task_is_private_unless_it_is_shared(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    add(world, number, "petra", "eget.pdf", task_id=task)
    add(world, number, "petra", "delt.pdf", task_id=task, private=False)
    with world.store.read() as session:
        lis, petra = world.actor(session, "lis"), world.actor(session, "petra")
        (found,) = attachments.of_case(session, number, lis)
        assert (found.name, found.task_id, found.task_name) == ("delt.pdf", None, None)
        assert [f.task_name for f in attachments.of_task(session, task, petra)] == ["Fastlæg egen ramme"] * 2


def test_nobody_adds_to_a_task_that_they_may_not_know_of(world: World) -> None:
    number, other = world.start(), world.start()
    for who, case, task in (("lis", number, world.task(number, "intern-ramme")),
                            ("petra", number, world.task(other, "intern-ramme"))):  # fmt: skip
        with pytest.raises(NotFound):
            add(world, case, who, task_id=task)
    with pytest.raises(NotFound):
        add(world, number, "frida")


def test_what_is_removed_is_hidden_and_the_history_says_so(world: World) -> None:
    number = world.start()
    key = add(world, number, "lis")
    for who, refusal in (("petra", Forbidden), ("lars", Forbidden), ("frida", NotFound)):
        with world.store.transaction() as session, pytest.raises(refusal):
            attachments.remove(session, number, key, world.actor(session, who))
    with world.store.transaction() as session:
        attachments.remove(session, number, key, world.actor(session, "lis"))
    assert seen(world, number, "lis") == seen(world, number, "petra") == []
    assert told(world, number, "petra") == [("detached", "referat.pdf"), ("attached", "referat.pdf")]
    with world.store.transaction() as session, pytest.raises(NotFound):
        attachments.remove(session, number, key, world.actor(session, "lis"))


def test_a_file_is_removed_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clicks at once: the second has found the file before the first took it away."""
    number = world.start()
    key = add(world, number, "lis")
    with world.store.transaction() as session:
        lis = world.actor(session, "lis")
        found = attachments.get(session, number, key, lis)
        attachments.remove(session, number, key, lis)
        monkeypatch.setattr(listing, "get", lambda *_asked: found)
        with pytest.raises(Conflict):
            attachments.remove(session, number, key, lis)


def test_all_or_none(world: World) -> None:
    number = world.start()
    good, bad = Upload("a.pdf", io.BytesIO(made.PDF)), Upload("b.pdf", io.BytesIO(made.EXE))
    with pytest.raises(Invalid), world.store.transaction() as session:
        attachments.add(session, number, [good, bad], world.actor(session, "petra"))
    with world.store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(attachment)) == 0
        assert session.all(sa.select(history).where(history.c.kind == "attached")) == []


@pytest.mark.parametrize(
    ("content", "limit", "reason"),
    [(b"", 100, "is empty"), (made.PDF, len(made.PDF) - 1, "too large")],
)
def test_empty_and_too_large(world: World, content: bytes, limit: int, reason: str) -> None:
    number = world.start()
    with world.store.transaction() as session, pytest.raises(Invalid, match=reason):
        upload = Upload("a.pdf", io.BytesIO(content))
        attachments.add(session, number, [upload], world.actor(session, "petra"), limit=limit)


def test_none_or_too_many_files(world: World) -> None:
    number = world.start()
    for uploads in ([], [Upload("a.pdf", io.BytesIO(made.PDF))] * 21):
        with world.store.transaction() as session, pytest.raises(Invalid):
            attachments.add(session, number, uploads, world.actor(session, "petra"))


def test_a_case_that_has_ended_takes_no_more(world: World) -> None:
    number = world.start()
    key = add(world, number, "petra")
    with world.store.transaction() as session:
        cases.cancel(session, number, "Slut", world.actor(session, "petra"))
    with pytest.raises(Conflict):
        add(world, number, "petra")
    with world.store.read() as session:
        found = attachments.get(session, number, key, world.actor(session, "petra"))
    assert not found.may_remove
