"""Notices: who is told of what, in whose words, and who gets a mail as well."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from engine import jobs, notifications, user_tasks
from engine.demo import clock
from engine.errors import NotFound
from engine.mail import Letter
from engine.models import membership, notification, process_instance
from engine.notifications import reading
from engine.parties import substitutes
from engine.store import Session, Store
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def instance_of(session: Session, number: str) -> int:
    found = session.scalar(sa.select(process_instance.c.id).where(process_instance.c.number == number))
    return int(found)


def told(world: World, who: str) -> list[tuple[str, str | None]]:
    """(kind, task's name) of what is new to somebody, oldest first."""
    with world.store.read() as session:
        found = notifications.listing(session, world.actor(session, who))
    return [(each.kind, each.task_name) for each in reversed(found) if each.is_new]


def forget(world: World) -> None:
    """Nobody has been told anything."""
    with world.store.transaction() as session:
        session.execute(sa.delete(notification))


def test_only_those_are_told_who_may_know_of_it(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    forget(world)
    with world.store.transaction() as session:
        everybody = world.ids.values()
        notifications.notify(session, everybody, "reminder", task_id=task)
        notifications.notify(
            session, everybody, "condition", instance_id=instance_of(session, number), by=world.ids["oda"]
        )
    assert told(world, "petra") == [("reminder", "Fastlæg egen ramme"), ("condition", None)]
    assert told(world, "oda") == [("reminder", "Fastlæg egen ramme")]  # the other was her own act
    assert told(world, "lis") == [("condition", None)]  # the task is the other party's alone
    assert told(world, "frida") == []


def test_a_task_that_opens_is_told_to_its_holders_but_not_to_whom_opened_it(world: World) -> None:
    number = world.start()  # Petra's act: she sees the task before her, Oda has the same role
    assert told(world, "oda") == [("new_task", "Fastlæg egen ramme")]
    for other in ("petra", "otto", "lis", "lars", "frida"):
        assert told(world, other) == []
    world.do("oda", world.task(number, "intern-ramme"), ramme="1")
    assert told(world, "petra") == [("new_task", "Skriv aftalen")]
    assert told(world, "oda") == []  # what she has done herself asks for nothing more


def test_a_gate_waits_for_each_side(world: World) -> None:
    world.written()
    for who in ("otto", "oda", "lis", "lars"):
        assert [kind for kind, _name in told(world, who)] == ["gate_waiting"], who
    assert told(world, "petra") == []


def test_work_that_an_approver_sends_back_is_no_new_task(world: World) -> None:
    number = world.written()
    back = {"gp_beslutning": "ret", "gp_bemaerkning": "Prisen mangler", "gp_bekraeft": "true"}
    yes = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), **back)
    world.do("lis", world.task(number, "gp-tag-stilling", "P2"), **yes)
    assert told(world, "petra") == [("sent_back", "Skriv aftalen")]
    world.do("petra", world.task(number, "skriv"), tekst="Nyt", pris="1")
    assert ("gate_waiting", "Tag stilling: Godkend aftalen") in told(world, "otto")
    assert told(world, "petra") == []


def test_whoever_is_given_a_task_is_told(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    forget(world)
    with world.store.transaction() as session:
        user_tasks.assign(session, task, world.ids["oda"], world.actor(session, "petra"))
    assert told(world, "oda") == [("new_task", "Fastlæg egen ramme")]
    with world.store.transaction() as session:
        user_tasks.unclaim(session, task, world.actor(session, "oda"))
        user_tasks.claim(session, task, world.actor(session, "oda"))
    assert len(told(world, "oda")) == 1  # her own acts


def test_a_task_that_time_opens_is_told_to_all_holders(world: World) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    forget(world)
    clock.advance(world.store, timedelta(days=8))
    assert told(world, "lis") == told(world, "lars") == [("new_task", "Ryk for udkastet")]


def test_who_has_left_or_lost_the_right_is_not_told_and_reads_nothing_old(world: World) -> None:
    world.written()
    with world.store.transaction() as session:
        left = sa.delete(membership).where(membership.c.person_id == world.ids["lars"])
        session.execute(left)
    assert told(world, "lars") == []
    forget(world)
    world.written("Et andet tag")
    with world.store.read() as session:
        rows = session.execute(sa.select(notification.c.person_id)).scalars().all()
    assert world.ids["lars"] not in rows and world.ids["lis"] in rows


def test_a_row_holds_no_words_of_the_case(world: World) -> None:
    world.written("Hemmeligt emne")
    with world.store.read() as session:
        rows = [str(tuple(row)) for row in session.all(sa.select(notification))]
    assert rows and not any("Hemmeligt" in row or "Skriv" in row for row in rows)


def test_a_notice_says_the_title_of_now(world: World) -> None:
    world.written()
    with world.store.transaction() as session:
        session.execute(sa.update(process_instance).values(title="Et bedre navn"))
    with world.store.read() as session:
        (found,) = notifications.listing(session, world.actor(session, "lis"))
    assert found.case_title == "Et bedre navn"


def test_reading_counts_and_is_ones_own(world: World) -> None:
    world.written()
    with world.store.transaction() as session:
        lis, lars = world.actor(session, "lis"), world.actor(session, "lars")
        (found,) = notifications.listing(session, lis)
        with pytest.raises(NotFound):
            notifications.mark_read(session, found.id, lars)
        assert notifications.unread(session, lis) == notifications.unread(session, lars) == 1
        assert notifications.mark_read(session, found.id, lis).task_id == found.task_id
        assert (notifications.unread(session, lis), notifications.unread(session, lars)) == (0, 1)
        notifications.notify(session, [lars.person_id], "reminder", task_id=found.task_id)
        assert notifications.unread(session, lars) == 2
        notifications.mark_read(session, notifications.listing(session, lars)[0].id, lars)
        assert notifications.unread(session, lars) == 0  # both were of the same task
        notifications.notify(session, [lars.person_id], "reminder", task_id=found.task_id)
        notifications.mark_all_read(session, lars)
        assert notifications.unread(session, lars) == 0


def test_the_bell_looks_nowhere_but_where_it_must(sqlite_store: Store) -> None:
    asked = reading._UNREAD_COUNT.params(person_id=1).compile(
        sqlite_store.engine, compile_kwargs={"literal_binds": True}
    )
    with sqlite_store.read() as session:
        plan = " / ".join(row.detail for row in session.all(sa.text(f"EXPLAIN QUERY PLAN {asked}")))
    assert "ix_notification_person" in plan
    assert "SCAN" not in plan.replace("SCAN anon_1", "")


def test_what_one_may_not_know_any_more_does_not_ring(world: World) -> None:
    world.written()
    with world.store.transaction() as session:
        assert notifications.unread(session, world.actor(session, "lis")) == 1
        session.execute(sa.delete(membership).where(membership.c.person_id == world.ids["lis"]))
        assert notifications.unread(session, world.actor(session, "lis")) == 0


def test_what_a_colleague_has_taken_asks_for_nothing(world: World) -> None:
    number = world.written()
    gate = world.task(number, "gp-tag-stilling", "P2")
    with world.store.transaction() as session:
        notifications.notify(session, [world.ids["lars"]], "overdue", task_id=gate)
        notifications.notify(session, [world.ids["lars"]], "mention", task_id=gate)
        user_tasks.claim(session, gate, world.actor(session, "lis"))
    assert [kind for kind, _name in told(world, "lis")] == ["gate_waiting"]
    assert [kind for kind, _name in told(world, "lars")] == ["overdue", "mention"]
    world.do("lis", gate, gp_beslutning="godkend", gp_bekraeft="true")
    assert [kind for kind, _name in told(world, "lars")] == ["mention"]  # words are still worth reading


def test_a_substitute_is_told_of_the_work_that_comes(world: World) -> None:
    world.store.letters = SimpleNamespace(notices=lambda *_: Letter("x", "", ""))  # type: ignore[assignment]
    with world.store.transaction() as session:
        petra, today = world.actor(session, "petra"), session.now.date()
        substitutes.name(session, petra, substitute_id=world.ids["otto"], first_day=today, last_day=today)
    number = world.start()
    jobs.run_due(world.store)
    assert told(world, "otto") == [("new_task", "Fastlæg egen ramme")]
    world.do("otto", world.task(number, "intern-ramme"), ramme="1")
    jobs.run_due(world.store)
    assert told(world, "otto") == []  # the next task is the fruit of his own act
    assert told(world, "oda") == [("new_task", "Skriv aftalen")]


@pytest.mark.parametrize("kind", ["invitation", "junk"])
def test_what_cannot_be_chosen_is_refused(world: World, kind: str) -> None:
    with pytest.raises(NotFound), world.store.transaction() as session:
        notifications.choose(session, world.ids["petra"], {kind: False})


def test_choices_are_kept_beside_the_defaults(world: World) -> None:
    petra = world.ids["petra"]
    with world.store.transaction() as session:
        notifications.choose(session, petra, {"reminder": False, "digest": True})
        notifications.choose(session, petra, {"reminder": False})
    with world.store.read() as session:
        found = notifications.choices(session, petra)
        assert notifications.choices(session, world.ids["oda"]) != found
    assert (found["reminder"], found["digest"], found["overdue"]) == (False, True, True)
