"""From text to numbers and ranges."""

import re
from decimal import Decimal

from ..budget import Run
from ..errors import FeelError
from ..names import grow
from ..nodes import Call, Literal, Name, Negation, Node, RangeNode
from ..numbers import parse_number
from ..operators import negate
from ..parser import Parser
from ..values import Range, Value, less_or_equal
from .dates import date, date_and_time, duration, time
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


@builtin("range(from: string)", run=True)
def range_(run: Run, text: str) -> Range | None:
    """A range as it is written, with literal ends of one type that do not run backwards."""
    run.tick(len(text))
    try:
        tree = Parser(text, _SPELLED).parse()
    except FeelError:
        return None
    if not isinstance(tree, RangeNode) or tree.operator or tree.low is None or tree.high is None:
        return None
    low, high = _literal(tree.low), _literal(tree.high)
    if less_or_equal(low, high) is not True:
        return None
    return Range(low, tree.low_included, high, tree.high_included)


_MAKERS = {"date": date, "time": time, "date and time": date_and_time, "duration": duration}
_SPELLED = grow(_MAKERS)


def _literal(node: Node) -> Value:
    """The value of a literal, or of date("...") and the like; null for all else."""
    match node:
        case Literal():
            return node.value
        case Negation(operand=Literal(value=value)):
            return negate(value)
        case Call(function=Name(name=name), arguments=[Literal(value=str() as text)], names=[]) if (
            name in _MAKERS
        ):
            return _MAKERS[name](text)
    return None
