"""Between JSON and FEEL values. Convert once, when a variable is written; not at every evaluation."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from .budget import Run
from .errors import BudgetExceeded, FeelRuntimeError
from .lexer import whole_characters
from .numbers import MATH, finite
from .temporal.kinds import Date, DateTime, DaysTime, Time, YearsMonths
from .temporal.text import temporal_text
from .values import Function, Range, Value
from .writing import text_of

_READY = (bool, type(None), Date, Time, DateTime, DaysTime, YearsMonths, Range, Function)
_MAX_INTEGER = 2**63


def to_feel(value: Any) -> Value:
    """JSON (and Python dates) as FEEL values. A float becomes the decimal that it is written as: 0.1 is 0.1.

    Raises FeelRuntimeError for a value that FEEL has nothing for, or one nested too deep.
    """
    try:
        return _to_feel(value)
    except RecursionError:
        raise FeelRuntimeError("The value is nested too deep.") from None


def _to_feel(value: Any) -> Value:
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind in _READY:
        return value
    if kind is int:
        return MATH.create_decimal(value)
    if kind is float:
        return finite(MATH.create_decimal(repr(value)))
    if kind is dict:
        return {_text(str(key)): _to_feel(item) for key, item in value.items()}
    if kind is list:
        return [_to_feel(item) for item in value]
    if isinstance(value, Decimal):
        return finite(MATH.plus(value))
    if isinstance(value, datetime):
        return DateTime.of(value)
    if isinstance(value, date):
        return Date.of(value)
    if isinstance(value, time):
        return Time.of(value)
    if isinstance(value, timedelta):
        return DaysTime.of(value)
    if isinstance(value, Mapping):
        return {_text(str(key)): _to_feel(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [_to_feel(item) for item in value]
    raise FeelRuntimeError("A value of type %(type)s has no counterpart in FEEL.", type=kind.__name__)


def _text(text: str) -> str:
    """JSON may hold halves of characters; no text of FEEL does, for they cannot be stored or searched."""
    return text if text.isascii() else whole_characters(text)


def from_feel(value: Value) -> Any:
    """A FEEL value as JSON. Whole numbers become int while they fit 64 bits, others float; dates, times and durations
    ISO text, a named zone as its offset; ranges FEEL text; functions null.

    Raises BudgetExceeded for a value that is larger than one evaluation may make.
    """
    try:
        return _from_feel(value, Run())
    except RecursionError:
        raise BudgetExceeded("The value is nested too deep.") from None


def _from_feel(value: Value, run: Run) -> Any:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is Decimal:
        return _number(value)
    run.tick(1)
    if kind is list:
        return [_from_feel(item, run) for item in value]
    if kind is dict:
        return {key: _from_feel(item, run) for key, item in value.items()}
    if kind is Range:
        return text_of(value, run)
    return None if isinstance(value, Function) else temporal_text(value, iso=True)


def _number(value: Decimal) -> int | float | str:
    if value.adjusted() > 300:
        return str(MATH.normalize(value))
    if value == value.to_integral_value():
        whole = int(value)
        return whole if -_MAX_INTEGER <= whole < _MAX_INTEGER else float(value)
    return float(value)
