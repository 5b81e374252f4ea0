"""What the live page of a case says: states, spans of time, what happened, what a repair will do."""

from __future__ import annotations

from datetime import timedelta

from engine import bpmn
from engine.errors import Message
from engine.repair import Effect, Event, Figure, Restored, Stage, Waiting
from web import formats
from web.i18n import gettext as _
from web.i18n import locale, say

STATES = {
    "done": Message("Done"),
    "now": Message("In progress"),
    "waiting": Message("Not yet"),
    "incident": Message("Stands still"),
}
STANDING = {
    "task": Message("Waits for a person"),
    "job": Message("Waits for the system"),
    "timer": Message("Waits for a date"),
    "message": Message("Waits for a message"),
    "signal": Message("Waits for a message"),
    "condition": Message("Waits for a condition"),
    "event": Message("Waits for one of several things"),
    "join": Message("Waits for other branches"),
    "around": Message("Under way inside"),
    "incident": Message("Stands still"),
}
EVENTS = {
    "entered": Message('%(at)s: "%(name)s" began'),
    "completed": Message('%(at)s: "%(name)s" was done'),
    "terminated": Message('%(at)s: "%(name)s" fell away'),
}
KINDS = {
    "text": Message("Text"),
    "number": Message("Number"),
    "boolean": Message("Yes or no (write true or false)"),
    "json": Message("List or several fields (JSON)"),
    "empty": Message("Empty"),
}
WAITS = {
    "timer": Message("A date"),
    "message": Message("A message"),
    "signal": Message("A message"),
    "job": Message("Work that the system does"),
}


def state(stage: Stage) -> str:
    return say(STATES[stage.state])


def standing(kind: str) -> str:
    return say(STANDING[kind])


def wait(waiting: Waiting) -> str:
    return say(WAITS[waiting.kind])


def span(time: timedelta) -> str:
    """ "3 dage", "2 timer", "5 minutter"."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return _("under a minute")
    if minutes < 60:
        return _("1 minute") if minutes == 1 else _("%(num)s minutes", num=minutes)
    hours, days = minutes // 60, minutes // 60 // 24
    if not days:
        return _("1 hour") if hours == 1 else _("%(num)s hours", num=hours)
    return _("1 day") if days == 1 else _("%(num)s days", num=days)


def heat(figure: Figure) -> str:
    """How often, and how long."""
    if figure.times == 1:
        return _("once, %(span)s", span=span(figure.spent))
    return _("%(num)s times, %(span)s in all", num=figure.times, span=span(figure.spent))


def event(process: bpmn.Process, happened: Event) -> str:
    element = process.elements[happened.element_id]
    at = formats.moment(happened.at, locale())
    called = name(element.id, element.name or element.id, element.kind)
    return say(Message(EVENTS[happened.kind].template, {"at": at, "name": called}))


def name(element_id: str, known: str, kind: str) -> str:
    """A step's name; where it has none but its id, what it is."""
    return known if known != element_id else say(_NAMELESS.get(kind, Message("a step")))


_NAMELESS = {
    "startEvent": Message("The start"),
    "endEvent": Message("The end"),
    "exclusiveGateway": Message("a choice of way"),
    "parallelGateway": Message("a split or meeting of branches"),
    "inclusiveGateway": Message("a split or meeting of branches"),
    "boundaryEvent": Message("an event on the way"),
}


def effects(effect: Effect) -> list[Message]:
    """What a repair will do, a sentence each."""
    said: list[Message] = []
    if effect.closing:
        names = {"names": _quoted(effect.closing)}
        if len(effect.closing) == 1:
            said.append(Message("The task %(names)s is closed without an answer.", names))
        else:
            said.append(Message("The tasks %(names)s are closed without an answer.", names))
    if effect.target is not None:
        said.append(Message('The case goes on at "%(target)s".', {"target": effect.target}))
    if effect.ending:
        said.append(
            Message(
                "%(names)s ends too, because it would otherwise wait for ever.",
                {"names": _quoted(effect.ending)},
            )
        )
    if effect.closing_apart:
        said.append(Message("Work that only one party sees ends too."))
    if effect.opening:
        said.append(Message("These tasks open: %(names)s.", {"names": _quoted(effect.opening)}))
    asked_for = [_restored(each, each.label) for each in effect.restored if each.label]
    if effect.restored and not asked_for:
        said.append(Message("What has been written since becomes what it was then."))
    if asked_for:
        names = {"names": ", ".join(asked_for)}
        said.append(Message("What has been written since becomes what it was then: %(names)s.", names))
    if effect.restored_apart:
        said.append(Message("So does what the other parties have written for themselves since."))
    for title, version in effect.voided:
        params = {"name": title, "version": version}
        said.append(Message("Approvals already given of %(name)s, version %(version)s, fall away.", params))
    if effect.failing:
        said.append(Message("It will stand still at %(names)s.", {"names": _quoted(effect.failing)}))
    if effect.ends:
        said.append(Message("With that the case ends."))
    return said or [Message("Nothing else changes.")]


def _restored(each: Restored, label: str) -> str:
    if each.by_name is None:
        return label
    return _("%(field)s (%(name)s in %(task)s)", field=label, name=each.by_name, task=each.task_name)


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in dict.fromkeys(names))
