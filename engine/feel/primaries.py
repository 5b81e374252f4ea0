"""The tightest part of the grammar: literals, names, brackets, and what may follow a value."""

from abc import abstractmethod

from . import nodes
from .cursor import KEYWORDS, NEVER_FIRST
from .errors import FeelSyntaxError
from .names import Tree, add
from .nodes import Node
from .numbers import parse_number
from .temporal.text import parse_temporal
from .type_parser import TypeParser

COMPARATORS = frozenset(("=", "!=", "<", "<=", ">", ">="))
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_FIRST_SIGNS = frozenset(["(", "[", "{", "-", "@"])


class Primaries(TypeParser):
    """What `Parser` builds upon."""

    @abstractmethod
    def expression(self) -> Node: ...

    @abstractmethod
    def sum(self) -> Node: ...

    def postfix(self) -> Node:
        value = self.primary()
        links = 0
        while self.token.kind == "op":
            sign = self.token.text
            if sign == ".":
                self.advance()
                value = nodes.Path(value.position, value, self.name("the name of a part", self.members))
            elif sign == "[" and self.value_follows():
                self.advance()
                value = nodes.Filter(value.position, value, self.expression())
                self.expect("]")
            elif sign == "(":
                value = self.call(value)
            else:
                break
            links = self.linked(links)
        return value

    def value_follows(self) -> bool:
        """Can a value begin after this bracket? If not, `[` is the open end of an interval, as in [1..10[."""
        kind, text, _, _ = self.peek()
        if kind == "op":
            return text in _FIRST_SIGNS
        return kind != "end" and not (kind == "name" and text in NEVER_FIRST)

    def name(self, expected: str, *more: Tree) -> str:
        """A name where it is used: the longest one known, else the words that follow each other."""
        if self.token.kind != "name":
            raise self.unexpected(expected)
        length, name = self.known(*more)
        if not length:
            length, name = 1, self.token.text
        for _ in range(length):
            self.advance()
        while self.token.kind == "name" and self.token.text not in KEYWORDS:
            name = f"{name} {self.advance().text}"
        return name

    def primary(self) -> Node:
        kind, text, start, _ = self.token
        if kind == "name":
            if text in KEYWORDS and not self.known()[0]:
                if text not in _WORDS:
                    raise self.unexpected("a value")
                self.advance()
                return nodes.Literal(start, _WORDS[text])
            return nodes.Name(start, self.name("a value"))
        if kind == "number":
            self.advance()
            return nodes.Literal(start, parse_number(text))
        if kind == "string":
            self.advance()
            return nodes.Literal(start, text)
        if kind == "op":
            if text == "(":
                return self.bracket()
            if text == "[":
                return self.list_or_interval()
            if text == "]" and self.value_follows():
                self.advance()
                return self.interval(start, False, self.sum())
            if text == "{":
                return self.context()
            if text == "@" and self.peek().kind == "string":
                self.advance()
                return nodes.Literal(start, parse_temporal(self.advance().text))
        if text == "'":
            raise FeelSyntaxError('Write texts between double quotes: "text".', position=start)
        raise self.unexpected("a value")

    def bracket(self) -> Node:
        start = self.advance().start
        if self.token.kind == "op" and self.token.text in COMPARATORS:
            operator = self.advance().text
            end = self.sum()
            self.expect(")")
            return nodes.RangeNode(
                start,
                None if operator in ("<", "<=") else end,
                operator in (">=", "=", "!="),
                None if operator in (">", ">=") else end,
                operator in ("<=", "=", "!="),
                operator,
            )
        inner = self.expression()
        if self.sign(".."):
            return self.interval(start, False, inner)
        self.expect(")")
        return inner

    def list_or_interval(self) -> Node:
        start = self.advance().start
        if self.take("]"):
            return nodes.ListNode(start, [])
        first = self.expression()
        if self.sign(".."):
            return self.interval(start, True, first)
        items = [first]
        while self.take(","):
            items.append(self.expression())
        self.expect("]")
        return nodes.ListNode(start, items)

    def interval(self, start: int, low_included: bool, low: Node) -> Node:
        """What follows the low end of an interval."""
        self.expect("..")
        high = self.sum()
        closer = self.token.text
        if closer not in (")", "]", "["):
            raise self.unexpected("], ) or [")
        self.advance()
        return nodes.RangeNode(start, low, low_included, high, closer == "]")

    def context(self) -> Node:
        start = self.advance().start
        entries: dict[str, Node] = {}
        mark = len(self.trees)
        own: dict[str | None, object] = {}
        self.trees.append(own)
        while not self.sign("}"):
            position = self.token.start
            key = self.advance().text if self.token.kind == "string" else self.declared_name((":",))
            if key in entries:
                raise FeelSyntaxError("The entry %(name)s is there twice.", position=position, name=key)
            self.expect(":")
            entries[key] = self.expression()
            add(own, key)
            add(self.members, key)
            if not self.take(","):
                break
        self.expect("}")
        del self.trees[mark:]
        return nodes.ContextNode(start, list(entries.items()))

    def call(self, function: Node) -> Node:
        self.advance()
        arguments: list[Node] = []
        names: list[str] = []
        while not self.sign(")"):
            name = self.argument_name()
            if bool(name) != bool(names) and arguments:
                raise FeelSyntaxError("Give all values by name, or none.", position=self.token.start)
            if name:
                names.append(name)
            arguments.append(self.expression())
            if not self.take(","):
                break
        self.expect(")")
        return nodes.Call(function.position, function, arguments, names)

    def argument_name(self) -> str:
        """The name before a colon, passed; empty when the value comes without one."""
        ahead = 0
        while self.peek(ahead).kind == "name":
            ahead += 1
        if not ahead or self.peek(ahead).text != ":":
            return ""
        name = " ".join(self.advance().text for _ in range(ahead))
        self.advance()
        return name
