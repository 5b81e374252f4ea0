"""Why a deadline lies where it does, in the reader's words. What the engine keeps: ``engine.due_dates``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from engine import calendar
from engine.clock import HOME
from web.i18n import gettext as _
from web.i18n import locale


def sentence(why: Mapping[str, Any] | None, today: date) -> str | None:
    """The whole sentence; None for a deadline of which nothing is known."""
    if not why:
        return None
    params = dict(why["params"])
    if "day" in params:
        params["day"] = long_day(date.fromisoformat(params["day"]), today)
    if "at" in params:
        params["at"] = long_day(datetime.fromisoformat(params["at"]).astimezone(HOME).date(), today)
    if "count" in params:
        count = params["count"]
        params["days"] = _("1 working day") if count == 1 else _("%(count)s working days", count=count)
        params["skipped"] = _listed(_skipped(params, today))
    return _(why["template"], **params)


def span(first: date, last: date, today: date) -> str:
    """ "3.–7. april", "29. marts–3. april", "3. april"; with the year where it is another."""
    if first == last:
        return long_day(first, today)
    if (first.year, first.month) != (last.year, last.month):
        return f"{long_day(first, today)}–{long_day(last, today)}"
    dot = "." if locale() == "da" else ""
    return f"{first.day}{dot}–{long_day(last, today)}"


def long_day(day: date, today: date) -> str:
    """ "2. marts", with the year where it is another."""
    year = " y" if day.year != today.year else ""
    if locale() == "da":
        return format_date(day, f"d. MMMM{year}", locale="da")
    return format_date(day, f"d MMMM{year}", locale="en_GB")


def _skipped(params: Mapping[str, Any], today: date) -> list[str]:
    """The names of what was left out, holidays first."""
    names = []
    for text in params["holidays"]:
        day = date.fromisoformat(text)
        names.append(calendar.name_of(day, locale()) or long_day(day, today))
    for period in params["closed"]:
        days = span(date.fromisoformat(period["first"]), date.fromisoformat(period["last"]), today)
        if period["name"]:
            names.append(f"{period['name']} ({days})")
        else:
            names.append(_("your closed days (%(days)s)", days=days))
    return names


def _listed(names: Sequence[str]) -> str:
    """ "a, b og c"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1])
