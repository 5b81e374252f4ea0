"""The audit trail: every act of people hangs on the one before, and who may not read one can still check it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import audit, chain, history, user_tasks
from engine.audit import Verdict
from engine.models import history as table
from engine.models import organisation, party, person, process_instance
from engine.store import Session, Store
from tests.world import TEAM, World, build

SEVERAL = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def quick(sqlite_store: Store) -> World:
    """For what does not depend on the database."""
    return build(sqlite_store)


def case_id(session: Session, number: str) -> int:
    return int(
        session.execute(
            sa.select(process_instance.c.id).where(process_instance.c.number == number)
        ).scalar_one()
    )


def stored(world: World, number: str, head: str = "") -> Verdict:
    with world.store.read() as session:
        return audit.verify(session, case_id(session, number), head)


def exported(world: World, number: str, who: str = "petra") -> audit.Export:
    with world.store.read() as session:
        return audit.export(session, number, world.actor(session, who))


def sql(world: World, statement: Any) -> None:
    with world.store.transaction() as session:
        session.execute(statement)


def five(world: World) -> str:
    """A case with five acts, the second of them the owner's own."""
    number = world.start()
    with world.store.transaction() as session:
        instance_id, owner = case_id(session, number), world.party(session, number, "P1")
        for name in ("Ramme", "Udkast", "Pris", "Tekst"):
            history.note(
                session,
                instance_id,
                "completed_task",
                by=world.ids["oda"],
                party_id=owner,
                is_private=name == "Ramme",
                name=name,
            )
    return number


def played(world: World) -> str:
    """A case with private acts of the owner's, and acts of both sides. It has more than five acts."""
    number = world.written()
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), **SEVERAL)
    world.do("lis", world.task(number, "gp-tag-stilling", "P2"), **SEVERAL)
    return number


def test_every_act_is_chained_with_the_names_of_its_moment(world: World) -> None:
    number = played(world)
    before = exported(world, number)
    assert [entry.seq for entry in before.entries] == list(range(1, len(before.entries) + 1))
    assert len(before.entries) > 5
    sql(world, sa.update(person).where(person.c.id == world.ids["petra"]).values(name="Petra Ny"))
    sql(world, sa.update(organisation).values(name=organisation.c.name + sa.literal(" nu")))
    after = exported(world, number)
    assert [e.act for e in after.entries] == [e.act for e in before.entries]
    first = after.entries[0].act
    assert first and first["person"] == {"id": world.ids["petra"], "name": "Petra"}
    assert {e.act["party"]["name"] for e in after.entries if e.act and "party" in e.act} >= {TEAM}
    assert stored(world, number) == Verdict(len(after.entries), after.head)


def test_on_whose_behalf_is_chained(quick: World) -> None:
    number = quick.start()
    with quick.store.transaction() as session:
        history.note(
            session,
            case_id(session, number),
            "assigned",
            by=quick.ids["oda"],
            on_behalf_of=quick.ids["petra"],
            data={"to": 1.5},
        )
    last = exported(quick, number).entries[-1].act
    assert last and last["on_behalf_of"] == {"id": quick.ids["petra"], "name": "Petra"}
    assert stored(quick, number).intact


def test_the_runtimes_own_moves_are_not_in_the_chain(quick: World) -> None:
    number = quick.start()
    with quick.store.read() as session:
        rows = session.all(sa.select(table).where(table.c.process_instance_id == case_id(session, number)))
    assert {row.kind for row in rows if row.seq is None} >= {"entered"}
    assert [row.kind for row in rows if row.seq == 1] == ["started"]


def test_acts_at_the_same_moment_stand_one_after_the_other(world: World) -> None:
    """Four people at once, none of whom has taken the case's lock before."""
    number = world.start()
    with world.store.read() as session:
        instance_id = case_id(session, number)
    failed: list[Exception] = []
    begin = threading.Barrier(4)

    def act() -> None:
        begin.wait()
        try:
            for _ in range(8):
                with world.store.transaction() as session:
                    history.note(session, instance_id, "cast", by=world.ids["oda"])
                    history.note(session, instance_id, "cast", by=world.ids["otto"])
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    verdict = stored(world, number)
    assert verdict.intact and verdict.entries == 64 + 1


TAMPERING: dict[str, tuple[Any, int, str]] = {
    "a changed word": (sa.update(table).where(table.c.seq == 3).values(name="Noget andet"), 3, "its words"),
    "a changed time": (
        sa.update(table)
        .where(table.c.seq == 2)
        .values(at=sa.func.coalesce(None, "2020-01-01 00:00:00.000000")),
        2,
        "its words",
    ),
    "another person": (sa.update(table).where(table.c.seq == 4).values(person_id=2), 4, "its words"),
    "another name": (sa.update(table).where(table.c.seq == 1).values(names={"person": "Ib"}), 1, "its words"),
    "a private act shown": (
        sa.update(table).where(table.c.is_private).values(is_private=False),
        2,
        "its words",
    ),
    "a deleted act": (sa.delete(table).where(table.c.seq == 3), 3, "expected entry 3, found entry 4"),
    "the first one deleted": (sa.delete(table).where(table.c.seq == 1), 1, "expected entry 1"),
    "the last one deleted": (sa.delete(table).where(table.c.seq == 5), 5, "should hold 5 entries"),
    "all of them deleted": (sa.delete(table), 1, "should hold 5 entries"),
    "an act outside the chain": (
        sa.insert(table).from_select(
            ["process_instance_id", "at", "kind", "call_path", "is_private"],
            sa.select(
                table.c.process_instance_id, table.c.at, sa.literal("answered"), sa.literal(""), sa.false()
            ).limit(1),
        ),
        5,
        "is not chained",
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_with_the_database_is_found(quick: World, what: str) -> None:
    statement, place, reason = TAMPERING[what]
    number = five(quick)
    assert stored(quick, number) == Verdict(5, exported(quick, number).head)
    sql(quick, statement)
    verdict = stored(quick, number)
    assert not verdict.intact and verdict.broken_at == place
    assert reason in str(verdict)


def test_a_chain_that_was_written_anew_is_found_by_a_known_head(quick: World) -> None:
    """Somebody with the keys to the database takes the last act away, and what the case knows of it."""
    number = five(quick)
    head = exported(quick, number).head
    sql(quick, sa.delete(table).where(table.c.seq == 5))
    with quick.store.read() as session:
        previous = session.scalar(sa.select(table.c.hash).where(table.c.seq == 4))
    sql(quick, sa.update(process_instance).values(audit_seq=4, audit_hash=previous))
    assert stored(quick, number).intact
    assert f"you expect the head {head}" in stored(quick, number, head).reason


def test_who_came_later_and_who_has_left_know_their_own_time_only(quick: World) -> None:
    number = played(quick)
    quick.store.clock.advance(timedelta(days=1))
    seen = len([e for e in exported(quick, number, "lis").entries if e.act])
    with quick.store.transaction() as session:
        team = party.c.id == quick.party(session, number, "P2")
        session.execute(sa.update(party).where(team).values(sees_from=session.now))
    later = exported(quick, number, "lis")
    assert seen > 0 and [e for e in later.entries if e.act] == []
    assert audit.check_file(audit.as_json(later)).intact


def test_a_page_of_the_trail(quick: World) -> None:
    number = played(quick)
    with quick.store.read() as session:
        petra, lis = (quick.actor(session, who) for who in ("petra", "lis"))
        everything = audit.page(session, number, petra, audit.Filter())
        assert [act.seq for act in everything.acts] == list(range(everything.total, 0, -1))
        assert everything.hidden == 0 and everything.acts[0].hash == everything.head
        others = audit.page(session, number, lis, audit.Filter())
        assert others.total + others.hidden == everything.total and others.hidden > 0
        assert not [act for act in others.acts if act.is_private]

        def found(by: Any = petra, **chosen: Any) -> list[str]:
            return [act.kind for act in audit.page(session, number, by, audit.Filter(**chosen)).acts]

        assert set(found(kind="answered")) == {"answered"}
        assert len(found(party="P2")) == len([a for a in everything.acts if a.party == TEAM])
        assert set(found(person=quick.ids["lis"])) == {"answered", "completed_task"}
        today = session.now.date()
        assert len(found(since=today, until=today)) == everything.total
        assert found(since=today.replace(year=2027)) == found(until=today.replace(year=2025)) == []
        assert found(by=lis, person=quick.ids["petra"]) != found(person=quick.ids["petra"])


def test_the_origin_of_a_chain_and_its_arithmetic() -> None:
    """Fixed for good: files that people have taken away must be readable in ten years."""
    act = {"kind": "started", "at": "2026-01-12T08:00:00.000000+00:00", "person": {"name": "Åse", "id": 1}}
    digest = chain.digest("00" * 16, act)
    assert digest == "db780a05ddb386f9f77ddc573177023811c4415844103eac0963fb1447b2531b"
    assert (
        chain.link(chain.origin("2026-0001"), 1, digest)
        == "525061ff3bd11382dea4f8b6a5ef9aced74cf3fdc42344f1efec11fc49e027ee"
    )


def test_claiming_and_giving_back_are_acts(quick: World) -> None:
    number = quick.start()
    task = quick.task(number, "intern-ramme")
    with quick.store.transaction() as session:
        by = quick.actor(session, "petra")
        user_tasks.claim(session, task, by)
        user_tasks.unclaim(session, task, by)
    kinds = [e.act["kind"] for e in exported(quick, number).entries if e.act]
    assert kinds == ["started", "assigned", "assigned"] and stored(quick, number).intact
