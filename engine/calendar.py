"""Deadlines in working days, and the closed days that an installation or a case has beside the Danish holidays.

Source: aftaletrin dossier, section 0 "Time"; partnerskabsruten dossier, "General due rule"."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

import sqlalchemy as sa

from engine import bpmn, feel
from engine.clock import HOME
from engine.models import setting
from engine.store import Session

DUE_WORKING_DAYS = 10
END_OF_DAY = time(16, 0)
CLOSED_HERE = "closed-days"


def add_working_days(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The ``count``-th working day after ``day``; before it, where ``count`` is negative. What a working day is, the
    expression language knows: a model and the host must never count differently."""
    dates = {"day": day.isoformat(), "count": Decimal(count)}
    found = feel.compile("add working days(date(day), count)")(dates, closed=closed)
    return date.fromisoformat(feel.from_feel(found))


def default_due(now: datetime, closed: Collection[date] = ()) -> datetime:
    """When a task is due that says nothing of its own: 16.00 on the tenth working day."""
    day = add_working_days(now.astimezone(HOME).date(), DUE_WORKING_DAYS, closed)
    return datetime.combine(day, END_OF_DAY, HOME)


def close(session: Session, days: Iterable[date]) -> None:
    """Set the installation's own closed days, beside the Danish holidays."""
    session.put(setting, key=CLOSED_HERE, value=sorted(day.isoformat() for day in days))


def closed_here(session: Session) -> frozenset[date]:
    """The installation's own closed days."""
    kept = session.scalar(sa.select(setting.c.value).where(setting.c.key == CLOSED_HERE))
    return frozenset(date.fromisoformat(day) for day in kept or ())


def agreed(session: Session, variables: bytes) -> frozenset[date]:
    """The closed days that count in a case: the installation's, and those in its variable ``lukkede_dage``
    (a list of ISO dates). ``variables``: the stored scopes."""
    days = closed_here(session)
    if b'"lukkede_dage"' not in variables:  # spares reading all variables for the many cases that agree none
        return days
    own = bpmn.visible(variables).get("lukkede_dage")
    for text in own if isinstance(own, list) else ():
        with suppress(ValueError):
            days |= {date.fromisoformat(str(text))}
    return days
