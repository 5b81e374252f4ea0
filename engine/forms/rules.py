"""What an answer must fulfil besides being readable: it is there, long enough, in range, one of the options.
Every rule names the field, so that a sentence makes sense in a summary far from it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from engine import feel
from engine.errors import Message
from engine.forms.component import INPUTS, MULTI_CHOICES, SINGLE_CHOICES, TEXTS
from engine.forms.live import Live
from engine.forms.locales import exact, write_moment, write_number
from engine.forms.nodes import Node, Row, is_blank

_TODAY = feel.compile("today()")
_NOW = feel.compile("now()")

_REQUIRED = {
    **dict.fromkeys(SINGLE_CHOICES, "Choose an answer: %(label)s"),
    **dict.fromkeys(MULTI_CHOICES, "Choose at least one: %(label)s"),
    "checkbox": "Tick the box: %(label)s",
    "dynamiclist": "Add at least one row: %(label)s",
}


def faults(live: Live, nodes: list[Node]) -> Iterator[tuple[str, Message]]:
    """Path and message of everything that must be corrected, in the order of the form."""
    for node in nodes:
        if node.hidden or node.readonly:
            continue
        if node.component.type in INPUTS or node.component.repeats:
            fault = _fault(live, node)
            if fault:
                yield node.path, fault
                continue
        yield from faults(live, node.fields)
        for row in written(node):
            yield from faults(live, row.fields)


def written(node: Node) -> list[Row]:
    """The rows that count. Empty ones are nobody's answer, where rows may be removed."""
    fixed = node.readonly or not node.component.growable
    return [row for row in node.rows if fixed or not row.blank]


def label_of(live: Live, node: Node) -> str | Message:
    """What the field is called in a sentence."""
    label = live.text(node, node.component.label).rstrip(" :") or node.component.key
    if node.row is None:
        return label
    return Message("%(label)s (row %(row)s)", {"label": label, "row": node.row.number + 1})


def _fault(live: Live, node: Node) -> Message | None:
    found = node.fault or _missing(live, node) or _broken(live, node)
    return found and Message(found.template, {"label": label_of(live, node), **found.params})


def _missing(live: Live, node: Node) -> Message | None:
    empty = not written(node) if node.component.repeats else is_blank(node.value)
    if empty and live.truth(node, node.component.required):
        return Message(_REQUIRED.get(node.component.type, "Fill in %(label)s"))
    return None


def _broken(live: Live, node: Node) -> Message | None:
    kind = node.component.type
    if kind == "dynamiclist":
        count = len(written(node))
        return (
            _counted(
                live,
                node,
                count,
                "%(label)s must have at least %(n)s rows",
                "%(label)s may have at most %(n)s rows",
            )
            if count
            else None
        )
    if is_blank(node.value):
        return None
    if kind in TEXTS:
        return _long_enough(live, node)
    if kind == "number":
        return _in_range(live, node)
    if kind == "datetime":
        return _in_time(live, node)
    if kind in SINGLE_CHOICES | MULTI_CHOICES:
        return _one_of_the_options(live, node)
    return None


def _long_enough(live: Live, node: Node) -> Message | None:
    return _counted(
        live,
        node,
        len(node.value),
        "%(label)s must be at least %(n)s characters long, it is now %(length)s",
        "%(label)s may be at most %(n)s characters long, it is now %(length)s",
    )


def _counted(live: Live, node: Node, count: int, too_few: str, too_many: str) -> Message | None:
    shortest, longest = (
        live.number(node, rule) for rule in (node.component.shortest, node.component.longest)
    )
    if shortest is not None and count < shortest:
        return Message(too_few, {"n": int(shortest), "length": count})
    if longest is not None and count > longest:
        return Message(too_many, {"n": int(longest), "length": count})
    return None


def _in_range(live: Live, node: Node) -> Message | None:
    component, value = node.component, exact(node.value)
    least, most = live.number(node, component.least), live.number(node, component.most)
    if value is not None and least is not None and value < least:
        return Message("%(label)s must be at least %(n)s", {"n": _written(live, node, least)})
    if value is not None and most is not None and value > most:
        return Message("%(label)s may be at most %(n)s", {"n": _written(live, node, most)})
    return None


def _written(live: Live, node: Node, limit: Decimal) -> str:
    return write_number(limit, live.locale, grouped=bool(node.component.decimals))


def _in_time(live: Live, node: Node) -> Message | None:
    """Dates as ISO text, so that they compare as text does."""
    component = node.component
    earliest = _moment(live, node, component.least)
    if component.earliest_today:
        clock = _TODAY if component.kind == "date" else _NOW
        earliest = max(earliest, "" if component.kind == "time" else _moment(live, node, clock))
    latest = _moment(live, node, component.most)
    if earliest and node.value < earliest:
        return Message("%(label)s may be %(n)s at the earliest", {"n": write_moment(earliest, live.locale)})
    if latest and node.value > latest:
        return Message("%(label)s may be %(n)s at the latest", {"n": write_moment(latest, live.locale)})
    return None


def _moment(live: Live, node: Node, rule: Decimal | feel.Expression | None) -> str:
    value: Any = live.json(node, rule) if isinstance(rule, feel.Expression) else None
    length = {"date": 10, "time": 8, "datetime": 19}[node.component.kind]
    return value[:length] if isinstance(value, str) else ""


def _one_of_the_options(live: Live, node: Node) -> Message | None:
    possible = {str(option.value) for option in node.options}
    values = node.value if isinstance(node.value, list) else [node.value]
    if any(str(value) not in possible for value in values):
        return Message("Choose among the answers that are listed: %(label)s")
    if isinstance(node.value, list):
        return _counted(
            live, node, len(values), "Choose at least %(n)s: %(label)s", "Choose at most %(n)s: %(label)s"
        )
    return None
