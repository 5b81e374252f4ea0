"""Publishing while cases run and their timers fire: every case keeps the version that it began with, nothing is lost,
and two who publish at the same moment come one after the other."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from engine.editing import drafts, owners, publishing
from engine.errors import Conflict, NotFound
from engine.models import process_definition, process_instance
from engine.store import Store
from tests.concurrency.child import main as child
from tests.concurrency.test_concurrency import CASES, check, url, world  # noqa: F401
from tests.world import World

VERSIONS = 6


def publish(store: Store, world: World, name: str) -> None:  # noqa: F811
    """Change a name in the draft and publish it; again where somebody else was first."""
    while True:
        try:
            with store.transaction() as session:
                by = world.actor(session, "petra")
                draft = drafts.begin(session, "samtidig", by)
                text = drafts.content(session, "samtidig", draft.diagram, by)
                new = text.replace(b"</bpmn:process>", f"<!-- {name} --></bpmn:process>".encode())
                drafts.save(session, "samtidig", draft.diagram, new, draft.files[0].revision, by)
            with store.transaction() as session:
                by = world.actor(session, "petra")
                revision = drafts.get(session, "samtidig", by).revision
                publishing.publish(session, "samtidig", name, by, revision=revision)
            return
        except (Conflict, NotFound, sa.exc.IntegrityError):
            continue  # the other one has begun, changed or published the same draft


def test_versions_come_while_cases_run(world: World, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    with world.store.transaction() as session:
        owners.add(session, "samtidig", world.ids["petra"], None)
    failed: list[BaseException] = []

    def run(act: Any, *given: Any) -> None:
        try:
            act(*given)
        except BaseException as raised:
            failed.append(raised)

    def publish_some(seed: str) -> None:
        store = Store(url(world))
        for number in range(VERSIONS // 2):
            publish(store, world, f"{seed}{number}")
        store.close()

    kinds = (("web", "1"), ("web", "2"), ("worker", "3"), ("worker", "4"))
    acts = [(child, kind, url(world), str(world.ids["petra"]), seed) for kind, seed in kinds]
    threads = [
        threading.Thread(target=run, args=given)
        for given in (*acts, (publish_some, "a"), (publish_some, "b"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    check(world, capsys.readouterr().out.splitlines())
    with world.store.read() as session:
        rows = session.all(
            sa.select(process_definition.c.id, process_definition.c.version, process_definition.c.note)
            .where(process_definition.c.process_id == "samtidig")
            .order_by(process_definition.c.version)
        )
        began = set(session.execute(sa.select(process_instance.c.process_definition_id)).scalars())
        assert session.scalar(sa.select(sa.func.count()).select_from(process_instance)) == CASES
    assert [row.version for row in rows] == list(range(1, VERSIONS + 2))
    assert sorted(str(row.note) for row in rows[1:]) == sorted(
        f"{who}{n}" for who in "ab" for n in range(VERSIONS // 2)
    )
    assert began == {rows[0].id}
