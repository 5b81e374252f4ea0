"""Cases are moved from version to version while people complete their tasks, timers fire and messages come: every
effect is still there once."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from engine import deployments, jobs, migrating
from engine.errors import Invalid
from engine.models import history, migration_case
from engine.store import Store
from tests.concurrency.child import GIVE_UP
from tests.concurrency.child import main as child
from tests.world import World

from .test_concurrency import CASES, ROUND, check, url, world  # noqa: F401

VERSIONS = 8
STANDING = (
    2  # versions that come before the second web process: half of the messages are its own, so no case ends
)
EDGE = """<bpmn:boundaryEvent id="rykker" cancelActivity="false" attachedToRef="opgave-b">
  <bpmn:timerEventDefinition id="rt"><bpmn:timeDuration>P9D</bpmn:timeDuration></bpmn:timerEventDefinition>
</bpmn:boundaryEvent><bpmn:endEvent id="rykket" />
<bpmn:sequenceFlow id="r" sourceRef="rykker" targetRef="rykket" /></bpmn:process>"""


def version(number: int) -> bytes:
    """The process with another name for its task, and every other time a reminder at the other one."""
    text = ROUND.replace('name="Tæl opgave-a"', f'name="Tæl for {number}. gang"')
    return (text.replace("</bpmn:process>", EDGE) if number % 2 else text).encode()


def publish_and_move(world: World, begun: threading.Event) -> None:  # noqa: F811
    """An operator who keeps changing the process, and moves all cases each time. ``begun`` is set after the first
    moves: where the others are much quicker, all cases end while this one waits to write."""
    store = Store(url(world))
    for number in range(VERSIONS):
        if number == STANDING:
            begun.set()
        try:
            with store.transaction() as session:
                deployments.deploy(session, {"samtidig.bpmn": version(number)})
                oda = world.actor(session, "oda")
                migrating.request(session, "samtidig", number + 2, {}, "Ny version", oda)
        except Invalid:  # the last case has ended
            break
        jobs.run_due(store, limit=20, kinds={migrating.KIND})
    store.close()


def test_cases_are_moved_while_they_go_on(world: World, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    failed: list[BaseException] = []
    begun = threading.Event()

    def run(*given: str) -> None:
        try:
            if given == ("move",):
                publish_and_move(world, begun)
                return
            if given == ("web", "2"):
                begun.wait(GIVE_UP)
            child(given[0], url(world), str(world.ids["petra"]), given[1])
        except BaseException as raised:
            failed.append(raised)

    threads = [
        threading.Thread(target=run, args=given)
        for given in (("web", "1"), ("web", "2"), ("worker", "3"), ("worker", "4"), ("move",))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    check(world, capsys.readouterr().out.splitlines())
    with world.store.read() as session:
        states = list(session.execute(sa.select(migration_case.c.state)).scalars())
        moved = session.all(sa.select(history).where(history.c.kind == "migrated"))
    assert set(states) <= {"moved", "stayed"}
    assert len(moved) == states.count("moved") >= STANDING * CASES
