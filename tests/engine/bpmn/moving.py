"""Plays one instance and moves it to other versions of its processes, as a host does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine import bpmn
from engine.bpmn import migration
from engine.bpmn.migration import Migrated

from . import draw
from .play import Play


class Moving(Play):
    """``Moving(process_xml, ...)`` starts the first process; ``move`` brings it to new versions."""

    def __init__(self, *processes: str, **variables: Any) -> None:
        self.versions: dict[str, bpmn.Definition] = {}
        super().__init__(*processes, begin=False)
        self.versions |= {each.key: each for each in self.definitions.values()}
        self.do(bpmn.Start(variables))

    def get(self, key: str) -> bpmn.Definition:
        return self.versions[key]

    def answer(
        self, *processes: str, **mapping: str | None
    ) -> tuple[migration.Answer, dict[str, bpmn.Definition]]:
        """What moving to these processes answers."""
        assert self.state is not None
        model = draw.model(*processes)
        number = len(self.versions) + 1
        new = {id: bpmn.compile(model, id, f"{id}:{number}") for id in model.processes}
        self.versions |= {each.key: each for each in new.values()}
        found = migration.migrate(
            self.state, self.definition, new, mapping, now=self.now, library=self, budget=self.budget
        )
        return found, new

    def move(self, *processes: str, **mapping: str | None) -> Migrated:
        """Move; what closes was open, what opens was not, and what stays keeps its key and due time."""
        found, new = self.answer(*processes, **mapping)
        assert isinstance(found, Migrated), found
        self.definitions |= new
        self.definition = new.get(self.definition.process.id, self.definition)
        self.take(found)
        return found

    def take(self, found: Migrated) -> None:
        """Write an answer down."""
        out = found.outcome
        self.state, self.status = out.state, out.status
        for closed in out.closed:
            assert (self.tasks.pop(closed.key, None) or self.waits.pop(closed.key, None)) is not None
        for key in out.resolved:
            del self.incidents[key]
        self._follow(found.places, found)
        for opened, kept in (
            (out.tasks, self.tasks),
            (out.waits, self.waits),
            (out.incidents, self.incidents),
        ):
            for each in opened:
                assert each.key not in kept
                kept[each.key] = each  # type: ignore[index]
        self.done.update(moved.element_id for moved in out.history if moved.kind == "completed")

    def _follow(self, places: Mapping[str, migration.Place], found: Migrated) -> None:
        for key, wait in self.waits.items():
            place = places[key.partition(".")[0]]
            self.waits[key] = replace(wait, element_id=place.element_id)
        for key, incident in self.incidents.items():
            self.incidents[key] = replace(incident, element_id=places[key].element_id)
        described = {task.key: task for task in found.tasks}
        assert described.keys() <= self.tasks.keys()
        for key, task in self.tasks.items():
            new = described.get(key, replace(task, call_path=places[key].call_path))
            assert new.element_id == places[key].element_id
            self.tasks[key] = replace(new, due=task.due)
        for job in found.waits:
            assert self.waits[job.key].kind == "job"
            self.waits[job.key] = job

    def due(self, element: str) -> Any:
        """When the timer of an element is due."""
        return self.waits[self.key(element, "timer")].due
