"""A case on hold: nothing happens in it, nothing is lost, and what was due meanwhile is done when it goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, deployments, jobs, messages, repair, user_tasks
from engine.errors import Conflict, Forbidden, Invalid
from engine.models import job, message, notification, process_instance, user_task
from engine.store import Store
from tests.conftest import MONDAY
from tests.engine.bpmn import draw as d
from tests.world import OWNER, TEAM, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def held(world: World) -> str:
    """A case on hold while its agreement is being written: with a timer, a deadline, and messages that it waits for."""
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    pause(world, number)
    return number


def pause(world: World, number: str, who: str = "petra", reason: str = "Vi venter på svar") -> None:
    with world.store.transaction() as session:
        repair.suspend(session, number, reason, world.actor(session, who))


def resume(world: World, number: str, who: str = "petra") -> None:
    with world.store.transaction() as session:
        repair.resume(session, number, "Vi har fået svar", world.actor(session, who))


def count(world: World, table: sa.Table, *where: Any) -> int:
    with world.store.read() as session:
        return int(session.scalar(sa.select(sa.func.count()).select_from(table).where(*where)))


def status(world: World, number: str) -> str:
    with world.store.read() as session:
        return str(
            session.scalar(sa.select(process_instance.c.status).where(process_instance.c.number == number))
        )


def test_what_falls_due_in_the_moment_of_the_hold_keeps_its_tries(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    world.store.clock.stop(MONDAY + timedelta(days=10))
    look = jobs._next
    read: list[Any] = []

    def hold_after_reading(*given: Any) -> Any:
        row = look(*given)
        if row is not None and row.process_instance_id and not read:
            read.append(row)
            pause(world, number)
        return row

    monkeypatch.setattr(jobs, "_next", hold_after_reading)
    jobs.run_due(world.store)
    with world.store.read() as session:
        after = session.first(sa.select(job).where(job.c.id == read[0].id))
    assert after is not None and after.is_held
    assert (after.retries, after.due_at, after.error) == (read[0].retries, read[0].due_at, None)
    resume(world, number)
    jobs.run_due(world.store)
    assert count(world, user_task, user_task.c.element_id == "ryk") == 1


def test_timers_and_reminders_wait_and_are_done_when_it_goes_on(world: World, held: str) -> None:
    before = count(world, notification)
    world.store.clock.stop(MONDAY + timedelta(days=10))
    jobs.run_due(world.store)
    assert count(world, user_task, user_task.c.element_id == "ryk") == 0
    assert count(world, notification) == before
    assert count(world, job, job.c.is_held, job.c.retries == 3) == count(
        world, job, job.c.process_instance_id.is_not(None)
    )
    resume(world, held)
    jobs.run_due(world.store)
    assert count(world, user_task, user_task.c.element_id == "ryk", user_task.c.state == "open") == 1
    assert count(world, notification) > before


def test_messages_are_kept_until_it_goes_on(world: World, held: str) -> None:
    with world.store.transaction() as session:
        assert messages.publish(session, "mere-tid", held, {}) == 0
    jobs.run_due(world.store)
    assert (count(world, message), count(world, user_task, user_task.c.element_id == "giv-tid")) == (1, 0)
    resume(world, held)
    jobs.run_due(world.store)
    assert (count(world, message), count(world, user_task, user_task.c.element_id == "giv-tid")) == (0, 1)


def test_a_signal_is_heard_when_it_goes_on(world: World) -> None:
    parties = d.properties(samtrin_parties="bygherre, leveranceteam")
    catch = d.element("intermediateCatchEvent", "w", d.event("signal", signalRef="S1"))
    asked = d.user("a", extensions='<zeebe:assignmentDefinition candidateGroups="bygherre-ol"/>')
    drawn = d.process("s > w > a > e", d.start(), catch, asked, d.end(), id="lytter", extensions=parties)
    with world.store.transaction() as session:
        deployments.deploy(session, {"lytter.bpmn": d.xml(drawn)})
    with world.store.transaction() as session:
        chosen = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
        number = cases.start(session, "lytter", {}, chosen, {}, world.actor(session, "petra"))
    pause(world, number)
    with world.store.transaction() as session:
        messages.broadcast(session, "S1", {"x": 1})
    jobs.run_due(world.store)
    assert count(world, user_task) == 0
    resume(world, number)
    jobs.run_due(world.store)
    assert count(world, user_task, user_task.c.element_id == "a") == 1


def test_its_tasks_can_be_read_and_say_why_they_are_closed(world: World, held: str) -> None:
    task = world.task(held, "skriv")
    with world.store.read() as session:
        seen = user_tasks.get(session, task, world.actor(session, "petra"))
    assert not seen.may_complete and seen.why_not is not None and "hold" in str(seen.why_not)
    with pytest.raises(Conflict):
        world.do("petra", task, tekst="x", pris="1")
    with pytest.raises(Conflict), world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "petra"))
    resume(world, held)
    world.do("petra", task, tekst="x", pris="1")


def test_it_stays_among_the_running_cases(world: World, held: str) -> None:
    with world.store.read() as session:
        by = world.actor(session, "lis")
        assert [row.status for row in cases.search(session, by).rows] == ["suspended"]
        case = cases.get(session, held, by)
    assert case.ball and not case.offers


def test_who_puts_it_on_hold(world: World) -> None:
    number = world.start()
    for who in ("otto", "lars"):
        with pytest.raises(Forbidden):
            pause(world, number, who)
    with pytest.raises(Invalid):
        pause(world, number, reason="  ")
    pause(world, number, "lis")
    assert status(world, number) == "suspended"
    with pytest.raises(Conflict):
        pause(world, number)
    resume(world, number, "oda")
    with pytest.raises(Conflict):
        resume(world, number)
    assert status(world, number) == "active"
