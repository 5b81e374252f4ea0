"""Notices: who is told of what, in whose words, and who gets a mail as well."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine import notifications
from engine.models import notification, process_instance, user_task
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
