"""A case with people in its roles: who has which task, and who may not answer for what they wrote themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine import bpmn
from tests.processes.player import ROOT, Case, definition, models

Cast = Mapping[str, Mapping[str, str]]  # party -> person -> roles, separated by blanks


class PeopledCase(Case):
    """``cast``: party -> person -> roles; ``folder``: the process folder whose roles.json holds."""

    def __init__(
        self,
        process_id: str,
        folder: str,
        cast: Cast,
        variables: Mapping[str, Any],
        day: str,
        element: str | None = None,
    ) -> None:
        content = json.loads((ROOT / "processes" / folder / "roles.json").read_text(encoding="utf-8"))
        self.folder = folder
        self.roles = {role["id"]: role for role in content["roles"]}
        self.cast = {
            party: {person: set(roles.split()) for person, roles in people.items()}
            for party, people in cast.items()
        }
        self.done: list[tuple[str, str | None, str]] = []
        super().__init__(process_id, variables, day, element)

    def who(self, element_id: str, party: str | None = None) -> set[str]:
        """The people who may do the open tasks of an element."""
        open_tasks = [task for task in self.tasks.values() if task.element_id == element_id]
        return {person for task in open_tasks if party in (None, task.party) for person in self.may(task)}

    def may(self, task: bpmn.OpenedTask) -> set[str]:
        """Those cast in the task's role, but not who did an excluded task while the role holds anybody else."""
        party = self.party_of(task)
        holders = {
            person
            for own in ([party] if party else self.cast)
            for person, roles in self.cast[own].items()
            if self.role_of(task, party) in roles
        }
        excluded = task.properties.get("samtrin:excludes") or []
        wrote = {who for element, own, who in self.done if element in excluded and own in (None, party)}
        return holders - wrote or holders

    def party_of(self, task: bpmn.OpenedTask) -> str | None:
        """The party of a task, None where several hold its role together."""
        if task.party:
            return task.party
        kinds = {party["part_id"]: party["type"] for party in self["parter"]}
        holding = [
            own for own, people in self.cast.items() if any(task.roles[0] in r for r in people.values())
        ]
        fitting = holding or [
            own for own, kind in kinds.items() if kind == self.roles[task.roles[0]]["party"]
        ]
        return fitting[0] if len(fitting) == 1 else None

    def role_of(self, task: bpmn.OpenedTask, party: str | None) -> str:
        """The task's role, or the one that stands in for it in this party."""
        role: str = task.roles[0]
        if party is None or any(role in roles for roles in self.cast[party].values()):
            return role
        kind = next(row["type"] for row in self["parter"] if row["part_id"] == party)
        return str(self.roles[role]["resolves_to"].get(kind, role))

    def by(self, person: str, element_id: str, **given: Any) -> None:
        """A person does the open task of an element that is hers."""
        mine = [t for t in self.tasks.values() if t.element_id == element_id and person in self.may(t)]
        assert mine, f"{element_id} is not {person}'s but {self.who(element_id)}'s; open: {self.open()}"
        clean = self.complete(mine[0], given)
        self.done.append((element_id, self.party_of(mine[0]), person))
        if mine[0].properties.get("samtrin:casting") == "true":
            self._fill_roles(self.party_of(mine[0]) or "", clean)

    def choices(self, task: bpmn.OpenedTask) -> dict[str, Any]:
        party = self.party_of(task)
        people = [person for own in ([party] if party else self.cast) for person in self.cast[own]]
        return super().choices(task) | {"personer": [{"label": name, "value": name} for name in people]}

    def follow(self, message: str, cast: Cast) -> PeopledCase:
        """The case that a sent message starts, with the people of the parties that are new to it."""
        payload = self.sent[-1][1]
        (process_id, element), *_ = starts(message, self.now)
        kept = {party: {n: " ".join(r) for n, r in people.items()} for party, people in self.cast.items()}
        parties = [{**row, "navn": row["part_id"]} for row in payload["parter"]]
        variables = {**payload, "parter": parties, "sag_id": "S-2"}
        day = self.now.date().isoformat()
        return PeopledCase(process_id, self.folder, {**kept, **cast}, variables, day, element)

    def _fill_roles(self, party: str, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            role = key.replace("_", "-")
            chosen = value if isinstance(value, list) else [value]
            if role in self.roles and set(map(str, chosen)) <= self.cast[party].keys():
                for person, roles in self.cast[party].items():
                    roles.discard(role)
                    if person in chosen:
                        roles.add(role)


def starts(message: str, now: datetime) -> list[tuple[str, str]]:
    """Process and element ids of the message start events for a message."""
    return [
        (process_id, wait.element_id)
        for process_id in models()
        for wait in bpmn.start_waits(definition(process_id), now)
        if wait.name == message
    ]
