"""Numbers and dates as people write and read them, in Danish and in English."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

# The integers that every reader of JSON keeps as they are.
MAX_INTEGER = 2**53 - 1
MAX_NUMBER_TEXT = 40


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language writes values. ``date`` is a strftime pattern."""

    decimal: str
    group: str
    date: str
    yes: str
    no: str


LOCALES = {
    "da": Locale(",", ".", "%d-%m-%Y", "Ja", "Nej"),
    "en": Locale(".", ",", "%d/%m/%Y", "Yes", "No"),
}


def locale_of(code: str) -> Locale:
    """The locale of a language code; Danish for languages that we do not know."""
    return LOCALES.get(code, LOCALES["da"])


_NUMBER = re.compile(r"([+-]?)((?:[0-9]+[.,])*[0-9]+|[.,][0-9]+)")
_SPACES = re.compile(r"[\s'’]+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DANISH_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_HOUR = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?(?:\.0+)?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")


def read_number(text: str, locale: Locale) -> Decimal | None:
    """``1.250.000,50`` and ``1,250,000.50`` alike. A single mark before three digits is read the way of the
    language ("1.250" is 1250 in Danish, 1.25 in English). None: not a number."""
    text = _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-")
    match = _NUMBER.fullmatch(text) if len(text) <= MAX_NUMBER_TEXT else None
    if match is None:
        return None
    sign, digits = match.groups()
    mark = _decimal_mark(digits, locale)
    whole, _, fraction = digits.partition(mark) if mark else (digits, "", "")
    parts = re.split("[.,]", whole)
    if len(parts) > 1 and not _grouped(parts):
        return None
    return Decimal(f"{sign}{''.join(parts) or '0'}.{fraction or '0'}")


def _decimal_mark(digits: str, locale: Locale) -> str:
    """The decimal mark in a written number, "" when there is none."""
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    mark = marks[0]
    if len(marks) > 1 or (mark == locale.group and _grouped(digits.split(mark))):
        return ""
    return mark


def _grouped(parts: list[str]) -> bool:
    """Whether these are the thousands of one number: "12", "500", and no "0" or "1234" in front."""
    return 1 <= len(parts[0]) <= 3 and parts[0][0] != "0" and all(len(part) == 3 for part in parts[1:])


def json_number(value: Decimal) -> int | float | None:
    """The same number in JSON, or None when JSON cannot hold it exactly."""
    if value == value.to_integral_value():
        return int(value) if abs(value) <= MAX_INTEGER else None
    number = float(value)
    return number if Decimal(repr(number)) == value else None


def exact(value: Any) -> Decimal | None:
    """A JSON number as a Decimal; None for everything else, NaN and the infinities too."""
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def places(value: Decimal) -> int:
    """How many decimals a number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def write_number(
    value: Decimal, locale: Locale, decimals: int | None = None, *, grouped: bool = False
) -> str:
    """``value`` with at least ``decimals`` decimals; never rounded."""
    shown_places = max(decimals or 0, places(value))
    text = f"{value:,.{shown_places}f}" if grouped else f"{value:.{shown_places}f}"
    return text.translate({ord(","): locale.group, ord("."): locale.decimal})


def read_day(text: str) -> date | None:
    """``2026-12-24``, ``24-12-2026``, ``24.12.2026`` or ``24/12/2026``."""
    if match := _DAY.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DANISH_DAY.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_hour(text: str) -> time | None:
    """``14:30``, ``14.30`` or ``14:30:00``."""
    match = _HOUR.fullmatch(text)
    try:
        hour, minute, second = (int(part or 0) for part in match.groups()) if match else (24, 0, 0)
        return time(hour, minute, second)
    except ValueError:
        return None


def read_moment(text: str, kind: str) -> str | None:
    """A written date, time or both as ISO text; None when it is neither."""
    text = " ".join(text.split())[:40]
    if kind == "date":
        day = read_day(text)
        return day.isoformat() if day else None
    if kind == "time":
        hour = read_hour(text)
        return hour.isoformat() if hour else None
    first, _, second = text.replace("T", " ", 1).replace(" kl. ", " ").partition(" ")
    day, hour = read_day(first), read_hour(second)
    return datetime.combine(day, hour).isoformat() if day and hour else None


def write_moment(text: str, locale: Locale) -> str:
    """ISO text as people write it; text that is no date or time is given back as it is."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text).strftime(locale.date)
        if "T" in text:
            return datetime.fromisoformat(text).strftime(f"{locale.date} %H:%M")
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        return text


def shown(value: Any, locale: Locale) -> str:
    """Any JSON value as a person may read it, when nothing is known about the field that it came from."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return locale.yes if value else locale.no
    number = exact(value)
    if number is not None:
        return write_number(number, locale, grouped=abs(number) >= 10_000)  # so that a year stays a year
    if isinstance(value, str):
        return write_moment(value, locale) if _ISO_DAY.fullmatch(value) else value
    if isinstance(value, Mapping):
        return ", ".join(shown(part, locale) for part in value.values())
    if isinstance(value, list | tuple):
        return ", ".join(shown(part, locale) for part in value)
    return str(value)
