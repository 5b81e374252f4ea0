"""Dates, times and durations."""

from decimal import Decimal

from ..budget import Run
from ..temporal.arithmetic import existing, months_between
from ..temporal.kinds import MAX_YEAR, NANOS, Date, DateTime, DaysTime, Time, YearsMonths
from ..temporal.text import make_date, make_time, parse_date, parse_date_time, parse_duration, parse_time
from ..temporal.zones import MAX_OFFSET, days_of, named_zone
from ..values import Value
from .registry import builtin

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("date(from: string|date|date and time)")
def date(value: Value) -> Date | None:
    if isinstance(value, DateTime):
        return value.date
    return parse_date(value) if isinstance(value, str) else value


@builtin("date(year: number, month: number, day: number)")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    if abs(year) > MAX_YEAR or abs(month) > 12 or abs(day) > 31:
        return None
    return make_date(int(year), int(month), int(day))


@builtin("time(from: string|time|date and time)")
def time(value: Value) -> Time | None:
    if isinstance(value, DateTime):
        return value.time
    return parse_time(value) if isinstance(value, str) else value


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration|null)")
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None) -> Time | None:
    if not (0 <= hour <= 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    zone = None
    if offset is not None:
        zone, rest = divmod(offset.nanos, NANOS)
        if rest or abs(zone) > MAX_OFFSET:
            return None
    nano = int(second % 1 * NANOS)
    return make_time(int(hour), int(minute), int(second), nano, zone)


@builtin("date and time(from: string|date and time)")
def date_and_time(value: Value) -> DateTime | None:
    return parse_date_time(value) if isinstance(value, str) else value


@builtin("date and time(date: date|date and time, time: time)")
def date_and_time_of(day: Date | DateTime, clock: Time) -> DateTime:
    return DateTime(day.date if isinstance(day, DateTime) else day, clock)


@builtin("date and time(date: date and time, timezone: string)")
def date_and_time_in(value: DateTime, timezone: str) -> DateTime | None:
    """The same moment on the clock of another zone; a moment without a zone gets it. As Camunda has it."""
    zone = named_zone(timezone)
    if zone is None:
        return None
    if value.offset is None:
        clock = value.time
        return existing(DateTime(value.date, Time(clock.hour, clock.minute, clock.second, clock.nano, zone)))
    return DateTime.from_nanos(value.nanos, zone)


@builtin("duration(from: string|duration)")
def duration(value: Value) -> Value:
    return parse_duration(value) if isinstance(value, str) else value


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def years_and_months_duration(start: Date | DateTime, end: Date | DateTime) -> YearsMonths:
    return months_between(_day(start), _day(end))


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("today()", run=True)
def today(run: Run) -> Date:
    return Date.of(run.now.astimezone(run.zone).date())


@builtin("now()", run=True)
def now(run: Run) -> DateTime:
    return DateTime.of(run.now.astimezone(run.zone))


@builtin("day of year(date: date|date and time)")
def day_of_year(value: Date | DateTime) -> Decimal:
    day = _day(value)
    return Decimal(day.days - days_of(day.year, 1, 1) + 1)


@builtin("day of week(date: date|date and time)")
def day_of_week(value: Date | DateTime) -> str:
    return _DAYS[_day(value).weekday - 1]


@builtin("month of year(date: date|date and time)")
def month_of_year(value: Date | DateTime) -> str:
    return _MONTHS[_day(value).month - 1]


@builtin("week of year(date: date|date and time)")
def week_of_year(value: Date | DateTime) -> Decimal:
    """ISO 8601: the week of a Thursday belongs to that Thursday's year."""
    day = _day(value)
    thursday = Date.from_days(day.days + 4 - day.weekday) or day
    return Decimal((thursday.days - days_of(thursday.year, 1, 1)) // 7 + 1)


@builtin("last day of month(date: date|date and time)")
def last_day_of_month(value: Date | DateTime) -> Date | None:
    """An extension that Camunda has too."""
    day = _day(value)
    following = make_date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return None if following is None else Date.from_days(following.days - 1)
