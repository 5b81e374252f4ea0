"""ISO 8601 texts and calendar arithmetic, bounded: moments, durations, cycles. All results are aware and in UTC."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LAST_YEAR = 9999
_MAX_MONTHS = 12 * LAST_YEAR
_MAX_SECONDS = 86_400 * 366 * LAST_YEAR

_DURATION = re.compile(
    r"(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?"
)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?(?:[@\[]([A-Za-z0-9_+/-]{1,40})\]?)?)?"
)


class BadTime(ValueError):
    """The text is no time, or one beyond the calendar; said in English by ``template`` and ``params``."""

    def __init__(self, template: str, **params: str | int) -> None:
        super().__init__(template % params)
        self.template, self.params = template, params


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of the calendar: whole months, and seconds."""

    months: int
    seconds: float

    def after(self, moment: datetime, times: int = 1) -> datetime:
        """``moment`` plus ``times`` this duration; a day that the month lacks becomes its last."""
        months, seconds = self.months * times, self.seconds * times
        if abs(months) > _MAX_MONTHS or abs(seconds) > _MAX_SECONDS:
            raise BadTime("the moment lies beyond every calendar")
        year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
        if not 1 <= year <= LAST_YEAR:
            raise BadTime("the moment lies beyond every calendar")
        day = min(moment.day, calendar.monthrange(year, month + 1)[1])
        try:
            return moment.replace(year=year, month=month + 1, day=day) + timedelta(seconds=seconds)
        except OverflowError:
            raise BadTime("the moment lies beyond every calendar") from None

    @property
    def empty(self) -> bool:
        """No time at all, or time backwards."""
        return self.months <= 0 and self.seconds <= 0


def duration(text: str) -> Duration:
    """An ISO 8601 duration. Raises ``BadTime``."""
    found = _DURATION.fullmatch(text.strip()) if len(text) <= 100 else None
    if found is None or not any(found.groups()[1:]) or text.strip().endswith("T"):
        raise BadTime("%(text)s is no ISO 8601 duration such as P3D or PT2H", text=text[:60])
    sign = -1 if found[1] else 1
    years, months, weeks, days, hours, minutes = (int(found[n] or 0) for n in range(2, 8))
    seconds = float(found[8] or 0) + 60 * minutes + 3600 * hours + 86_400 * (days + 7 * weeks)
    return Duration(sign * (12 * years + months), sign * seconds)


def moment(text: str, zone: tzinfo = UTC, of_day: time = time()) -> datetime:
    """An ISO 8601 date or date and time. ``zone`` is meant where the text names none, ``of_day`` where it is a mere
    date. Raises ``BadTime``."""
    found = _MOMENT.fullmatch(text.strip()) if len(text) <= 100 else None
    if found is None:
        raise BadTime(
            "%(text)s is no ISO 8601 date such as 2026-01-05 or 2026-01-05T09:00:00Z", text=text[:60]
        )
    day, clock, offset, name = found.groups()
    try:
        if clock is None:
            return datetime.combine(datetime.fromisoformat(day).date(), of_day, zone).astimezone(UTC)
        here: tzinfo = ZoneInfo(name) if name else zone
        local = datetime.fromisoformat(f"{day}T{_micro(clock)}{(offset or '').replace('Z', '+00:00')}")
        return (local if offset else local.replace(tzinfo=here)).astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        raise BadTime("%(text)s is no date of the calendar", text=text[:60]) from None


def is_naive(text: str) -> bool:
    """A date and time, or a date, without a zone."""
    found = _MOMENT.fullmatch(text.strip())
    return found is not None and found[3] is None and found[4] is None


def _micro(clock: str) -> str:
    """A clock time with at most microseconds."""
    whole, dot, fraction = clock.partition(".")
    return f"{whole}{dot}{fraction[:6].ljust(6, '0') if dot else ''}"
