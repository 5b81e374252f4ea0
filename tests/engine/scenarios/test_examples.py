"""The tests that come with the two main processes pass, and so do theirs of the paths that a case can take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import deployments
from engine.clock import Clock
from engine.demo import resources
from engine.migrations import upgrade
from engine.models import process_definition
from engine.parties import people
from engine.scenarios import coverage, model_of, problems, running
from engine.store import Store
from tests.conftest import MONDAY
from tests.world import PASSWORD, ROOT

MAIN = {"ruten-organisation": (8, 13), "p-aftaletrin": (5, 75)}  # how many tests; how many tasks they pass


@pytest.fixture(scope="module")
def house() -> Iterator[Store]:
    """Everything that comes with Samtrin, deployed."""
    clock = Clock()
    clock.stop(MONDAY)
    store = Store("sqlite://", clock, Path("never-written"))
    upgrade(store)
    with store.transaction() as session:
        deployments.deploy(session, resources(ROOT / "processes", ROOT / "forms"))
        people.create_person(session, "Olga", "olga@example.dk", PASSWORD, is_operator=True)
    yield store
    store.close()


@pytest.mark.parametrize("process_id", MAIN)
def test_the_tests_of_a_main_process_pass(house: Store, process_id: str) -> None:
    (folder,) = {file.parent for file in ROOT.glob(f"processes/*/{process_id}.bpmn")}
    names = (f"{process_id}.bpmn", f"{process_id}.scenarios.json")
    files = {name: (folder / name).read_bytes() for name in names}
    with house.read() as session:
        by = people.actor(session, 1)
        assert by is not None
        assert problems.problems(session, process_id, files) == []
        results = running.run(session, process_id, by, files)
    assert [(result.name, result.failure) for result in results if not result.passed] == []
    count, tested = MAIN[process_id]
    assert len(results) == count
    assert len(coverage(model_of(process_id, files), results).tested) >= tested


def test_they_are_deployed_with_their_process(house: Store) -> None:
    with house.read() as session:
        rows = session.all(process_definition.select().where(process_definition.c.scenarios.is_not(None)))
    assert {row.process_id: len(row.scenarios["scenarios"]) for row in rows} == {
        process_id: count for process_id, (count, _tested) in MAIN.items()
    }
