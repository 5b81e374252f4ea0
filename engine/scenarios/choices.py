"""What can be chosen in a table of tests, so that nobody types an id: tasks, roles, parties, messages, variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import bpmn, deployments
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

from .fields import labels
from .surroundings import around, model_of

WORK = frozenset({"userTask"})
NAMED = frozenset(
    ("userTask", "callActivity", "subProcess", "endEvent", "intermediateCatchEvent", "boundaryEvent")
)


@dataclass(frozen=True, slots=True)
class Choices:
    """``tasks``, ``places``: [(process name, [(element id, name)])], the process itself first; ``ends``, ``roles``:
    [(id, name)]; ``messages``: names; ``kinds``: of the parties that the process names; ``forms``: element id -> form
    id; ``variables``: [(name, label)] of the fields of the draft's forms."""

    tasks: list[tuple[str, list[tuple[str, str]]]]
    places: list[tuple[str, list[tuple[str, str]]]]
    ends: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    messages: list[str]
    kinds: list[str]
    forms: Mapping[str, str]
    start_form: str | None
    variables: list[tuple[str, str]]

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
        variables=sorted(labels(files).items(), key=lambda field: field[1]),
    )


def _named(process: bpmn.Process, kinds: frozenset[str]) -> list[tuple[str, str]]:
    return [
        (element.id, element.name or element.id)
        for element in process.elements.values()
        if element.kind in kinds and element.name
    ]
