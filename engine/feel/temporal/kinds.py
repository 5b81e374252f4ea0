"""The five temporal types of FEEL: unchangeable, to the nanosecond, for the years -999 999 999 to 999 999 999.

Python's datetime ends at year 9999 and at microseconds, and calls a difference of dates and one of months the same;
so these are our own. `python()` gives the datetime twin where there is one.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from .zones import Zone, date_of, days_of, local_at_instant, offset_at_local, usual_offset

MAX_YEAR = 999_999_999
DAY = 86_400
NANOS = 1_000_000_000


@dataclass(frozen=True, slots=True, order=True)
class Date:
    year: int
    month: int
    day: int

    @property
    def days(self) -> int:
        """Days from 1970-01-01."""
        return days_of(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 is Monday, 7 is Sunday."""
        return (self.days + 3) % 7 + 1

    @classmethod
    def from_days(cls, days: int) -> "Date | None":
        year, month, day = date_of(days)
        return cls(year, month, day) if -MAX_YEAR <= year <= MAX_YEAR else None

    @classmethod
    def of(cls, value: date) -> "Date":
        return cls(value.year, value.month, value.day)

    def python(self) -> date | None:
        return date(self.year, self.month, self.day) if 1 <= self.year <= 9999 else None


@dataclass(frozen=True, slots=True)
class Time:
    hour: int
    minute: int
    second: int
    nano: int = 0
    zone: Zone | None = None

    @property
    def seconds(self) -> int:
        """Seconds from midnight on this clock."""
        return self.hour * 3600 + self.minute * 60 + self.second

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC, or None for a clock nobody knows the place of."""
        return None if self.zone is None else usual_offset(self.zone)

    @classmethod
    def from_nanos(cls, nanos: int, zone: Zone | None) -> "Time":
        """The clock `nanos` after midnight; past midnight it begins anew."""
        seconds, nano = divmod(nanos % (DAY * NANOS), NANOS)
        return cls(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, zone)

    @classmethod
    def of(cls, value: time) -> "Time":
        zone = _zone(value.tzinfo, value.utcoffset())
        return cls(value.hour, value.minute, value.second, value.microsecond * 1000, zone)

    def python(self) -> time:
        """Microseconds are the finest that Python keeps."""
        return time(self.hour, self.minute, self.second, self.nano // 1000, _tzinfo(self.zone))


@dataclass(frozen=True, slots=True)
class DateTime:
    """`fold` 1 is the second of the two equal clock times when summer time ends."""

    date: Date
    time: Time
    fold: int = 0

    @property
    def offset(self) -> int | None:
        zone = self.time.zone
        return None if zone is None else offset_at_local(zone, self.date.days, self.time.seconds, self.fold)

    @property
    def instant(self) -> int:
        """Seconds from 1970-01-01T00:00 to it; in UTC where the zone is known."""
        return self.date.days * DAY + self.time.seconds - (self.offset or 0)

    @property
    def nanos(self) -> int:
        """The same in nanoseconds."""
        return self.instant * NANOS + self.time.nano

    @classmethod
    def from_nanos(cls, nanos: int, zone: Zone | None) -> "DateTime | None":
        """What the clock of `zone` shows at an instant; None beyond the years that FEEL knows."""
        instant, nano = divmod(nanos, NANOS)
        offset, fold = (0, 0) if zone is None else local_at_instant(zone, instant)
        days, seconds = divmod(instant + offset, DAY)
        day = Date.from_days(days)
        clock = Time(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, zone)
        return None if day is None else cls(day, clock, fold)

    @classmethod
    def of(cls, value: datetime) -> "DateTime":
        zone = _zone(value.tzinfo, value.utcoffset())
        nano = value.microsecond * 1000
        return cls(Date.of(value), Time(value.hour, value.minute, value.second, nano, zone), value.fold)

    def python(self) -> datetime | None:
        day = self.date.python()
        return None if day is None else datetime.combine(day, self.time.python()).replace(fold=self.fold)


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration."""

    months: int


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A days and time duration."""

    nanos: int

    @classmethod
    def of(cls, value: timedelta) -> "DaysTime":
        return cls(((value.days * DAY + value.seconds) * 1_000_000 + value.microseconds) * 1000)

    def python(self) -> timedelta | None:
        try:
            return timedelta(microseconds=self.nanos // 1000)
        except OverflowError:
            return None


Temporal = Date | Time | DateTime
Duration = YearsMonths | DaysTime


def _zone(info: tzinfo | None, offset: timedelta | None) -> Zone | None:
    if isinstance(info, ZoneInfo) and info.key:
        return info
    return None if offset is None else offset.days * DAY + offset.seconds


def _tzinfo(zone: Zone | None) -> tzinfo | None:
    return timezone(timedelta(seconds=zone)) if isinstance(zone, int) else zone
