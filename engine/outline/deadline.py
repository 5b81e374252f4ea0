"""Deadlines as people choose them, and the FEEL that says the same.

    in 5 working days             =add working days(today(), 5)
    the same day                  =today()
    4 working days before a date  =add working days(date(mc_dato), -4)

Anything else is a formula, which only the diagram changes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from engine.errors import Invalid, Message

NONE, OPENED, DATE, FORMULA = "none", "opened", "date", "formula"
LIMIT = 400  # working days
_OPENED = re.compile(r"=\s*add working days\(\s*today\(\)\s*,\s*(\d{1,3})\s*\)")
_TODAY = re.compile(r"=\s*today\(\)")
_DATE = re.compile(r"=\s*add working days\(\s*date\(\s*([^\W\d]\w*)\s*\)\s*,\s*(-?\d{1,3})\s*\)")


@dataclass(frozen=True, slots=True)
class Deadline:
    """``kind``: none, opened (``days`` after the task opens), date (``days`` after the date in ``variable``, before it
    where negative) or formula (``text``, as written)."""

    kind: str
    days: int = 0
    variable: str = ""
    text: str = ""


def read(due: str | None) -> Deadline:
    """What a due date in a diagram says."""
    if not due:
        return Deadline(NONE)
    if found := _OPENED.fullmatch(due):
        return Deadline(OPENED, int(found[1]), text=due)
    if _TODAY.fullmatch(due):
        return Deadline(OPENED, 0, text=due)
    if found := _DATE.fullmatch(due):
        return Deadline(DATE, int(found[2]), found[1], due)
    return Deadline(FORMULA, text=due)


def write(deadline: Deadline, dates: Collection[str]) -> str | None:
    """The due date for a diagram; None for none. ``dates``: the variables that hold a date. Raises Invalid."""
    if deadline.kind == NONE:
        return None
    if deadline.kind == FORMULA:
        return deadline.text
    if abs(deadline.days) > LIMIT or (deadline.kind == OPENED and deadline.days < 0):
        raise _unfit("Write a number of working days from 0 to %(limit)s", "days", limit=LIMIT)
    if deadline.kind == DATE:
        if deadline.variable not in dates:
            raise _unfit("Choose a date from the list", "variable")
        return f"=add working days(date({deadline.variable}), {deadline.days})"
    return f"=add working days(today(), {deadline.days})" if deadline.days else "=today()"


def _unfit(template: str, field: str, **params: object) -> Invalid:
    return Invalid(template, {field: Message(template, params)}, **params)
