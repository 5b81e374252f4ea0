"""Exclusive gateway: the first true flow in document order, the default last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..failure import Failure
from ..model import Flow
from .base import Node

if TYPE_CHECKING:
    from ..token import Token


class ExclusiveGateway(Node):
    """Joins nothing: every token passes on its own."""

    def choose(self, token: Token) -> tuple[tuple[Flow, Node], ...]:
        default = [pair for pair in self.flows if pair[0].id == self.element.default]
        for pair in self.flows:
            text = pair[0].condition
            if pair not in default and (text is None or self.condition(token, text)):
                return (pair,)
        if not default and self.flows:
            raise Failure("condition", "No condition is true and there is no default flow.")
        return tuple(default)
