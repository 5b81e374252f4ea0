"""Repeated activities and ad-hoc subprocesses."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import Problem
from .check import Check


def rules(check: Check) -> Iterator[Problem]:
    """A loop knows what it goes over and when it ends."""
    for element in check.elements:
        loop = element.loop
        if loop is None:
            continue
        if loop.kind == "standard":
            if loop.condition is None and loop.maximum is None:
                yield check.error(element, "The loop never ends: set a loop condition or a maximum.")
            continue
        if not loop.collection and not loop.cardinality:
            yield check.error(element, "The multi-instance has no inputCollection.")
        if bool(loop.output_collection) != bool(loop.output_item):
            yield check.error(
                element, "outputCollection and outputElement belong together: set both or none."
            )
        if element.for_compensation or element.by_event:
            yield check.error(element, "This element cannot be repeated.")
