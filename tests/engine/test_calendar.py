"""Working days: holidays, the installation's closed days and those that a case agrees."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine import bpmn, calendar, instances
from engine.calendar import Period
from engine.models import process_instance, setting, user_task
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


def test_closed_days_of_before_are_read_as_periods(store: Store) -> None:
    with store.transaction() as session:
        kept = ["2026-12-28", "2026-12-29", "2027-01-04"]
        session.put(setting, key=calendar.CLOSED_HERE, value=kept)
        assert calendar.periods(session) == [
            Period(date(2026, 12, 28), date(2026, 12, 29)),
            Period(date(2027, 1, 4), date(2027, 1, 4)),
        ]
        assert calendar.closed_here(session) == {date.fromisoformat(day) for day in kept}


def test_named_periods_stand_in_order_and_count_day_by_day(store: Store) -> None:
    world = build(store)
    with store.transaction() as session:
        oda = world.actor(session, "oda")
        summer = Period(date(2026, 7, 6), date(2026, 7, 8), "Sommer")
        winter = Period(date(2026, 2, 9), date(2026, 2, 9), "Vinter")
        calendar.close_period(session, summer, oda)
        calendar.close_period(session, winter, oda)
        assert calendar.periods(session) == [winter, summer]
        assert len(calendar.closed_here(session)) == 4


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (date(2026, 4, 2), "skærtorsdag", "Maundy Thursday"),
        (date(2026, 6, 5), "grundlovsdag", "Constitution Day"),
        (date(2026, 6, 4), None, None),
    ],
)
def test_holidays_have_names(day: date, danish: str | None, english: str | None) -> None:
    assert (calendar.name_of(day, "da"), calendar.name_of(day, "en")) == (danish, english)
    assert calendar.is_holiday(day) is (danish is not None)


def test_a_named_day_on_which_people_work_is_no_holiday() -> None:
    assert calendar.name_of(date(2026, 5, 1), "da") and not calendar.is_holiday(date(2026, 5, 1))
