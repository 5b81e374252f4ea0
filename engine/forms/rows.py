"""Which rows a table has now, and which stored row each of them was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.forms.nodes import MISSING, Node

ORIGIN = "_row"  # in a row that was sent: the number of the stored row that it was

Row = Mapping[str, Any]


def rows_in(value: Any) -> list[Row]:
    """The rows of a value, as far as it is a table."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def pair_rows(node: Node, stored: list[Row], *, sent_form: bool) -> list[tuple[Row, int | None]]:
    """For every row that the form now has: what was sent for it, and the number of the stored row that it was.
    Where rows may not be added or removed, what was sent is laid over the stored rows one by one."""
    component = node.component
    sent = rows_in(node.typed)
    if sent_form and component.growable:
        free = {str(number): number for number in range(len(stored))}
        return [(row, free.pop(str(row.get(ORIGIN)), None)) for row in sent]
    begin = component.repetitions if node.stored is MISSING or not component.growable else 0
    return [
        (sent[number] if number < len(sent) else {}, number if number < len(stored) else None)
        for number in range(max(len(stored), begin))
    ]
