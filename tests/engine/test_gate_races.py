"""Two answers at the same moment: one wins, the other is told, and no yes ever stands on words that were not shown."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from engine import user_tasks
from engine.errors import Conflict, Fault
from engine.models import approval, document
from engine.store import Store
from tests.engine.gate_world import BOTH, OWNERS, TEAMS, YES, GateWorld


def at_once(*acts: Callable[[], object]) -> list[Fault | None]:
    """Do all of it at the same moment, each in a thread of its own. Returns what each was told."""
    told: list[Fault | None] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int) -> None:
        start.wait()
        try:
            acts[number]()
        except Fault as fault:
            told[number] = fault

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


def answering(case: GateWorld, who: str, task_id: int, sha256: str) -> Callable[[], object]:
    """Say yes to the words of a page that was opened before."""

    def act() -> object:
        with case.store.transaction() as session:
            by = case.world.actor(session, who)
            return user_tasks.complete(session, task_id, YES, by, fingerprint=sha256)

    return act


def standing(case: GateWorld) -> list[int]:
    """The versions that yes votes stand on."""
    with case.store.read() as session:
        return [
            row.version
            for row in session.all(
                sa.select(document.c.version)
                .join(approval, approval.c.document_id == document.c.id)
                .where(approval.c.voided_at.is_(None))
            )
        ]


def test_of_two_parties_who_approve_different_versions_one_wins(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    old = case.gate("otto", OWNERS).document.sha256
    case.do("petra", "skriv-om", tekst="Helt andre ord", pris="5")
    new = case.gate("lis", TEAMS).document.sha256
    told = at_once(answering(case, "otto", case.at(OWNERS), old), answering(case, "lis", case.at(TEAMS), new))
    assert isinstance(told[0], Conflict) and told[1] is None
    assert standing(case) == [2]


@pytest.mark.parametrize("turn", range(3))
def test_a_yes_at_the_moment_of_a_new_version_never_stands_on_the_old_one(store: Store, turn: int) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    shown = case.gate("otto", OWNERS).document.sha256
    rewrite = case.world.task(case.number, "skriv-om")
    told = at_once(
        answering(case, "otto", case.at(OWNERS), shown),
        lambda: case.world.do("petra", rewrite, tekst=f"Andre ord {turn}", pris="5"),
    )
    assert told[1] is None and (told[0] is None or isinstance(told[0], Conflict))
    assert standing(case) == [] and len(case.asked()) == 2
    assert case.gate("otto", OWNERS).document.version == 2


def test_the_last_two_answers_at_once_settle_the_gate_once(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    sha256 = case.gate("otto", OWNERS).document.sha256
    told = at_once(
        answering(case, "otto", case.at(OWNERS), sha256), answering(case, "lis", case.at(TEAMS), sha256)
    )
    assert told == [None, None]
    view = case.view("otto")
    assert view.ended_at_name == "Aftalt"
    assert [happening.kind for happening in view.history].count("decided") == 1


def test_two_who_take_the_same_seat_at_once_fill_it_once(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    sha256, seat = case.gate("otto", OWNERS).document.sha256, case.at(OWNERS)
    told = at_once(answering(case, "otto", seat, sha256), answering(case, "oda", seat, sha256))
    assert sorted(type(fault).__name__ for fault in told) == ["Conflict", "NoneType"]
    assert standing(case) == [1]
