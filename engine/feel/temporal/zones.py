"""Zones and the proleptic Gregorian calendar, for years far outside those of Python's datetime.

A zone is an offset in seconds east of UTC, or a named zone of the tz database.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Zone = int | ZoneInfo

MAX_OFFSET = 18 * 3600
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{0,60}\Z")
_CYCLE_DAYS = 146_097  # 400 years: weekdays and leap years begin anew


@lru_cache(maxsize=512)
def named_zone(key: str) -> ZoneInfo | None:
    """The zone `key` as Europe/Copenhagen, or None."""
    if not _KEY.match(key):
        return None
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        return None


def days_of(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to a date. Year 0 is the year before 1."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _CYCLE_DAYS + day_of_era - 719_468


def date_of(days: int) -> tuple[int, int, int]:
    """(year, month, day) of a number of days from 1970-01-01."""
    era, day_of_era = divmod(days + 719_468, _CYCLE_DAYS)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    return era * 400 + year_of_era + (month <= 2), month, day


def length_of_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _within_python(year: int) -> int:
    """A year with the same weekdays that datetime knows. Before 1 and after 9999 no zone changes its rules."""
    if 1 < year < 9999:
        return year
    return year % 400 + (400 if year <= 1 else 9200)


def offset_at_local(zone: Zone, days: int, seconds: int, fold: int) -> int:
    """Offset in seconds where the clock of `zone` shows a date and time. In the hour that summer time skips: the
    offset before it. In the hour that comes twice: of the first (`fold` 0) or the second (1)."""
    if isinstance(zone, int):
        return zone
    year, month, day = date_of(days)
    hour, minute = seconds // 3600, seconds // 60 % 60
    moment = datetime(_within_python(year), month, day, hour, minute, seconds % 60, tzinfo=zone, fold=fold)
    return _seconds(moment.utcoffset())


def local_at_instant(zone: Zone, instant: int) -> tuple[int, int]:
    """(offset in seconds, fold) of `zone` at an instant in seconds from 1970-01-01T00:00Z."""
    if isinstance(zone, int):
        return zone, 0
    days, seconds = divmod(instant, 86_400)
    year, month, day = date_of(days)
    utc = datetime(_within_python(year), month, day, tzinfo=_UTC) + timedelta(seconds=seconds)
    local = utc.astimezone(zone)
    return _seconds(local.utcoffset()), local.fold


def usual_offset(zone: Zone) -> int:
    """Offset of a zone's winter time: the one of a clock time without a date."""
    if isinstance(zone, int):
        return zone
    winter = datetime(2000, 1, 1, tzinfo=zone)
    return _seconds(winter.utcoffset()) - _seconds(winter.dst())


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else offset.days * 86_400 + offset.seconds


_UTC = ZoneInfo("UTC")
