"""Dates as an iCalendar file. Deadlines are events, as most calendar programs do not show to-dos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
from flask import url_for

from engine.clock import HOME
from engine.upcoming import Upcoming
from web import formats
from web.i18n import gettext as _

BEFORE = timedelta(minutes=30)  # how long the event before a deadline with an hour is
REFRESH = timedelta(hours=4)


def written(dates: Iterable[Upcoming], name: str, base: str) -> bytes:
    """The file. ``base``: the address of this installation, which the events' ids carry."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Samtrin//Samtrin//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(HOME))
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    host = urlsplit(base).hostname or "samtrin"
    for date in dates:
        calendar.add_component(_event(date, host))
    return calendar.to_ical()


def _event(date: Upcoming, host: str) -> icalendar.Event:
    at = date.at.astimezone(HOME)
    event = icalendar.Event()
    event.add("uid", f"{date.key}@{host}")
    event.add("dtstamp", date.changed_at)
    event.add("last-modified", date.changed_at)
    event.add("summary", _summary(date))
    if date.kind == "follow_up" or (at.hour, at.minute) in formats.WHOLE_DAY:
        event.add("dtstart", at.date())  # without an end it is that day
    else:
        event.add("dtstart", date.at - BEFORE)
        event.add("dtend", date.at)
    link = _link(date)
    about = _("Case %(number)s: %(title)s", number=date.case_number, title=date.case_title)
    event.add("description", "\n".join(filter(None, (about, date.party_name, link))))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")  # nobody is busy because something is due
    event.add("class", "PRIVATE")
    return event


def _summary(date: Upcoming) -> str:
    if date.kind == "deadline":
        return _("Deadline: %(name)s", name=date.name)
    if date.kind == "follow_up":
        return _("Follow up: %(name)s", name=date.name)
    return date.name


def _link(date: Upcoming) -> str:
    if date.task_id is not None:
        return url_for("task.show", task_id=date.task_id, _external=True)
    return url_for("case.show", number=date.case_number, _external=True)
