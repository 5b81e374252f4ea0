"""Timers as the model writes them: a date, a duration, or a cycle. What is due is fixed when they are set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from .cron import Cron
from .moments import BadTime, Duration, duration, moment


@dataclass(frozen=True, slots=True)
class Timer:
    """A set timer. ``left``: how often it is still due, this time included (None: for ever). ``every``: the text of
    its cycle, empty when it is due once; ``anchor`` and ``round``: what the cycle is counted from."""

    due: datetime
    left: int | None = 1
    every: str = ""
    anchor: datetime | None = None
    round: int = 0

    def next(self) -> Timer | None:
        """The timer after this one was due; None when that was the last time."""
        left = None if self.left is None else self.left - 1
        if left == 0 or not self.every:
            return None
        if not self.every.startswith("P"):
            return Timer(Cron(self.every).next(self.due), left, self.every)
        anchor = self.anchor or self.due
        due = duration(self.every).after(anchor, self.round + 1)
        return Timer(due, left, self.every, anchor, self.round + 1)

    def dump(self) -> list[Any]:
        """Stored form."""
        anchor = self.anchor.isoformat() if self.anchor else None
        return [self.due.isoformat(), self.left, self.every, anchor, self.round]

    @classmethod
    def load(cls, stored: list[Any]) -> Timer:
        """From the stored form."""
        due, left, every, anchor, number = stored
        start = datetime.fromisoformat(anchor) if anchor else None
        return cls(datetime.fromisoformat(due), left, every, start, number)


def set_timer(form: str, text: str, now: datetime, zone: tzinfo = UTC) -> Timer:
    """The timer of a ``timeDate``, ``timeDuration`` or ``timeCycle`` text, set at ``now``. Raises ``BadTime``."""
    if form == "timeDate":
        return Timer(moment(text, zone))
    if form == "timeDuration":
        return Timer(duration(text).after(now))
    return _cycle(text.strip(), now, zone)


def _cycle(text: str, now: datetime, zone: tzinfo) -> Timer:
    if not text.startswith("R"):
        return Timer(Cron(text).next(now), None, text)
    count, *rest = text.split("/")
    if not 1 <= len(rest) <= 2 or (count != "R" and not count[1:].isdecimal()) or len(count) > 10:
        raise BadTime("%(text)s is no cycle such as R3/PT1H", text=text[:60])
    left = None if count == "R" else int(count[1:])
    every: Duration = duration(rest[-1])
    if every.empty and left != 1:
        raise BadTime("a cycle needs an interval longer than nothing")
    if left == 0:
        raise BadTime("a cycle of no rounds is never due")
    if len(rest) == 2:
        start = moment(rest[0], zone)
        return Timer(start, left, rest[-1], start, 0)
    return Timer(every.after(now), left, rest[-1], now, 1)
