"""What a command may refuse with. A wrong command is one of these exceptions, mapped to HTTP once, in the web room;
a failing *model* is never an exception here but an incident (see instances).

Texts are English templates with ``%(name)s`` parameters, so that the web room can translate them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a person: an English template and its parameters."""

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


class Fault(Exception):
    """Base of all refusals."""

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(template)
        self.message = Message(template, params)

    @property
    def template(self) -> str:
        return self.message.template

    @property
    def params(self) -> Mapping[str, Any]:
        return self.message.params

    def __str__(self) -> str:
        return str(self.message)


class NotFound(Fault):
    """No such thing, or not one that this person may know of."""


class Forbidden(Fault):
    """The person may see it, but not do this."""


class Conflict(Fault):
    """It has changed meanwhile: somebody else was first."""


class Invalid(Fault):
    """What was sent is wrong. ``fields``: form field path -> message."""

    def __init__(self, template: str, fields: Mapping[str, Message] | None = None, **params: Any) -> None:
        super().__init__(template, **params)
        self.fields: dict[str, Message] = dict(fields or {})


class ModelFault(Fault):
    """The process model asks for something impossible. Becomes an incident; a person never sees it raised."""
