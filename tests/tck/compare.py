"""Is a result the expected one?"""

from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.builtins.logic import is_
from engine.feel.values import Value

_TOLERANCE = Decimal("1e-8")  # the kit writes roots and logarithms with eight digits or more


def same(actual: Value, expected: Value) -> bool:
    """Numbers nearly, all else exactly; a number or boolean that the kit gives no type for by its text."""
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(actual - expected) <= _TOLERANCE * max(Decimal(1), abs(expected))
    if isinstance(expected, str) and isinstance(actual, Decimal):
        return expected == format(actual, "f")
    if isinstance(expected, list) and isinstance(actual, list):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return actual.keys() == expected.keys() and all(same(actual[key], expected[key]) for key in expected)
    if expected is None or actual is None:
        return expected is actual
    return is_(Run(), actual, expected)
