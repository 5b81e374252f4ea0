"""Deadlines that people move: one by hand, or the counted ones when closed days have changed.

A deadline stands once its task has opened. It moves when somebody says so, never by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from engine import bpmn, calendar, due_dates, history, instances, reminders
from engine.calendar import Period
from engine.cases.listing import find as find_case
from engine.cases.views import may_cancel
from engine.clock import HOME
from engine.errors import Forbidden, Invalid, Message, NotFound
from engine.models import process_instance, user_task
from engine.parties import casting, visibility
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks import rights

WHOLE_DAY = time(23, 59, 59)
FARTHEST = timedelta(days=3660)
REASON_LIMIT = 500
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """What a task's page says of its deadline. ``why``: as kept on the task (see ``due_dates``)."""

    at: datetime | None
    why: dict[str, Any] | None
    follow_up_at: datetime | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that recalculation would move. ``name`` is empty where the reader may not know of the task."""

    task_id: int
    name: str
    case_number: str
    before: datetime
    after: datetime


def of_task(session: Session, task_id: int, by: Actor) -> Due:
    """Raises NotFound."""
    task = rights.find(session, task_id, by)
    may = task.state == "open" and may_change(session, task, by)
    return Due(task.due_at, task.due_why, task.follow_up_at, may)


def may_change(session: Session, task: Any, by: Actor) -> bool:
    """Whoever does the task, and whoever answers for the case, may move its deadline."""
    return by.person_id in rights.doers(session, task) or may_cancel(
        session, find_case(session, task.number, by), by
    )


def change(session: Session, task_id: int, day: date, reason: str, by: Actor) -> None:
    """Set the deadline of an open task to the end of ``day``. Raises NotFound, Conflict, Forbidden, Invalid."""
    seen = rights.find(session, task_id, by)
    rights.require_open(seen)
    live = instances.lock(session, seen.process_instance_id)
    task = rights.find(session, task_id, by)
    rights.require_open(task)
    if not may_change(session, task, by):
        raise Forbidden("Only those who have the role, or answer for the case, can move the deadline")
    today, reason = session.now.astimezone(HOME).date(), " ".join(reason.split())
    errors: dict[str, Message] = {}
    if not today <= day <= today + FARTHEST:
        errors["day"] = Message("Choose a day from today and at most ten years ahead")
    if not reason:
        errors["reason"] = Message("Write why the deadline is moved")
    elif len(reason) > REASON_LIMIT:
        errors["reason"] = Message("The reason can be at most %(limit)s characters", {"limit": REASON_LIMIT})
    if errors:
        first = next(iter(errors.values()))
        raise Invalid(first.template, errors, **first.params)
    due = datetime.combine(day, WHOLE_DAY, HOME)
    closed = calendar.agreed(session, live.state.variables)
    _move(session, task, due, due_dates.set_by(by.name, session.now, reason), closed, by, reason)


def close_in_case(session: Session, number: str, period: Period, by: Actor) -> None:
    """Agree closed days for one case. Raises NotFound, Forbidden, Invalid, Conflict (it has ended)."""
    calendar.check(period)
    _agree(session, number, by, "days_closed", period, add=True)


def open_in_case(session: Session, number: str, period: Period, by: Actor) -> None:
    """Take agreed closed days of a case back. Raises as ``close_in_case``."""
    calendar.check(period)
    _agree(session, number, by, "days_opened", period, add=False)


def agreed_in_case(session: Session, number: str, by: Actor) -> list[Period]:
    """The closed days that a case agrees itself. Raises NotFound."""
    return calendar.in_rows(calendar.agreed_here(find_case(session, number, by).variables))


def may_agree(session: Session, instance_id: int, by: Actor) -> bool:
    """Whether a person takes part in the case: as one of its people, or as their administrator."""
    return any(
        casting.may_cast(session, party, by)
        for party in casting.parties(session, instance_id)
        if party.left_at is None
    )


def _agree(session: Session, number: str, by: Actor, kind: str, period: Period, *, add: bool) -> None:
    row = find_case(session, number, by)
    live = instances.lock(session, row.id)
    if not may_agree(session, row.id, by):
        raise Forbidden("Only people in the case can agree its closed days")
    known, days = calendar.agreed_here(live.state.variables), set(period.days())
    if add and known & days:
        text = Message("Some of these days are closed already")
        raise Invalid(text.template, {"first": text})
    if not add and not days <= known:
        raise NotFound("There is no such closed period")
    kept = sorted(known | days if add else known - days)
    history.note(
        session,
        row.id,
        kind,
        by=by.person_id,
        data={"first": period.first.isoformat(), "last": period.last.isoformat()},
    )
    variables = {calendar.CLOSED_IN_CASE: [day.isoformat() for day in kept]}
    instances.advance(session, live, bpmn.SetVariables(variables))


def movable(session: Session, by: Actor, number: str | None = None) -> list[Move]:
    """The open deadlines that would lie elsewhere if they were counted again with the closed days of now: of one case,
    or of the installation, for its operators. Raises NotFound, Forbidden."""
    rows = _open_tasks(session, by, number)
    return [
        Move(row.id, row.name if row.is_seen else "", row.number if row.is_seen else "", row.due_at, after)
        for row, after, _why, _closed in _counted_again(session, rows)
    ]


def recalculate(session: Session, by: Actor, number: str | None = None) -> int:
    """Move them. Returns how many. Raises NotFound, Forbidden, Conflict."""
    found = _counted_again(session, _open_tasks(session, by, number))
    for instance_id in sorted({row.process_instance_id for row, *_rest in found}):
        instances.lock(
            session, instance_id
        )  # in order, so that two who do this at once never wait for each other
    moved = list(_counted_again(session, _open_tasks(session, by, number)))
    for row, due, why, closed in moved:
        _move(session, row, due, why, closed, by, None)
    return len(moved)


def _open_tasks(session: Session, by: Actor, number: str | None) -> list[sa.Row[Any]]:
    seen = visibility.visible_to(by)
    where: list[sa.ColumnElement[bool]] = [user_task.c.state == "open", process_instance.c.status == "active"]
    if number is not None:
        case = find_case(session, number, by)
        if not may_agree(session, case.id, by):
            raise Forbidden("Only people in the case can agree its closed days")
        where += [process_instance.c.id == case.id]
    elif not by.is_operator:
        raise Forbidden("Only the installation's operators can change its closed days")
    return session.all(
        sa.select(user_task, process_instance.c.number, seen.label("is_seen"))
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .where(*where)
        .order_by(user_task.c.due_at, user_task.c.id)
    )


def _counted_again(
    session: Session, rows: Sequence[sa.Row[Any]]
) -> Iterator[tuple[sa.Row[Any], datetime, due_dates.Why, frozenset[date]]]:
    """(task, new deadline, why, closed days) of those tasks whose counted deadline would move."""
    closed_in = _closed_in(session, sorted({row.process_instance_id for row in rows}))
    for row in rows:
        counted = due_dates.sum_of(row.due_why)
        if counted is None or row.due_at is None:
            continue
        closed, old = closed_in[row.process_instance_id], row.due_at.astimezone(HOME)
        day = calendar.add_working_days(*counted, closed)
        if day != old.date():
            why = due_dates.counted(session, *counted, closed)
            why["params"]["at"] = session.now.isoformat()
            yield row, datetime.combine(day, old.time(), HOME), why, closed


def _closed_in(session: Session, ids: Sequence[int]) -> dict[int, frozenset[date]]:
    """Case -> all days on which nobody works in it. Cases are large, so they are not all read at once."""
    here = calendar.closed_here(session)
    found = {}
    for begin in range(0, len(ids), AT_ONCE):
        some = process_instance.c.id.in_(ids[begin : begin + AT_ONCE])
        for row in session.all(sa.select(process_instance.c.id, process_instance.c.variables).where(some)):
            found[row.id] = here | calendar.agreed_here(row.variables)
    return found


def _move(
    session: Session,
    task: Any,
    due: datetime,
    why: due_dates.Why,
    closed: frozenset[date],
    by: Actor,
    reason: str | None,
) -> None:
    """Write a new deadline, and when people are reminded of it; the instance is locked."""
    session.execute(sa.update(user_task).where(user_task.c.id == task.id).values(due_at=due, due_why=why))
    reminders.set_again(session, {**task._asdict(), "due_at": due}, closed)
    history.note(
        session,
        task.process_instance_id,
        "due_changed",
        by=by.person_id,
        party_id=task.party_id,
        is_private=task.is_private,
        element_id=task.element_id,
        process_id=task.process_id,
        call_path=task.call_path,
        name=task.name,
        data={
            "from": task.due_at.astimezone(HOME).date().isoformat() if task.due_at else None,
            "to": due.astimezone(HOME).date().isoformat(),
            "reason": reason,
        },
    )
