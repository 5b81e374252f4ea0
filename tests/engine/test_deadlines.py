"""Why a task is due when it is, and moving it: by hand, by closed days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from engine import calendar, cases, deadlines, upcoming
from engine.calendar import Period
from engine.clock import HOME
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.store import Session, Store
from tests.engine.due import begin, day_of, moved, row, waiting
from tests.world import World, build

BEFORE_EASTER = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)  # a Friday


@pytest.fixture
def world(store: Store) -> Iterator[World]:
    yield build(store)


# ---- why


def test_a_counted_deadline_names_what_was_left_out(world: World) -> None:
    world.store.clock.stop(BEFORE_EASTER)
    with world.store.transaction() as session:
        operator = world.actor(session, "oda")
        calendar.close_period(session, Period(date(2026, 4, 8), date(2026, 4, 12), "Påskelejr"), operator)
        calendar.close_period(session, Period(date(2026, 7, 6), date(2026, 7, 24), "Sommer"), operator)
    task = row(world, begin(world))
    assert day_of(task) == date(2026, 4, 20)
    assert task.due_why["template"] == "%(days)s from %(day)s, not counting %(skipped)s"
    assert task.due_why["params"] == {
        "count": 10,
        "day": "2026-03-27",
        "holidays": ["2026-04-02", "2026-04-03", "2026-04-06"],
        "closed": [{"first": "2026-04-08", "last": "2026-04-12", "name": "Påskelejr"}],
    }


@pytest.mark.parametrize(
    ("expression", "count", "day"),
    [
        ("=add working days(today(), 5)", 5, "2026-01-12"),
        ("=if svar = null then add working days(today(), 3) else date(svar)", 3, "2026-01-12"),
        ("=add working days(date(&quot;2026-02-02&quot;), -4)", 4, "2026-02-02"),
    ],
)
def test_a_models_own_sum_is_told(world: World, expression: str, count: int, day: str) -> None:
    params = row(world, begin(world, due=expression)).due_why["params"]
    assert (params["count"], params["day"]) == (count, day)


@pytest.mark.parametrize("expression", ["2026-02-02", "=today() + duration(&quot;P7D&quot;)"])
def test_a_date_that_is_no_sum_comes_from_the_case(world: World, expression: str) -> None:
    why = row(world, begin(world, due=expression)).due_why
    assert why["template"].startswith("The deadline comes from the case")


def test_a_deadline_beyond_all_calendars_opens_its_task(world: World) -> None:
    number = begin(world, due="9999-12-31", task="reminders=-2, half, every 400")
    assert day_of(row(world, number)) == date(9999, 12, 31)
    assert len(waiting(world)) == 1


# ---- closed days


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 7, 10), date(2026, 7, 9), ""),
        (date(2026, 1, 1), date(2027, 1, 2), ""),
        (date(2026, 7, 1), date(2026, 7, 2), "x" * 81),
        (date(2026, 8, 7), date(2026, 8, 20), "Meets the other"),
    ],
)
def test_a_closed_period_that_cannot_be_meant(world: World, first: date, last: date, name: str) -> None:
    with world.store.transaction() as session:
        operator = world.actor(session, "oda")
        calendar.close_period(session, Period(date(2026, 8, 1), date(2026, 8, 7), "Ferie"), operator)
        with pytest.raises(Invalid):
            calendar.close_period(session, Period(first, last, name), operator)
        assert [period.name for period in calendar.periods(session)] == ["Ferie"]


def test_only_operators_close_the_installation(world: World) -> None:
    period = Period(date(2026, 8, 1), date(2026, 8, 7))
    with world.store.transaction() as session:
        petra, oda = world.actor(session, "petra"), world.actor(session, "oda")
        for refused in (
            lambda: calendar.close_period(session, period, petra),
            lambda: calendar.open_again(session, period.first, petra),
            lambda: deadlines.movable(session, petra),
            lambda: deadlines.recalculate(session, petra),
        ):
            with pytest.raises(Forbidden):
                refused()
        calendar.close_period(session, period, oda)
        calendar.open_again(session, period.first, oda)
        assert calendar.periods(session) == []
        with pytest.raises(NotFound):
            calendar.open_again(session, period.first, oda)


def test_closing_days_moves_deadlines_only_when_asked(world: World) -> None:
    number, by_hand = world.start(), world.start()
    with world.store.transaction() as session:
        petra, oda = world.actor(session, "petra"), world.actor(session, "oda")
        task = world.task(by_hand, "intern-ramme")
        deadlines.change(session, task, date(2026, 1, 30), "Vi venter på banken", petra)
    before = row(world, number, "intern-ramme").due_at
    with world.store.transaction() as session:
        calendar.close_period(session, Period(date(2026, 1, 14), date(2026, 1, 15)), oda)
        moves = deadlines.movable(session, oda)
    assert [(move.case_number, move.after.date()) for move in moves] == [(number, date(2026, 1, 28))]
    assert row(world, number, "intern-ramme").due_at == before
    with world.store.transaction() as session:
        assert deadlines.recalculate(session, oda) == 1
        assert deadlines.movable(session, oda) == []
    task = row(world, number, "intern-ramme")
    assert (day_of(task), task.due_at.astimezone(HOME).hour) == (date(2026, 1, 28), 16)
    assert [period["first"] for period in task.due_why["params"]["closed"]] == ["2026-01-14"]
    assert day_of(row(world, by_hand, "intern-ramme")) == date(2026, 1, 30)
    assert [(note.data["to"], note.is_private) for note in moved(world)][1:] == [("2026-01-28", True)]


def test_an_operator_is_not_told_of_cases_that_are_not_theirs(world: World) -> None:
    begin(world)
    with world.store.transaction() as session:
        session.execute(
            sa.text("UPDATE person SET is_operator = (id = :frida)"), {"frida": world.ids["frida"]}
        )
        frida = world.actor(session, "frida")
        calendar.close_period(session, Period(date(2026, 1, 14), date(2026, 1, 15)), frida)
        assert [(move.name, move.case_number) for move in deadlines.movable(session, frida)] == [("", "")]


def test_a_case_agrees_its_own_closed_days(world: World) -> None:
    number = world.start()
    period = Period(date(2026, 1, 14), date(2026, 1, 15))
    with world.store.transaction() as session:
        deadlines.close_in_case(session, number, period, world.actor(session, "lis"))
    with world.store.transaction() as session:
        lis, frida = world.actor(session, "lis"), world.actor(session, "frida")
        assert deadlines.agreed_in_case(session, number, lis) == [period]
        with pytest.raises(NotFound):
            deadlines.agreed_in_case(session, number, frida)
        with pytest.raises(NotFound):
            deadlines.close_in_case(session, number, period, frida)
        with pytest.raises(Invalid):
            deadlines.close_in_case(session, number, period, lis)
        assert (
            deadlines.movable(session, world.actor(session, "petra"), number)[0].name == "Fastlæg egen ramme"
        )
        assert [move.name for move in deadlines.movable(session, lis, number)] == [""]
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert day_of(row(world, number, "skriv")) == date(2026, 1, 21)  # five working days, two of them closed
    with world.store.transaction() as session:
        deadlines.open_in_case(session, number, period, world.actor(session, "petra"))
        assert deadlines.agreed_in_case(session, number, world.actor(session, "petra")) == []
    assert [note.data["first"] for note in moved(world, "days_closed")] == ["2026-01-14"]
    assert len(moved(world, "days_opened")) == 1


# ---- by hand


def change(session: Session, world: World, who: str, task_id: int, day: date, reason: str = "Ferie") -> None:
    deadlines.change(session, task_id, day, reason, world.actor(session, who))


def test_a_deadline_is_moved_by_hand(world: World) -> None:
    task_id = world.task(begin(world), "t")
    with world.store.transaction() as session:
        change(session, world, "petra", task_id, date(2026, 2, 20), "  Kommunen\nholder  lukket ")
    with world.store.read() as session:
        due = deadlines.of_task(session, task_id, world.actor(session, "lis"))
    assert due.at is not None and due.at.astimezone(HOME).date() == date(2026, 2, 20)
    assert due.why is not None and due.why["params"]["reason"] == "Kommunen holder lukket"
    assert due.why["params"]["name"] == "Petra" and not due.may_change
    assert moved(world)[0].data == {
        "from": "2026-01-26",
        "to": "2026-02-20",
        "reason": "Kommunen holder lukket",
    }
    assert waiting(world)[0].due_at.astimezone(HOME).date() == date(2026, 2, 18)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 1, 11), "In the past"),
        (date(2037, 1, 1), "Too far away"),
        (date(2026, 2, 2), " \n "),
        (date(2026, 2, 2), "x" * 501),
    ],
)
def test_a_deadline_that_cannot_be_meant(world: World, day: date, reason: str) -> None:
    task_id = world.task(begin(world), "t")
    with world.store.transaction() as session, pytest.raises(Invalid):
        change(session, world, "petra", task_id, day, reason)


def test_who_may_move_a_deadline(world: World) -> None:
    number = world.written()
    theirs, own = world.task(number, "gp-tag-stilling", "P2"), world.task(number, "gp-tag-stilling", "P1")
    with world.store.transaction() as session:
        change(session, world, "lis", theirs, date(2026, 2, 20))
        change(session, world, "petra", theirs, date(2026, 2, 21))  # she has started the case
        with pytest.raises(Forbidden):
            change(session, world, "lis", own, date(2026, 2, 20))
        with pytest.raises(NotFound):
            change(session, world, "frida", own, date(2026, 2, 20))
    private = world.task(world.start(), "intern-ramme")
    with world.store.transaction() as session, pytest.raises(NotFound):
        change(session, world, "lis", private, date(2026, 2, 20))
    world.do("petra", private, ramme="1")
    with world.store.transaction() as session, pytest.raises(Conflict):
        change(session, world, "petra", private, date(2026, 2, 20))


# ---- ahead


def test_what_lies_ahead_of_a_case(world: World) -> None:
    number = begin(world, follow_up="2026-01-20")
    with world.store.read() as session:
        case = cases.get(session, number, world.actor(session, "lis"))
        ahead = upcoming.of_case(session, case.id, world.actor(session, "lis"))
    assert [(found.kind, found.name) for found in ahead] == [
        ("follow_up", "Aflever"),
        ("deadline", "Aflever"),
        ("timer", "1-årsgennemgang"),
    ]


def test_a_timer_on_private_work_is_that_partys_own(world: World) -> None:
    number = begin(world, task="visibility=private")
    with world.store.read() as session:
        case = cases.get(session, number, world.actor(session, "lis"))
        assert upcoming.of_case(session, case.id, world.actor(session, "lis")) == []
        own = upcoming.of_case(session, case.id, world.actor(session, "petra"))
    assert [found.kind for found in own] == ["deadline", "timer"]
