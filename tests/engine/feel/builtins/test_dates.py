import pytest

from ..support import value, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2024-02-29")', "2024-02-29"),
        ('date("2023-02-29")', None),
        ("date(2024, 2, 29)", "2024-02-29"),
        ("date(2024, 13, 1)", None),
        ('date(date and time("2024-02-29T10:00:00"))', "2024-02-29"),
        ('date("-0044-03-15")', "-0044-03-15"),
        ('date("12345-01-01")', "12345-01-01"),
        ('date("02024-01-01")', None),
        ('time("10:30:00.5+02:00")', "10:30:00.5+02:00"),
        ('time("10:30")', None),
        ('time("24:00:00")', "00:00:00"),
        ('time(10, 30, 1.25, @"PT2H")', "10:30:01.25+02:00"),
        ("time(25, 0, 0)", None),
        ('time(@"2024-01-01T10:00:00Z")', "10:00:00Z"),
        ('date and time("2024-01-01")', "2024-01-01T00:00:00"),
        ('date and time("2024-01-01T24:00:00")', "2024-01-02T00:00:00"),
        ('date and time(date("2024-01-01"), time("10:00:00Z"))', "2024-01-01T10:00:00Z"),
        (
            'date and time(date and time("2024-07-01T10:00:00Z"), "Europe/Copenhagen")',
            "2024-07-01T12:00:00@Europe/Copenhagen",
        ),
        (
            'date and time(date and time("2024-07-01T10:00:00"), "Europe/Copenhagen")',
            "2024-07-01T10:00:00@Europe/Copenhagen",
        ),
        ('duration("P1Y14M")', "P2Y2M"),
        ('duration("P1DT36H")', "P2DT12H"),
        ('duration("P1Y1D")', None),
        ('duration("-PT0.5S")', "-PT0.5S"),
        ('years and months duration(date("2024-01-31"), date("2024-02-29"))', "P0M"),
        ('years and months duration(date("2024-03-31"), date("2023-01-01"))', "-P1Y2M"),
        ("today()", "2026-03-02"),
        ("now()", "2026-03-02T12:00:00@Europe/Copenhagen"),
        ('day of year("2024")', None),
        ('day of year(date("2024-12-31"))', "366"),
        ('day of week(date("2024-02-29"))', "Thursday"),
        ('month of year(date("2024-02-29"))', "February"),
        ('week of year(date("2021-01-03"))', "53"),
        ('week of year(date("2018-12-31"))', "1"),
        ('last day of month(date("2024-02-01"))', "2024-02-29"),
        ('last day of month(date("2024-12-05"))', "2024-12-31"),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('is working day(@"2026-03-02")', True),
        ('is working day(@"2026-03-01")', False),
        ('is working day(@"2026-04-02")', False),  # Maundy Thursday
        ('is working day(@"2026-06-05")', False),  # Constitution Day
        ('is working day(@"2023-05-05")', False),  # Great Prayer Day, the last one
        ('is working day(@"2024-04-26")', True),  # and not the year after
        ('is working day(@"2026-12-31")', False),
        ('is working day(@"3026-12-31")', None),
        ('add working days(@"2026-04-01", 1)', "2026-04-07"),
        ('add working days(@"2026-04-01", 0)', "2026-04-01"),
        ('add working days(@"2026-04-07", -1)', "2026-04-01"),
        ('add working days(@"2026-03-06T10:00:00", 1)', "2026-03-09"),
        ('add working days(date("2026-03-02"), 10)', "2026-03-16"),
        ('add working days(@"2026-03-02", 1e9)', None),
        ('add working days("2026-03-02", 1)', None),
        ('working days between(@"2026-03-02", @"2026-03-09")', 5),
        ('working days between(@"2026-03-09", @"2026-03-02")', -5),
        ('working days between(@"2026-03-07", @"2026-03-08")', 0),
        ('working days between(@"2026-04-01", @"2026-04-07")', 1),
    ],
)
def test_working_days(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("count", [1, 3, 30, 300])
def test_working_days_are_counted_as_they_are_added(count: int) -> None:
    text = 'working days between(@"2026-03-02", add working days(@"2026-03-02", n))'
    assert value(text, n=count) == count
    assert value(text, n=-count) == -count
