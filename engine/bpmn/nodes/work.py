"""Work that may be private to one party: what people, workers, rules and scripts do.

``samtrin:visibility`` and ``samtrin:party`` say whose it is. Private work sees what its party keeps to itself, in its
input mappings too, and keeps its results there, save what the output mappings share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import values
from ..failure import Failure
from ..scopes import ROOT
from .base import Node

if TYPE_CHECKING:
    from ..token import Token

OURS = "samtrin:"
PARTY, VISIBILITY = "samtrin:party", "samtrin:visibility"


class Work(Node):
    """An element that does something with variables."""

    def prepare(self, token: Token) -> None:
        if self.said(VISIBILITY):
            party, visibility = self.place(token)
            if visibility == "private" and not party:
                raise Failure("expression", "The private element needs samtrin:party, whose it is.")

    def said(self, name: str) -> str | None:
        """What the model says under one of our names."""
        return self.element.properties.get(name)

    def place(self, token: Token) -> tuple[str | None, str]:
        """Party and visibility."""
        party = self.word(token, self.said(PARTY))
        visibility = self.word(token, self.said(VISIBILITY)) or "shared"
        if visibility == "private" and party:
            token.internal_data["private"] = _key(token, party)
        return party, visibility

    def word(self, token: Token, source: str | None) -> str | None:
        """A text, or None; numbers and dates are written out."""
        value: Any = values.to_json(self.text(token, source))
        if value is None or value == "":
            return None
        if isinstance(value, (dict, list, bool)):
            raise Failure("expression", "%(source)s gave no text.", source=source)
        return str(value)


def _key(token: Token, party: str) -> str:
    """The key of a party that is named by its key or its kind."""
    known = token.workflow.top.scopes[ROOT].json.get("parter")
    entries = [entry for entry in known if isinstance(entry, dict)] if isinstance(known, list) else []
    keys = [entry.get("part_id") for entry in entries if party in (entry.get("part_id"), entry.get("type"))]
    return str(keys[0]) if len(keys) == 1 else party


def keep_result(token: Token) -> str | None:
    """Let what the element gives by itself stay with the party whose private work it is. Returns that party's key."""
    party: str | None = token.internal_data.get("private")
    if party:
        token.internal_data["private_to"] = party
    return party
