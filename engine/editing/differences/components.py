"""What the settings of a form's fields mean to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Message

KINDS = {
    "textfield": Message("a line of text"),
    "textarea": Message("a longer text"),
    "number": Message("a number"),
    "datetime": Message("a date or a time"),
    "checkbox": Message("a tick"),
    "radio": Message("a choice of one"),
    "select": Message("a choice of one from a list"),
    "checklist": Message("a choice of several"),
    "taglist": Message("a choice of several from a list"),
    "group": Message("a group of fields"),
    "dynamiclist": Message("a table with rows"),
    "table": Message("a table to look at"),
    "text": Message("a text to read"),
    "html": Message("a text to read"),
    "separator": Message("a line between fields"),
    "spacer": Message("a blank between fields"),
    "expression": Message("a value that is worked out"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """A setting by its path in the JSON; a message for one that has come, is another, is gone."""

    path: str
    gained: Message
    changed: Message
    lost: Message


def _flag(path: str, on: Message, off: Message, rule: Message) -> Facet:
    """True, absent, or a rule in FEEL."""
    return Facet(path, on, rule, off)


FACETS = (
    _flag(
        "validate.required",
        Message("%(field)s must now be filled in (%(new)s)"),
        Message("%(field)s need no longer be filled in"),
        Message("%(field)s must now be filled in by the rule %(new)s instead of %(old)s"),
    ),
    _flag(
        "readonly",
        Message("%(field)s can now only be read (%(new)s)"),
        Message("%(field)s can now be changed"),
        Message("%(field)s can now only be read by the rule %(new)s instead of %(old)s"),
    ),
    _flag(
        "disabled",
        Message("%(field)s can now not be used"),
        Message("%(field)s can now be used"),
        Message("%(field)s can now not be used by the rule %(new)s instead of %(old)s"),
    ),
    _flag(
        "properties.visibility",
        Message("%(field)s has become private: only one's own party sees it"),
        Message("%(field)s is no longer private: everybody in the case sees it"),
        Message("%(field)s is now private by the setting %(new)s instead of %(old)s"),
    ),
    Facet(
        "conditional.hide",
        Message("%(field)s is now hidden by a rule: %(new)s"),
        Message("%(field)s is now hidden by the rule %(new)s instead of %(old)s"),
        Message("%(field)s is now always shown (it was hidden by %(old)s)"),
    ),
    Facet(
        "description",
        Message("%(field)s now has a hint: %(new)s"),
        Message("%(field)s now has the hint %(new)s instead of %(old)s"),
        Message("%(field)s no longer has a hint (it was %(old)s)"),
    ),
    Facet(
        "validate.min",
        Message("%(field)s is now at least %(new)s"),
        Message("%(field)s is now at least %(new)s instead of %(old)s"),
        Message("%(field)s no longer has a least value (it was %(old)s)"),
    ),
    Facet(
        "validate.max",
        Message("%(field)s is now at most %(new)s"),
        Message("%(field)s is now at most %(new)s instead of %(old)s"),
        Message("%(field)s no longer has a greatest value (it was %(old)s)"),
    ),
    Facet(
        "validate.minLength",
        Message("%(field)s now has at least %(new)s characters"),
        Message("%(field)s now has at least %(new)s characters instead of %(old)s"),
        Message("%(field)s may now be any length (at least %(old)s characters before)"),
    ),
    Facet(
        "validate.maxLength",
        Message("%(field)s now has at most %(new)s characters"),
        Message("%(field)s now has at most %(new)s characters instead of %(old)s"),
        Message("%(field)s may now be any length (at most %(old)s characters before)"),
    ),
    Facet(
        "validate.pattern",
        Message("%(field)s must now look like %(new)s"),
        Message("%(field)s must now look like %(new)s instead of %(old)s"),
        Message("%(field)s need no longer look like %(old)s"),
    ),
    Facet(
        "validate.validationType",
        Message("%(field)s must now be of the kind %(new)s"),
        Message("%(field)s must now be of the kind %(new)s instead of %(old)s"),
        Message("%(field)s need no longer be of the kind %(old)s"),
    ),
    Facet(
        "valuesExpression",
        Message("%(field)s now takes its answers from %(new)s"),
        Message("%(field)s now takes its answers from %(new)s instead of %(old)s"),
        Message("%(field)s no longer takes its answers from %(old)s"),
    ),
    Facet(
        "valuesKey",
        Message("%(field)s now takes its answers from the variable %(new)s"),
        Message("%(field)s now takes its answers from the variable %(new)s instead of %(old)s"),
        Message("%(field)s no longer takes its answers from the variable %(old)s"),
    ),
    Facet(
        "expression",
        Message("%(field)s is now worked out as %(new)s"),
        Message("%(field)s is now worked out as %(new)s instead of %(old)s"),
        Message("%(field)s is no longer worked out as %(old)s"),
    ),
    Facet(
        "defaultValue",
        Message("%(field)s now begins as %(new)s"),
        Message("%(field)s now begins as %(new)s instead of %(old)s"),
        Message("%(field)s now begins empty (it began as %(old)s)"),
    ),
)


def value_of(data: Mapping[str, Any], path: str) -> Any:
    """The setting; None where it is not there, or says nothing."""
    found: Any = data
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    if (
        found is None or found is False or found in ("", "shared")
    ):  # shared is what a field is that says nothing
        return None
    return found if isinstance(found, str | int | float | bool) else str(found)
