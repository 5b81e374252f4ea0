"""Throw and end events that act at once: error, escalation, signal, link, terminate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..failure import Failure
from ..model import Trigger
from ..rising import rise
from ..token import ALIVE
from .base import Node
from .passing import Passing

if TYPE_CHECKING:
    from ..token import Token


class Throw(Node):
    """What throw and end events have in common."""

    @property
    def trigger(self) -> Trigger:
        """The event definition."""
        return self.element.triggers[0]

    def local(self, token: Token) -> dict[str, Any]:
        """The local variables, which travel with the event."""
        scopes = token.workflow.top.scopes
        return dict(scopes[token.id].json) if token.id in scopes else {}


class ErrorEnd(Throw):
    """Ends its branch; the scope that catches the error goes on. Uncaught: an incident here."""

    def execute(self, token: Token) -> bool | None:
        code = self.text(token, self.trigger.name)
        if not rise(token, "error", code, self.local(token)):
            raise Failure("error", "The error %(code)s is caught nowhere.", code=code or "")
        return None


class EscalationThrow(Throw):
    """Goes on unless a catcher interrupts it; uncaught it is ignored."""

    def execute(self, token: Token) -> bool | None:
        rise(token, "escalation", self.text(token, self.trigger.name), self.local(token))
        return True if token.has_state(ALIVE) else None


class SignalThrow(Throw):
    """Tells every catcher of this instance, and the host all others."""

    def execute(self, token: Token) -> bool | None:
        top = token.workflow.top
        name, variables = self.text(token, self.trigger.name), self.local(token)
        for other in list(top.index.values()):
            for key, entry in list(other.internal_data.get("open", {}).items()):
                if entry[:2] == ["signal", name] and other.id in top.index:
                    other.task_spec.come_back(other, key, variables)
        top.record.signal(str(name), variables)
        return True if token.has_state(ALIVE) else None


class TerminateEnd(Throw):
    """Ends everything else in its scope."""

    def execute(self, token: Token) -> bool | None:
        token.workflow.clear(spare=token)
        return True


class LinkThrow(Passing):
    """Goes on at the catch event with the same name in this scope (``target``)."""

    target: Passing

    def successors(self) -> list[Any]:
        return [self.target]

    def choose(self, token: Token) -> tuple[()]:
        token.workflow.spawn(self.target)
        return ()
