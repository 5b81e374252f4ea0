"""Boxed expressions that hold others: contexts, lists, relations, functions, invocations; and literal ones."""

from lxml import etree

from ..feel.types import coerce
from ..feel.values import Function, Value
from .boxes import KINDS, Boxes, expression_in, function_of, kind, variable_of
from .model import Boxed, Scope, Trace
from .xml import child, children, text_in, value_of


@kind("literalExpression")
def _literal(boxes: Boxes, element: etree._Element) -> Boxed:
    text = text_in(element)
    if not text:
        return lambda scope, trace: None
    expression = boxes.feel(text, element)
    return lambda scope, trace: expression.run(scope, trace.run)


@kind("context")
def _context(boxes: Boxes, element: etree._Element) -> Boxed:
    """Entries see those before them; one without a name is the result."""
    entries: list[tuple[str, Boxed]] = []
    result: Boxed | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        logic = boxes.inside(entry)
        if variable is None:
            result = logic
        else:
            named = variable_of(variable)
            entries.append((named.name, boxes.typed(logic, named.type)))

    def context(scope: Scope, trace: Trace) -> Value:
        inner = dict(scope)
        made: Scope = {}
        for name, logic in entries:
            made[name] = inner[name] = logic(inner, trace)
        return made if result is None else result(inner, trace)

    return context


@kind("list")
def _list(boxes: Boxes, element: etree._Element) -> Boxed:
    items = [boxes.boxed(item) for item in children(element, *KINDS)]
    return lambda scope, trace: [item(scope, trace) for item in items]


@kind("relation")
def _relation(boxes: Boxes, element: etree._Element) -> Boxed:
    columns = [variable_of(column) for column in children(element, "column")]
    rows = [
        [
            (column.name, boxes.typed(boxes.boxed(cell), column.type))
            for column, cell in zip(columns, children(row, *KINDS), strict=False)
        ]
        for row in children(element, "row")
    ]
    return lambda scope, trace: [{name: cell(scope, trace) for name, cell in row} for row in rows]


@kind("functionDefinition")
def _function(boxes: Boxes, element: etree._Element) -> Boxed:
    parameters = [variable_of(each) for each in children(element, "formalParameter")]
    if value_of(element, "kind") not in ("", "FEEL"):
        return lambda scope, trace: function_of(
            "external", parameters, lambda inner, _: None, scope, trace, {}
        )
    logic = boxes.inside(element)
    return lambda scope, trace: function_of("function", parameters, logic, scope, trace, boxes.types)


@kind("invocation")
def _invocation(boxes: Boxes, element: etree._Element) -> Boxed:
    function = boxes.boxed(expression_in(element))
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        if parameter is not None:
            bindings.append((variable_of(parameter), boxes.inside(binding)))

    def invoke(scope: Scope, trace: Trace) -> Value:
        called = function(scope, trace)
        if not isinstance(called, Function):
            return None
        given = called.arrange(
            [parameter.name for parameter, _ in bindings],
            [
                coerce(logic(scope, trace), parameter.type, boxes.types, trace.run)
                for parameter, logic in bindings
            ],
        )
        return None if given is None else called.invoke(given, trace.run)

    return invoke
