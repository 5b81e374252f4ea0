"""What a task asks of whom: who, whose, until when, with which form, seen by whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml import etree

from engine import bpmn
from engine.bpmn.nodes.work import PARTY, VISIBILITY
from engine.deployments import party_kinds
from engine.errors import Invalid, Message

from . import deadline
from .deadline import Deadline
from .document import Document
from .edits import cleaned, rename
from .xmltree import B, element, put, take

HELP_LIMIT = 2000
PRIVATE = "private"
PARTIES = "samtrin:parties"


@dataclass(frozen=True, slots=True)
class Settings:
    """A task as the list shows and changes it. ``role``, ``party``, ``form``: as written in the diagram, None for none;
    what begins with ``=`` is worked out, and only the diagram changes it."""

    name: str
    help: str
    role: str | None
    party: str | None
    deadline: Deadline
    form: str | None
    is_private: bool


def settings(found: bpmn.Element) -> Settings:
    """What the diagram says of a user task."""
    return Settings(
        name=found.name,
        help=found.documentation,
        role=found.roles,
        party=found.properties.get(PARTY),
        deadline=deadline.read(found.task.due),
        form=found.form_id,
        is_private=found.properties.get(VISIBILITY) == PRIVATE,
    )


def fresh(name: str) -> Settings:
    """What the diagram says of a task that has just been added."""
    return Settings(name, "", None, None, Deadline(deadline.NONE), None, is_private=False)


def change(document: Document, id: str, old: Settings, new: Settings, dates: Collection[str]) -> None:
    """Write what differs from what stood there, and nothing else. ``dates``: the variables that hold a date.
    Raises Invalid."""
    node = document.node(id)
    if new.is_private and not new.party and not (old.is_private and not old.party):
        text = Message("Choose whose task it is: only then it can be for that party alone")
        raise Invalid(text.template, {"party": text})
    if new.name != old.name:
        rename(document, id, new.name)
    if new.help.split() != old.help.split():
        _describe(document, node, new.help)
    if new.role != old.role:
        _set(document, node, "assignmentDefinition", "candidateGroups", new.role)
    if new.form != old.form:
        _set(document, node, "formDefinition", "formId", new.form)
    if new.deadline != old.deadline:
        _set(document, node, "taskSchedule", "dueDate", deadline.write(new.deadline, dates))
    if new.party != old.party:
        document.set_property(node, PARTY, new.party)
    if new.is_private != old.is_private:
        document.set_property(node, VISIBILITY, PRIVATE if new.is_private else None)


def change_process(document: Document, called: str, text: str, parties: Sequence[str]) -> None:
    """The process itself: its name, what it is for, the kinds of its parties, the starter's first. Raises Invalid."""
    process, node = document.process, document.node(document.process.id)
    if called != process.name:
        rename(document, process.id, called)
    if text.split() != process.documentation.split():
        _describe(document, node, text)
    if list(parties) != party_kinds(process):
        document.set_property(node, PARTIES, ", ".join(parties) or None)


def _describe(document: Document, node: etree._Element, text: str) -> None:
    old = node.find(f"{B}documentation")
    if not text.strip():
        if old is not None:
            take(old)
        return
    text = cleaned("\n".join(line.strip() for line in text.splitlines()), "help", HELP_LIMIT)
    if old is None:
        put(node, element("bpmn:documentation", text=text), after=None)
    else:
        old.text = text


def _set(document: Document, node: etree._Element, tag: str, name: str, value: str | None) -> None:
    """One attribute of one extension element; the element goes when nothing else stands in it."""
    found = document.extension(node, tag, make=value is not None)
    if found is None:
        return
    if value is not None:
        found.set(name, value)
        return
    if name in found.attrib:
        del found.attrib[name]
    if not found.attrib and not len(found):
        document.drop_extension(node, tag)
