import pytest

from ..support import value, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(2.5, 0)", "2"),
        ("decimal(3.5, 0)", "4"),
        ("decimal(1/3, 3)", "0.333"),
        ("decimal(1234, -2)", "1200"),
        ("decimal(1, 7000)", "null"),
        ("round half up(1.005, 2)", "1.01"),
        ("round half up(-2.5, 0)", "-3"),
        ("round half down(2.5, 0)", "2"),
        ("round up(1.121, 2)", "1.13"),
        ("round down(-1.129, 2)", "-1.12"),
        ("floor(-1.5)", "-2"),
        ("floor(1.56, 1)", "1.5"),
        ("ceiling(-1.5)", "-1"),
        ("ceiling(1.51, 1)", "1.6"),
        ("abs(-3)", "3"),
        ('abs(@"-P1D")', "P1D"),
        ('abs(@"-P2M")', "P2M"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(10.1, 4.5)", "1.1"),
        ("modulo(1, 0)", "null"),
        ("sqrt(16)", "4"),
        ("sqrt(-1)", "null"),
        ("log(0)", "null"),
        ("exp(0)", "1"),
        ("exp(100000)", "null"),
        ("odd(3)", "true"),
        ("even(-2)", "true"),
        ("even(2.5)", "false"),
        ("even(1e40)", "true"),
        ("odd(1e40)", "false"),
    ],
)
def test_numbers(text: str, expected: str) -> None:
    assert (written(text) or "null") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('number("1.000,50", ".", ",")', 1000.5),
        ('number("1 000", " ")', 1000),
        ('number("1,000.5", ",", ".")', 1000.5),
        ('number("12.5")', 12.5),
        ('number("1.5", ".", ".")', None),
        ('number("1.5", ",", ",")', None),
        ('number("1x")', None),
        ('number("1.5", null, ",")', None),
        ('number("1;5", ";")', None),
    ],
)
def test_number_from_text(text: str, expected: object) -> None:
    assert value(text) == expected
