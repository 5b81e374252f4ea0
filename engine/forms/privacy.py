"""Private fields: what a person writes in them is for their own party only, on a form that others read too.

A field, a group or a table says so by ``properties: {"visibility": "private"}``. A variable is private as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Invalid, Message
from engine.forms.component import Component, walk


def private_names(components: tuple[Component, ...]) -> frozenset[str]:
    """The names of the variables that private fields hold. Raises Invalid, naming the component, where what is
    private would not stay so."""
    fields = list(_fields(components, private=False))
    names = frozenset(field.at[0] for field, private in fields if private)
    for field, private in fields:
        flaw = None if private else _flaw(field, names)
        if flaw:
            raise Invalid("Component %(component)s: %(reason)s", component=field.id, reason=flaw)
    return names


def _flaw(field: Component, names: frozenset[str]) -> Message | None:
    """How an open field would tell others what is private."""
    parts = list(walk((field,)))
    if field.at[0] in names:
        return Message("the variable %(name)s cannot be both open and private", {"name": field.at[0]})
    if any(part.computed is not None and part.computed.names & names for part in parts):
        return Message("an open field cannot be computed from a private one")
    if any(part.private for part in parts):
        return Message("a column cannot be private by itself: make the whole table private")
    return None


def _fields(components: tuple[Component, ...], *, private: bool) -> Iterator[tuple[Component, bool]]:
    """The components that hold a variable, with whether they or a group around them are private."""
    for component in components:
        own = private or component.private
        if component.type == "group":
            yield from _fields(component.children, private=own)
        elif component.at:
            yield component, own
