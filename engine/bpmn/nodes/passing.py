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
        area = token.workflow
        # an event subprocess of the process itself may end it: by its own end event
        while area.host is not None and area.host.task_spec.element.by_event:
            area = area.host.workflow
        if area.host is None and not self.silent:
            area.top.ended_at.append(self.element.id)
