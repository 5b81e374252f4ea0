"""Any value as FEEL text: what string() gives."""

import re
from decimal import Decimal

from .budget import Run
from .numbers import number_text
from .temporal.kinds import Date, DateTime, DaysTime, Time, YearsMonths
from .temporal.text import temporal_text
from .values import Range, Value

_TEMPORAL = (Date, Time, DateTime, YearsMonths, DaysTime)
_PLAIN_KEY = re.compile(r"[^\W\d][\w ]*\Z|[^\x00-\x7f]+\Z")


def text_of(value: Value, run: Run) -> str:
    """A text stays as it is; inside lists and contexts it is quoted. Charged to the budget by length."""
    if isinstance(value, str):
        return value
    text = _written(value, run)
    run.text(len(text))
    return text


def _written(value: Value, run: Run) -> str:
    run.tick(1)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        run.tick(len(value) >> 6)
        return _quoted(value)
    if isinstance(value, _TEMPORAL):
        return temporal_text(value)
    if isinstance(value, list):
        return f"[{', '.join(_written(item, run) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_written(item, run)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return _range(value, run)
    return "function"


def _range(value: Range, run: Run) -> str:
    if value.operator:
        end = value.high if value.low is None else value.low
        return f"({value.operator} {_written(end, run)})"
    opener, closer = "[" if value.low_included else "(", "]" if value.high_included else ")"
    return f"{opener}{_written(value.low, run)}..{_written(value.high, run)}{closer}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(name: str) -> str:
    return name if _PLAIN_KEY.match(name) else _quoted(name)
