"""Calling functions, and defining them."""

from . import nodes
from .budget import Run
from .compiler import Compiler, handles
from .frames import Closure, Frame
from .types import ANY, coerce, type_of
from .values import Function, Value


@handles(nodes.Call)
def _call(compiler: Compiler, node: nodes.Call) -> Closure:
    """A variable that is no function does not hide the built-in function of its name."""
    target = compiler.closure(node.function)
    arguments = [compiler.closure(argument) for argument in node.arguments]
    names = node.names
    builtin = compiler.functions.get(node.function.name) if isinstance(node.function, nodes.Name) else None

    def call(frame: Frame) -> Value:
        function = target(frame)
        if not isinstance(function, Function):
            function = builtin
            if function is None:
                return None
        given = [argument(frame) for argument in arguments]
        if not names:
            return function.invoke(given, frame.run)
        arranged = function.arrange(names, given)
        return None if arranged is None else function.invoke(arranged, frame.run)

    return call


@handles(nodes.FunctionNode)
def _function(compiler: Compiler, node: nodes.FunctionNode) -> Closure:
    names = [name for name, _ in node.parameters]
    types = [kind for _, kind in node.parameters]
    body, cost = compiler.body(node.body, set(names))
    declared = compiler.declared
    external = node.external
    result = type_of(node.body.value) if isinstance(node.body, nodes.Literal) else ANY

    def define(frame: Frame) -> Function:
        def call(arguments: list[Value], run: Run) -> Value:
            if external:
                return None  # other languages are not run
            run.tick(cost + 5)
            run.enter()
            values = [
                coerce(value, kind, declared, run) for value, kind in zip(arguments, types, strict=True)
            ]
            if any(value is None is not given for value, given in zip(values, arguments, strict=True)):
                run.leave()
                return None  # a value that is not of the declared type
            value = body(Frame(dict(zip(names, values, strict=True)), frame, run))
            run.leave()
            return value

        return Function("function", names, call, types, result)

    return define
