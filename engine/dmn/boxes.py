"""Boxed expressions to closures: what all kinds of them share. A closure takes the names in scope and the trace."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from lxml import etree

from ..feel import compile, compile_unary
from ..feel.budget import Run
from ..feel.errors import FeelError
from ..feel.expressions import Expression, UnaryTests
from ..feel.types import ANY, FeelType, coerce
from ..feel.values import Function, Value
from .errors import ModelError
from .item_types import type_named
from .model import Boxed, Parameter, Scope, Trace
from .xml import child, single_spaced, tag, value_of

_MAX_DEPTH = 40
_Compiled = TypeVar("_Compiled", Expression, UnaryTests)
Kind = Callable[["Boxes", etree._Element], Boxed]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Marks the function that compiles the boxed expressions of a tag."""

    def register(compiler: Kind) -> Kind:
        KINDS[name] = compiler
        return compiler

    return register


class Boxes:
    """Compiles the boxed expressions of one model."""

    def __init__(
        self, names: frozenset[str], types: Mapping[str, FeelType], problems: list[FeelError]
    ) -> None:
        self.names = names
        self.types = types
        self.problems = problems
        self.depth = 0
        self.reads: set[str] = set()  # the variables that the expressions compiled so far may read

    def feel(self, text: str, element: etree._Element) -> Expression:
        """Raises ModelError with the id of the element."""
        return self._compiled(compile, text, element)

    def unary(self, text: str, element: etree._Element) -> UnaryTests:
        return self._compiled(compile_unary, text, element)

    def _compiled(self, compiler: Callable[..., _Compiled], text: str, element: etree._Element) -> _Compiled:
        id_, language = value_of(element, "id"), value_of(element, "expressionLanguage")
        if language and "feel" not in language.lower():
            raise ModelError(
                "The language %(language)s is not run, only FEEL.", element=id_, language=language
            )
        try:
            compiled = compiler(text, names=self.names, types=self.types)
        except FeelError as error:
            raise ModelError(error.template, element=id_, position=error.position, **error.params) from None
        self.reads |= compiled.names
        return compiled

    def boxed(self, element: etree._Element | None) -> Boxed:
        """The closure of a boxed expression; without one, null."""
        if element is None:
            return lambda scope, trace: None
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ModelError("The boxed expression is nested too deep.", element=value_of(element, "id"))
        logic = KINDS[tag(element)](self, element)
        self.depth -= 1
        return self.typed(logic, type_named(value_of(element, "typeRef")))

    def inside(self, element: etree._Element | None) -> Boxed:
        """The closure of the expression that is a child of `element`."""
        return self.boxed(None if element is None else expression_in(element))

    def typed(self, logic: Boxed, type_: FeelType) -> Boxed:
        if type_ is ANY:
            return logic
        types = self.types
        return lambda scope, trace: coerce(logic(scope, trace), type_, types, trace.run)


def expression_in(element: etree._Element) -> etree._Element | None:
    return child(element, *KINDS)


def variable_of(element: etree._Element) -> Parameter:
    return Parameter(single_spaced(value_of(element, "name")), type_named(value_of(element, "typeRef")))


def function_of(
    name: str,
    parameters: list[Parameter],
    logic: Boxed,
    scope: Scope,
    trace: Trace,
    types: Mapping[str, FeelType],
    result: FeelType = ANY,
) -> Function:
    """A function that FEEL can call. Null where an argument is not of its parameter's type."""

    def call(arguments: list[Value], run: Run) -> Value:
        run.tick(20)
        inner = dict(scope)
        for parameter, argument in zip(parameters, arguments, strict=True):
            value = coerce(argument, parameter.type, types, run)
            if value is None and argument is not None:
                return None
            inner[parameter.name] = value
        run.enter()
        outcome = coerce(logic(inner, trace), result, types, run)
        run.leave()
        return outcome

    names = [parameter.name for parameter in parameters]
    return Function(name, names, call, [parameter.type for parameter in parameters], result)
