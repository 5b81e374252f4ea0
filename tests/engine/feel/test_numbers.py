from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel.numbers import number_text, parse_number, power, rounded


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.5"), ("1E+3", "1000"), ("-0", "0"), ("0.00", "0"), ("1E-7", "0.0000001"), ("100", "100")],
)
def test_numbers_are_written_plainly(number: str, text: str) -> None:
    assert number_text(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_what_is_written_can_be_read(number: Decimal) -> None:
    assert parse_number(number_text(number)) == number


def test_what_has_no_finite_value_is_null() -> None:
    assert parse_number("1e999999999") is None
    assert power(Decimal(10), Decimal(7000)) is None
    assert power(Decimal(-2), Decimal("0.5")) is None


def test_rounding_reaches_as_far_as_decimal128() -> None:
    assert rounded(Decimal("2.345"), Decimal(2), ROUND_HALF_EVEN) == Decimal("2.34")
    assert rounded(Decimal("2.345"), Decimal(2), ROUND_HALF_UP) == Decimal("2.35")
    assert rounded(Decimal("55"), Decimal(-1), ROUND_HALF_UP) == Decimal("60")
    assert rounded(Decimal("5.5"), Decimal(6176), ROUND_HALF_UP) == Decimal("5.5")
    assert rounded(Decimal("5.5"), Decimal(6177), ROUND_HALF_UP) is None
