import pytest

from engine.feel import BudgetExceeded, FeelSyntaxError
from engine.feel.lexer import MAX_TOKENS, tokens


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text)[:-1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1..3", ["1", "..", "3"]),
        ("1.5e3", ["1.5e3"]),
        ("[.5...9]", ["[", ".5", "..", ".9", "]"]),
        ("a<=b->c**2", ["a", "<=", "b", "->", "c", "**", "2"]),
        ("beløb+år", ["beløb", "+", "år"]),
        ("🐎1", ["🐎1"]),
        ("a // to the end\n+ /* not\nthis */ b", ["a", "+", "b"]),
        ("a\u00a0\u3000b", ["a", "b"]),
        ('"en /* tekst */"', ["en /* tekst */"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a\"b"', 'a"b'),
        (r'"\n\t\\"', "\n\t\\"),
        (r'"\s"', r"\s"),
        (r'"\u00e6\U01F40E"', "æ🐎"),
        (r'"\ud83d\udc0e"', "🐎"),
        (r'"\ud83d"', "\ufffd"),
    ],
)
def test_escapes(text: str, expected: str) -> None:
    assert words(text) == [expected]


def test_a_token_knows_where_it_stands() -> None:
    assert [(token.start, token.end) for token in tokens("ab + 1")] == [(0, 2), (3, 4), (5, 6), (6, 6)]


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ('1 + "abc', 4, 'The text that begins here is not closed with ".'),
        ("1 /* 2", 2, "The comment that begins here is not closed with */."),
        ("a ~ b", 2, "The character ~ has no meaning here."),
        ("a && b", 2, "The character & has no meaning here. Write and."),
    ],
)
def test_what_is_no_token_is_an_error_at_its_place(text: str, position: int, message: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        tokens(text)
    assert (caught.value.position, str(caught.value)) == (position, message)


def test_too_many_tokens_are_refused() -> None:
    tokens("1 " * MAX_TOKENS)
    with pytest.raises(BudgetExceeded):
        tokens("1 " * (MAX_TOKENS + 1))
