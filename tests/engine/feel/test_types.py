import pytest

from .support import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True),
        ("1 instance of Any", True),
        ("null instance of Any", False),
        ("true instance of number", False),
        ('"a" instance of string', True),
        ('@"2024-01-01" instance of date', True),
        ('@"2024-01-01" instance of date and time', False),
        ('@"2024-01-01T10:00:00" instance of date and time', True),
        ('@"P1D" instance of days and time duration', True),
        ('@"P1D" instance of years and months duration', False),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ("[] instance of list<string>", True),
        ("[[1]] instance of list<list<number>>", True),
        ("[1..3] instance of range<number>", True),
        ("[1..3] instance of range<string>", False),
        ("{a: 1, b: 2} instance of context<a: number>", True),
        ("{a: 1} instance of context<a: number, b: string>", False),
        ("{} instance of context<>", True),
        ("abs instance of function<number> -> number", True),
        ("(function(a: string) a) instance of function<string> -> Any", True),
        ("(function(a: string) a) instance of function<number> -> Any", False),
        ("(function(a) a) instance of function<> -> Any", False),
        ('(function() "a") instance of function<> -> string', True),
        ('(function() "a") instance of function<> -> number', False),
        ("1 instance of unknown type", False),
    ],
)
def test_instance_of(text: str, expected: bool) -> None:
    assert value(text) is expected
