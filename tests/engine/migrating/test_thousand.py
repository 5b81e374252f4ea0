"""A thousand running cases over every kind of change: none is lost, and each ends on the new version."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from engine.store import Store
from tests.world import build

from . import crowd
from .kinds import KINDS


@pytest.mark.parametrize("each", [53], ids=["thousand"])
def test_a_thousand_cases_are_moved_and_none_is_lost(sqlite_store: Store, each: int) -> None:
    assert len(KINDS) * each > 1000
    live_through(sqlite_store, each)


def test_a_few_of_every_kind_on_each_database(store: Store) -> None:
    live_through(store, 2)


def live_through(store: Store, each: int) -> None:
    world = build(store)
    cases = crowd.everything(world, each)
    before = {case: crowd.facts(store, case) for case in cases}
    store.clock.advance(timedelta(hours=5))
    crowd.move_all(world, each)
    for case, kind in cases.items():
        crowd.check(world, kind, case, before[case], crowd.facts(store, case))
        crowd.stands(world, kind, case)
        assert crowd.finish(world, case) == Counter(kind.still), kind.name
