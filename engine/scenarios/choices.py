"""What can be chosen in a table of tests, so that nobody types an id: tasks, roles, parties, messages, and the fields
of the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine import bpmn, deployments, forms
from engine.deployments.versions import newest_form
from engine.errors import Fault
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

from .surroundings import around, model_of

WORK = frozenset({"userTask"})
NAMED = frozenset(
    ("userTask", "callActivity", "subProcess", "endEvent", "intermediateCatchEvent", "boundaryEvent")
)
CHOICES = frozenset({"select", "radio"})
MANY = frozenset({"checklist", "taglist"})
PLAIN = frozenset({"textfield", "textarea", "number", "datetime", "checkbox"}) | CHOICES | MANY


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``kind``: text, number, date, datetime, yes, one, many, or data for what is none of these;
    ``options``: [(value as text, label)], empty where they are worked out while the case runs."""

    key: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """``tasks``, ``places``: [(process name, [(element id, name)])], the process itself first; ``ends``, ``roles``:
    [(id, name)]; ``messages``: names; ``kinds``: of the parties that the process names; ``forms``: element id -> form
    id."""

    tasks: list[tuple[str, list[tuple[str, str]]]]
    places: list[tuple[str, list[tuple[str, str]]]]
    ends: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    messages: list[str]
    kinds: list[str]
    forms: Mapping[str, str]
    start_form: str | None

    @property
    def task_ids(self) -> frozenset[str]:
        return frozenset(key for _process, tasks in self.tasks for key, _name in tasks)


def choices(session: Session, process_id: str, by: Actor, files: Mapping[str, bytes]) -> Choices:
    """What the tests of a draft can speak of. Raises Invalid where its diagram cannot be read."""
    own = model_of(process_id, files)
    family = [own, *around(session, own)]
    start = deployments.none_start(own)
    found = {
        element.id: element.form_id
        for process in reversed(family)
        for element in process.elements.values()
        if element.form_id
    }
    catching = {
        trigger.name or ""
        for process in family
        for element in process.elements.values()
        for trigger in element.triggers
        if trigger.kind == "message"
        and element.kind in ("startEvent", "boundaryEvent", "intermediateCatchEvent")
    }
    return Choices(
        tasks=[(process.name, _named(process, WORK)) for process in family if _named(process, WORK)],
        places=[(process.name, _named(process, NAMED)) for process in family],
        ends=[
            (one.id, one.name or one.id)
            for one in own.elements.values()
            if one.kind == "endEvent" and one.parent is None
        ],
        roles=sorted(casting.role_names(session, by.locale).items(), key=lambda role: role[1]),
        messages=sorted(catching - {""}),
        kinds=deployments.party_kinds(own),
        forms=found,
        start_form=start.form_id if start else None,
    )


def fields(session: Session, form_id: str | None, files: Mapping[str, bytes]) -> list[Field]:
    """The fields of a form of the draft, else of the newest published one, that somebody can answer."""
    if not form_id:
        return []
    try:
        content = files.get(f"{form_id}.form")
        schema = orjson.loads(content) if content is not None else newest_form(session, form_id)
        if schema is None:
            return []
        forms.load(schema)
    except (Fault, ValueError):
        return []  # the draft's own page says what is wrong with the form
    return fields_of(schema)


def fields_of(schema: Mapping[str, Any]) -> list[Field]:
    """The fields of a form-js schema that somebody can answer."""
    return list(_fields(schema))


def _fields(holder: Mapping[str, Any]) -> Iterator[Field]:
    for component in holder.get("components", []):
        kind, key = component["type"], str(component.get("key") or component.get("path") or "")
        if kind == "group":
            yield from _fields(component)
        elif key and "." not in key and (kind in PLAIN or kind == "dynamiclist"):
            listed = component.get("values") or []
            options = tuple((str(one["value"]), str(one.get("label") or one["value"])) for one in listed)
            values = tuple(one["value"] for one in listed)
            label = str(component.get("label") or component.get("dateLabel") or key)
            yield Field(key, label, _kind(component), options, values)


def _kind(component: Mapping[str, Any]) -> str:
    kind = component["type"]
    if kind == "datetime":
        return "date" if component.get("subtype", "date") == "date" else "text"
    if kind in CHOICES:
        return "one"
    if kind in MANY:
        return "many"
    return {"number": "number", "checkbox": "yes", "dynamiclist": "data"}.get(kind, "text")


def _named(process: bpmn.Process, kinds: frozenset[str]) -> list[tuple[str, str]]:
    return [
        (element.id, element.name or element.id)
        for element in process.elements.values()
        if element.kind in kinds and element.name
    ]
