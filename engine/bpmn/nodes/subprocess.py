"""Embedded subprocess: an area of its own inside the same instance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import Node

if TYPE_CHECKING:
    from ..area import Area
    from ..token import Token


class SubProcess(Node):
    """Runs until its last token is gone. ``inside`` is what it holds."""

    inside: Any

    def execute(self, token: Token) -> bool | None:
        area = token.workflow.top.subprocesses.get(token.id)
        if area is None:
            self.open(token)
            area = token.workflow.top.subprocesses[token.id]
        if not area.ended:
            return None
        self.closed(token, area)
        return True

    def open(self, token: Token) -> None:
        """Begin inside."""
        area = token.workflow.top.nest(
            token, self.inside, token.workflow.definition, token.workflow.call_path
        )
        self.begin(token, area)

    def begin(self, token: Token, area: Area) -> None:
        """Set the first tokens; a failure leaves nothing begun."""
        try:
            area.spec.begin(area)
        except Exception:
            area.clear()
            del token.workflow.top.subprocesses[token.id]
            raise

    def closed(self, token: Token, area: Area) -> None:
        """The last token inside is gone; what it did can still be compensated from outside."""
        del token.workflow.top.subprocesses[token.id]
        if area.completed_work:
            token.workflow.completed_work.append([self.element.id, area.completed_work])

    def withdrawn(self, token: Token) -> None:
        area = token.workflow.top.subprocesses.get(token.id)
        if area is not None:
            area.ended = True
            area.clear()
