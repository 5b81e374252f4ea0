"""Booleans, and what looks at any value."""

from ..budget import Run
from ..temporal.kinds import DateTime, Time
from ..values import Value, equal
from .registry import builtin


@builtin("not(negand: any)")
def not_(value: Value) -> bool | None:
    if value is True:
        return False
    return True if value is False else None


def _decided(values: list[Value], neutral: bool) -> bool | None:
    result: bool | None = neutral
    for value in values:
        if type(value) is not bool:
            result = None
        elif value is not neutral:
            return not neutral
    return result


@builtin("all(list: list)")
@builtin("all(...b: any)")
def all_(*values: Value) -> bool | None:
    return _decided(values[0] if len(values) == 1 and isinstance(values[0], list) else list(values), True)


@builtin("any(list: list)")
@builtin("any(...b: any)")
def any_(*values: Value) -> bool | None:
    return _decided(values[0] if len(values) == 1 and isinstance(values[0], list) else list(values), False)


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
