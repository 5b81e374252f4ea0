"""Unary tests: what a value must pass in a cell of a decision table, and after `in`."""

from collections.abc import Callable

from . import nodes
from .compiler import COMPARE, Compiler, handles
from .frames import Closure, Frame
from .values import Range, Value, contains, equal

Check = Callable[[Value, Frame], bool | None]
_INPUT = "?"


@handles(nodes.In)
def _in(compiler: Compiler, node: nodes.In) -> Closure:
    value = compiler.closure(node.value)
    tests = [_check(test.operator, compiler.closure(test.operand)) for test in node.tests]
    return lambda frame: _any(tests, value(frame), frame)


def unary_closure(compiler: Compiler, node: nodes.UnaryTestsNode) -> Closure:
    """The closure that tests the variable `?` of its frame."""
    compiler.scopes.append({_INPUT})
    tests = [_cell_check(compiler, test) for test in node.tests]
    compiler.scopes.pop()
    if not tests:
        return lambda frame: True
    if not node.negated:
        return lambda frame: _any(tests, frame.names.get(_INPUT, None), frame)

    def none_passes(frame: Frame) -> bool | None:
        passed = _any(tests, frame.names.get(_INPUT, None), frame)
        return None if passed is None else not passed

    return none_passes


def _any(tests: list[Check], value: Value, frame: Frame) -> bool | None:
    """True when one test passes; null when none does, but one is null."""
    result: bool | None = False
    for test in tests:
        passed = test(value, frame)
        if passed is True:
            return True
        if passed is None:
            result = None
    return result


def _check(operator: str, operand: Closure) -> Check:
    if not operator:
        return lambda value, frame: _matches(value, operand(frame), frame)
    compare = COMPARE[operator]
    return lambda value, frame: compare(value, operand(frame), frame.run)


def _cell_check(compiler: Compiler, node: nodes.Test) -> Check:
    """In a cell a test may also be a condition: one that speaks of `?`, or that is true of itself."""
    before = compiler.reads[_INPUT]
    operand = compiler.closure(node.operand)
    if node.operator:
        return _check(node.operator, operand)
    if compiler.reads[_INPUT] > before:
        return lambda value, frame: _truth(operand(frame))

    def condition_or_value(value: Value, frame: Frame) -> bool | None:
        test = operand(frame)
        return (test is True and type(value) is not bool) or _matches(value, test, frame)

    return condition_or_value


def _truth(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _matches(value: Value, test: Value, frame: Frame) -> bool | None:
    """value in test, where the test is a range, a list or a single value."""
    run = frame.run
    if isinstance(test, Range):
        return contains(test, value, run)
    if isinstance(test, list):
        run.tick(len(test))
        return equal(value, test, run) is True or any(
            (contains(item, value, run) if isinstance(item, Range) else equal(value, item, run)) is True
            for item in test
        )
    return equal(value, test, run)
