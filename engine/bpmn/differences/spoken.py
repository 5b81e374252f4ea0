"""The values of a model as people say them: spans of time, moments, roles, triggers, and formulas as they are."""

from __future__ import annotations

import re
from typing import Any

from engine.errors import Message

from ..model import Trigger
from ..moments import BadTime, duration
from ..reminding import NONE, BadReminders, reminders
from .result import Names

LONGEST = 300  # characters of a text of the model in a sentence
_MOST = 50  # roles of a list

_WORKING_DAYS = re.compile(r"add working days\((today\(\)|date\((\w+)\)|(\w+)), *(-?\d{1,4})\)")
_AT = re.compile(r'date and time\((.+), *time\("(\d\d:\d\d)(?::00)?[^"]*"\)\)')
_SHIFTED = re.compile(r'date\((\w+)\) *([+-]) *duration\("([^"]+)"\)')
_DATE = re.compile(r"date\((\w+)\)")
_CYCLE = re.compile(r"R(\d*)/(?:[^/P]+/)?(P[^/]+)")

_UNITS = (  # months, seconds, one, several
    (12, 0, Message("1 year"), Message("%(count)s years")),
    (1, 0, Message("1 month"), Message("%(count)s months")),
    (0, 86_400, Message("1 day"), Message("%(count)s days")),
    (0, 3_600, Message("1 hour"), Message("%(count)s hours")),
    (0, 60, Message("1 minute"), Message("%(count)s minutes")),
    (0, 1, Message("1 second"), Message("%(count)s seconds")),
)


def clip(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def text(value: str) -> Any:
    """A value that is a literal or, after ``=``, a formula."""
    if value.startswith("="):
        return Message('the formula "%(text)s"', {"text": clip(value[1:].strip())})
    return f'"{clip(value)}"'


def formula(value: str) -> str:
    """An expression without its sign, as in the condition of a flow."""
    return clip(value.removeprefix("=").strip())


def span(value: str) -> Any:
    """ "3 days" of ``P3D``. What is no such duration is said as it is written."""
    try:
        found = duration(value)
    except BadTime:
        return text(value)
    months, seconds = found.months, found.seconds
    parts: list[Any] = []
    for of_months, of_seconds, one, many in _UNITS:
        count = months // of_months if of_months else int(seconds // of_seconds)
        months -= count * of_months
        seconds -= count * of_seconds
        if count == 1:
            parts.append(one)
        elif count:
            parts.append(Message(many.template, {"count": count}))
    if found.empty or not parts:
        return text(value)
    said = parts[-1]
    for part in reversed(parts[:-1]):
        said = Message("%(first)s and %(rest)s", {"first": part, "rest": said})
    return said


def moment(value: str) -> Any:
    """A deadline or the time of a clock: "10 working days" of ``=add working days(today(), 10)``."""
    source = value.removeprefix("=").strip()
    if found := _AT.fullmatch(source):
        return Message("%(day)s, at %(time)s", {"day": moment("=" + found[1]), "time": found[2]})
    if found := _WORKING_DAYS.fullmatch(source):
        return _working_days(int(found[4]), found[2] or found[3])
    if found := _SHIFTED.fullmatch(source):
        params = {"span": span(found[3]), "date": found[1]}
        return Message("%(span)s after %(date)s" if found[2] == "+" else "%(span)s before %(date)s", params)
    if found := _DATE.fullmatch(source):
        return found[1]
    return span(source) if source.startswith("P") and source == value else text(value)


def _working_days(count: int, since: str | None) -> Message:
    size = abs(count)
    days = Message("1 working day") if size == 1 else Message("%(count)s working days", {"count": size})
    if since is None:
        return days
    return Message(
        "%(span)s before %(date)s" if count < 0 else "%(span)s after %(date)s", {"span": days, "date": since}
    )


def cycle(value: str) -> Any:
    """ "every 3 months" of ``R/P3M``."""
    found = _CYCLE.fullmatch(value)
    if found is None:
        return text(value)
    if found[1]:
        return Message("every %(span)s, %(count)s times", {"span": span(found[2]), "count": found[1]})
    return Message("every %(span)s", {"span": span(found[2])})


def roles(value: str, names: Names) -> Any:
    """The names of roles in a list with commas; who a formula names is not known beforehand."""
    if value.startswith("="):
        return Message('that the formula "%(text)s" gives', {"text": formula(value)})
    return [names.roles.get(role.strip(), clip(role.strip())) for role in value.split(",")[:_MOST]]


def trigger(event: Trigger) -> Message:
    """What an event waits for, or sets off."""
    match event.kind:
        case "timer" if event.timer == "timeDuration":
            return Message("the clock (%(when)s)", {"when": span(event.text or "")})
        case "timer" if event.timer == "timeCycle":
            return Message("the clock (%(when)s)", {"when": cycle(event.text or "")})
        case "timer":
            return Message("the clock (%(when)s)", {"when": moment(event.text or "")})
        case "message":
            return Message('the message "%(name)s"', {"name": clip(event.name or "")})
        case "conditional":
            return Message('the condition "%(text)s"', {"text": formula(event.text or "")})
        case "signal":
            return Message('the signal "%(name)s"', {"name": clip(event.name or "")})
        case "error" if event.name is None:
            return Message("any error")
        case "error":
            return Message('the error "%(name)s"', {"name": clip(event.name or "")})
        case "escalation" if event.name is None:
            return Message("any escalation")
        case "escalation":
            return Message('the escalation "%(name)s"', {"name": clip(event.name or "")})
        case "link":
            return Message('the link "%(name)s"', {"name": clip(event.name or "")})
        case "terminate":
            return Message("the end of everything that is still in progress")
        case "cancel":
            return Message("the cancellation")
        case "compensate" if event.name:
            return Message('the undoing of "%(name)s"', {"name": clip(event.name)})
        case "compensate":
            return Message("the undoing of what was done")
    return Message('the event "%(name)s"', {"name": event.kind})


def reminding(value: str) -> Any:
    """When people are reminded of a task, as a list of moments."""
    if value.strip().lower() == NONE:
        return Message("never")
    try:
        rule = reminders(value)
    except BadReminders:
        return text(value)
    said: list[Any] = [Message("half-way to the deadline")] if rule.half else []
    for days in rule.offsets:
        if days == 0:
            said.append(Message("on the day of the deadline"))
        else:
            template = "%(span)s before the deadline" if days < 0 else "%(span)s after the deadline"
            said.append(Message(template, {"span": _working_days(abs(days), None)}))
    if rule.every:
        said.append(Message("then every %(span)s", {"span": _working_days(rule.every, None)}))
    return said
