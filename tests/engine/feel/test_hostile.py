"""Each hostile expression ends as an error of FEEL or as a value; what is not stopped would take minutes or more."""

from typing import Any

import pytest

from engine.feel import BudgetExceeded, FeelError, compile, from_feel, to_feel

from .hostile import HARMLESS, STOPPED


def outcome(text: str) -> Any:
    """The value as JSON, or the error of FEEL."""
    try:
        return from_feel(compile(text)(to_feel({"a": [1, 2]})))
    except FeelError as error:
        return error


@pytest.mark.parametrize("name", sorted(STOPPED))
def test_what_asks_for_too_much_is_stopped(name: str) -> None:
    assert isinstance(outcome(STOPPED[name]), BudgetExceeded)


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_what_looks_dangerous_does_no_harm(name: str) -> None:
    assert not isinstance(outcome(HARMLESS[name]), BudgetExceeded)


def test_the_budget_cannot_be_named() -> None:
    text = "{steps: 1, _left: 2, budget: 3, r: for i in 1..1000000 return budget}.r"
    assert isinstance(outcome(text), BudgetExceeded)


def test_nothing_is_left_behind() -> None:
    for text in STOPPED.values():
        outcome(text)
    assert outcome("1 + 1") == 2
