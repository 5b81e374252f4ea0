"""The small world's agreement process, with tests of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from engine.clock import Clock
from engine.migrations import upgrade
from engine.scenarios import Result, running
from engine.store import Store
from tests.conftest import MONDAY
from tests.world import World, build, resources

Play = Callable[..., Result]


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def files(*scenarios: dict[str, Any], process_id: str = "aftale", **changed: bytes) -> dict[str, bytes]:
    """The files of a draft: the diagram, and these tests."""
    xml = changed.pop("xml", None) or resources()[f"{process_id}.bpmn"]
    content = orjson.dumps({"scenarios": list(scenarios)})
    return {f"{process_id}.bpmn": xml, f"{process_id}.scenarios.json": content, **changed}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world that tests are played beside. Nobody changes it, so one does for all."""
    clock = Clock()
    clock.stop(MONDAY)
    folder = tmp_path_factory.mktemp("real")
    store = Store(f"sqlite:///{folder / 'samtrin.db'}", clock, folder / "files")
    upgrade(store)
    yield build(store)
    store.close()


@pytest.fixture
def play(real: World) -> Play:
    """Plays one test of the agreement process: its steps, and what else it says."""

    def played(*steps: dict[str, Any], xml: bytes | None = None, **said: Any) -> Result:
        one = {"name": "En prøve", "start": {"emne": "Nyt tag"}, "steps": list(steps), **said}
        with real.store.read() as session:
            by = real.actor(session, "oda")
            (result,) = running.run(session, "aftale", by, files(one, **({"xml": xml} if xml else {})))
        return result

    return played
