"""What an element is, what it is called, and where it belongs: the fields that name other elements."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Message

from ..model import ACTIVITIES, GATEWAYS, Element
from .matching import Pairing
from .nouns import KINDS, noun, place
from .result import Change, Topic
from .spoken import clip

_BINDINGS = {
    "deployment": Message("%(subject)s now takes the version that was published together with this one"),
    "versionTag": Message("%(subject)s now takes the version with a certain mark"),
    "latest": Message("%(subject)s now always takes the newest version"),
}


def topic_of(element: Element) -> Topic:
    """Under which heading an element itself is told of."""
    return "tasks" if element.kind in ACTIVITIES else "ways" if element.kind in GATEWAYS else "events"


def of_identity(pairing: Pairing, old: Element, new: Element) -> Iterator[Change]:
    """Its name is told of the element as it was called before, all else as it is called now."""
    before, now = noun(old, pairing.old), noun(new, pairing.new)
    if old.name != new.name:
        message = _named(old, new)
        yield Change(topic_of(new), new.id, Message(message.template, {"subject": before, **message.params}))
    for topic, message in (*_kind(old, new), *_place(pairing, old, new)):
        yield Change(topic, new.id, Message(message.template, {"subject": now, **message.params}))


def _named(old: Element, new: Element) -> Message:
    called = {"new": clip(new.name)}
    if not new.name:
        return Message("%(subject)s no longer has a name")
    if not old.name:
        return Message('%(subject)s has been given the name "%(new)s"', called)
    return Message('%(subject)s is now called "%(new)s"', called)


def _kind(old: Element, new: Element) -> Iterator[tuple[Topic, Message]]:
    if old.id != new.id:
        ids = {"new": clip(new.id), "old": clip(old.id)}
        yield (
            topic_of(new),
            Message('in the file, %(subject)s has the id "%(new)s" instead of "%(old)s"', ids),
        )
    if old.kind != new.kind:
        kinds = {"new": KINDS.get(new.kind, new.kind), "old": KINDS.get(old.kind, old.kind)}
        yield topic_of(new), Message("%(subject)s is now %(new)s instead of %(old)s", kinds)
    if old.binding != new.binding:
        yield "tasks", _BINDINGS.get(new.binding, _BINDINGS["latest"])


def _place(pairing: Pairing, old: Element, new: Element) -> Iterator[tuple[Topic, Message]]:
    if pairing.now(old.parent) != new.parent:
        inside = {"place": place(new.parent, pairing.new)}
        yield topic_of(new), Message("%(subject)s has been moved into %(place)s", inside)
    if pairing.now(old.attached_to) != new.attached_to:
        host = {"place": place(new.attached_to, pairing.new)}
        yield "events", Message("%(subject)s now sits on %(place)s", host)
    if pairing.now(old.handler) != new.handler:
        handler = {"place": place(new.handler, pairing.new)}
        yield "events", Message("%(subject)s is now undone by %(place)s", handler)
    if old.lane != new.lane:
        yield "roles", _lane(pairing, new)


def _lane(pairing: Pairing, new: Element) -> Message:
    lane = {"lane": clip(pairing.new.lanes.get(new.lane or "") or new.lane or "")}
    if not new.lane:
        return Message("%(subject)s no longer lies in a lane")
    if new.kind == "userTask" and not new.roles:
        return Message('%(subject)s is now done by the lane "%(lane)s"', lane)
    return Message('%(subject)s now lies in the lane "%(lane)s"', lane)
