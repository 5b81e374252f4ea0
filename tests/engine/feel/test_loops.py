import pytest

from engine.feel import BudgetExceeded, compile

from .support import value

PARTIES = [{"navn": "A", "andel": 10, "søgt": 1}, {"navn": "B", "andel": 20}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parter[andel > 15].navn", ["B"]),
        ("parter[item.andel > 15].navn", ["B"]),
        ("parter[andel > grænse].navn", ["A", "B"]),
        ("parter[2].navn", "B"),
        ("parter[-1].navn", "B"),
        ("parter[3]", None),
        ("parter[0]", None),
        ("parter[nummer].navn", "A"),
        ("parter[false]", []),
        ("parter[null]", []),
        ('parter["a"]', None),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("5[1]", 5),
        ("5[item > 4]", [5]),
        ("null[item > 4]", []),
        ("[1, 2, 3, 4][item > 2][1]", 3),
        ("[[1, 2], [3]][count(item) = 2][1][2]", 2),
        ("[{item: 5}, {item: 6}][item > 5].item", [6]),
    ],
)
def test_filters(text: str, expected: object) -> None:
    assert value(text, parter=PARTIES, grænse=5, nummer=1) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1..3] return i", [1, 2, 3]),
        ("for i in (1..3) return i", [2]),
        ("for i in [3..1] return i", None),
        ("for i in 1..2.5 return i", [1, 2]),
        ("for a in [1, 2], b in [10, 20] return a + b", [11, 21, 12, 22]),
        ("for a in [[1], [2, 3]], b in a return b", [1, 2, 3]),
        ("for i in 7 return i", [7]),
        ("for i in null return i", None),
        ("for i in [] return i", []),
        ("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3, 5]),
        ("for i in 1..3 return count(partial)", [0, 1, 2]),
        ("for i in 1..3 return partial", [[], [[]], [[], [[]]]]),
        ('for d in @"2024-02-28"..@"2024-03-01" return day of year(d)', [59, 60, 61]),
        ('for i in "a".."c" return i', None),
    ],
)
def test_for(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("some i in [1, 2] satisfies i > 1", True),
        ("some i in [] satisfies true", False),
        ("some i in [1, null] satisfies i > 2", None),
        ("some i in [null, 3] satisfies i > 2", True),
        ('some i in [1] satisfies "x"', None),
        ("every i in [1, 2] satisfies i > 0", True),
        ("every i in [] satisfies false", True),
        ("every i in [null, 0] satisfies i > 0", False),
        ("every i in [null, 1] satisfies i > 0", None),
        ("some a in [1, 2], b in [2, 3] satisfies a = b", True),
        ("every a in [1, 2], b in [2, 3] satisfies a <= b", True),
        ("some i in null satisfies true", None),
    ],
)
def test_quantifiers(text: str, expected: object) -> None:
    assert value(text) is expected


def test_rounds_are_counted() -> None:
    with pytest.raises(BudgetExceeded):
        compile("for i in 1..1000000000 return i")({})
