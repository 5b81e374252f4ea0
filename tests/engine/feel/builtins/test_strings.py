import pytest

from ..support import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring("abcdef", 3)', "cdef"),
        ('substring("abcdef", 3, 2)', "cd"),
        ('substring("abcdef", -2)', "ef"),
        ('substring("abcdef", 0)', None),
        ('substring("abcdef", 7)', None),
        ('substring("abcdef", 1, 0)', None),
        ('substring("æ🐎ø", 2, 1)', "🐎"),
        ('string length("æ🐎")', 2),
        ('upper case("æøå")', "ÆØÅ"),
        ('lower case("ÆØÅ")', "æøå"),
        ('trim("  a ")', "a"),
        ('substring before("abc", "c")', "ab"),
        ('substring before("abc", "x")', ""),
        ('substring before("abc", "")', ""),
        ('substring after("abc", "a")', "bc"),
        ('substring after("abc", "x")', ""),
        ('substring after("abc", "")', "abc"),
        ('contains("abc", "b")', True),
        ('starts with("abc", "ab")', True),
        ('ends with("abc", "ab")', False),
        ('string join(["a", "b", null], ", ")', "a, b"),
        ('string join(["a", "b"])', "ab"),
        ('string join(["a", "b"], ", ", "[", "]")', "[a, b]"),
        ('string join(["a", 1])', None),
        ('string join("a", ",")', "a"),
        ('contains(null, "a")', None),
        ('upper case(["a"])', "A"),
        ("upper case(1)", None),
        ("string(1.50)", "1.5"),
        ("string(null)", None),
        (
            'string([1, "a", null, {b: @"2024-01-01", "c d": true, "e:": [1..2)}])',
            '[1, "a", null, {b: 2024-01-01, c d: true, "e:": [1..2)}]',
        ),
        ("string((< 5))", "(< 5)"),
    ],
)
def test_strings(text: str, expected: object) -> None:
    assert value(text) == expected
