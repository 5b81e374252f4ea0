"""Types in the text of an expression.

type = "list" "<" type ">" | "range" "<" type ">"
     | "context" "<" [ name ":" type { "," name ":" type } ] ">"
     | "function" "<" [ type { "," type } ] ">" "->" type
     | name { "." name }                          a name may have several words: date and time
"""

from .cursor import KEYWORDS, Cursor
from .errors import TooComplex
from .names import grow, longest
from .types import NAMES, ContextType, FeelType, FunctionType, ListType, RangeType, Simple

_TREE = grow(NAMES)
_MAX_DEPTH = 30


class TypeParser(Cursor):
    def type(self, depth: int = 0) -> FeelType:
        if depth > _MAX_DEPTH:
            raise TooComplex(
                "The expression is nested more than %(limit)s levels deep.",
                position=self.token.start,
                limit=_MAX_DEPTH,
            )
        if self.token.kind != "name":
            raise self.unexpected("a type")
        generic = self.token.text if self.peek().text == "<" else ""
        if generic in ("list", "range"):
            self.advance()
            self.advance()
            item = self.type(depth + 1)
            self.expect(">")
            return ListType(item) if generic == "list" else RangeType(item)
        if generic == "context":
            return self._context(depth)
        return self._function(depth) if generic == "function" else self._named()

    def _context(self, depth: int) -> FeelType:
        self.advance()
        self.advance()
        entries = []
        while not self.sign(">"):
            name = self.declared_name((":",))
            self.expect(":")
            entries.append((name, self.type(depth + 1)))
            if not self.take(","):
                break
        self.expect(">")
        return ContextType(tuple(entries))

    def _function(self, depth: int) -> FeelType:
        self.advance()
        self.advance()
        parameters = []
        while not self.sign(">"):
            parameters.append(self.type(depth + 1))
            if not self.take(","):
                break
        self.expect(">")
        self.expect("->")
        return FunctionType(tuple(parameters), self.type(depth + 1))

    def _named(self) -> FeelType:
        length, name = longest([_TREE, *self.trees], self.stream, self.at)
        if not length:
            length, name = 1, self.token.text
        for _ in range(length):
            self.advance()
        while self.token.kind == "name" and self.token.text not in KEYWORDS:
            name = f"{name} {self.advance().text}"
        while self.sign(".") and self.peek().kind == "name":
            self.advance()
            name = f"{name}.{self.advance().text}"
        return Simple(name)
