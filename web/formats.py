"""Dates and deadlines as people here write them: "Fre. 27. nov.", "2 dage over frist", "I dag kl. 16"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal

from engine.clock import HOME
from engine.errors import Message

WHOLE_DAY = ((0, 0), (23, 59))  # a deadline that names a day and no hour


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a badge. ``kind``: 'over', 'soon', 'none' or ''; ``icon`` may be empty too."""

    kind: str
    icon: str
    text: Message


def day(value: date | datetime, locale: str, today: date | None = None) -> str:
    """ "27. nov.", with the year when it is not the year of ``today``."""
    value = _at_home(value)
    year = today is None or value.year != today.year
    if locale == "da":
        return format_date(value, "d. MMM y" if year else "d. MMM", locale="da")
    return format_date(value, "d MMM y" if year else "d MMM", locale="en_GB")


def weekday(value: date | datetime, locale: str, today: date) -> str:
    """ "Fre. 27. nov.", with the year when it is another."""
    value = _at_home(value)
    name = format_date(value, "EEE", locale="da" if locale == "da" else "en_GB")
    return f"{name[:1].upper()}{name[1:]} {day(value, locale, today)}"


def clock(value: datetime, locale: str) -> str:
    """ "16" on the hour, else "16.05" ("16:00" and "16:05" in English)."""
    at = value.astimezone(HOME)
    if locale != "da":
        return f"{at:%H:%M}"
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)


def moment(value: datetime, locale: str, today: date | None = None) -> str:
    """ "14. nov. kl. 9.12"."""
    joint = "kl." if locale == "da" else "at"
    return f"{day(value, locale, today)} {joint} {clock(value, locale)}"


def until(value: datetime, locale: str, now: datetime) -> str:
    """A deadline in a sentence: "27. nov.", with its hour where it names one."""
    at, today = value.astimezone(HOME), now.astimezone(HOME).date()
    whole_day = (at.hour, at.minute) in WHOLE_DAY
    return day(at, locale, today) if whole_day else moment(at, locale, today)


def due(value: datetime | None, now: datetime, locale: str) -> Due:
    """The badge of a deadline, seen from ``now`` (both aware)."""
    if value is None:
        return Due("none", "", Message("No deadline"))
    at, today = value.astimezone(HOME), now.astimezone(HOME).date()
    days, hour = (at.date() - today).days, clock(value, locale)
    whole_day = (at.hour, at.minute) in WHOLE_DAY
    if days < 0:
        late = "1 day overdue" if days == -1 else "%(days)s days overdue"
        return Due("over", "error", Message(late, {"days": -days}))
    if days == 0 and whole_day:
        return Due("soon", "time", Message("Today"))
    if days == 0 and value < now:
        return Due("over", "error", Message("Overdue since %(hour)s today", {"hour": hour}))
    if days == 0:
        return Due("soon", "time", Message("Today at %(hour)s", {"hour": hour}))
    if days == 1:
        return Due("soon", "time", Message("Tomorrow"))
    return Due("", "calendar-month", Message("%(day)s", {"day": weekday(value, locale, today)}))


def _at_home(value: date | datetime) -> date:
    return value.astimezone(HOME).date() if isinstance(value, datetime) else value


def initials(name: str) -> str:
    """ "Mette Holm" -> "MH"."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def shown(value: object, locale: str) -> str:
    """A JSON value of a process as people read it: "34.968.960", "ja", "a, b"."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return {"da": ("nej", "ja")}.get(locale, ("no", "yes"))[value]
    if isinstance(value, int | float):
        return format_decimal(value, locale="da" if locale == "da" else "en_GB")
    if isinstance(value, list):
        return ", ".join(shown(part, locale) for part in value) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {shown(part, locale)}" for name, part in value.items()) or "–"
    return str(value)
