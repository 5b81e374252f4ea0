"""From text to numbers and ranges."""

import re
from decimal import Decimal

from ..numbers import parse_number
from .registry import builtin

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?\Z")
_MAX_LENGTH = 10_000


@builtin("number(from: string, grouping separator?: string|null, decimal separator?: string|null)")
def number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    """Grouping: space, comma or period; decimal: comma or period, another than that."""
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or (point and point == grouping)
    ):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    return parse_number(text) if len(text) < _MAX_LENGTH and _NUMBER.match(text) else None
