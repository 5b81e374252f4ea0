"""Tokens to syntax tree, by recursive descent. The grammar, loosest binding first:

    expression     = for | if | quantified | function | disjunction
    for            = "for" domain { "," domain } "return" expression
    domain         = name "in" expression [ ".." expression ]
    quantified     = ("some" | "every") domain { "," domain } "satisfies" expression
    if             = "if" expression "then" expression "else" expression
    function       = "function" "(" [ name [ ":" type ] { "," ... } ] ")" ( expression | "external" context )
    disjunction    = conjunction { "or" conjunction }
    conjunction    = comparison { "and" comparison }      an operand may also be for, if, quantified or function
    comparison     = sum { ("=" | "!=" | "<" | "<=" | ">" | ">=") sum
                         | "between" sum "and" sum
                         | "in" ( [ comparator ] sum | "(" test { "," test } ")" ) }
    sum            = product { ("+" | "-") product }
    product        = power { ("*" | "/") power }
    power          = negation { "**" negation }
    negation       = { "-" } instance
    instance       = postfix [ "instance" "of" type ]
    postfix        = primary { "." name | "[" expression "]" | "(" arguments ")" }
    primary        = literal | name | interval | list | context | "(" expression ")" | "(" comparator sum ")"
    literal        = number | string | "true" | "false" | "null" | "@" string
    interval       = ( "(" | "]" | "[" ) expression ".." sum ( ")" | "[" | "]" )
    list           = "[" [ expression { "," expression } ] "]"
    context        = "{" [ entry { "," entry } ] "}"        entry = ( name | string ) ":" expression
    arguments      = [ argument { "," argument } ]          argument = [ name ":" ] expression, all named or none
    test           = comparator sum | expression
    unary tests    = "-" | "not" "(" test { "," test } ")" | test { "," test }

`primaries.py` holds what binds tightest, `type_parser.py` the types.
"""

from collections.abc import Callable

from . import nodes
from .errors import FeelSyntaxError, TooComplex
from .nodes import Node
from .primaries import COMPARATORS, Primaries
from .types import ANY

MAX_DEPTH = 60


class Parser(Primaries):
    """One text, with the trees of the names of several words that it may use.

    Raises FeelSyntaxError; TooComplex when the text is too long or nested too deep."""

    def parse(self) -> Node:
        tree = self.expression()
        self.end()
        return tree

    def parse_unary(self) -> nodes.UnaryTestsNode:
        start = self.token.start
        if self.sign("-") and self.peek().kind == "end":
            return nodes.UnaryTestsNode(start, False)
        if self.word("not") and self.peek().text == "(":
            self.advance()
            self.advance()
            tests = self.tests()
            self.expect(")")
            if self.token.kind == "end":
                return nodes.UnaryTestsNode(start, True, tests)
            self.rewind()  # only the beginning of a condition: not(...) and ...
        tests = self.tests()
        self.end()
        return nodes.UnaryTestsNode(start, False, tests)

    def end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("the end of the expression")

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooComplex(
                "The expression is nested more than %(limit)s levels deep.",
                position=self.token.start,
                limit=MAX_DEPTH,
            )
        textual = self.textual()
        tree = self.operation(_LOOSEST) if textual is None else textual(self)
        self.depth -= 1
        return tree

    def textual(self) -> Callable[["Parser"], Node] | None:
        """What reads the expression that begins with a word here, such as `some`; None for any other."""
        word = self.token
        return _TEXTUAL.get(word.text) if word.kind == "name" and not self.known()[0] else None

    def operation(self, least: int) -> Node:
        """Operators of rank `least` and above: what binds tighter is taken first, and becomes the left operand. An
        operand that begins with a word (`a or some x in y satisfies z`) goes on to the end."""
        if self.textual() is not None:
            return self.expression()
        left = self.negation()
        links = 0
        while True:
            rank, build = _OPERATORS.get(self.token.text, _NO_OPERATOR)
            if rank < least or self.token.kind not in ("op", "name"):
                return left
            left = build(self, left, rank)
            links = self.linked(links)

    def sum(self) -> Node:
        return self.operation(_SUM)

    def logic(self, left: Node, rank: int) -> Node:
        word = self.token.text
        operands = [left]
        while self.take(word):
            operands.append(self.operation(rank + 1))
        return nodes.Logic(left.position, word, operands)

    def comparison(self, left: Node, rank: int) -> Node:
        token = self.advance()
        if self.sign("="):
            raise FeelSyntaxError("Write a single = to compare.", position=token.start)
        return nodes.Comparison(token.start, token.text, left, self.sum())

    def between(self, left: Node, rank: int) -> Node:
        self.advance()
        low = self.sum()
        self.expect("and")
        return nodes.Between(left.position, left, low, self.sum())

    def membership(self, left: Node, rank: int) -> Node:
        self.advance()
        return nodes.In(left.position, left, self.in_tests())

    def arithmetic(self, left: Node, rank: int) -> Node:
        """A chain of one rank stays flat, however long it is."""
        rest = []
        while self.token.kind == "op" and _OPERATORS.get(self.token.text, _NO_OPERATOR)[0] == rank:
            operator = self.advance().text
            rest.append((operator, self.operation(rank + 1)))
        return nodes.Arithmetic(left.position, left, rest)

    def negation(self) -> Node:
        start = self.token.start
        signs = 0
        while self.sign("-"):
            self.advance()
            signs += 1
        operand = self.postfix()
        while self.word("instance"):
            self.advance()
            self.expect("of")
            operand = nodes.InstanceOf(operand.position, operand, self.type())
        for _ in range(signs if signs < 2 else 2 - signs % 2):
            operand = nodes.Negation(start, operand)
        return operand

    def in_tests(self) -> list[nodes.Test]:
        """What follows `in`. After a bracket it is a list of tests, or an interval such as (1..5]."""
        if not self.sign("("):
            return [self.test(self.sum)]
        start = self.advance().start
        first = self.test()
        if not first.operator and self.token.text == "..":
            return [nodes.Test(start, "", self.interval(start, False, first.operand))]
        tests = [first]
        while self.take(","):
            tests.append(self.test())
        self.expect(")")
        return tests

    def tests(self) -> list[nodes.Test]:
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        return tests

    def test(self, operand: Callable[[], Node] | None = None) -> nodes.Test:
        """One test. `operand` reads what is no comparison; by default any expression."""
        token = self.token
        if token.kind == "op" and token.text in COMPARATORS:
            self.advance()
            return nodes.Test(token.start, token.text, self.sum())
        return nodes.Test(token.start, "", (operand or self.expression)())

    def if_(self) -> Node:
        start = self.advance().start
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return nodes.If(start, condition, then, self.expression())

    def for_(self) -> Node:
        start = self.advance().start
        mark = len(self.trees)
        domains = self.domains()
        self.declare(["partial"])
        self.expect("return")
        tree = nodes.For(start, domains, self.expression())
        del self.trees[mark:]
        return tree

    def quantified(self) -> Node:
        word = self.advance()
        mark = len(self.trees)
        domains = self.domains()
        self.expect("satisfies")
        tree = nodes.Quantified(word.start, word.text == "every", domains, self.expression())
        del self.trees[mark:]
        return tree

    def domains(self) -> list[nodes.Domain]:
        domains = []
        while True:
            start = self.token.start
            name = self.declared_name(("in", "return", "satisfies"))
            self.expect("in")
            source = self.expression()
            end = self.expression() if self.take("..") else None
            domains.append(nodes.Domain(start, name, source, end))
            self.declare([name])
            if not self.take(","):
                return domains

    def function(self) -> Node:
        start = self.advance().start
        self.expect("(")
        parameters = []
        while self.token.text != ")":
            name = self.declared_name((",", ")", ":"))
            parameters.append((name, self.type() if self.take(":") else ANY))
            if not self.take(","):
                break
        self.expect(")")
        mark = len(self.trees)
        self.declare([name for name, _ in parameters])
        external = self.take("external")
        tree = nodes.FunctionNode(start, parameters, self.expression(), external)
        del self.trees[mark:]
        return tree


_LOOSEST, _SUM = 1, 4
_Build = Callable[[Parser, Node, int], Node]
_OPERATORS: dict[str, tuple[int, _Build]] = {
    "or": (1, Parser.logic),
    "and": (2, Parser.logic),
    **dict.fromkeys(COMPARATORS, (3, Parser.comparison)),
    "between": (3, Parser.between),
    "in": (3, Parser.membership),
    "+": (_SUM, Parser.arithmetic),
    "-": (_SUM, Parser.arithmetic),
    "*": (5, Parser.arithmetic),
    "/": (5, Parser.arithmetic),
    "**": (6, Parser.arithmetic),
}
_NO_OPERATOR: tuple[int, _Build] = (0, Parser.arithmetic)
_TEXTUAL: dict[str, Callable[[Parser], Node]] = {
    "if": Parser.if_,
    "for": Parser.for_,
    "some": Parser.quantified,
    "every": Parser.quantified,
    "function": Parser.function,
}
