"""Several tasks at once: each done, or refused for its own reason, and nothing half done."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine import audit, user_tasks
from engine.errors import Invalid
from engine.models import process_instance, user_task
from engine.store import Store
from engine.user_tasks import bulk
from engine.user_tasks.bulk import Result
from tests.world import World, build

DAY = date(2026, 2, 20)


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def drafts(world: World, count: int) -> list[int]:
    """The private first tasks of some new cases."""
    return [world.task(world.start(f"Sag {place}"), "intern-ramme") for place in range(count)]


def claim(world: World, who: str, *tasks: int) -> Result:
    with world.store.transaction() as session:
        return bulk.claim(session, tasks, world.actor(session, who))


def assignees(world: World, tasks: list[int]) -> list[int | None]:
    with world.store.read() as session:
        rows = session.all(
            sa.select(user_task.c.assignee_id).where(user_task.c.id.in_(tasks)).order_by(user_task.c.id)
        )
    return [row.assignee_id for row in rows]


def told(result: Result) -> list[tuple[str, list[str]]]:
    return [(str(refused.reason), refused.names) for refused in result.refused]


def test_some_are_taken_and_the_others_say_why_not(world: World) -> None:
    tasks = drafts(world, 4)
    with world.store.transaction() as session:
        user_tasks.claim(session, tasks[1], world.actor(session, "oda"))
    world.do("oda", tasks[2], ramme="10")
    result = claim(world, "petra", *tasks, 10**9)
    assert result.done == 2
    name = "Fastlæg egen ramme"
    reasons = dict(told(result))
    assert reasons["Oda has taken this task"] == [name]
    assert [names for text, names in told(result) if text.startswith("Oda completed this task")] == [[name]]
    assert reasons["There is no such task, or it is not yours to see"] == [""]
    petra, oda = world.ids["petra"], world.ids["oda"]
    assert assignees(world, tasks) == [petra, oda, oda, petra]


def test_a_refused_task_leaves_no_act_behind(world: World) -> None:
    tasks = drafts(world, 2)
    with world.store.transaction() as session:
        user_tasks.claim(session, tasks[0], world.actor(session, "oda"))
    assert claim(world, "petra", *tasks).done == 1
    with world.store.read() as session:
        cases = session.all(sa.select(process_instance.c.id).order_by(process_instance.c.id))
        verdicts = [audit.verify(session, case.id) for case in cases]
    assert [(verdict.intact, verdict.entries) for verdict in verdicts] == [(True, 2), (True, 2)]


def test_others_tasks_are_as_if_they_were_not_there(world: World) -> None:
    tasks = drafts(world, 2)
    for who in ("lis", "frida"):
        result = claim(world, who, *tasks)
        assert result.done == 0
        assert told(result) == [("There is no such task, or it is not yours to see", ["", ""])]
    with world.store.read() as session:
        assert bulk.colleagues(session, tasks, world.actor(session, "lis")) == []
    assert claim(world, "otto", *tasks).refused[0].names == ["Fastlæg egen ramme"] * 2  # not in the role
    assert assignees(world, tasks) == [None, None]


def test_handing_over_to_a_colleague(world: World) -> None:
    tasks = drafts(world, 2)
    with world.store.read() as session:
        found = bulk.colleagues(session, tasks, world.actor(session, "petra"))
    assert [name for _, name in found] == ["Oda", "Petra"]
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        assert bulk.hand_over(session, tasks, world.ids["oda"], by) == Result(2, [])
        result = bulk.hand_over(session, tasks, world.ids["lis"], by)
    assert told(result) == [("Choose somebody who has the role", ["Fastlæg egen ramme"] * 2)]
    assert assignees(world, tasks) == [world.ids["oda"]] * 2


def test_moving_deadlines(world: World) -> None:
    tasks = drafts(world, 2)
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        assert bulk.set_deadline(session, tasks, DAY, "Ferie", by) == Result(2, [])
        without = bulk.set_deadline(session, tasks, DAY, "", by)
        past = bulk.set_deadline(session, tasks, DAY - timedelta(days=365), "x", by)
    assert [len(names) for _, names in told(without) + told(past)] == [2, 2]
    assert told(without)[0][0] == "Write why the deadline is moved"
    with world.store.read() as session:
        due = session.all(sa.select(user_task.c.due_at).where(user_task.c.id.in_(tasks)))
    assert {row.due_at.date() for row in due} == {DAY}


def test_one_page_at_a_time(world: World) -> None:
    for tasks, text in (([], "Choose one or more"), (range(1, 27), "at most 25")):
        with pytest.raises(Invalid, match=text):
            claim(world, "petra", *tasks)


def test_two_people_at_once_in_opposite_order(world: World) -> None:
    """Neither waits for the other for ever, and no task is taken twice."""
    tasks = drafts(world, 6)
    results: dict[str, Result] = {}
    begin = threading.Barrier(2)

    def take(who: str, wanted: list[int]) -> None:
        begin.wait()
        results[who] = claim(world, who, *wanted)

    threads = [threading.Thread(target=take, args=args) for args in (("petra", tasks), ("oda", tasks[::-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.done for result in results.values()) == [0, 6]
    assert len(set(assignees(world, tasks))) == 1
