"""When people are reminded of an open task: one job per task, for the next time, set when it opens or its deadline
moves, and gone with it. Who is told what: ``engine.escalation``.

Source: partnerskabsruten dossier, "General due rule": two working days before, on the day, and three after, when the
one who leads is told too; aftaletrin dossier, section 0, "Reminders"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from engine import bpmn, calendar
from engine.clock import HOME
from engine.models import job, user_task
from engine.store import Session

KIND = "reminder"  # of the job
USUAL = "-2, 0, +3"
MORNING = time(8, 0)
RETRIES = 3


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One time that people are told. ``kind``: reminder, overdue or follow_up; ``escalates``: the next one up too."""

    at: datetime
    kind: str
    escalates: bool = False


def of_model(task: bpmn.OpenedTask, *processes: bpmn.Process) -> dict[str, str]:
    """The properties about reminders that a task takes from its processes (the innermost first), its own left out."""
    return {
        name: text
        for name in (bpmn.REMINDERS, bpmn.ESCALATION)
        if not task.properties.get(name)
        and (text := next((p.properties[name] for p in processes if p.properties.get(name)), None))
    }


def next_job(task: Mapping[str, Any], after: datetime, closed: Collection[date]) -> dict[str, Any] | None:
    """The job row for the first time after ``after`` that people are told of the open ``task`` (a row of user_task);
    None when they have been told for the last time."""
    step = next_step(task, after, closed)
    if step is None:
        return None
    return {
        "kind": KIND,
        "process_instance_id": task["process_instance_id"],
        "token": task["token"],
        "payload": {"kind": step.kind, "escalates": step.escalates, "element": task["element_id"]},
        "due_at": step.at,
        "retries": RETRIES,
    }


def set_again(session: Session, task: Mapping[str, Any], closed: Collection[date]) -> None:
    """The task's deadline has moved: forget the old times, and set the next one."""
    session.execute(
        sa.delete(job).where(
            job.c.process_instance_id == task["process_instance_id"],
            job.c.token == task["token"],
            job.c.kind == KIND,
        )
    )
    following = next_job(task, session.now, closed)
    session.insert_all(job, [following] if following else [])


def set_missing(session: Session) -> None:
    """Set the next time of open tasks that have none: those that were opened before there were reminders. Tasks of
    which people have been told for the last time stay without."""
    waits = sa.and_(
        job.c.process_instance_id == user_task.c.process_instance_id,
        job.c.token == user_task.c.token,
        job.c.kind == KIND,
    )
    rows = session.all(
        sa.select(user_task).outerjoin(job, waits).where(user_task.c.state == "open", job.c.id.is_(None))
    )
    closed = calendar.closed_here(session)
    found = (next_job(row._asdict(), session.now, closed) for row in rows)
    session.insert_all(job, [following for following in found if following])


def next_step(task: Mapping[str, Any], after: datetime, closed: Collection[date]) -> Step | None:
    """The first time after ``after``."""
    later = sorted(step for step in _steps(task, closed) if step.at > after)
    if later:
        return later[0]
    every = _rule(task).every
    if every is None or task["due_at"] is None:
        return None
    last = max(_day(after), _day(task["due_at"]))
    escalates = last == _day(task["due_at"]) and all(days <= 0 for days in _rule(task).offsets)
    return Step(_morning(calendar.add_working_days(last, every, closed)), "overdue", escalates)


def passed(task: Mapping[str, Any], after: datetime, until: datetime, closed: Collection[date]) -> list[Step]:
    """The times that have gone by, in order: more than one when nobody was there to tell people."""
    return sorted(step for step in _steps(task, closed) if after < step.at <= until)


def _steps(task: Mapping[str, Any], closed: Collection[date]) -> Iterator[Step]:
    """All times but those that come again and again."""
    if task["follow_up_at"] is not None:
        yield Step(_morning(_day(task["follow_up_at"])), "follow_up")
    if task["due_at"] is None:
        return
    rule, due = _rule(task), _day(task["due_at"])
    if rule.half:
        half = task["created_at"] + (task["due_at"] - task["created_at"]) / 2
        yield Step(_morning(_day(half)), "reminder")
    for days in rule.offsets:
        at = _morning(calendar.add_working_days(due, days, closed))
        yield Step(at, "overdue" if days > 0 else "reminder", days > 0 and days == rule.offsets[-1])


def _rule(task: Mapping[str, Any]) -> bpmn.Reminders:
    """The task's rule; the usual one where the model's own expression gave something that is none."""
    try:
        return bpmn.reminders(str(task["properties"].get(bpmn.REMINDERS) or USUAL))
    except bpmn.BadReminders:
        return bpmn.reminders(USUAL)


def _day(moment: datetime) -> date:
    return moment.astimezone(HOME).date()


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, HOME)
