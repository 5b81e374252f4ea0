from typing import Any

import pytest

from engine.feel import compile, evaluate, to_feel


def evaluated(text: str, variables: dict[str, Any]) -> Any:
    return evaluate(text, to_feel(variables))


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("samlet beløb * 2", {"samlet beløb": 4}, 8),
        ("samlet   beløb", {"samlet beløb": 4}, 4),
        ("a-b", {"a-b": 1, "a": 5, "b": 2}, 1),
        ("a - b", {"a": 5, "b": 2}, 3),
        ("a-b-c", {"a-b": 7, "c": 2}, 5),
        ("dage i uge og år", {"dage i uge og år": 3}, 3),
        ("days in week", {"days in week": 7}, 7),
        ("Pris (kr.)", {"Pris (kr.)": 12}, 12),
        ("år2 + 1", {"år2": 2}, 3),
        ("kunde.fulde navn", {"kunde": {"fulde navn": "Ida"}}, "Ida"),
        ('{"a+b": 1, c: 2}.a+b', {}, 1),
        ("{første led: 1, sum af alt: første led + 1}.sum af alt", {}, 2),
        ("for en by in [1, 2] return en by + 1", {}, [2, 3]),
    ],
)
def test_names_of_several_words(text: str, variables: dict[str, Any], expected: object) -> None:
    assert evaluated(text, variables) == expected


def test_free_names_are_what_the_context_must_hold() -> None:
    text = "for p in parter return count(p.navne[item = søgt]) + {a: b}.a + item"
    assert compile(text).names == {"parter", "søgt", "b", "item"}


def test_a_variable_hides_a_function_unless_it_is_called() -> None:
    assert evaluated("count + count([1, 2])", {"count": 5}) == 7
