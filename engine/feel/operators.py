"""The meaning of + - * / ** and of unary minus, for every pair of types that has one. All others are null."""

from collections.abc import Callable
from decimal import Decimal

from .budget import Run
from .numbers import MATH, finite, power
from .temporal import arithmetic
from .temporal.kinds import DaysTime, YearsMonths
from .values import Value

_add, _subtract, _multiply, _divide = MATH.add, MATH.subtract, MATH.multiply, MATH.divide


def add(left: Value, right: Value, run: Run) -> Value:
    kind, other = type(left), type(right)
    if kind is Decimal and other is Decimal:
        return finite(_add(left, right))
    if kind is str and other is str:
        run.text(len(left) + len(right))
        return left + right
    if other is YearsMonths or other is DaysTime:
        return arithmetic.plus(left, right)
    if kind is YearsMonths or kind is DaysTime:
        return arithmetic.plus(right, left)
    return None


def subtract(left: Value, right: Value, run: Run) -> Value:
    kind, other = type(left), type(right)
    if kind is Decimal and other is Decimal:
        return finite(_subtract(left, right))
    if other is YearsMonths or other is DaysTime:
        return arithmetic.plus(left, arithmetic.negative(right))
    return arithmetic.difference(left, right)


def multiply(left: Value, right: Value, run: Run) -> Value:
    kind, other = type(left), type(right)
    if kind is Decimal and other is Decimal:
        return finite(_multiply(left, right))
    if other is Decimal:
        return arithmetic.times(left, right)
    return arithmetic.times(right, left) if kind is Decimal else None


def divide(left: Value, right: Value, run: Run) -> Value:
    kind, other = type(left), type(right)
    if kind is Decimal and other is Decimal:
        return finite(_divide(left, right)) if right else None
    return arithmetic.quotient(left, right)


def raise_to(left: Value, right: Value, run: Run) -> Value:
    if type(left) is not Decimal or type(right) is not Decimal:
        return None
    run.tick(20 if right == right.to_integral_value() else 200)
    return power(left, right)


def negate(value: Value) -> Value:
    if type(value) is Decimal:
        return MATH.minus(value)
    return arithmetic.negative(value) if isinstance(value, YearsMonths | DaysTime) else None


ARITHMETIC: dict[str, Callable[[Value, Value, Run], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": raise_to,
}
