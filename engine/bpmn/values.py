"""JSON values of process variables, and the way between them and FEEL values.

Numbers are exact: an integer stays ``int``, a number that ``float`` holds faithfully is a ``float``, every other
number stays a ``Decimal``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson

from engine import feel
from engine.errors import Invalid

from .failure import Failure

MAX_DEPTH = 100
_INT64 = 2**63
_NUMBER = "\u0000number"


def number(value: Decimal) -> int | float | Decimal:
    """The JSON number for an exact number."""
    if not value.is_finite():
        raise ValueError("not a finite number")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 400:
        return value
    if value == value.to_integral_value():
        whole = int(value)
        return whole if -_INT64 <= whole < _INT64 else value
    near = float(value)
    return near if Decimal(repr(near)) == value else value


def to_json(value: Any) -> Any:
    """FEEL value to JSON value. Dates, times and durations become ISO texts."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        if any("\u0000" in key for key in value):
            raise Failure("expression", "A context key holds a NUL character.")
        return {key: to_json(item) for key, item in value.items()}
    return feel.from_feel(value)


def to_feel(value: Any) -> Any:
    """JSON value to FEEL value."""
    return feel.to_feel(value)


def checked(variables: Mapping[str, Any], limit: int) -> dict[str, Any]:
    """The variables, exact numbers in their JSON form. Raises ``Invalid`` for what is no JSON, nested too deep, or
    has more than ``limit`` bytes."""
    found = dict(variables)
    for name, value in variables.items():
        if not isinstance(name, str) or not name or "\u0000" in name:
            raise Invalid("A variable name must be a text of at least one character.")
        if _check_value(name, value):
            found[name] = to_json(value)
        size = len(value) if isinstance(value, str) else len(dump(value))
        if size > limit:
            raise Invalid(
                "The variable %(name)s has %(size)d bytes; at most %(limit)d are kept.",
                name=name,
                size=size,
                limit=limit,
            )
    return found


def _check_value(name: str, value: Any) -> bool:
    """Whether there are numbers in ``value`` that need another form. Raises ``Invalid``."""
    level: list[Any] = [value]
    odd = False
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, Mapping):
                if any(not isinstance(key, str) or "\u0000" in key for key in item):
                    raise Invalid("The variable %(name)s has a key that is no text.", name=name)
                below.extend(item.values())
            elif isinstance(item, (list, tuple)):
                below.extend(item)
            elif isinstance(item, float) and not math.isfinite(item):
                raise Invalid("The variable %(name)s holds a number that is not finite.", name=name)
            elif item is not None and not isinstance(item, (str, bool, int, float, Decimal)):
                raise Invalid("The variable %(name)s holds a value that is no JSON.", name=name)
            elif isinstance(item, Decimal):
                odd = True
                if not item.is_finite():
                    raise Invalid("The variable %(name)s holds a number that is not finite.", name=name)
        if not below:
            return odd
        level = below
    raise Invalid("The variable %(name)s is nested deeper than %(limit)d.", name=name, limit=MAX_DEPTH)


def dump(value: Any) -> bytes:
    """JSON text with sorted keys; exact numbers that JSON parsers would round are kept as texts with a mark."""
    try:
        return orjson.dumps(value, default=_mark, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return orjson.dumps(_mark_large(value), default=_mark, option=orjson.OPT_SORT_KEYS)


def load(text: bytes) -> Any:
    """The value of ``dump``."""
    value = orjson.loads(text)
    return _unmark(value) if rb"\u0000number" in text else value


def _mark(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {_NUMBER: str(value)}
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _mark_large(value: Any) -> Any:
    """Integers beyond 64 bits, which the encoder refuses, become marked numbers."""
    if isinstance(value, int) and not -_INT64 <= value < _INT64:
        return {_NUMBER: str(value)}
    if isinstance(value, Mapping):
        return {key: _mark_large(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mark_large(item) for item in value]
    return value


def _unmark(value: Any) -> Any:
    if isinstance(value, dict):
        if len(value) == 1 and _NUMBER in value:
            exact = Decimal(value[_NUMBER])
            return int(exact) if value[_NUMBER].lstrip("-").isdecimal() else exact
        return {key: _unmark(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unmark(item) for item in value]
    return value
