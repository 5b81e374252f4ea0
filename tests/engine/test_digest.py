"""The day's overview: when it comes, to whom, and what stands in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from engine import jobs, notifications
from engine.clock import HOME
from engine.demo import clock
from engine.mail import Letter
from engine.models import job, mail, notification, user_task
from engine.notifications import digest
from engine.store import Store
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    """Nobody's words: the letters are their parts, so that the engine is tested without the web."""
    made = build(store)
    words = SimpleNamespace(
        notices=lambda reader, told: Letter(told[0].kind, reader.name, ""),
        digest=lambda reader, found: Letter(
            "digest", repr([(i.task_name, sorted(i.sections)) for i in found.items]), ""
        ),
    )
    store.letters = words  # type: ignore[assignment]
    return made


def wants(world: World, *people: str) -> None:
    with world.store.transaction() as session:
        for first in people:
            notifications.choose(session, world.ids[first], {"digest": True})


def schedule(world: World) -> None:
    with world.store.transaction() as session:
        digest.schedule(session)


def mails(world: World) -> list[tuple[str, str, str]]:
    """(to, subject, text), oldest first."""
    with world.store.read() as session:
        rows = session.all(sa.select(mail).order_by(mail.c.id))
    return [(row.to_address.split("@")[0], row.subject, row.text) for row in rows]


def due(world: World) -> list[datetime]:
    with world.store.read() as session:
        rows = session.execute(sa.select(job.c.due_at).where(job.c.kind == "digest"))
        return [at.astimezone(HOME) for at in rows.scalars()]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-01-12T06:59", "2026-01-12T07:00"),  # a Monday
        ("2026-01-12T07:00", "2026-01-13T07:00"),
        ("2026-01-16T07:01", "2026-01-19T07:00"),  # over the weekend
        ("2026-01-17T05:00", "2026-01-19T07:00"),
        ("2026-04-01T12:00", "2026-04-07T07:00"),  # over Easter
        ("2026-03-27T12:00", "2026-03-30T07:00"),  # into summer time: still seven on the wall
    ],
)
def test_it_comes_at_seven_on_working_days(now: str, then: str) -> None:
    at = digest.following(datetime.fromisoformat(now).replace(tzinfo=HOME))
    assert at == datetime.fromisoformat(then).replace(tzinfo=HOME)


def test_one_job_for_the_installation_which_sets_itself_again(world: World) -> None:
    schedule(world)
    schedule(world)
    assert [f"{at:%a %H}" for at in due(world)] == ["Tue 07"]
    clock.advance(world.store, timedelta(days=1))
    assert [f"{at:%a %H}" for at in due(world)] == ["Wed 07"]


def test_it_replaces_the_mail_for_each_new_task_and_no_other(world: World) -> None:
    wants(world, "oda")
    schedule(world)
    number = world.start()
    jobs.run_due(world.store)
    assert mails(world) == []
    clock.advance(world.store, timedelta(days=1))
    assert mails(world) == [("oda", "digest", "[('Fastlæg egen ramme', ['new'])]")]
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    world.do("petra", world.task(number, "skriv"), tekst="x", pris="1")
    jobs.run_due(world.store)
    assert ("oda", "gate_waiting", "Oda") in mails(world)


def test_it_says_what_is_due_late_and_at_a_gate(world: World) -> None:
    wants(world, "oda")
    world.written("Ved porten")
    late, today = world.start("For sent"), world.start("I dag")
    with world.store.transaction() as session:
        for number, at in (
            (late, datetime(2026, 1, 9, 15, tzinfo=UTC)),
            (today, datetime(2026, 1, 13, 15, tzinfo=UTC)),
        ):
            session.execute(
                sa.update(user_task)
                .where(user_task.c.id == world.task(number, "intern-ramme"))
                .values(due_at=at, created_at=datetime(2026, 1, 2, tzinfo=UTC))
            )
    schedule(world)
    clock.advance(world.store, timedelta(days=1))
    ((_to, _subject, text),) = [found for found in mails(world) if found[1] == "digest"]
    assert text == (
        "[('Fastlæg egen ramme', ['overdue']), ('Fastlæg egen ramme', ['today']), "
        "('Tag stilling: Godkend aftalen', ['gate', 'new'])]"
    )


def test_nothing_to_say_is_no_mail(world: World) -> None:
    wants(world, "frida", "lis")
    schedule(world)
    clock.advance(world.store, timedelta(days=1))
    assert mails(world) == []


def test_what_a_colleague_has_taken_is_not_ones_own(world: World) -> None:
    wants(world, "oda")
    number = world.start()
    with world.store.transaction() as session:
        session.execute(
            sa.update(user_task)
            .where(user_task.c.id == world.task(number, "intern-ramme"))
            .values(assignee_id=world.ids["petra"])
        )
    schedule(world)
    clock.advance(world.store, timedelta(days=1))
    assert mails(world) == []


def test_the_morning_tidies_what_is_over(world: World) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    schedule(world)
    clock.advance(world.store, timedelta(days=1))
    with world.store.read() as session:
        rows = session.all(
            sa.select(notification.c.read_at, user_task.c.state).join(
                user_task, user_task.c.id == notification.c.user_task_id
            )
        )
    assert {(row.state, row.read_at is not None) for row in rows} == {("completed", True), ("open", False)}


def test_the_morning_forgets_what_is_long_ago(world: World) -> None:
    world.start()
    jobs.run_due(world.store)
    with world.store.transaction() as session:
        notifications.mark_all_read(session, world.actor(session, "oda"))
    assert len(mails(world)) == 1
    for days, (notices_left, mails_left) in ((89, (1, 1)), (2, (1, 0)), (280, (0, 0))):
        world.store.clock.advance(timedelta(days=days))
        with world.store.transaction() as session:
            session.execute(sa.delete(job))
            digest.morning(session, session.now)
        with world.store.read() as session:
            assert len(session.all(sa.select(notification))) == notices_left
        assert len(mails(world)) == mails_left
