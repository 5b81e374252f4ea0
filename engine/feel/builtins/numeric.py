"""Numbers."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from ..budget import Run
from ..numbers import MATH, finite, rounded
from ..temporal.arithmetic import negative
from ..values import Value
from .registry import builtin

_ZERO = Decimal(0)


@builtin("decimal(n: number, scale: number)")
def decimal(value: Decimal, scale: Decimal) -> Decimal | None:
    return rounded(value, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number)")
def floor(value: Decimal, scale: Decimal = _ZERO) -> Decimal | None:
    return rounded(value, scale, ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)")
def ceiling(value: Decimal, scale: Decimal = _ZERO) -> Decimal | None:
    return rounded(value, scale, ROUND_CEILING)


def _rounding(name: str, mode: str) -> None:
    @builtin(f"{name}(n: number, scale?: number)")
    def round_to(value: Decimal, scale: Decimal = _ZERO) -> Decimal | None:
        return rounded(value, scale, mode)


for _name, _mode in {
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}.items():
    _rounding(_name, _mode)


@builtin("abs(n: number|duration)")
def absolute(value: Value) -> Value:
    if isinstance(value, Decimal):
        return MATH.abs(value)
    return negative(value) if value < type(value)(0) else value


@builtin("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Of the sign of the divisor: dividend - divisor * floor(dividend / divisor)."""
    if not divisor:
        return None
    rest = MATH.remainder(dividend, divisor)
    if rest.is_nan():  # the quotient has more than 34 digits
        return None
    return MATH.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


def _function(name: str, apply: Callable[[Decimal], Decimal], defined: Callable[[Decimal], bool]) -> None:
    @builtin(f"{name}(number: number)", run=True)
    def function(run: Run, value: Decimal) -> Decimal | None:
        run.tick(100)
        return finite(apply(value)) if defined(value) else None


_function("sqrt", MATH.sqrt, lambda value: value >= 0)
_function("log", MATH.ln, lambda value: value > 0)
_function("exp", MATH.exp, lambda value: True)


@builtin("even(number: number)")
def even(value: Decimal) -> bool:
    return not odd(value) and value == value.to_integral_value()


@builtin("odd(number: number)")
def odd(value: Decimal) -> bool:
    """Beyond 34 digits every number ends in a zero, and has no remainder that could be written."""
    return abs(MATH.remainder(value, Decimal(2))) == 1
