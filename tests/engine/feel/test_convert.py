from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.feel import BudgetExceeded, Date, DaysTime, FeelRuntimeError, compile, from_feel, to_feel
from engine.feel.budget import Run

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def test_json_becomes_exact() -> None:
    assert to_feel({"a": [0.1, 7, True, None, "x"]}) == {"a": [Decimal("0.1"), Decimal(7), True, None, "x"]}


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_null(number: float) -> None:
    assert to_feel(number) is None


def test_python_dates_become_feel_dates() -> None:
    assert to_feel(date(2024, 2, 29)) == Date(2024, 2, 29)
    assert to_feel(timedelta(hours=1)) == DaysTime(3_600_000_000_000)
    assert from_feel(to_feel(time(10, 30))) == "10:30:00"
    assert from_feel(to_feel(datetime(2024, 7, 1, 12, 0, tzinfo=COPENHAGEN))) == "2024-07-01T12:00:00+02:00"


def test_halves_of_characters_are_replaced() -> None:
    assert to_feel({"\ud83d": ["\ud83d\udc0e", "\udc0e!"]}) == {"\ufffd": ["🐎", "\ufffd!"]}


def test_what_feel_has_not_is_refused() -> None:
    with pytest.raises(FeelRuntimeError):
        to_feel(object())
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(FeelRuntimeError):
        to_feel(endless)


@pytest.mark.parametrize(
    ("feel", "json"),
    [
        ("1.50", 1.5),
        ("2.0", 2),
        ("2 ** 63 - 1", 2**63 - 1),
        ("2 ** 63", float(2**63)),
        ("10 ** 400", "1E+400"),
        ('@"P1Y2M"', "P1Y2M"),
        ('@"2024-07-01T10:00:00@Europe/Copenhagen"', "2024-07-01T10:00:00+02:00"),
        ("[1..2)", "[1..2)"),
        ("function(a) a", None),
        ('{a: [@"2024-01-01"]}', {"a": ["2024-01-01"]}),
    ],
)
def test_results_become_json(feel: str, json: Any) -> None:
    assert from_feel(compile(feel)({})) == json


def test_a_value_that_grows_when_written_out_is_stopped() -> None:
    doubled = "{" + ", ".join(f"a{n}: [a{n - 1}, a{n - 1}]" if n else "a0: [1]" for n in range(50)) + "}.a49"
    expression = compile(doubled)
    with pytest.raises(BudgetExceeded):
        expression({})
    with pytest.raises(BudgetExceeded):
        from_feel(expression.run({}, Run()))
