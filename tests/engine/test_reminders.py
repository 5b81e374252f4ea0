"""Who is told when a deadline comes near or has passed, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine import bpmn, cases, deployments, jobs, reminders
from engine.clock import HOME
from engine.demo import clock
from engine.models import job, user_task
from engine.parties import casting, substitutes
from engine.store import Store
from tests.engine.due import begin, moved, row, told, waiting
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> Iterator[World]:
    yield build(store)


def test_people_are_reminded_two_days_before_on_the_day_and_told_up_three_after(world: World) -> None:
    number = begin(world)  # due on Monday 26 January
    assert [item.due_at.astimezone(HOME).isoformat()[:16] for item in waiting(world)] == ["2026-01-22T08:00"]
    clock.advance(world.store, timedelta(days=11))
    assert told(world) == [("petra", "reminder", {}), ("oda", "reminder", {})]
    clock.advance(world.store, timedelta(days=4))
    assert [kind for _, kind, _ in told(world)] == ["reminder"] * 4
    clock.advance(world.store, timedelta(days=3))
    late = {"days": "3"}
    assert told(world)[4:6] == [("petra", "overdue", late), ("oda", "overdue", late)]
    assert (
        waiting(world) == [] and moved(world, "escalated") == []
    )  # Petra, the administrator, has it herself
    assert row(world, number).state == "open"


def test_only_the_one_who_has_the_task_is_reminded_of_it(world: World) -> None:
    number = begin(world)
    with world.store.transaction() as session:
        session.execute(sa.update(user_task).values(assignee_id=world.ids["oda"]))
    clock.advance(world.store, timedelta(days=17))
    assert {name for name, _, _ in told(world)} == {"oda", "petra"}  # Petra as administrator, when it is late
    assert [kind for name, kind, _ in told(world) if name == "oda"] == ["reminder", "reminder", "overdue"]
    assert row(world, number).assignee_id == world.ids["oda"]


def test_whoever_stands_in_for_the_one_who_has_it_is_reminded_too(world: World) -> None:
    begin(world)
    with world.store.transaction() as session:
        session.execute(sa.update(user_task).values(assignee_id=world.ids["oda"]))
        oda, otto = world.actor(session, "oda"), world.ids["otto"]
        away = {"first_day": date(2026, 1, 21), "last_day": date(2026, 1, 23)}
        substitutes.name(session, oda, substitute_id=otto, **away)
    clock.advance(world.store, timedelta(days=15))  # the second reminder comes when Oda is back
    assert sorted(name for name, _, _ in told(world)) == ["oda", "oda", "otto"]


def test_the_named_role_is_told_of_a_late_task(world: World) -> None:
    begin(world, process="escalation=lt-ol, bygherre-ol")
    clock.advance(world.store, timedelta(days=18))
    up = [(name, params) for name, _, params in told(world) if "role" in params]
    assert up == [("otto", {"days": "3", "role": "bygherre-projektleder"})]  # never the other party's
    note = moved(world, "escalated")[0]
    assert note.is_private and note.data == {
        "role": "bygherre-ol",
        "people": [world.ids["otto"]],
        "days": 3,
    }


def test_nobody_is_told_up_where_the_process_says_none(world: World) -> None:
    begin(world, process="escalation=bygherre-ol", task="escalation=none; reminders=+1")
    clock.advance(world.store, timedelta(days=18))
    assert [(name, kind) for name, kind, _ in told(world)] == [("petra", "overdue"), ("oda", "overdue")]
    assert moved(world, "escalated") == []


def test_half_way_and_again_and_again(world: World) -> None:
    begin(world, task="reminders=half, 0, every 3; escalation=bygherre-ol")
    days = []
    for _ in range(30):
        clock.advance(world.store, timedelta(days=1))
        now = world.store.clock().astimezone(HOME).date()
        days += [now] if len([1 for name, *_ in told(world) if name == "oda"]) > len(days) else []
    january = [date(2026, 1, day) for day in (19, 26, 29)]
    assert days == [*january, date(2026, 2, 3), date(2026, 2, 6), date(2026, 2, 11)]
    assert len(moved(world, "escalated")) == 1  # once, at the first after the deadline


def test_none_means_never(world: World) -> None:
    begin(world, process="reminders=none")
    assert waiting(world) == []


def test_tasks_from_before_reminders_get_theirs_when_the_worker_starts(world: World) -> None:
    begin(world)
    with world.store.transaction() as session:
        session.execute(sa.delete(job))
        reminders.set_missing(session)
        reminders.set_missing(session)
    assert [item.due_at.astimezone(HOME).date() for item in waiting(world)] == [date(2026, 1, 22)]
    clock.advance(world.store, timedelta(days=30))
    with world.store.transaction() as session:
        reminders.set_missing(session)
    assert waiting(world) == []


def test_a_follow_up_date_is_a_reminder_of_its_own(world: World) -> None:
    begin(world, follow_up="2026-01-15")
    clock.advance(world.store, timedelta(days=3))
    assert told(world) == [
        ("petra", "reminder", {"follow_up": "yes"}),
        ("oda", "reminder", {"follow_up": "yes"}),
    ]
    assert len(waiting(world)) == 1


def test_the_reminder_goes_with_the_task(world: World) -> None:
    number = world.start()
    first = waiting(world)[0].token
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert [item.token == first for item in waiting(world)] == [False]  # the next task's
    with world.store.transaction() as session:
        cases.cancel(session, number, "Slut", world.actor(session, "petra"))
    assert waiting(world) == []


def test_a_clock_that_is_far_ahead_tells_people_once(world: World) -> None:
    begin(world, process="escalation=bygherre-ol")
    world.store.clock.advance(timedelta(days=60))
    jobs.run_due(world.store)
    assert [(name, kind) for name, kind, _ in told(world)] == [
        ("petra", "overdue"),
        ("oda", "overdue"),
        ("otto", "overdue"),
    ]
    assert waiting(world) == []


def test_a_clock_that_goes_back_tells_nobody_again(world: World) -> None:
    begin(world)
    clock.advance(world.store, timedelta(days=11))
    before = told(world)
    world.store.clock.advance(timedelta(days=-11))
    jobs.run_due(world.store)
    clock.advance(world.store, timedelta(days=11))
    assert told(world) == before
    clock.advance(world.store, timedelta(days=30))
    assert [kind for name, kind, _ in told(world) if name == "oda"] == ["reminder", "reminder", "overdue"]


def test_an_empty_role_still_tells_the_administrators(world: World) -> None:
    number = begin(world)
    with world.store.transaction() as session:
        party_id = world.party(session, number, "P1")
        casting.replace(session, party_id, "bygherre-projektleder", [])
    clock.advance(world.store, timedelta(days=18))
    assert [(name, kind) for name, kind, _ in told(world)] == [("petra", "overdue")]


def test_a_task_works_its_reminders_out(world: World) -> None:
    begin(world, task="reminders==&quot;-5&quot;", process="escalation=none")
    assert [item.due_at.astimezone(HOME).date() for item in waiting(world)] == [date(2026, 1, 19)]
    with pytest.raises(deployments.Rejected):
        begin(world, process="reminders==&quot;-5&quot;")
    with pytest.raises(deployments.Rejected):
        begin(world, process="escalation==&quot;lt-ol&quot;")


def test_a_rule_that_gives_nonsense_is_the_usual_one(world: World) -> None:
    begin(world, task="reminders==&quot;i morgen&quot;")
    assert [item.due_at.astimezone(HOME).date() for item in waiting(world)] == [date(2026, 1, 22)]


@pytest.mark.parametrize("where", ["task", "process"])
@pytest.mark.parametrize(
    "text", ["reminders=i morgen", "reminders=0, every 0", "reminders=999", "escalation=findes-ikke"]
)
def test_what_cannot_be_read_is_not_deployed(world: World, where: str, text: str) -> None:
    with pytest.raises(deployments.Rejected) as rejected:
        begin(world, **{where: text})
    assert rejected.value.problems[0].element == ("t" if where == "task" else "frister")


def test_the_property_is_read_as_the_dossiers_write_it() -> None:
    assert bpmn.reminders("-2, 0, +2").offsets == (-2, 0, 2)
    assert bpmn.reminders("-60, -30, -10").offsets == (-60, -30, -10)
    assert (bpmn.reminders("half, -2").half, bpmn.reminders("every 10").every) == (True, 10)
