from typing import Any

import pytest

from engine.feel import compile_unary, to_feel


@pytest.mark.parametrize(
    ("tests", "given", "expected"),
    [
        ("-", 5, True),
        ("5", 5, True),
        ("> 5", 5, False),
        ("< 1, [4..6]", 5, True),
        ("not(1, 2)", 5, True),
        ("not(5)", 5, False),
        ("!= 5", 5, False),
        ('"a", "b"', "b", True),
        ("null", None, True),
        ("null", 5, False),
        ("> 5", None, None),
        ("? > 3 and ? < 6", 5, True),
        ("odd(?)", 5, True),
        ("not(odd(?))", 5, False),
        ("not(odd(?)) or ? = 5", 5, True),
        ("not(? = 5) and true", 5, False),
        ("[3, 4, 5]", 5, True),
        ("grænse", 5, True),
        ("> grænse", 6, True),
        ("tilladte", 2, True),
        ("count(tilladte) = 3", 99, True),
        ("true", True, True),
        ("false", True, False),
        ("? instance of number", 5, True),
        ("{a: 1}", {"a": 1}, True),
    ],
)
def test_unary_tests(tests: str, given: Any, expected: object) -> None:
    context = to_feel({"grænse": 5, "tilladte": [1, 2, 3]})
    assert compile_unary(tests)(to_feel(given), context) is expected


def test_free_names_do_not_count_the_input() -> None:
    assert compile_unary("? > grænse").names == {"grænse"}
