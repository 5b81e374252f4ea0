"""Marshmallow schemas built from a form: they turn what was typed, or what a program sent, into clean JSON values.
What depends on other answers (is it shown, is it required, which options) is no business of theirs: see rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import re2
from marshmallow import EXCLUDE, Schema, ValidationError, fields

from engine.errors import Message
from engine.forms.component import (
    MAX_ROWS,
    MAX_TEXT,
    MULTI_CHOICES,
    SINGLE_CHOICES,
    TEXTS,
    Component,
    holders_of_data,
)
from engine.forms.locales import Locale, exact, json_number, places, read_moment, read_number, write_number

EXAMPLE = Decimal("1250.5")
MAX_CHOICES = 500
MAX_CHOICE = 1_000  # characters of one chosen value

Tree: TypeAlias = "dict[str, Tree | Component]"

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_EMAIL = re2.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]{2,}")
_PHONE = re2.compile(r"\+?(?:[ ().-]*[0-9]){8,15}")
_CURRENCY = re.compile(r"\s*(?:kr\.?|dkk)\s*", re.IGNORECASE)
_MOMENTS = {
    "date": "Write %(label)s as a date such as 24-12-2026",
    "time": "Write %(label)s as a time such as 14:30",
    "datetime": "Write %(label)s as a date and a time such as 24-12-2026 14:30",
}


def tree(components: tuple[Component, ...]) -> Tree:
    """The components that hold values, nested as their values are."""
    root: Tree = {}
    for component in holders_of_data(components):
        place = root
        for name in component.at[:-1]:
            below = place.setdefault(name, {})
            assert isinstance(below, dict)  # the reader refuses a key that is also a group
            place = below
        place[component.at[-1]] = component
    return root


def build(branch: Tree, locale: Locale) -> Schema:
    """The schema of one level of answers. Unknown keys are dropped, as are computed values."""
    made = {
        # our own attribute names, because the form's keys may be anything
        f"field{number}": _field(name, part, locale)
        for number, (name, part) in enumerate(branch.items())
        if isinstance(part, dict) or part.type != "expression"
    }
    return Schema.from_dict(made)(unknown=EXCLUDE)


def clean(schema: Schema, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The values that could be read and, under the same keys, lists of what was wrong with the others."""
    try:
        return dict(schema.load(given)), {}
    except ValidationError as error:
        return dict(error.valid_data or {}), error.messages_dict


def fault_at(faults: Mapping[str, Any], at: tuple[str, ...]) -> Message | None:
    """The first thing wrong with the value at ``at`` itself, not with what lies below it."""
    found: Any = faults
    for name in at:
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, Mapping):
        found = found.get("_schema")
    if not found:
        return None
    first = found[0] if isinstance(found, list) else found
    return first if isinstance(first, Message) else Message("%(label)s has a form that cannot be read")


def _field(name: str, part: Tree | Component, locale: Locale) -> fields.Field[Any]:
    if isinstance(part, dict):
        return fields.Nested(build(part, locale), data_key=name, attribute=name, allow_none=True)
    if part.repeats:
        rows = fields.Nested(build(tree(part.children), locale))
        return Rows(rows, data_key=name, attribute=name, allow_none=True)
    return ANSWERS[part.type](part, locale, data_key=name, attribute=name, allow_none=True)


def refuse(template: str, **params: Any) -> ValidationError:
    """A refusal whose ``label`` the rules fill in."""
    return ValidationError([Message(template, params)])


def scalar(value: Any) -> str | int | float:
    """The one value that was sent. A form that sends several for one field is not ours."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str | int | float):
        return value
    raise refuse("%(label)s has a form that cannot be read")


def tidy(text: str) -> str:
    """Text without what no database and no font can hold, one way of writing æ, ø, å, and plain line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)).strip()


class Answer(fields.Field[Any]):
    """One answer to one component."""

    def __init__(self, component: Component, locale: Locale, **settings: Any) -> None:
        super().__init__(**settings)
        self.component = component
        self.locale = locale

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        return None if value == "" else self.read(value)

    def read(self, value: Any) -> Any:
        """The clean JSON value, None for a blank one. Raises ValidationError."""
        raise NotImplementedError


class TextAnswer(Answer):
    """A text of one line or many."""

    def read(self, value: Any) -> str | None:
        text = str(scalar(value))
        if len(text) > MAX_TEXT:
            raise refuse(
                "%(label)s may be at most %(n)s characters long, it is now %(length)s",
                n=MAX_TEXT,
                length=len(text),
            )
        text = tidy(text)
        if self.component.type == "textfield":
            text = " ".join(text.split("\n"))
        if not text:
            return None
        if self.component.kind == "email" and not _EMAIL.fullmatch(text):
            raise refuse("Write %(label)s as an e-mail address such as navn@forening.dk")
        if self.component.kind == "phone" and not _PHONE.fullmatch(text):
            raise refuse("Write %(label)s as a phone number such as 12 34 56 78")
        if self.component.pattern and not self.component.pattern.search(text):
            raise refuse("%(label)s is not written in the way that the field asks for")
        return text


class NumberAnswer(Answer):
    """An exact number."""

    def read(self, value: Any) -> int | float | None:
        value = scalar(value)
        if isinstance(value, str) and not value.strip():
            return None
        number = read_number(self._bare(value), self.locale) if isinstance(value, str) else exact(value)
        decimals = self.component.decimals
        if decimals == 0 and (number is None or places(number)):
            raise refuse("Write %(label)s as a whole number")
        if number is None:
            example = write_number(EXAMPLE, self.locale, decimals, grouped=True)
            raise refuse("Write %(label)s as a number such as %(example)s", example=example)
        if decimals is not None and places(number) > decimals:
            raise refuse("%(label)s may have at most %(n)s decimals", n=decimals)
        exactly = json_number(number)
        if exactly is None:
            raise refuse("%(label)s has too many digits")
        return exactly

    def _bare(self, text: str) -> str:
        """Without the unit, which people often type though it stands beside the field."""
        text = text.strip()[:100]
        for unit in (part for part in self.component.suffix.parts if isinstance(part, str)):
            text = text.removesuffix(unit)
        return _CURRENCY.sub("", text)


class MomentAnswer(Answer):
    """A date, a time or both, as ISO text without a zone."""

    def read(self, value: Any) -> str | None:
        text = scalar(value)
        moment = read_moment(text, self.component.kind) if isinstance(text, str) else None
        if moment is None:
            if isinstance(text, str) and not text.strip():
                return None
            raise refuse(_MOMENTS[self.component.kind])
        return moment


class ChoiceAnswer(Answer):
    """One of several answers. Whether it is one that may be chosen, the rules say."""

    def read(self, value: Any) -> str | int | float:
        return chosen(value)


class ChoicesAnswer(Answer):
    """Any number of answers, each once."""

    def read(self, value: Any) -> list[str | int | float]:
        values = value if isinstance(value, list) else [value]
        if len(values) > MAX_CHOICES:
            raise refuse("%(label)s has a form that cannot be read")
        return list(dict.fromkeys(chosen(part) for part in values if part != ""))


class TickAnswer(Answer):
    """Ticked or not. A browser sends nothing at all for a box that is not ticked."""

    def read(self, value: Any) -> bool:
        value = scalar(value)
        if value in (True, "on", "true", "1"):
            return True
        if value in (False, "off", "false", "0"):
            return False
        raise refuse("%(label)s has a form that cannot be read")


class Rows(fields.List[Any]):
    """The rows of a table."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **settings: Any) -> list[Any]:
        if value == "":
            return []
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            raise refuse("%(label)s has a form that cannot be read")
        if len(value) > MAX_ROWS:
            raise refuse("%(label)s may have at most %(n)s rows", n=MAX_ROWS)
        return super()._deserialize(value, attr, data, **settings)


def chosen(value: Any) -> str | int | float:
    """A value that somebody chose: short, and a scalar."""
    choice = scalar(value)
    if isinstance(choice, str) and len(choice) > MAX_CHOICE:
        raise refuse("%(label)s has a form that cannot be read")
    return choice


ANSWERS: dict[str, type[Answer]] = {
    **dict.fromkeys(TEXTS, TextAnswer),
    **dict.fromkeys(SINGLE_CHOICES, ChoiceAnswer),
    **dict.fromkeys(MULTI_CHOICES, ChoicesAnswer),
    "number": NumberAnswer,
    "datetime": MomentAnswer,
    "checkbox": TickAnswer,
}
