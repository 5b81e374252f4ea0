import pytest

from .support import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(function(a, b) a - b)(5, 3)", 2),
        ("(function(a, b) a - b)(b: 5, a: 3)", -2),
        ("(function(a, b) a - b)(a: 5)", None),
        ("(function(a, b) a - b)(5)", None),
        ("(function(a, b) a - b)(5, 3, 1)", None),
        ("(function() 7)()", 7),
        ("{skat: function(løn: number) løn * 0.4, af: skat(100)}.af", 40),
        ('(function(a: number) a)("x")', None),
        ("(function(a: number) a)([5])", 5),
        ("(function(a: list<number>) a)(5)", [5]),
        ('(function(a: date and time) a.hour)(@"2024-01-01")', 0),
        ("{n: 2, f: function(a) a * n, g: function(h) {n: 100, r: h(3)}.r, r: g(f)}.r", 6),
        ("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(10)}.r", 3628800),
        ('(function(n) external {java: {class: "X"}})(1)', None),
        ("unknown(1)", None),
        ("5(1)", None),
        ('substring(string: "abc", start position: 2)', "bc"),
        ('substring(text: "abc", start position: 2)', None),
        ('contains(match: "b", string: "abc")', True),
    ],
)
def test_calls(text: str, expected: object) -> None:
    assert value(text) == expected
