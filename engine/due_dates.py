"""When a task is due, and why that day: the sum that is shown to whoever asks.

``user_task.due_why`` is {"template": English, "params": {...}}, put into words by ``web.whys``. A counted deadline's
params are ``count``, ``day`` (it was counted from), ``holidays`` and ``closed`` (what was left out on the way: ISO
dates, and {first, last, name}), and ``at`` where it was counted again; one that a person has set has ``name``, ``at``,
``reason``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engine import bpmn, calendar, deployments, feel
from engine.calendar import Period
from engine.clock import HOME
from engine.errors import Message
from engine.store import Session

if TYPE_CHECKING:
    from engine.instances import Live

Why = dict[str, Any]
AFTER = Message("%(days)s from %(day)s")
AFTER_SKIPPING = Message("%(days)s from %(day)s, not counting %(skipped)s")
BEFORE = Message("%(days)s before %(day)s")
BEFORE_SKIPPING = Message("%(days)s before %(day)s, not counting %(skipped)s")
FROM_CASE = Message("The deadline comes from the case: its process has set it to %(day)s")
BY_HAND = Message("Set by %(name)s on %(at)s: %(reason)s")
_COUNTING = re.compile(r"\badd working days\s*\(")


def of_opened(session: Session, live: Live, task: bpmn.OpenedTask) -> tuple[datetime, Why]:
    """The deadline of a task that opens, and why."""
    today = session.now.astimezone(HOME).date()
    if task.due is None:
        due = calendar.default_due(session.now, live.closed)
        return due, counted(session, today, calendar.DUE_WORKING_DAYS, live.closed)
    day = task.due.astimezone(HOME).date()
    for start, count in _counted(session, live, task):
        if calendar.add_working_days(start, count, live.closed) == day:
            return task.due, counted(session, start, count, live.closed)
    return task.due, {"template": FROM_CASE.template, "params": {"day": day.isoformat()}}


def counted(session: Session, start: date, count: int, closed: frozenset[date]) -> Why:
    """Why a deadline lies ``count`` working days after ``start`` (before it, where ``count`` is negative).
    ``closed``: all days on which nobody works in the case."""
    end = calendar.add_working_days(start, count, closed)
    span = _span(start, end)
    free = [day for day in span if calendar.is_holiday(day)]
    off = [day for day in span if day in closed and day.weekday() < 5 and day not in free]
    params: dict[str, Any] = {"count": abs(count), "day": start.isoformat()}
    params["holidays"] = [day.isoformat() for day in free]
    params["closed"] = [
        {"first": p.first.isoformat(), "last": p.last.isoformat(), "name": p.name}
        for p in (_periods(session, closed) if off else ())
        if any(p.first <= day <= p.last for day in off)
    ]
    skipping = bool(free or off)
    said = (BEFORE_SKIPPING if skipping else BEFORE) if count < 0 else (AFTER_SKIPPING if skipping else AFTER)
    return {"template": said.template, "params": params}


def set_by(name: str, at: datetime, reason: str) -> Why:
    """Why a deadline is where a person has put it."""
    return {
        "template": BY_HAND.template,
        "params": {"name": name, "at": at.isoformat(), "reason": reason},
    }


def sum_of(why: Why | None) -> tuple[date, int] | None:
    """(day it was counted from, working days) of a counted deadline; None of any other."""
    params = (why or {}).get("params", {})
    if "count" not in params:
        return None
    backwards = why is not None and why["template"] in (BEFORE.template, BEFORE_SKIPPING.template)
    return date.fromisoformat(params["day"]), -params["count"] if backwards else params["count"]


def _span(start: date, end: date) -> list[date]:
    """The days on the way: without the one that is counted from, with the last."""
    step = timedelta(days=1 if end >= start else -1)
    days = (start + step * n for n in range(1, abs((end - start).days) + 1))
    return sorted(days)


def _periods(session: Session, closed: frozenset[date]) -> list[Period]:
    """The closed days as periods: the installation's as they are called, the case's own as they lie in rows."""
    here = calendar.periods(session)
    own = closed.difference(*(period.days() for period in here))
    return sorted([*here, *calendar.in_rows(own)])


def _counted(session: Session, live: Live, task: bpmn.OpenedTask) -> Iterator[tuple[date, int]]:
    """What the model's expression counts working days from, and how many: each such call in it."""
    element = deployments.definition(session, int(task.definition_key)).process.elements.get(task.element_id)
    calls = _calls((element and element.task.due) or "")
    if not calls:
        return
    known: dict[str, Any] = {}
    if any(part.names for call in calls for part in call):
        private_to = task.party if task.visibility == "private" else None
        known = feel.to_feel(bpmn.visible(live.state.variables, task.scope, private_to=private_to))
    for start, count in calls:
        try:
            day = feel.from_feel(start(known, now=session.now, closed=live.closed))
            days = feel.from_feel(count(known, now=session.now, closed=live.closed))
            yield date.fromisoformat(str(day)[:10]), int(days)
        except (feel.FeelError, ValueError, TypeError):  # not this call: the model takes another way
            continue


@lru_cache(maxsize=512)
def _calls(text: str) -> tuple[tuple[feel.Expression, feel.Expression], ...]:
    """The two arguments of every ``add working days`` in an expression."""
    found = []
    for match in _COUNTING.finditer(text) if text.startswith("=") else ():
        parts = _arguments(text, match.end())
        try:
            if len(parts) == 2:
                found.append((feel.compile(parts[0]), feel.compile(parts[1])))
        except feel.FeelError:  # a bracket in a text, say: then the sum cannot be shown
            continue
    return tuple(found)


def _arguments(text: str, begin: int) -> list[str]:
    """What stands between the commas of a call whose bracket opens before ``begin``."""
    depth, parts = 0, [""]
    for sign in text[begin:]:
        if sign in ")]}" and depth == 0:
            return parts
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return []
