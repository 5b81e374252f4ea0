"""What the properties of an element or a process mean to people, and their differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Message

from ..reminding import ESCALATION, NONE, REMINDERS
from . import spoken
from .facets import Say
from .result import Change, Names, Topic


@dataclass(frozen=True, slots=True)
class Meaning:
    """The sentences for a property that has come, has another value (none where there is but one), and is gone."""

    topic: Topic
    gained: str
    changed: str
    lost: str
    say: Say = lambda value, names: spoken.text(value)


def _told(value: str, names: Names) -> Any:
    return Message("nobody") if value.strip() == NONE else spoken.roles(value, names)


# fmt: off
MEANINGS = {
    "samtrin:visibility": Meaning("roles",
        "%(subject)s has become private: only the party whose it is sees it.", "",
        "%(subject)s is no longer private: everybody in the case sees it."),
    "samtrin:party": Meaning("roles",
        "%(subject)s now belongs to the party %(new)s.",
        "%(subject)s now belongs to the party %(new)s instead of %(old)s.",
        "%(subject)s no longer belongs to a certain party (it was %(old)s)."),
    "samtrin:roles": Meaning("roles",
        "%(subject)s can now be used only by the roles %(new)s.",
        "%(subject)s can now be used by the roles %(new)s instead of %(old)s.",
        "%(subject)s can now be used by everybody in the case, not only by %(old)s.", spoken.roles),
    "samtrin:parties": Meaning("process",
        "%(subject)s now has these kinds of party: %(new)s.",
        "%(subject)s now has these kinds of party: %(new)s, instead of %(old)s.",
        "%(subject)s no longer names its kinds of party (they were %(old)s), so that no case can be started by hand."),
    "samtrin:title": Meaning("process",
        "%(subject)s now calls its cases %(new)s.",
        "%(subject)s now calls its cases %(new)s instead of %(old)s.",
        "%(subject)s no longer has a title of its own for its cases (it was %(old)s)."),
    "samtrin:offer": Meaning("events",
        "%(subject)s can now be chosen by people in the case, by a button that says %(new)s.",
        "%(subject)s now has a button that says %(new)s instead of %(old)s.",
        "%(subject)s can no longer be chosen by a button (it said %(old)s)."),
    REMINDERS: Meaning("deadlines",
        "%(subject)s now reminds people of its own accord: %(new)s.",
        "%(subject)s now reminds people: %(new)s, instead of: %(old)s.",
        "%(subject)s no longer has reminders of its own (they were: %(old)s).",
        lambda value, names: spoken.reminding(value)),
    ESCALATION: Meaning("deadlines",
        "%(subject)s, when it is late, is now told to %(new)s.",
        "%(subject)s, when it is late, is now told to %(new)s instead of %(old)s.",
        "%(subject)s, when it is late, is no longer told to %(old)s.", _told),
    "samtrin:casting": Meaning("roles",
        "%(subject)s is now where people are given their roles.",
        "%(subject)s now gives people their roles as %(new)s says instead of %(old)s.",
        "%(subject)s is no longer where people are given their roles."),
    "samtrin:gate": Meaning("decisions",
        "%(subject)s is now an approval, with the rule %(new)s.",
        "%(subject)s now has the approval rule %(new)s instead of %(old)s.",
        "%(subject)s is no longer an approval (the rule was %(old)s)."),
    "samtrin:document": Meaning("forms",
        "%(subject)s is now about the document %(new)s.",
        "%(subject)s is now about the document %(new)s instead of %(old)s.",
        "%(subject)s is no longer about the document %(old)s."),
    "samtrin:sign": Meaning("forms",
        "%(subject)s now asks people to sign the document %(new)s.",
        "%(subject)s now asks people to sign the document %(new)s instead of %(old)s.",
        "%(subject)s no longer asks people to sign the document %(old)s."),
    "samtrin:sealed": Meaning("decisions",
        "%(subject)s now hides the answers until all have answered, if: %(new)s.",
        "%(subject)s now hides the answers until all have answered, if %(new)s instead of %(old)s.",
        "%(subject)s no longer hides the answers until all have answered (it did if %(old)s)."),
    "samtrin:alone": Meaning("decisions",
        "%(subject)s now says whether somebody may answer alone for several roles: %(new)s.",
        "%(subject)s now says whether somebody may answer alone for several roles by %(new)s instead of %(old)s.",
        "%(subject)s no longer says whether somebody may answer alone for several roles (it was %(old)s)."),
    "samtrin:excludes": Meaning("roles",
        "%(subject)s is now not for those who did the tasks %(new)s.",
        "%(subject)s is now not for those who did the tasks %(new)s instead of %(old)s.",
        "%(subject)s is now also for those who did the tasks %(old)s."),
    "samtrin:condition": Meaning("decisions",
        "%(subject)s is now about the condition %(new)s.",
        "%(subject)s is now about the condition %(new)s instead of %(old)s.",
        "%(subject)s is no longer about the condition %(old)s."),
    "samtrin:tests": Meaning("scenarios",
        "%(subject)s can now be published only when its tests pass.", "",
        "%(subject)s can now be published also when a test fails."),
    "samtrin:migration": Meaning("process",
        "%(subject)s now asks every party for a yes before a running case is moved to another version.", "",
        "%(subject)s no longer asks the parties before a running case is moved to another version."),
}
# fmt: on
# The one value of these that means something, and the one that says what is so anyway.
_ONLY = {"samtrin:visibility": "private", "samtrin:tests": "required", "samtrin:migration": "consent"}
_USUAL = {"samtrin:visibility": "shared"}


def properties(
    old: Mapping[str, str], new: Mapping[str, str], id: str | None, subject: Message, names: Names
) -> Iterator[Change]:
    """Those that mean something here in their own words, others by their names."""
    for name, meaning in MEANINGS.items():
        was, now = (_value(found, name) for found in (old, new))
        if was == now:
            continue
        template = meaning.lost if now is None else meaning.gained if was is None else meaning.changed
        params: dict[str, Any] = {"subject": subject}
        if "%(old)" in template:
            params["old"] = meaning.say(was or "", names)
        if "%(new)" in template:
            params["new"] = meaning.say(now or "", names)
        yield Change(meaning.topic, id, Message(template, params))
    before, after = (
        {k: v for k, v in found.items() if not _has_meaning(k, v) and v != _USUAL.get(k)}
        for found in (old, new)
    )
    yield from settings(before, after, id, subject, "process" if id is None else "data")


def _value(found: Mapping[str, str], name: str) -> str | None:
    """The value where it means something; an empty one is none."""
    value = found.get(name)
    return value if value and _has_meaning(name, value) else None


def _has_meaning(name: str, value: str) -> bool:
    return name in MEANINGS and value == _ONLY.get(name, value)


def settings(
    old: Mapping[str, str], new: Mapping[str, str], id: str | None, subject: Message, topic: Topic
) -> Iterator[Change]:
    """Pairs of name and value that only their author knows the meaning of."""
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        said = {"old": spoken.text(was or ""), "new": spoken.text(now or "")}
        params = {"subject": subject, "name": spoken.clip(name), **said}
        if now is None:
            message = Message('%(subject)s no longer has the setting "%(name)s" (it was %(old)s)', params)
        elif was is None:
            message = Message('%(subject)s now has the setting "%(name)s": %(new)s', params)
        else:
            message = Message(
                '%(subject)s now has the setting "%(name)s" as %(new)s instead of %(old)s', params
            )
        yield Change(topic, id, message)
