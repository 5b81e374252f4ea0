"""Short ways to evaluate in tests."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import compile, from_feel, to_feel

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))  # a Monday


def value(text: str, **variables: Any) -> Any:
    """The value of an expression as JSON, at noon of 2 March 2026. Variables are JSON too."""
    return from_feel(compile(text)(to_feel(variables), now=NOON))


def written(text: str, **variables: Any) -> Any:
    """What string() makes of the value, so that dates and exact decimals can be compared."""
    return compile(f"string({text})")(to_feel(variables), now=NOON)
