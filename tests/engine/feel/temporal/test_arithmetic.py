import pytest

from ..support import value, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2024-01-31" + @"P1M"', "2024-02-29"),
        ('@"2024-02-29" - @"P1Y"', "2023-02-28"),
        ('@"P1M" + @"2024-01-31"', "2024-02-29"),
        ('@"2024-01-01" + @"P1DT23H"', "2024-01-02"),
        ('@"2024-01-01" - @"PT1H"', "2023-12-31"),
        ('@"2024-01-31" - @"2024-01-01"', "P30D"),
        ('@"9999-12-31" + @"P1D"', "10000-01-01"),
        ('@"0001-01-01" - @"P1D"', "0000-12-31"),
        ('@"999999999-12-31" + @"P1D"', None),
        ('@"23:30:00" + @"PT1H"', "00:30:00"),
        ('@"10:00:00" - @"11:30:00"', "-PT1H30M"),
        ('@"10:00:00Z" - @"10:00:00+01:00"', "PT1H"),
        ('@"10:00:00Z" - @"10:00:00"', None),
        ('@"2024-01-01T10:00:00Z" - @"2024-01-01"', "PT10H"),
        ('@"2024-01-01T10:00:00" - @"2024-01-01"', None),
        ('@"P1D" * 1.5', "P1DT12H"),
        ('2 * @"P7M"', "P1Y2M"),
        ('@"P1Y" / 5', "P2M"),
        ('@"P1D" / @"PT6H"', "4"),
        ('@"P1Y" / @"P1D"', None),
        ('@"P1D" / 0', None),
        ('@"P1D" + @"P1M"', None),
        ('-@"P1D" + @"PT12H"', "-PT12H"),
        ('@"P1D" + 1', None),
        ('@"2024-01-01" + @"2024-01-01"', None),
    ],
)
def test_arithmetic(text: str, expected: str | None) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 31 March 2024: at two the clock is put to three. 27 October: at three it is put back to two.
        ('@"2024-03-31T01:30:00@Europe/Copenhagen" + @"PT1H"', "2024-03-31T03:30:00+02:00"),
        ('@"2024-03-31T03:30:00@Europe/Copenhagen" - @"PT1H"', "2024-03-31T01:30:00+01:00"),
        ('@"2024-03-30T12:00:00@Europe/Copenhagen" + @"P1D"', "2024-03-31T13:00:00+02:00"),
        ('@"2024-10-27T01:30:00@Europe/Copenhagen" + @"PT1H"', "2024-10-27T02:30:00+02:00"),
        ('@"2024-10-27T01:30:00@Europe/Copenhagen" + @"PT2H"', "2024-10-27T02:30:00+01:00"),
        ('@"2024-10-27T01:30:00@Europe/Copenhagen" + @"PT2H" + @"PT1H"', "2024-10-27T03:30:00+01:00"),
        ('@"2024-02-29T02:30:00@Europe/Copenhagen" + @"P1M" + @"P2D"', "2024-03-31T03:30:00+02:00"),
        ('@"2024-02-29T02:30:00@Europe/Copenhagen" + @"P1Y1M"', "2025-03-29T02:30:00+01:00"),
    ],
)
def test_the_hours_when_the_clock_is_changed(text: str, expected: str) -> None:
    assert value(text) == expected


def test_a_day_with_a_change_has_not_24_hours() -> None:
    start, end = '@"2024-03-31T00:00:00@Europe/Copenhagen"', '@"2024-04-01T00:00:00@Europe/Copenhagen"'
    assert value(f"{end} - {start}") == "PT23H"
    assert (
        value('@"2024-10-28T00:00:00@Europe/Copenhagen" - @"2024-10-27T00:00:00@Europe/Copenhagen"')
        == "P1DT1H"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2024-07-01T12:00:00@Europe/Copenhagen" = @"2024-07-01T10:00:00Z"', True),
        ('@"2024-07-01T12:00:00" = @"2024-07-01T12:00:00Z"', None),
        ('@"2024-07-01T12:00:00Z" < @"2024-07-01T12:00:00-01:00"', True),
        ('@"10:00:00" < @"11:00:00"', True),
        ('@"10:00:00Z" = @"11:00:00+01:00"', True),
        ('@"P1Y" > @"P11M"', True),
        ('@"P1Y" = @"P12M"', True),
        ('@"P1Y" = @"P365D"', None),
        ('@"-0001-01-01" < @"0001-01-01"', True),
        ('@"2024-01-01" < @"2024-01-01T10:00:00"', None),
    ],
)
def test_comparison(text: str, expected: bool | None) -> None:
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2024-02-29".weekday', 4),
        ('@"2024-02-29T10:30:15.5@Europe/Copenhagen".second', 15.5),
        ('@"2024-07-01T10:00:00@Europe/Copenhagen".time offset', "PT2H"),
        ('@"2024-07-01T10:00:00@Europe/Copenhagen".timezone', "Europe/Copenhagen"),
        ('@"2024-07-01T10:00:00+02:00".timezone', None),
        ('@"10:00:00".time offset', None),
        ('@"P1Y2M".months', 2),
        ('@"-P1Y2M".years', -1),
        ('@"P3DT4H5M6.7S".hours', 4),
        ('@"P3DT4H5M6.7S".seconds', 6.7),
        ('@"P1Y".days', None),
    ],
)
def test_parts(text: str, expected: object) -> None:
    assert value(text) == expected
