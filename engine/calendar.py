"""Working days, and the closed periods that an installation or a case has beside the Danish holidays.

Source: aftaletrin dossier, section 0 "Time"; partnerskabsruten dossier, "General due rule"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import holidays
import sqlalchemy as sa

from engine import bpmn, feel
from engine.clock import HOME
from engine.errors import Forbidden, Invalid, Message, NotFound
from engine.models import setting
from engine.parties.people import Actor
from engine.store import Session

DUE_WORKING_DAYS = 10
END_OF_DAY = time(16, 0)
CLOSED_HERE = "closed-days"
CLOSED_IN_CASE = "lukkede_dage"
LONGEST = 366  # days of one closed period
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Closed days in a row, both ends included. ``name`` may be empty."""

    first: date
    last: date
    name: str = ""

    def days(self) -> Iterator[date]:
        return (self.first + DAY * n for n in range((self.last - self.first).days + 1))


def add_working_days(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The ``count``-th working day after ``day``; before it, where ``count`` is negative. What a working day is, the
    expression language knows: a model and the host must never count differently. Centuries whose holidays it does not
    know give the day itself."""
    return _added(day, count, frozenset(closed))


@lru_cache(maxsize=2048)  # what opens on the same day is counted alike
def _added(day: date, count: int, closed: frozenset[date]) -> date:
    dates = {"day": day.isoformat(), "count": Decimal(count)}
    found = feel.compile("add working days(date(day), count)")(dates, closed=closed)
    return day if found is None else date.fromisoformat(feel.from_feel(found))


@lru_cache(maxsize=2048)
def is_holiday(day: date) -> bool:
    """Whether nobody works on this day, a weekday, though it is no closed day: a holiday, or a day like one."""
    usual = feel.compile("is working day(date(day))")({"day": day.isoformat()}, closed=())
    return day.weekday() < 5 and not usual


@lru_cache(maxsize=64)
def _named(year: int, language: str) -> dict[date, str]:
    return dict(
        holidays.country_holidays("DK", years=year, language=language, categories=("public", "optional"))
    )


def name_of(day: date, locale: str) -> str | None:
    """What the holiday on this day is called, in running text; None where it has no name."""
    name = _named(day.year, "da" if locale == "da" else "en_US").get(day)
    return f"{name[:1].lower()}{name[1:]}" if name and locale == "da" else name


def default_due(now: datetime, closed: Collection[date] = ()) -> datetime:
    """When a task is due that says nothing of its own: 16.00 on the tenth working day."""
    day = add_working_days(now.astimezone(HOME).date(), DUE_WORKING_DAYS, closed)
    return datetime.combine(day, END_OF_DAY, HOME)


def close(session: Session, days: Iterable[date]) -> None:
    """Set the installation's own closed days to exactly these, beside the Danish holidays."""
    _write(session, in_rows(days))


def close_period(session: Session, period: Period, by: Actor) -> None:
    """Add a closed period of the installation. Raises Forbidden, Invalid (turned round, too long, met by another)."""
    _require_operator(by)
    check(period)
    known = periods(session)
    for other in known:
        if period.first <= other.last and other.first <= period.last:
            text = Message(
                "The period overlaps one that is there already: %(first)s to %(last)s",
                {"first": other.first, "last": other.last},
            )
            raise Invalid(text.template, {"first": text}, **text.params)
    _write(session, [*known, period])


def open_again(session: Session, first: date, by: Actor) -> None:
    """Take back the installation's closed period that begins on this day. Raises Forbidden, NotFound."""
    _require_operator(by)
    known = periods(session)
    kept = [period for period in known if period.first != first]
    if len(kept) == len(known):
        raise NotFound("There is no such closed period")
    _write(session, kept)


def check(period: Period) -> None:
    """Raise Invalid where a closed period cannot be meant."""
    if period.last < period.first:
        text = Message("The last day must not come before the first")
        raise Invalid(text.template, {"last": text})
    if (period.last - period.first).days >= LONGEST:
        text = Message("A closed period can be at most %(limit)s days", {"limit": LONGEST})
        raise Invalid(text.template, {"last": text}, **text.params)
    if len(period.name) > 80:
        text = Message("The name can be at most %(limit)s characters", {"limit": 80})
        raise Invalid(text.template, {"name": text}, **text.params)


def periods(session: Session) -> list[Period]:
    """The installation's own closed periods, in order."""
    kept = session.scalar(sa.select(setting.c.value).where(setting.c.key == CLOSED_HERE)) or []
    single = in_rows(date.fromisoformat(day) for day in kept if isinstance(day, str))  # as kept before 0004
    named = [
        Period(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]), row["name"])
        for row in kept
        if isinstance(row, dict)
    ]
    return sorted([*single, *named])


def closed_here(session: Session) -> frozenset[date]:
    """The installation's own closed days."""
    return frozenset(day for period in periods(session) for day in period.days())


def agreed(session: Session, variables: bytes) -> frozenset[date]:
    """The closed days that count in a case: the installation's, and those that it agrees itself."""
    return closed_here(session).union(agreed_here(variables))


def agreed_here(variables: bytes) -> frozenset[date]:
    """The closed days of a case alone: its variable ``lukkede_dage``, a list of ISO dates. ``variables``: the stored
    scopes."""
    if b'"lukkede_dage"' not in variables:  # spares reading all variables for the many cases that agree none
        return frozenset()
    own = bpmn.visible(variables).get(CLOSED_IN_CASE)
    found: set[date] = set()
    for text in own if isinstance(own, list) else ():
        with suppress(ValueError):
            found.add(date.fromisoformat(str(text)))
    return frozenset(found)


def in_rows(days: Iterable[date]) -> list[Period]:
    """Days as periods without a name: those that follow each other are one."""
    rows: list[Period] = []
    for day in sorted(set(days)):
        if rows and rows[-1].last + DAY == day:
            rows[-1] = Period(rows[-1].first, day)
        else:
            rows.append(Period(day, day))
    return rows


def _require_operator(by: Actor) -> None:
    if not by.is_operator:
        raise Forbidden("Only the installation's operators can change its closed days")


def _write(session: Session, rows: Iterable[Period]) -> None:
    value = [
        {"first": row.first.isoformat(), "last": row.last.isoformat(), "name": row.name}
        for row in sorted(rows)
    ]
    session.put(setting, key=CLOSED_HERE, value=value)
