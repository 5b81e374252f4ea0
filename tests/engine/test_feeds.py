"""Calendar links: who can make them, what stands in them, and when they stop."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine import cases, feeds
from engine.errors import NotFound
from engine.models import membership, person
from engine.store import Store
from tests.world import STRANGERS, TEAM, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def link(world: World, who: str, number: str | None = None) -> str:
    with world.store.transaction() as session:
        return feeds.make(session, world.actor(session, who), number).secret


def names(world: World, secret: str) -> list[tuple[str, str]]:
    with world.store.read() as session:
        return [(date.kind, date.name) for date in feeds.read(session, secret).dates]


def test_a_person_reads_their_own_and_their_roles_tasks(world: World) -> None:
    world.start("Nyt tag")
    world.written("Nyt gulv")
    assert names(world, link(world, "petra")) == [("deadline", "Fastlæg egen ramme")]
    assert names(world, link(world, "lis")) == [("deadline", "Tag stilling: Godkend aftalen")]
    assert names(world, link(world, "frida")) == []


def test_a_case_is_read_whole_as_far_as_one_may_know(world: World) -> None:
    number = world.start()
    petras, lis = link(world, "petra", number), link(world, "lis", number)
    assert names(world, petras) == [("deadline", "Fastlæg egen ramme")]
    assert names(world, lis) == []  # the task is private to the other side
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    both = [("timer", "En uge uden udkast"), ("deadline", "Skriv aftalen")]
    assert names(world, petras) == names(world, lis) == both
    with pytest.raises(NotFound):
        link(world, "frida", number)


def test_a_new_link_stops_the_old_one_of_the_same_kind(world: World) -> None:
    number = world.start()
    own, of_case = link(world, "petra"), link(world, "petra", number)
    newer = link(world, "petra")
    assert names(world, newer) == names(world, of_case)
    for secret in (own, "", "x" * 500, own.swapcase()):
        with pytest.raises(NotFound):
            names(world, secret)


def test_a_stopped_link_is_gone_and_only_its_owner_stops_it(world: World) -> None:
    secret = link(world, "petra")
    with world.store.transaction() as session:
        petra, oda = world.actor(session, "petra"), world.actor(session, "oda")
        (mine,) = feeds.of_person(session, petra)
        assert feeds.of_person(session, oda) == []
        with pytest.raises(NotFound):
            feeds.revoke(session, mine.id, oda)
        feeds.revoke(session, mine.id, petra)
        with pytest.raises(NotFound):
            feeds.revoke(session, mine.id, petra)
    with pytest.raises(NotFound):
        names(world, secret)


def test_links_are_long_and_never_alike(world: World) -> None:
    secrets = {link(world, "petra") for _ in range(20)}
    assert len(secrets) == 20 and {len(secret) for secret in secrets} == {43}


def test_who_is_deactivated_reads_nothing(world: World) -> None:
    secret = link(world, "petra")
    with world.store.transaction() as session:
        session.execute(sa.update(person).where(person.c.id == world.ids["petra"]).values(is_active=False))
    with pytest.raises(NotFound):
        names(world, secret)


def test_who_has_left_the_organisation_reads_nothing(world: World) -> None:
    number = world.written()
    own, of_case = link(world, "lis"), link(world, "lis", number)
    with world.store.transaction() as session:
        mine = membership.c.person_id == world.ids["lis"]
        session.execute(sa.delete(membership).where(mine))
    for secret in (own, of_case):
        with pytest.raises(NotFound):
            names(world, secret)
    with world.store.transaction() as session:  # in another one: an empty calendar, and not the old case
        session.insert_all(
            membership,
            [
                {
                    "person_id": world.ids["lis"],
                    "organisation_id": world.organisations[STRANGERS],
                    "is_admin": False,
                }
            ],
        )
    assert names(world, own) == []
    with pytest.raises(NotFound):
        names(world, of_case)
    assert TEAM in world.organisations


def test_an_ended_case_has_no_dates(world: World) -> None:
    number = world.start()
    secret = link(world, "petra", number)
    with world.store.transaction() as session:
        cases.cancel(session, number, "Slut", world.actor(session, "petra"))
    assert names(world, secret) == []
