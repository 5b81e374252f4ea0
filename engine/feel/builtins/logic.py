"""Booleans, and what looks at any value."""

from ..budget import Run
from ..temporal.kinds import DateTime, Time
from ..values import Value, equal
from .registry import builtin


@builtin("not(negand: any)")
def not_(value: Value) -> bool | None:
    return (value is False) if type(value) is bool else None


def _decided(values: list[Value], decisive: bool) -> bool | None:
    result: bool | None = not decisive
    for value in values:
        if value is decisive:
            return decisive
        if value is not True and value is not False:
            result = None
    return result


@builtin("all(list: list)")
@builtin("all(...b: any)")
def all_(*values: Value) -> bool | None:
    return _decided(values[0] if len(values) == 1 and isinstance(values[0], list) else list(values), False)


@builtin("any(list: list)")
@builtin("any(...b: any)")
def any_(*values: Value) -> bool | None:
    return _decided(values[0] if len(values) == 1 and isinstance(values[0], list) else list(values), True)


@builtin("is(value1?: any, value2?: any)", run=True)
def is_(run: Run, left: Value = None, right: Value = None) -> bool:
    """The same value of the same type; of times the same clock in the same zone, not only the same moment."""
    if type(left) is not type(right):
        return False
    if isinstance(left, Time | DateTime):
        return bool(left == right)
    return left is None or equal(left, right, run) is True


@builtin("get or else(value: any, default: any)")
def get_or_else(value: Value, default: Value) -> Value:
    """An extension that Camunda has too."""
    return default if value is None else value


@builtin("is defined(value: any)")
def is_defined(value: Value) -> bool:
    """An extension that Camunda has too."""
    return value is not None
