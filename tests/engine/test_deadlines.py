"""Why a task is due when it is, moving it, and who is told when it comes near or has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import bpmn, calendar, cases, deadlines, deployments, jobs, reminders, upcoming
from engine.calendar import Period
from engine.clock import HOME
from engine.demo import clock
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import history, job, notification, user_task
from engine.parties import casting, substitutes
from engine.store import Session, Store
from tests.world import OWNER, TEAM, World, build

BEFORE_EASTER = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)  # a Friday
MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:process id="frister" name="Frister" isExecutable="true"><bpmn:extensionElements><zeebe:properties>
  <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" />{process}</zeebe:properties>
</bpmn:extensionElements><bpmn:startEvent id="s" />
<bpmn:userTask id="t" name="Aflever"><bpmn:extensionElements><zeebe:userTask />
  <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" />{schedule}
  <zeebe:properties>{task}</zeebe:properties></bpmn:extensionElements></bpmn:userTask>
<bpmn:boundaryEvent id="b" name="1-årsgennemgang" cancelActivity="false" attachedToRef="t">
  <bpmn:timerEventDefinition id="bt"><bpmn:timeDate>2027-03-03</bpmn:timeDate></bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:endEvent id="e" /><bpmn:endEvent id="f" /><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t" />
<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e" /><bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="f" />
</bpmn:process></bpmn:definitions>"""


@pytest.fixture
def world(store: Store) -> Iterator[World]:
    yield build(store)


def begin(world: World, due: str = "", task: str = "", process: str = "", follow_up: str = "") -> str:
    """A case with one task for Petra and Oda; ``task`` and ``process``: properties as "name=value; ..."."""

    def properties(text: str) -> str:
        pairs = (pair.strip().partition("=") for pair in text.split("; ") if pair.strip())
        return "".join(f'<zeebe:property name="samtrin:{n}" value="{v}" />' for n, _, v in pairs)

    asked = (f' dueDate="{due}"' if due else "") + (f' followUpDate="{follow_up}"' if follow_up else "")
    xml = MODEL.format(
        schedule=f"<zeebe:taskSchedule{asked} />" if asked else "",
        task=properties(task),
        process=properties(process),
    )
    with world.store.transaction() as session:
        deployments.deploy(session, {"f.bpmn": xml.encode()})
    parties = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
    with world.store.transaction() as session:
        return cases.start(session, "frister", {}, parties, {}, world.actor(session, "petra"))


def row(world: World, number: str, element_id: str = "t") -> Any:
    with world.store.read() as session:
        return session.first(sa.select(user_task).where(user_task.c.id == world.task(number, element_id)))


def day_of(task: Any) -> date:
    return task.due_at.astimezone(HOME).date()


def told(world: World) -> list[tuple[str, str, dict[str, str]]]:
    """(first name, kind, params) of all reminders so far, in order."""
    names = {key: name for name, key in world.ids.items()}
    with world.store.read() as session:
        rows = session.all(
            sa.select(notification)
            .where(notification.c.kind.in_(("reminder", "overdue")))
            .order_by(notification.c.id)
        )
    return [(names[r.person_id], r.kind, r.params) for r in rows]


def waiting(world: World) -> list[Any]:
    with world.store.read() as session:
        return session.all(sa.select(job).where(job.c.kind == "reminder"))


def moved(world: World, kind: str = "due_changed") -> list[Any]:
    with world.store.read() as session:
        return session.all(sa.select(history).where(history.c.kind == kind).order_by(history.c.id))


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


# ---- reminders


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
