"""The JSON of one component, read with the right types; a wrong value is a Flaw that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine import feel
from engine.errors import Message
from engine.forms.component import MAX_DEPTH
from engine.forms.locales import exact
from engine.forms.text import MAX_SOURCE, Text, read_text

_KEY = re.compile(r"[^\W\d]\w{0,99}")


class Flaw(Exception):
    """What is wrong with the component being read."""

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(template)
        self.message = Message(template, params)


class Source:
    """The JSON of one component, read with the right types."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def get(self, name: str, default: Any = None) -> Any:
        return self._data.get(name, default)

    def within(self, name: str) -> Source:
        """A nested object such as ``validate``; empty when it is not there."""
        data = self.get(name) or {}
        if not isinstance(data, Mapping):
            raise Flaw("%(name)s is not an object", name=name)
        return Source(data)

    def text(self, name: str, limit: int = MAX_SOURCE) -> str:
        value = self.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > limit:
            raise Flaw("%(name)s is not a text of at most %(n)s characters", name=name, n=limit)
        return value

    def prose(self, *names: str, limit: int = 1_000) -> Text:
        """The first of these texts that is there, with its expressions compiled."""
        source = next((text for name in names if (text := self.text(name, limit))), "")
        try:
            return read_text(source)
        except feel.FeelSyntaxError as fault:
            raise _bad_feel(names[0], fault) from fault
        except ValueError as error:
            raise Flaw("%(block)s is not supported in texts", block=str(error)) from error

    def way(self, name: str, *, required: bool = True) -> tuple[str, ...]:
        """A dotted name such as ``adresse.vej``."""
        text = self.text(name, 200)
        if not text and not required:
            return ()
        parts = tuple(text.split("."))
        if len(parts) > MAX_DEPTH or not all(_KEY.fullmatch(part) for part in parts):
            raise Flaw("%(name)s is not a name of letters, digits and underscores", name=name)
        return parts

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.get(name, default)
        if not isinstance(value, bool):
            raise Flaw("%(name)s is neither true nor false", name=name)
        return value

    def flag_rule(self, name: str) -> bool | feel.Expression:
        value = self.get(name, False)
        return (
            self.expression(name) if isinstance(value, str) and value else self.flag(name) if value else False
        )

    def number(self, name: str) -> Decimal | None:
        value = self.get(name)
        if value is None or value == "":
            return None
        number = exact(value)
        if number is None:
            raise Flaw("%(name)s is not a number", name=name)
        return number

    def whole(self, name: str, default: int | None, most: int) -> int | None:
        """A whole number from 0 to ``most``."""
        number = self.number(name)
        if number is None:
            return default
        if number != int(number) or not 0 <= number <= most:
            raise Flaw("%(name)s is not a whole number from 0 to %(most)s", name=name, most=most)
        return int(number)

    def number_rule(self, name: str) -> Decimal | feel.Expression | None:
        return (
            self.expression(name) if isinstance(self.get(name), str) and self.get(name) else self.number(name)
        )

    def expression(self, name: str) -> feel.Expression:
        source = self.text(name)
        if not source.startswith("="):
            raise Flaw("%(name)s is not an expression that begins with =", name=name)
        try:
            return feel.compile(source[1:])
        except feel.FeelSyntaxError as fault:
            raise _bad_feel(name, fault) from fault


def _bad_feel(name: str, fault: feel.FeelError) -> Flaw:
    reason = Message(fault.template, fault.params)
    return Flaw("%(name)s is not an expression that can be read: %(reason)s", name=name, reason=reason)
