"""Reminders and escalation: what a process or a user task says of them can be read, and names roles that exist."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Element, Process
from ..problems import Problem
from ..reminding import ESCALATION, NONE, REMINDERS, BadReminders, reminders
from .check import Check


def rules(check: Check) -> Iterator[Problem]:
    """The properties of the process, and of each user task."""
    yield from _properties(check, check.process)
    for element in check.elements:
        if element.kind == "userTask":
            yield from _properties(check, element)


def _properties(check: Check, at: Element | Process) -> Iterator[Problem]:
    """An expression is worked out when the task opens; a process's own properties are taken as they are."""
    text, wanted = at.properties.get(REMINDERS, ""), at.properties.get(ESCALATION, "")
    worked_out = isinstance(at, Element)
    if text and not (worked_out and text.startswith("=")):
        try:
            reminders(text)
        except BadReminders:
            yield check.error(
                at,
                "The reminders %(text)s cannot be read: write working days from the deadline, such as -2, 0, +2, "
                "or half, every 3, none.",
                text=text[:200],
            )
    if not wanted or wanted.strip() == NONE or check.known.roles is None:
        return
    if worked_out and wanted.startswith("="):
        return
    for role in (part.strip() for part in wanted.split(",")):
        if role not in check.known.roles:
            yield check.error(
                at, "The role %(role)s, which is told of late tasks, does not exist.", role=role
            )
