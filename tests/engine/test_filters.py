"""Filters that people keep: their own, by name, and not too many."""

from __future__ import annotations

import pytest

from engine import filters
from engine.errors import Conflict, Invalid, NotFound
from engine.store import Store
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def names(world: World, who: str) -> list[str]:
    with world.store.read() as session:
        return [kept.name for kept in filters.of(session, world.actor(session, who))]


def save(world: World, who: str, name: str, **query: str) -> int:
    with world.store.transaction() as session:
        return filters.save(session, name, query, world.actor(session, who))


def test_a_filter_is_kept_renamed_and_deleted(world: World) -> None:
    made = save(world, "petra", "  Mine   frister ", frist="week", q="x" * 500)
    with world.store.read() as session:
        (kept,) = filters.of(session, world.actor(session, "petra"))
    assert (kept.name, kept.query) == ("Mine frister", {"frist": "week", "q": "x" * 200})
    with world.store.transaction() as session:
        filters.rename(session, made, "Ugen", world.actor(session, "petra"))
        filters.rename(session, made, "Ugen", world.actor(session, "petra"))  # to what it is called
    assert names(world, "petra") == ["Ugen"]
    with world.store.transaction() as session:
        filters.delete(session, made, world.actor(session, "petra"))
    assert names(world, "petra") == []


def test_everybody_has_their_own(world: World) -> None:
    made = save(world, "petra", "Ugen", frist="week")
    save(world, "otto", "Ugen")
    assert names(world, "lis") == []
    for change in (
        lambda session, by: filters.rename(session, made, "Min nu", by),
        lambda session, by: filters.delete(session, made, by),
        lambda session, by: filters.delete(session, 10**9, by),
    ):
        with pytest.raises(NotFound), world.store.transaction() as session:
            change(session, world.actor(session, "otto"))
    assert names(world, "petra") == names(world, "otto") == ["Ugen"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Ugen"])
def test_names_that_cannot_be(world: World, name: str) -> None:
    save(world, "petra", "Ugen")
    other = save(world, "petra", "Dagen")
    with pytest.raises(Invalid) as refused:
        save(world, "petra", name)
    assert set(refused.value.fields) == {"name"}
    with pytest.raises(Invalid), world.store.transaction() as session:
        filters.rename(session, other, name, world.actor(session, "petra"))
    assert names(world, "petra") == ["Dagen", "Ugen"]


def test_twenty_and_no_more(world: World) -> None:
    for number in range(filters.MOST):
        save(world, "petra", f"Filter {number}")
    with pytest.raises(Conflict, match="at most 20"):
        save(world, "petra", "Et til")
    save(world, "otto", "Et til")
