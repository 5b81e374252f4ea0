"""What is private is shown to the others one thing at a time, once, by those who may."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, deployments, releases, user_tasks
from engine.errors import Conflict, Forbidden, NotFound
from engine.models import attachment, casting, comment, document, history, membership, party, user_task
from engine.store import Store
from tests import secretive
from tests.world import OWNER, TEAM, World, build


@pytest.fixture
def world(sqlite_store: Store) -> World:
    made = build(sqlite_store)
    with made.store.transaction() as session:
        deployments.deploy(session, secretive.resources())
    return made


@pytest.fixture
def number(world: World) -> str:
    """A case whose owner has done its private task, said something there and added a file."""
    number = world.start()
    task = world.task(number, "intern-ramme")
    world.do("petra", task, ramme="1000000", note="vores")
    with world.store.transaction() as session:
        own = {
            "process_instance_id": session.scalar(sa.select(user_task.c.process_instance_id)),
            "party_id": world.party(session, number, "P1"),
            "user_task_id": task,
            "person_id": world.ids["petra"],
            "is_private": True,
            "created_at": session.now,
        }
        session.insert(comment, **own, text="Det er for dyrt")
        session.insert(attachment, **own, name="noter.txt", media_type="text/plain", size=3, sha256="0")
    return number


def things(world: World) -> dict[str, int]:
    """kind -> id of the private thing."""
    with world.store.read() as session:
        return {
            kind: int(session.scalar(sa.select(sa.func.min(what.table.c.id)).where(what.table.c.is_private)))
            for kind, what in releases.KINDS.items()
        }


def release(world: World, kind: str, key: int, who: str) -> None:
    with world.store.transaction() as session:
        releases.release(session, kind, key, world.actor(session, who))


def view(world: World, number: str, who: str) -> cases.CaseView:
    with world.store.read() as session:
        return cases.get(session, number, world.actor(session, who))


@pytest.mark.parametrize("kind", releases.KINDS)
def test_released_once_and_then_read_by_the_others(world: World, number: str, kind: str) -> None:
    key, what = things(world)[kind], releases.KINDS[kind]
    mine = sa.select(what.table.c.id).where(what.table.c.id == key)
    with world.store.read() as session:
        petra, lis = (world.actor(session, who) for who in ("petra", "lis"))
        assert session.scalar(mine.where(what.sight(lis))) is None
        shown = releases.preview(session, kind, key, petra)
        assert shown.readers == [TEAM] and shown.case_number == number
        assert {"task": "vores", "document": "vores"}.get(kind, "") in str(shown.sections)
        assert shown.text == ("Det er for dyrt" if kind == "comment" else "")
        assert (kind, key) in {(each.kind, each.id) for each in releases.of_case(session, 1, petra)}
        assert releases.of_case(session, 1, lis) == []
    private = [happening for happening in view(world, number, "petra").history if happening.is_private]
    release(world, kind, key, "petra")
    with world.store.read() as session:
        assert session.scalar(mine.where(what.sight(world.actor(session, "lis")))) == key
    told = view(world, number, "lis").history[0]
    assert (told.kind, told.person_name, told.party_name) == ("released", "Petra", OWNER)
    assert told.data["kind"] == kind and told.data["id"] == key
    still = [happening for happening in view(world, number, "petra").history if happening.is_private]
    assert still == private != []
    for who in ("petra", "lis"):
        with pytest.raises(Conflict):
            release(world, kind, key, who)


def test_the_answers_are_released_and_the_private_fields_are_not(world: World, number: str) -> None:
    key = things(world)["task"]
    with world.store.transaction() as session:
        kept = {"P1": {"smertegraense": 5}}
        session.execute(sa.update(user_task).where(user_task.c.id == key).values(own_answers=kept))
    with world.store.read() as session:
        shown = releases.preview(session, "task", key, world.actor(session, "petra"))
    assert {field["key"] for field in shown.sections[0]["fields"]} == {"ramme", "note"}
    release(world, "task", key, "petra")
    with world.store.read() as session:
        found = user_tasks.get(session, key, world.actor(session, "lis"))
    assert found.values == {"ramme": 1000000, "note": "vores"} and not found.is_private


@pytest.mark.parametrize("kind", releases.KINDS)
@pytest.mark.parametrize("who", ["lis", "frida"])
def test_what_one_may_not_know_of_is_not_there(world: World, number: str, kind: str, who: str) -> None:
    key = things(world)[kind]
    with pytest.raises(NotFound):
        release(world, kind, key, who)
    with pytest.raises(NotFound):
        release(world, kind, 987654, "petra")
    with world.store.read() as session, pytest.raises(NotFound):
        releases.preview(session, kind, key, world.actor(session, who))
    with world.store.read() as session:
        assert session.scalar(sa.select(history.c.id).where(history.c.kind == "released")) is None


def test_a_kind_that_does_not_exist_is_not_there(world: World, number: str) -> None:
    with pytest.raises(NotFound):
        release(world, "person", 1, "petra")


def test_what_is_gone_or_unfinished_is_not_released(world: World, number: str) -> None:
    found = things(world)
    with world.store.transaction() as session:
        session.execute(sa.update(comment).values(deleted_at=session.now))
        session.execute(sa.update(attachment).values(removed_at=session.now))
    for kind in ("comment", "attachment"):
        with pytest.raises(NotFound):
            release(world, kind, found[kind], "petra")
    with pytest.raises(Conflict, match="done"):
        release(world, "task", world.task(world.start("To"), "intern-ramme"), "petra")
    with pytest.raises(Conflict, match="already"):
        release(world, "task", world.task(number, "skriv"), "petra")


def test_only_who_has_the_role_wrote_it_or_administers(world: World, number: str) -> None:
    """Otto is cast for the party in another role: he may release what is the party's, not what is the role's."""
    found = things(world)
    with world.store.transaction() as session:
        session.execute(sa.update(membership).values(is_admin=False))

    def may(who: str) -> dict[str, bool]:
        with world.store.read() as session:
            by = world.actor(session, who)
            offered = {(each.kind, each.id) for each in releases.of_case(session, 1, by)}
        return {kind: (kind, key) in offered for kind, key in found.items()}

    assert may("petra") == may("oda") == dict.fromkeys(found, True)
    assert may("otto") == {**dict.fromkeys(found, False), "document": True}
    for kind in ("task", "comment", "attachment"):
        with pytest.raises(Forbidden):
            release(world, kind, found[kind], "otto")
    with world.store.transaction() as session:
        session.execute(sa.delete(casting))
    assert may("petra") == {"task": False, "document": False, "comment": True, "attachment": True}
    with world.store.transaction() as session:
        otto = membership.c.person_id == world.ids["otto"]
        session.execute(sa.update(membership).where(otto).values(is_admin=True))
    assert may("otto") == dict.fromkeys(found, True)
    with world.store.transaction() as session:
        session.execute(sa.update(party).where(party.c.key == "P1").values(left_at=session.now))
        session.execute(sa.update(document).values(frozen_at=sa.text("'2020-01-01 00:00:00'")))
    assert may("otto")["document"] is False


def test_an_ended_case_stays_as_it_was(world: World, number: str) -> None:
    found: dict[str, Any] = things(world)
    with world.store.transaction() as session:
        cases.cancel(session, number, "Vi stopper", world.actor(session, "petra"))
    with pytest.raises(Conflict):
        release(world, "task", found["task"], "petra")
