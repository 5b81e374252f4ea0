"""What a version is worth: what its gate decided, and what has come after it."""

from __future__ import annotations

import pytest

from engine import cases
from engine.documents import listing
from engine.errors import NotFound
from engine.store import Store
from tests.world import World, build

YES = {"gp_beslutning": "godkend", "gp_bekraeft": "on"}
BACK = {"gp_beslutning": "ret", "gp_bemaerkning": "For dyrt", "gp_bekraeft": "on"}
STOP = {"gp_beslutning": "stop", "gp_bemaerkning": "Nej", "gp_stop_bekraeft": "on", "gp_bekraeft": "on"}


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def answer(world: World, number: str, one: dict[str, str], other: dict[str, str]) -> None:
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), **one)
    world.do("lis", world.task(number, "gp-tag-stilling", "P2"), **other)


def standing(world: World, number: str) -> list[tuple[int, str]]:
    with world.store.read() as session:
        found = listing.of_case(session, number, world.actor(session, "lis"))
        return [(version.version, version.status) for version in found]


def test_it_awaits_approval_until_all_have_said_yes(world: World) -> None:
    number = world.written()
    assert standing(world, number) == [(1, "pending")]
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), **YES)
    assert standing(world, number) == [(1, "pending")]
    world.do("lis", world.task(number, "gp-tag-stilling", "P2"), **YES)
    assert standing(world, number) == [(1, "current")]


def test_one_that_was_sent_back_is_a_draft_until_the_next_takes_its_place(world: World) -> None:
    number = world.written()
    answer(world, number, YES, BACK)
    assert standing(world, number) == [(1, "draft")]
    world.do("petra", world.task(number, "skriv"), tekst="Bedre", pris="200000")
    assert standing(world, number) == [(2, "pending"), (1, "replaced")]
    answer(world, number, YES, YES)
    assert standing(world, number) == [(2, "current"), (1, "replaced")]


def test_what_was_stopped_or_left_is_a_draft(world: World) -> None:
    stopped, left = world.written(), world.written()
    answer(world, stopped, YES, STOP)
    with world.store.transaction() as session:
        cases.cancel(session, left, "Slut", world.actor(session, "petra"))
    assert standing(world, stopped) == standing(world, left) == [(1, "draft")]


def test_a_stranger_finds_no_document(world: World) -> None:
    number = world.written()
    with world.store.read() as session:
        lis, frida = world.actor(session, "lis"), world.actor(session, "frida")
        document = listing.of_case(session, number, lis)[0]
        assert listing.get(session, number, document.id, lis).sha256 == document.sha256
        for ask in (
            lambda: listing.of_case(session, number, frida),
            lambda: listing.get(session, number, document.id, frida),
            lambda: listing.get(session, "2099-0001", document.id, lis),
            lambda: listing.get(session, number, document.id + 1, lis),
        ):
            with pytest.raises(NotFound):
                ask()


def test_a_document_is_asked_for_in_its_own_case(world: World) -> None:
    one, other = world.written(), world.written()
    with world.store.read() as session:
        lis = world.actor(session, "lis")
        document = listing.of_case(session, one, lis)[0]
        with pytest.raises(NotFound):
            listing.get(session, other, document.id, lis)
