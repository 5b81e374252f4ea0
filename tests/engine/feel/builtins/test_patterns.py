import pytest

from ..support import value


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("abc", "b", "", True),
        ("abc", "^b", "", False),
        ("ABC", "b", "i", True),
        ("a\nb", "a.b", "", False),
        ("a\nb", "a.b", "s", True),
        ("a\nb", "^b$", "", False),
        ("a\nb", "^b$", "m", True),
        ("ab", "a b", "x", True),
        ("a b", "a[ ]b", "x", True),
        ("a.c", "a.c", "q", True),
        ("abc", "a.c", "q", False),
        ("a", "a", "z", None),
        ("æ", r"\\w", "", True),
        ("7", r"\\d", "", True),
        ("x", r"[a-z-[aeiou]]", "", True),
        ("e", r"[a-z-[aeiou]]", "", False),
        ("ab1", r"\\i\\c*", "", True),
        ("é", r"\\p{IsLatin-1Supplement}", "", True),
        ("é", r"\\p{Lu}", "", False),
        ("é", r"\\P{Lu}", "", True),
        ("a-b", r"[\\w\\-]+", "", True),
        ("^", r"[\\^]", "", True),
        ("a", "[", "", None),
        ("a", "[]", "", None),
        ("a", "[b-a]", "", None),
        ("a", "(a", "", None),
        ("aa", r"(a)\\1", "", None),
        ("a", "(?i)a", "", None),
        ("a", r"\\q", "", None),
        ("a", "\\\\", "", None),
        ("a", r"\\p{IsUnknown}", "", None),
        ("a", "x" * 3000, "", None),
    ],
)
def test_matches(text: str, pattern: str, flags: str, expected: object) -> None:
    escaped = text.replace("\n", "\\n")
    assert value(f'matches("{escaped}", "{pattern}", "{flags}")') is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('replace("abcd", "(b)(c)", "[$2$1]")', "a[cb]d"),
        ('replace("abc", "b", "[$0]")', "a[b]c"),
        ('replace("abc", "(b)", "$12")', "ab2c"),
        ('replace("abc", "b", "$1")', "ac"),
        ('replace("abc", "b", "\\\\$")', "a$c"),
        ('replace("abc", "b", "$")', None),
        ('replace("abc", "B", "x", "i")', "axc"),
        ('replace("a.c", ".", "-", "q")', "a-c"),
        ('replace("abc", "x*", "-")', None),
        ('replace("æøå", "ø", "o")', "æoå"),
        ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
        ('split("a1b22c", "\\\\d+")', ["a", "b", "c"]),
        ('split("abc", "x")', ["abc"]),
        ('split("abc", "")', None),
        ('split("abc", "[")', None),
    ],
)
def test_replace_and_split(text: str, expected: object) -> None:
    assert value(text) == expected
