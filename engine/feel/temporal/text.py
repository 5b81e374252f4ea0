"""Temporal values from and to text: ISO 8601 as XML Schema has it, and `@Zone/Name` after a time."""

import re
from typing import Any

from .kinds import DAY, MAX_YEAR, NANOS, Date, DateTime, DaysTime, Time, YearsMonths
from .zones import MAX_OFFSET, Zone, length_of_month, named_zone

_DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})\Z")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,30}))?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@(.{1,60}))?\Z"
)
_MONTHS = re.compile(r"(-)?P(?:([0-9]{1,15})Y)?(?:([0-9]{1,15})M)?\Z")
_DAYS = re.compile(
    r"(-)?P(?:([0-9]{1,15})D)?(T(?:([0-9]{1,15})H)?(?:([0-9]{1,15})M)?(?:([0-9]{1,15})(?:\.([0-9]{0,30}))?S)?)?\Z"
)


def parse_date(text: str) -> Date | None:
    hit = _DATE.match(text)
    return None if hit is None else make_date(int(hit[1]), int(hit[2]), int(hit[3]))


def make_date(year: int, month: int, day: int) -> Date | None:
    if not (-MAX_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= length_of_month(year, month)):
        return None
    return Date(year, month, day)


def parse_time(text: str) -> Time | None:
    hit = _TIME.match(text)
    if hit is None:
        return None
    zone: Zone | None = None
    if hit[5]:
        zone = 0
    elif hit[6]:
        zone = make_offset(int(hit[7]), int(hit[8]), int(hit[9] or 0), hit[6] == "-")
        if zone is None:
            return None
    elif hit[10]:
        zone = named_zone(hit[10])
        if zone is None:
            return None
    return make_time(int(hit[1]), int(hit[2]), int(hit[3]), int((hit[4] or "").ljust(9, "0")[:9]), zone)


def make_time(hour: int, minute: int, second: int, nano: int, zone: Zone | None) -> Time | None:
    """24:00:00 is midnight, as in XML Schema."""
    if hour == 24 and minute == second == nano == 0:
        hour = 0
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
        return None
    return Time(hour, minute, second, nano, zone)


def make_offset(hours: int, minutes: int, seconds: int, west: bool) -> int | None:
    offset = hours * 3600 + minutes * 60 + seconds
    if offset > MAX_OFFSET or minutes > 59 or seconds > 59:
        return None
    return -offset if west else offset


def parse_date_time(text: str) -> DateTime | None:
    """A date alone is its midnight."""
    head, separator, tail = text.partition("T")
    day = parse_date(head)
    if day is None:
        return None
    if not separator:
        return DateTime(day, Time(0, 0, 0))
    clock = parse_time(tail)
    if clock is None:
        return None
    if tail.startswith("24"):
        next_day = Date.from_days(day.days + 1)
        return None if next_day is None else DateTime(next_day, clock)
    return DateTime(day, clock)


def parse_duration(text: str) -> YearsMonths | DaysTime | None:
    hit = _MONTHS.match(text)
    if hit is not None and (hit[2] or hit[3]):
        months = int(hit[2] or 0) * 12 + int(hit[3] or 0)
        return YearsMonths(-months if hit[1] else months)
    hit = _DAYS.match(text)
    if hit is None or hit[3] == "T" or not (hit[2] or hit[3]):
        return None
    seconds = int(hit[2] or 0) * DAY + int(hit[4] or 0) * 3600 + int(hit[5] or 0) * 60 + int(hit[6] or 0)
    nanos = seconds * NANOS + int((hit[7] or "").ljust(9, "0")[:9])
    return DaysTime(-nanos if hit[1] else nanos)


def parse_temporal(text: str) -> Any:
    """The value of @"text": of the type that the text has the form of, or None."""
    if "P" in text[:2]:
        return parse_duration(text)
    if "T" in text and text[:1] in "-0123456789":
        return parse_date_time(text)
    return parse_time(text) if text[2:3] == ":" else parse_date(text)


def date_text(value: Date) -> str:
    return f"{'-' if value.year < 0 else ''}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def time_text(value: Time, zone: Zone | None) -> str:
    fraction = f".{value.nano:09d}".rstrip("0") if value.nano else ""
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}{_zone_text(zone)}"


def _zone_text(zone: Zone | None) -> str:
    if zone is None:
        return ""
    if not isinstance(zone, int):
        return f"@{zone.key}"
    if zone == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if zone < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def months_text(value: YearsMonths) -> str:
    years, months = divmod(abs(value.months), 12)
    body = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return f"{'-' if value.months < 0 else ''}P{body}"


def days_text(value: DaysTime) -> str:
    if value.nanos == 0:
        return "PT0S"
    seconds, nano = divmod(abs(value.nanos), NANOS)
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, 3600)
    minutes, second = divmod(rest, 60)
    fraction = f".{nano:09d}".rstrip("0") if nano else ""
    clock = (
        (f"{hours}H" if hours else "")
        + (f"{minutes}M" if minutes else "")
        + (f"{second}{fraction}S" if second or nano else "")
    )
    return f"{'-' if value.nanos < 0 else ''}P{f'{days}D' if days else ''}{'T' + clock if clock else ''}"


def temporal_text(value: Any, *, iso: bool = False) -> str:
    """The text of any temporal value. With `iso`, a named zone is written as the offset it has at that moment."""
    if isinstance(value, Date):
        return date_text(value)
    if isinstance(value, Time):
        return time_text(value, value.offset if iso else value.zone)
    if isinstance(value, DateTime):
        return f"{date_text(value.date)}T{time_text(value.time, value.offset if iso else value.time.zone)}"
    return months_text(value) if isinstance(value, YearsMonths) else days_text(value)
