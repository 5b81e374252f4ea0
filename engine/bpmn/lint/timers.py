"""Timers whose text is known at deployment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.causes import cause

from ..model import Element, Trigger
from ..moments import BadTime, is_naive
from ..problems import Problem
from ..timers import set_timer
from .check import Check

_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_AGAIN = ("boundaryEvent", "startEvent")


def rules(check: Check) -> Iterator[Problem]:
    """Literal dates, durations and cycles; FEEL is checked with the other expressions."""
    for element in check.elements:
        for trigger in element.triggers:
            if trigger.kind == "timer":
                yield from _timer(check, element, trigger)


def _timer(check: Check, element: Element, trigger: Trigger) -> Iterator[Problem]:
    if not trigger.text or trigger.timer is None:
        yield check.error(element, "The timer has no date, duration or cycle.")
        return
    if trigger.timer == "timeCycle" and (
        element.kind not in _AGAIN or (element.attached_to and element.interrupting)
    ):
        yield check.error(
            element, "A timer cycle belongs on a start event or a non-interrupting boundary event."
        )
    if trigger.text.startswith("="):
        return
    try:
        set_timer(trigger.timer, trigger.text, _SOME_DAY)
    except BadTime as problem:
        yield check.error(
            element, "The timer %(text)s is wrong: %(cause)s.", text=trigger.text, cause=cause(problem)
        )
        return
    if trigger.timer == "timeDate" and is_naive(trigger.text):
        yield check.warning(
            element,
            "The date %(text)s has no time zone and counts as UTC: add Z or an offset.",
            text=trigger.text,
        )
