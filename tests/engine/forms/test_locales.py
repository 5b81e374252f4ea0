from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.locales import (
    LOCALES,
    json_number,
    read_moment,
    read_number,
    shown,
    write_moment,
    write_number,
)

DA, EN = LOCALES["da"], LOCALES["en"]


@pytest.mark.parametrize(
    ("text", "danish", "english"),
    [
        ("1.250.000,50", "1250000.50", "1250000.50"),
        ("1,250,000.50", "1250000.50", "1250000.50"),
        ("1.250", "1250", "1.250"),
        ("1,250", "1.250", "1250"),
        ("1250,5", "1250.5", "1250.5"),
        ("1250.50", "1250.50", "1250.50"),
        ("0.500", "0.500", "0.500"),
        ("1.2500", "1.2500", "1.2500"),
        ("1 250 000", "1250000", "1250000"),
        ("1\N{NO-BREAK SPACE}250", "1250", "1250"),
        ("\N{MINUS SIGN}3,5", "-3.5", "-3.5"),
        ("+7", "7", "7"),
        (",5", "0.5", "0.5"),
        ("1.250.000", "1250000", "1250000"),
        ("007", "7", "7"),
    ],
)
def test_numbers_are_read_the_way_the_language_writes_them(text: str, danish: str, english: str) -> None:
    assert read_number(text, DA) == Decimal(danish)
    assert read_number(text, EN) == Decimal(english)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tolv",
        "NaN",
        "Infinity",
        "-inf",
        "1e999",
        "1e3",
        "0x10",
        "1_000",
        "1,2.5",
        "1.250,000.5",
        "12.34.56",
        "5.",
        "--1",
        "1-2",
        "٣",
        "9" * 41,
    ],
)
@pytest.mark.parametrize("locale", [DA, EN])
def test_what_is_no_number_is_none(text: str, locale: object) -> None:
    assert read_number(text, locale) is None  # type: ignore[arg-type]


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(list(LOCALES.values())), st.booleans())
def test_a_number_that_was_written_is_read_back(value: Decimal, locale: object, grouped: bool) -> None:
    text = write_number(value, locale, 2, grouped=grouped)  # type: ignore[arg-type]
    assert read_number(text, locale) == value  # type: ignore[arg-type]


def test_numbers_are_written_without_rounding() -> None:
    assert write_number(Decimal("1250000.5"), DA, 2, grouped=True) == "1.250.000,50"
    assert write_number(Decimal("1250000.5"), EN, 2, grouped=True) == "1,250,000.50"
    assert write_number(Decimal("0.125"), DA, 2) == "0,125"
    assert write_number(Decimal("1E+3"), DA) == "1000"


def test_only_numbers_that_json_holds_exactly_are_taken() -> None:
    assert json_number(Decimal("2.0")) == 2
    assert isinstance(json_number(Decimal("2.0")), int)
    assert json_number(Decimal("0.1")) == 0.1
    assert json_number(Decimal(2**53 - 1)) == 2**53 - 1
    assert json_number(Decimal(2**53)) is None
    assert json_number(Decimal("0.12345678901234567890")) is None


@pytest.mark.parametrize("text", ["2026-12-24", "24-12-2026", "24.12.2026", "24/12/2026", " 24-12-2026 "])
def test_dates_are_read_in_every_common_way(text: str) -> None:
    assert read_moment(text, "date") == "2026-12-24"


@pytest.mark.parametrize(
    "text", ["31-02-2026", "2026-13-01", "24-12-26", "i morgen", "0000-01-01", "2026-12-24T10:00", "9" * 5000]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_moment(text, "date") is None


def test_times_and_moments() -> None:
    assert read_moment("9:05", "time") == "09:05:00"
    assert read_moment("14.30", "time") == "14:30:00"
    assert read_moment("25:00", "time") is None
    assert read_moment("2026-12-24T14:30", "datetime") == "2026-12-24T14:30:00"
    assert read_moment("24-12-2026 kl. 14.30", "datetime") == "2026-12-24T14:30:00"
    assert read_moment("24-12-2026", "datetime") is None


def test_moments_are_written_as_people_do() -> None:
    assert write_moment("2026-12-24", DA) == "24-12-2026"
    assert write_moment("2026-12-24", EN) == "24/12/2026"
    assert write_moment("2026-12-24T14:30:00", DA) == "24-12-2026 14:30"
    assert write_moment("14:30:00", DA) == "14:30"
    assert write_moment("ikke nu", DA) == "ikke nu"


def test_any_value_can_be_shown() -> None:
    assert shown(None, DA) == ""
    assert shown(True, DA) == "Ja"
    assert shown(False, EN) == "No"
    assert shown(2026, DA) == "2026"
    assert shown(85000, DA) == "85.000"
    assert shown("2026-12-24", DA) == "24-12-2026"
    assert shown(["a", 1.5, {"navn": "b"}], DA) == "a, 1,5, b"
