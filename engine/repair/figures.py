"""How often each step of a case was come to and how long it took, and what happened one after the other: from the
history, as far as somebody may know it. Another party's private steps, and what hangs on them, are left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.cases.course import hidden_elements, is_private
from engine.models import history, user_task
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

MOVES = ("entered", "completed", "terminated")


@dataclass(frozen=True, slots=True)
class Event:
    """``kind``: entered, completed or terminated."""

    at: datetime
    element_id: str
    kind: str


@dataclass(slots=True)
class Figure:
    """``times`` it was come to, ``done`` of them completed; ``begun``: when what is still under way began; ``spent``:
    together, up to now; ``longest``: of one time."""

    times: int = 0
    done: int = 0
    begun: list[datetime] = field(default_factory=list)
    spent: timedelta = timedelta()
    longest: timedelta = timedelta()
    last_done: datetime | None = None

    @property
    def average(self) -> timedelta:
        return self.spent / self.times if self.times else timedelta()


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one process of a case, called along ``call_path``."""

    events: list[Event]
    of: dict[str, Figure]
    hidden: set[str]


def figures(
    session: Session, row: Any, process: bpmn.Process, call_path: str, by: Actor, until: datetime
) -> Figures:
    """``row``: as ``cases.listing.find`` gives it; ``until``: now, or when the case ended."""
    tasks = _private_tasks(session, row.id, process, call_path, by)
    own = [task for task in tasks if task.is_seen]
    # a private step that only one's own party has been at reads as in the history, others as one's own tasks alone
    mixed = {task.element_id for task in tasks if not task.is_seen}
    mine = {task.element_id for task in own} - mixed
    hidden = hidden_elements(session, row.id, process, by) | _hidden(
        process, {task.element_id for task in own}
    )
    rows = session.all(
        sa.select(history.c.at, history.c.element_id, history.c.kind)
        .where(
            history.c.process_instance_id == row.id,
            history.c.process_id == process.id,
            history.c.call_path == call_path,
            history.c.kind.in_(MOVES),
            visibility.history_visible_to(by),
        )
        .order_by(history.c.id)
    )
    elements = process.elements
    events = [
        Event(each.at, each.element_id, each.kind)
        for each in rows
        if each.element_id in elements
        and each.element_id not in hidden
        and (each.element_id in mine or not is_private(elements[each.element_id]))
    ]
    for task in own:
        if task.element_id in mine:
            continue
        events.append(Event(task.created_at, task.element_id, "entered"))
        if task.completed_at is not None:
            how = "completed" if task.state == "completed" else "terminated"
            events.append(Event(task.completed_at, task.element_id, how))
    if mixed:
        events.sort(key=lambda event: event.at)
    return Figures(events, _counted(events, until), hidden)


def _private_tasks(
    session: Session, instance_id: int, process: bpmn.Process, call_path: str, by: Actor
) -> list[Any]:
    """The tasks of private steps, with ``is_seen``: whether somebody may know of them."""
    private = [element.id for element in process.elements.values() if is_private(element)]
    if not private:
        return []
    return session.all(
        sa.select(user_task, visibility.visible_to(by).label("is_seen"))
        .where(
            user_task.c.process_instance_id == instance_id,
            user_task.c.process_id == process.id,
            user_task.c.call_path == call_path,
            user_task.c.element_id.in_(private),
        )
        .order_by(user_task.c.id)
    )


def _hidden(process: bpmn.Process, own: set[str]) -> set[str]:
    """What is private and not one's own, hangs on it or lies inside it."""
    found = set[str]()
    for element in process.elements.values():
        todo: list[bpmn.Element] = [element]
        while todo:
            one = todo.pop()
            if is_private(one) and one.id not in own and one is not element:
                found.add(element.id)
            todo += [process.elements[key] for key in (one.attached_to, one.parent) if key]
    return found


def _counted(events: Iterable[Event], until: datetime) -> dict[str, Figure]:
    """Those who come first to a step are taken to leave it first."""
    found: dict[str, Figure] = defaultdict(Figure)
    for event in events:
        figure = found[event.element_id]
        if event.kind == "entered":
            figure.times += 1
            figure.begun.append(event.at)
            continue
        if not figure.begun:
            continue  # begun before one's time in the case
        span = event.at - figure.begun.pop(0)
        figure.spent += span
        figure.longest = max(figure.longest, span)
        if event.kind == "completed":
            figure.done += 1
            figure.last_done = event.at
    for figure in found.values():
        for begun in figure.begun:
            span = max(until - begun, timedelta())
            figure.spent += span
            figure.longest = max(figure.longest, span)
    return dict(found)
