"""Walking over tokens: what every part of the parser needs."""

from collections.abc import Collection

from .errors import FeelSyntaxError, TooComplex
from .lexer import Token, tokens
from .names import Tree, grow, longest

MAX_HEIGHT = 90
NEVER_FIRST = frozenset(("and", "or", "in", "between", "then", "else", "return", "satisfies", "instance"))
KEYWORDS = NEVER_FIRST | {"if", "for", "some", "every", "true", "false", "null"}


class Cursor:
    """`token` is the next token. `trees` are the names of several words that are known here, the nearest last."""

    def __init__(self, text: str, *trees: Tree) -> None:
        self.text = text
        self.stream = tokens(text)
        self.at = 0
        self.token: Token = self.stream[0]
        self.trees: list[Tree] = [tree for tree in trees if tree]
        self.members: Tree = {}  # the keys of all contexts that the text has written so far
        self.depth = 0

    def advance(self) -> Token:
        """The token just passed."""
        token = self.token
        if self.at < len(self.stream) - 1:
            self.at += 1
            self.token = self.stream[self.at]
        return token

    def rewind(self) -> None:
        """Back to the first token."""
        self.at = 0
        self.token = self.stream[0]

    def peek(self, ahead: int = 1) -> Token:
        return self.stream[min(self.at + ahead, len(self.stream) - 1)]

    def sign(self, text: str) -> bool:
        return self.token.text == text and self.token.kind == "op"

    def word(self, text: str) -> bool:
        return self.token.text == text and self.token.kind == "name"

    def take(self, text: str) -> bool:
        """Pass `text`, a sign or a keyword, if it is next."""
        if self.token.text != text or self.token.kind not in ("op", "name"):
            return False
        self.advance()
        return True

    def expect(self, text: str) -> Token:
        if self.token.text != text or self.token.kind not in ("op", "name"):
            raise self.unexpected(text)
        return self.advance()

    def known(self, *more: Tree) -> tuple[int, str]:
        """(number of tokens, name) of the longest known name of several words that begins here; (0, "") without."""
        return longest([*self.trees, *more], self.stream, self.at)

    def declare(self, names: Collection[str]) -> None:
        """Make names known until the caller cuts `trees` back."""
        tree = grow(names)
        if tree:
            self.trees.append(tree)

    def linked(self, links: int) -> int:
        """One link more of a chain as a.b.c, which makes the tree higher without nesting."""
        if links >= MAX_HEIGHT:
            raise TooComplex(
                "The expression is nested more than %(limit)s levels deep.",
                position=self.token.start,
                limit=MAX_HEIGHT,
            )
        return links + 1

    def declared_name(self, closers: Collection[str]) -> str:
        """A name at the place where it is declared: everything up to one of `closers`, spaces made single."""
        start = self.token
        last = None
        while self.token.kind in ("name", "number", "op") and self.token.text not in closers:
            last = self.advance()
        if last is None or start.kind != "name":
            raise self.unexpected("a name")
        return " ".join(self.text[start.start : last.end].split())

    def decimal_comma(self) -> bool:
        """Is this the comma of a number as Danes write it, 12,5?"""
        before, after = self.stream[self.at - 1], self.peek()
        return (
            self.sign(",")
            and (before.kind, after.kind) == ("number", "number")
            and before.end == self.token.start == after.start - 1
        )

    def unexpected(self, expected: str) -> FeelSyntaxError:
        """The error that something else stands here."""
        if self.decimal_comma():
            return FeelSyntaxError("Write numbers with a point, as in 12.5.", position=self.token.start)
        if self.token.kind == "end":
            return FeelSyntaxError(
                "The expression ends where %(expected)s was expected.",
                position=self.token.start,
                expected=expected,
            )
        found = self.text[self.token.start : self.token.end]
        return FeelSyntaxError(
            "Expected %(expected)s, but found %(found)s.",
            position=self.token.start,
            expected=expected,
            found=found if len(found) <= 40 else found[:39] + "…",
        )
