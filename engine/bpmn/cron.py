"""Cron with seconds (``sec min hour day month weekday``), in UTC, as timer cycles use it."""

from __future__ import annotations

from datetime import datetime, timedelta

from .moments import BadTime

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_MACROS = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_RANGES = ((0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_YEARS = 12


class Cron:
    """Raises ``BadTime`` when the text is no cron."""

    def __init__(self, text: str) -> None:
        fields = _MACROS.get(text.strip(), text).upper().split() if len(text) <= 200 else []
        if len(fields) != 6:
            raise BadTime("%(text)s is no cron of six fields such as 0 0 9 * * MON-FRI", text=text[:60])
        parsed = [_field(field, low, high) for field, (low, high) in zip(fields, _RANGES, strict=True)]
        self._seconds, self._minutes, self._hours, self._days, self._months, week = parsed
        self._week = {day % 7 for day in week}
        self._any_day, self._any_weekday = fields[3] in ("*", "?"), fields[5] in ("*", "?")

    def next(self, after: datetime) -> datetime:
        """The first moment strictly after ``after``. Raises ``BadTime`` when there is none in twelve years."""
        start = after.replace(microsecond=0) + timedelta(seconds=1)
        day = start.date()
        for _ in range(366 * _YEARS):
            if day.month in self._months and self._on(day.day, day.isoweekday() % 7):
                floor = (start.hour, start.minute, start.second) if day == start.date() else (0, 0, 0)
                if clock := self._clock(floor):
                    hour, minute, second = clock
                    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=after.tzinfo)
            try:
                day += timedelta(days=1)
            except OverflowError:
                break
        raise BadTime("the cron names no date of the calendar")

    def _on(self, day: int, weekday: int) -> bool:
        if self._any_day or self._any_weekday:
            return day in self._days and weekday in self._week
        return day in self._days or weekday in self._week

    def _clock(self, floor: tuple[int, int, int]) -> tuple[int, int, int] | None:
        for hour in sorted(self._hours):
            for minute in sorted(self._minutes) if hour >= floor[0] else ():
                if (hour, minute) < floor[:2]:
                    continue
                for second in sorted(self._seconds):
                    if (hour, minute, second) >= floor:
                        return hour, minute, second
        return None


def _field(text: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, every = part.partition("/")
        step = _number(every, 1, high) if every else 1
        if span in ("*", "?"):
            first, last = low, high
        elif "-" in span:
            first, last = (_number(end, low, high) for end in span.split("-", 1))
        else:
            first = _number(span, low, high)
            last = high if every else first
        if first > last:
            raise BadTime("%(text)s runs backwards", text=part[:60])
        found.update(range(first, last + 1, step))
    return found


def _number(text: str, low: int, high: int) -> int:
    if text in _MONTHS and high == 12:
        return _MONTHS.index(text) + 1
    if text in _DAYS and high == 7:
        return _DAYS.index(text)
    if not text.isascii() or not text.isdecimal() or not low <= int(text[:6]) <= high:
        raise BadTime("%(text)s is not a number from %(low)s to %(high)s", text=text[:20], low=low, high=high)
    return int(text)
