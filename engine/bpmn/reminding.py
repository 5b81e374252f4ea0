"""When a model wants people to be reminded of a task: the property ``samtrin:reminders``.

    -2, 0, +2        working days before and after the deadline
    half, -2         half-way between the task's opening and its deadline
    0, every 3       every third working day after the last of the others, until the task is done
    none             never

Source: aftaletrin dossier, section 0, R1 to R4; partnerskabsruten dossier, "General due rule"."""

from __future__ import annotations

import re
from dataclasses import dataclass

REMINDERS, ESCALATION = "samtrin:reminders", "samtrin:escalation"
NONE = "none"
_MOST, _FARTHEST = 12, 400
_EVERY = re.compile(r"every\s+(\d{1,3})")
_OFFSET = re.compile(r"[+-]?\d{1,3}")


class BadReminders(ValueError):
    """The text is no rule for reminders."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """``offsets``: working days from the deadline, in order; ``every``: working days between reminders after these."""

    offsets: tuple[int, ...] = ()
    half: bool = False
    every: int | None = None


def reminders(text: str) -> Reminders:
    """Read the property. Raises BadReminders."""
    offsets: set[int] = set()
    half, every = False, None
    parts = [part.strip().lower() for part in text.split(",")]
    if parts == [NONE]:
        return Reminders()
    if len(parts) > _MOST:
        raise BadReminders(text)
    for part in parts:
        if part == "half":
            half = True
        elif found := _EVERY.fullmatch(part):
            every = int(found[1])
        elif _OFFSET.fullmatch(part):
            offsets.add(int(part))
        else:
            raise BadReminders(text)
    if every == 0 or any(abs(days) > _FARTHEST for days in offsets):
        raise BadReminders(text)
    return Reminders(tuple(sorted(offsets)), half, every)
