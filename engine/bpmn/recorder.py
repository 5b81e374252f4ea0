"""Collects what a command did, in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from engine.causes import unpack

from .outcome import Closed, Incident, Moved, OpenedTask, Signal, Wait

if TYPE_CHECKING:
    from .token import Token

How = Literal["completed", "terminated"]


class Recorder:
    """What has happened so far. What opens and closes within one command is never announced."""

    def __init__(self) -> None:
        self.tasks: dict[str, OpenedTask] = {}
        self.waits: dict[str, Wait] = {}
        self.closings: list[Closed] = []
        self.incidents: dict[str, Incident] = {}
        self.resolutions: list[str] = []
        self.history: list[Moved] = []
        self.signals: list[Signal] = []

    def moved(self, kind: Literal["entered", "completed", "terminated"], token: Token) -> None:
        """A line of history."""
        if token.task_spec.silent:
            return
        element = token.task_spec.element
        self.history.append(Moved(element.id, element.process_id, kind, token.id, token.workflow.call_path))

    def closed(self, key: str, how: How) -> None:
        """A key is no longer open."""
        if self.tasks.pop(key, None) is None and self.waits.pop(key, None) is None:
            self.closings.append(Closed(key, how))

    def incident(self, token: Token, cause: list[Any]) -> None:
        """A token stands still."""
        element = token.task_spec.element
        kind, template, params = cause
        self.incidents[token.id] = Incident(
            token.id, element.id, element.process_id, kind, template, unpack(params)
        )

    def resolved(self, key: str) -> None:
        """An incident is gone."""
        if self.incidents.pop(key, None) is None and key not in self.resolutions:
            self.resolutions.append(key)

    def signal(self, name: str, variables: Mapping[str, Any]) -> None:
        """A signal was thrown."""
        self.signals.append(Signal(name, variables))
