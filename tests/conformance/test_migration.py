"""Every conformance case, moved to other versions of its processes whenever it waits: it ends as it does without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import migration

from .host import Case, Host
from .play import Player
from .renaming import MARK, renamed
from .test_conformance import FOLDER, entries


class Mover(Player):
    """Moves every running case there and back after each step. ``rename``: there, all ids are others."""

    def __init__(self, folder: Path, entry: dict[str, Any], rename: bool) -> None:
        super().__init__(folder, entry)
        self.rename, self.moves = rename, 0

    def settle(self) -> None:
        super().settle()
        here = {each.process.id: each for each in self.host.definitions.values()}
        there = self._copies()
        ids = {id for each in here.values() for id in (*each.process.elements, *each.process.flows)}
        away: dict[str, str | None] = {id: MARK + id for id in ids} if self.rename else {}
        home = {new or "": old for old, new in away.items()}
        for case in self.host.cases:
            if case.status == "active" and case.state is not None:
                before = case.state
                self._move(case, there, away, here | {each.key: each for each in there.values()})
                self._move(case, here, home, {each.key: each for each in there.values()})
                assert case.state == before, f"moved there and back: {before} became {case.state}"
                self.moves += 1

    def _copies(self) -> dict[str, bpmn.Definition]:
        models = [bpmn.read(renamed(xml) if self.rename else xml, name) for name, xml in self.host.files]
        return {id: bpmn.compile(m, id, f"copy of {id}") for m in models for id in m.processes}

    def _move(
        self,
        case: Case,
        new: Mapping[str, bpmn.Definition],
        mapping: Mapping[str, str | None],
        others: Mapping[str, bpmn.Definition],
    ) -> None:
        assert case.state is not None
        host = _Knowing(self.host, others)
        found = migration.migrate(
            case.state, host.get(case.definition), new, mapping, now=self.host.now, library=host
        )
        assert isinstance(found, migration.Migrated), found
        out = found.outcome
        opened = (out.closed, out.tasks, out.waits, out.incidents, out.resolved)
        assert opened == ((),) * 5, opened
        self._rename(case, found.renamed)
        case.history += out.history
        case.state, case.definition = out.state, new[case.process_id].key

    def _rename(self, case: Case, renamed: Mapping[str, Mapping[str, str]]) -> None:
        """What is over is known under the names of now, as a host keeps it."""
        for number, moved in enumerate(case.history):
            id = renamed.get(moved.process_id, {}).get(moved.element_id)
            if id is not None:
                case.history[number] = replace(moved, element_id=id)


class _Knowing:
    """A library that also knows versions that are not deployed."""

    def __init__(self, host: Host, others: Mapping[str, bpmn.Definition]) -> None:
        self.host, self.others = host, others
        self.latest, self.bound = host.latest, host.bound

    def get(self, key: str) -> bpmn.Definition:
        return self.others[key] if key in self.others else self.host.get(key)


@pytest.mark.skipif(
    not FOLDER.exists(), reason=f"the conformance suite is not at {FOLDER.name} beside the repository"
)
@pytest.mark.parametrize("rename", [False, True], ids=["same ids", "other ids"])
def test_every_case_passes_that_is_moved(rename: bool) -> None:
    failed, moves = {}, 0
    for entry in entries(FOLDER / "cases.json"):
        player = Mover(FOLDER, entry, rename)
        try:
            player.play()
        except Exception as problem:
            failed[entry["name"]] = f"{type(problem).__name__}: {problem}"
        moves += player.moves
    assert not failed
    assert moves > 300
