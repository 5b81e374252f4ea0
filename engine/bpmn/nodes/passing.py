"""Undefined and manual tasks, none events, link catch events: a token passes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import Node

if TYPE_CHECKING:
    from ..token import Token


class Passing(Node):
    """Nothing to do here."""


class EndEvent(Node):
    """Where a token ends."""

    def left(self, token: Token) -> None:
        super().left(token)
        if token.workflow.host is None:
            token.workflow.top.ended_at.append(self.element.id)
