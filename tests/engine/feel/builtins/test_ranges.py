import pytest

from ..support import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before(1, 2)", True),
        ("before([1..2], [2..3])", False),
        ("before([1..2), [2..3])", True),
        ("before(1, (1..2])", True),
        ("before([1..2), 2)", True),
        ("after(3, [1..2])", True),
        ("after([2..3], [1..2])", False),
        ("meets([1..2], [2..3])", True),
        ("meets([1..2), [2..3])", False),
        ("met by([2..3], [1..2])", True),
        ("overlaps([1..3], [2..5])", True),
        ("overlaps([1..2), [2..5])", False),
        ("overlaps before([1..3], [2..5])", True),
        ("overlaps after([2..5], [1..3])", True),
        ("finishes(5, [1..5])", True),
        ("finishes(5, [1..5))", False),
        ("finished by([1..5], [3..5])", True),
        ("includes([1..5], 3)", True),
        ("includes([1..5], (1..5))", True),
        ("includes((1..5), [1..5])", False),
        ("during((1..5), [1..5])", True),
        ("starts([1..3], [1..5])", True),
        ("started by([1..5], 1)", True),
        ("coincides([1..5], [1..5])", True),
        ("coincides([1..5], [1..5))", False),
        ("includes((< 10), 5)", True),
        ("before((< 10), 10)", True),
        ("overlaps((> 1), (< 5))", True),
        ('before(1, "a")', None),
        ("meets(1, [1..2])", None),
        ("before(range1: [1..2], range2: [3..4])", True),
        ('during(@"2024-02-01", [@"2024-01-01"..@"2024-12-31"])', True),
    ],
)
def test_how_ranges_lie(text: str, expected: object) -> None:
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('range("[1..5)") = [1..5)', True),
        (r'range("]\"a\"..\"c\"]") = ("a".."c"]', True),
        (r'range("[date(\"2024-01-01\")..@\"2024-02-01\"]").start.year', 2024),
        ('range("[-2..-1]").start', -2),
        ('range("[2..1]")', None),
        ('range("[1..]")', None),
        ('range("[a..2]")', None),
        ('range("1")', None),
        (r'range("[1..\"a\"]")', None),
    ],
)
def test_ranges_from_text(text: str, expected: object) -> None:
    assert value(text) == expected
