"""Who may name whom as a substitute, and for when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.errors import Fault, Invalid, NotFound
from engine.parties import people, substitutes
from engine.store import Store
from tests.engine.standing_in import TODAY, WEEK, stand_in
from tests.world import OWNER, STRANGERS, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.mark.parametrize(
    ("away", "doer", "options", "field"),
    [
        ("petra", "petra", {}, "substitute"),
        ("petra", "frida", {}, "substitute"),
        ("petra", "lis", {}, "substitute"),
        ("petra", "otto", {"first_day": TODAY - timedelta(days=1)}, "first_day"),
        ("petra", "otto", {"last_day": TODAY - timedelta(days=1)}, "last_day"),
        ("petra", "otto", {"last_day": TODAY + timedelta(days=366)}, "last_day"),
        ("otto", "oda", {"by": "petra"}, "organisation"),
    ],
)
def test_what_cannot_be_named_names_its_field(
    world: World, away: str, doer: str, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        stand_in(world, away, doer, **options)
    assert list(refused.value.fields) == [field]


def test_one_year_is_the_longest(world: World) -> None:
    assert stand_in(world, "petra", "otto", last_day=TODAY + timedelta(days=365))


def test_two_periods_for_the_same_work_do_not_overlap(world: World) -> None:
    owner = world.organisations[OWNER]
    (first,) = stand_in(world, "petra", "otto", organisation_id=owner, process_ids=["aftale"])
    for options in ({}, {"organisation_id": owner}, {"process_ids": ["aftale"]}, {"first_day": TODAY + WEEK}):
        with pytest.raises(Invalid, match="Otto stands in already") as refused:
            stand_in(world, "petra", "oda", last_day=TODAY + 2 * WEEK, **options)
        assert list(refused.value.fields) == ["first_day"]
    after = TODAY + WEEK + timedelta(days=1)
    stand_in(world, "petra", "oda", first_day=after, last_day=after + WEEK)
    with world.store.transaction() as session:
        substitutes.end(session, first, world.actor(session, "otto"))  # Otto may say no himself
    stand_in(world, "petra", "oda")


def test_an_administrator_names_one_for_somebody_who_is_ill(world: World) -> None:
    owner = world.organisations[OWNER]
    (key,) = stand_in(world, "otto", "oda", by="petra", organisation_id=owner)
    with world.store.read() as session:
        for who in ("otto", "oda", "petra"):
            (row,) = substitutes.listed(session, world.actor(session, who))
            assert (row.id, row.named_by, row.state, row.may_end) == (key, "Petra", "current", True)
            assert row.is_mine is (who == "otto")


@pytest.mark.parametrize(
    ("by", "away", "where"), [("oda", "otto", OWNER), ("lis", "otto", OWNER), ("petra", "frida", STRANGERS)]
)
def test_nobody_else_names_one_for_another(world: World, by: str, away: str, where: str) -> None:
    with pytest.raises(Fault) as refused:
        stand_in(world, away, "petra", by=by, organisation_id=world.organisations[where])
    assert isinstance(refused.value, NotFound)


def test_an_administrator_reaches_only_into_the_own_organisation(world: World) -> None:
    """Otto works for two organisations; Petra administers one of them."""
    with world.store.transaction() as session:
        for who in ("otto", "oda"):
            people.join(session, world.ids[who], world.organisations[STRANGERS])
    with pytest.raises(Invalid):
        stand_in(world, "otto", "oda", by="petra", organisation_id=world.organisations[STRANGERS])
    (all_of_them,) = stand_in(world, "otto", "oda")
    with world.store.transaction() as session, pytest.raises(NotFound):
        substitutes.end(session, all_of_them, world.actor(session, "petra"))


def test_a_substitute_for_all_must_belong_to_all(world: World) -> None:
    with world.store.transaction() as session:
        people.join(session, world.ids["petra"], world.organisations[STRANGERS])
    with pytest.raises(Invalid) as refused:
        stand_in(world, "petra", "otto")
    assert list(refused.value.fields) == ["organisation"]
    stand_in(world, "petra", "otto", organisation_id=world.organisations[OWNER])


def test_ending_leaves_it_in_the_list_as_past(world: World) -> None:
    (key,) = stand_in(world, "petra", "otto")
    stand_in(world, "petra", "otto", first_day=TODAY + 2 * WEEK, last_day=TODAY + 3 * WEEK)
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        for stranger in ("lis", "frida"):
            with pytest.raises(NotFound):
                substitutes.end(session, key, world.actor(session, stranger))
        substitutes.end(session, key, petra)
        with pytest.raises(Invalid):
            substitutes.end(session, key, petra)
        rows = substitutes.listed(session, petra)
        assert [(row.state, row.ended_by) for row in rows] == [("coming", None), ("past", "Petra")]
        assert substitutes.listed(session, world.actor(session, "frida")) == []
