"""Working days: holidays, the installation's closed days and those that a case agrees."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine import bpmn, calendar, instances
from engine.models import process_instance, user_task
from engine.store import Store
from tests.world import World, build


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 31), 2, date(2026, 4, 7)),  # Easter: Maundy Thursday to Easter Monday
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # Christmas Eve is no holiday, but closed
        (date(2026, 6, 4), 1, date(2026, 6, 8)),  # Constitution Day
        (date(2026, 1, 5), -1, date(2026, 1, 2)),
        (date(2026, 1, 3), 0, date(2026, 1, 3)),
    ],
)
def test_working_days_leave_out_what_danes_have_off(day: date, count: int, expected: date) -> None:
    assert calendar.add_working_days(day, count) == expected


def test_agreed_closed_days_move_deadlines(store: Store) -> None:
    world = build(store)
    with store.transaction() as session:
        calendar.close(session, [date(2026, 1, 13), date(2026, 1, 14)])
        assert calendar.closed_here(session) == {date(2026, 1, 13), date(2026, 1, 14)}
    number = world.start()
    assert due(world, number, "intern-ramme") == date(2026, 1, 28)  # ten working days, two of them closed
    with store.transaction() as session:
        key = session.scalar(sa.select(process_instance.c.id).where(process_instance.c.number == number))
        live = instances.lock(session, key)
        instances.advance(session, live, bpmn.SetVariables({"lukkede_dage": ["2026-01-15", "ikke en dag"]}))
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert due(world, number, "skriv") == date(2026, 1, 22)  # five, after three closed days


def due(world: World, number: str, element_id: str) -> date:
    with world.store.read() as session:
        moment = session.scalar(
            sa.select(user_task.c.due_at).where(user_task.c.id == world.task(number, element_id))
        )
    return moment.astimezone(calendar.HOME).date()
