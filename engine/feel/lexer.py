"""Text to tokens.

    number  = digits [ "." digits ] [ exponent ] | "." digits [ exponent ]
    string  = '"' { character | escape } '"'          escapes: \\" \\' \\\\ \\n \\r \\t \\uXXXX \\UXXXXXX
    name    = name start character { name part character }          (DMN 1.5, rules 27 to 29)
    op      = ** .. -> <= >= != and the single characters + - * / = < > ( ) [ ] { } , : . @ '
    comment = "//" to the end of the line | "/*" ... "*/"

A FEEL name may hold spaces and operators; which tokens make one name is the parser's question (`names.py`).
"""

import re
from typing import NamedTuple

from .errors import FeelSyntaxError, TooComplex

MAX_TOKENS = 4_000
MAX_LENGTH = 50_000

_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
# Possessive repetition (++, *+) keeps the scan linear whatever the text is.
_TOKEN = re.compile(
    rf"""(?P<skip>[\s\u0085\u180e\u200b\ufeff]++|//[^\n\r]*+|/\*(?:.*?\*/)?)
    |(?P<number>(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d++)?)
    |(?P<string>"(?:[^"\\]++|\\.)*+")
    |(?P<open>")
    |(?P<name>[{_START}][{_PART}]*+)
    |(?P<op>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()\[\]{{}},:.@'])""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_SPACE = re.compile(r"[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([\"'\\nrt]))")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_INSTEAD = {"&": "and", "|": "or", "!": "not(...)", "%": "modulo(a, b)", ";": ","}
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}


class Token(NamedTuple):
    kind: str  # number, string, name, op or end
    text: str  # of a string: its value, escapes resolved
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, closed by one of kind `end`. Raises FeelSyntaxError, or TooComplex when it is huge."""
    length = len(text)
    if length > MAX_LENGTH:
        raise TooComplex("The expression is longer than %(limit)s characters.", limit=MAX_LENGTH)
    found: list[Token] = []
    position = 0
    match = _TOKEN.match
    while position < length:
        hit = match(text, position)
        if hit is None:
            space = _SPACE.match(text, position)
            if space is None:
                raise _meaningless(text[position], position)
            position = space.end()
            continue
        kind = hit.lastgroup
        end = hit.end()
        if kind is None or kind == "open":
            raise FeelSyntaxError('The text that begins here is not closed with ".', position=position)
        if kind != "skip":
            word = hit.group()
            found.append(Token(kind, _unquote(word) if kind == "string" else word, position, end))
            if len(found) > MAX_TOKENS:
                raise TooComplex("The expression has more than %(limit)s words and signs.", limit=MAX_TOKENS)
        elif text.startswith("/*", position) and not text.endswith("*/", position + 2, end):
            raise FeelSyntaxError("The comment that begins here is not closed with */.", position=position)
        position = end
    found.append(Token("end", "", length, length))
    return found


def _meaningless(character: str, position: int) -> FeelSyntaxError:
    """The error for a character that FEEL has no use for, with what was probably meant."""
    instead = _INSTEAD.get(character)
    if instead is None:
        return FeelSyntaxError(
            "The character %(character)s has no meaning here.", position=position, character=character
        )
    return FeelSyntaxError(
        "The character %(character)s has no meaning here. Write %(instead)s.",
        position=position,
        character=character,
        instead=instead,
    )


def _unquote(word: str) -> str:
    body = word[1:-1]
    return whole_characters(_ESCAPE.sub(_resolve, body)) if "\\" in body else body


def _resolve(hit: re.Match[str]) -> str:
    """An escape's character. What is no escape, as `\\s` in a pattern, stays as it is written."""
    short, long, plain = hit.groups()
    if plain:
        return _PLAIN.get(plain, plain)
    code = int(short or long, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def whole_characters(text: str) -> str:
    """Pairs of surrogates joined to the character they stand for; a lone one cannot be stored and is replaced."""
    return _SURROGATES.sub(_join, text)


def _join(hit: re.Match[str]) -> str:
    pair = hit.group()
    return pair.encode("utf-16", "surrogatepass").decode("utf-16") if len(pair) == 2 else "\ufffd"
