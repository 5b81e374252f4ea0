"""Substitutes: what they see and do, and when the right ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, user_tasks
from engine.errors import Conflict, Forbidden, NotFound
from engine.models import casting, history, membership, party, person, process_definition, user_task
from engine.parties import people, substitutes
from engine.store import Store
from tests.engine.standing_in import TODAY, YES, shown, stand_in
from tests.world import OWNER, STRANGERS, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def test_a_substitute_sees_and_does_the_task_in_the_others_name(world: World) -> None:
    number = world.start()
    assert shown(world, "otto") == {}
    stand_in(world, "petra", "otto")
    assert shown(world, "otto") == shown(world, "otto", "unassigned") == {"Fastlæg egen ramme": ["Petra"]}
    assert shown(world, "oda") == {"Fastlæg egen ramme": []}  # her own role: nothing is said of it
    task = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "otto"))
    assert shown(world, "otto", "mine") == {"Fastlæg egen ramme": ["Petra"]}
    world.do("otto", task, ramme="10")
    with world.store.read() as session:
        row = session.first(sa.select(user_task).where(user_task.c.id == task))
        assert row and (row.completed_by, row.completed_for) == (world.ids["otto"], world.ids["petra"])
        acts = session.all(
            sa.select(history.c.kind, history.c.person_id, history.c.on_behalf_of)
            .where(history.c.kind.in_(("assigned", "completed_task")))
            .order_by(history.c.id)
        )
        assert [tuple(act) for act in acts] == [
            (kind, world.ids["otto"], world.ids["petra"]) for kind in ("assigned", "completed_task")
        ]
    assert shown(world, "otto", "done") == {"Fastlæg egen ramme": ["Petra"]}
    assert shown(world, "otto", "done", away=world.ids["petra"]) == {"Fastlæg egen ramme": ["Petra"]}
    assert shown(world, "otto", "done", away=world.ids["oda"]) == {}


def test_the_inbox_can_show_only_what_is_done_for_one_person(world: World) -> None:
    world.start()
    world.written("Tag to")
    stand_in(world, "petra", "otto")
    assert set(shown(world, "otto")) == {"Fastlæg egen ramme", "Tag stilling: Godkend aftalen"}
    assert set(shown(world, "otto", away=world.ids["petra"])) == {"Fastlæg egen ramme"}
    assert shown(world, "otto", away=world.ids["lis"]) == {}


def test_who_comes_too_late_is_told_both_names(world: World) -> None:
    task = world.task(world.start(), "intern-ramme")
    stand_in(world, "petra", "otto")
    world.do("otto", task, ramme="10")
    with pytest.raises(Conflict) as refused:
        world.do("petra", task, ramme="20")
    assert str(refused.value.params["name"]) == "Otto for Petra"


def test_a_task_that_the_one_away_had_taken_can_be_taken_over(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "petra"))
    stand_in(world, "petra", "otto")
    with world.store.transaction() as session, pytest.raises(Conflict):
        user_tasks.claim(session, task, world.actor(session, "oda"))
    with world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "otto"))
        user_tasks.unclaim(session, task, world.actor(session, "otto"))
        user_tasks.assign(session, task, world.ids["otto"], world.actor(session, "oda"))
        user_tasks.save_draft(session, task, {"ramme": "1"}, world.actor(session, "otto"))
    assert shown(world, "otto", "mine") == {"Fastlæg egen ramme": ["Petra"]}


def test_what_a_substitute_has_taken_is_free_again_when_it_is_over(world: World) -> None:
    task = world.task(world.start(), "intern-ramme")
    stand_in(world, "petra", "otto", last_day=TODAY)
    with world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "otto"))
    with pytest.raises(Forbidden, match="Otto has taken"):
        world.do("petra", task, ramme="10")
    world.store.clock.advance(timedelta(days=1))
    world.do("petra", task, ramme="10")


@pytest.mark.parametrize(
    ("first", "last", "days", "may"),
    [
        (0, 0, 0.62, True),  # 23.52 Danish time on the last day
        (0, 0, 0.63, False),  # 0.07 the day after
        (1, 1, 0.62, False),
        (1, 1, 0.63, True),
        (0, 7, 7, True),
        (0, 7, 8, False),
    ],
)
def test_it_holds_on_danish_days_only(world: World, first: int, last: int, days: float, may: bool) -> None:
    task = world.task(world.start(), "intern-ramme")
    stand_in(
        world,
        "petra",
        "otto",
        first_day=TODAY + timedelta(days=first),
        last_day=TODAY + timedelta(days=last),
    )
    world.store.clock.advance(timedelta(days=days))
    with world.store.read() as session:
        assert bool(substitutes.standing_in_for(session, world.actor(session, "otto"))) is may
    assert bool(shown(world, "otto")) is may
    if may:
        world.do("otto", task, ramme="10")
    else:
        with pytest.raises(Forbidden):
            world.do("otto", task, ramme="10")


def leaves(world: World) -> None:
    """Petra leaves the organisation."""
    with world.store.transaction() as session:
        session.execute(sa.delete(membership).where(membership.c.person_id == world.ids["petra"]))


def is_uncast(world: World) -> None:
    with world.store.transaction() as session:
        session.execute(sa.delete(casting).where(casting.c.person_id == world.ids["petra"]))


def is_inactive(world: World) -> None:
    with world.store.transaction() as session:
        session.execute(sa.update(person).where(person.c.id == world.ids["petra"]).values(is_active=False))


def ends_it(world: World) -> None:
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        (row,) = substitutes.listed(session, petra)
        substitutes.end(session, row.id, petra)


def substitute_leaves(world: World) -> None:
    with world.store.transaction() as session:
        session.execute(sa.delete(membership).where(membership.c.person_id == world.ids["otto"]))
        people.join(session, world.ids["otto"], world.organisations[STRANGERS])


@pytest.mark.parametrize("what", [leaves, is_uncast, is_inactive, ends_it, substitute_leaves])
def test_the_right_ends_at_once(world: World, what: Any) -> None:
    task = world.task(world.start(), "intern-ramme")
    stand_in(world, "petra", "otto")
    assert shown(world, "otto")
    what(world)
    assert shown(world, "otto") == {}
    with pytest.raises((Forbidden, NotFound)):
        world.do("otto", task, ramme="10")


def test_it_holds_for_the_chosen_processes_only(world: World) -> None:
    task = world.task(world.start(), "intern-ramme")
    with world.store.transaction() as session:
        found = sa.select(process_definition).where(process_definition.c.process_id == "aftale")
        copied = session.execute(found).mappings().one()
        session.insert(
            process_definition,
            **{key: copied[key] for key in copied if key != "id"} | {"process_id": "andet"},
        )
    with pytest.raises(NotFound):
        stand_in(world, "petra", "otto", process_ids=["aftale", "findes-ikke"])
    (other,) = stand_in(world, "petra", "otto", process_ids=["andet"])
    assert shown(world, "otto") == {}
    with pytest.raises(Forbidden):
        world.do("otto", task, ramme="10")
    with world.store.transaction() as session:
        petra, otto = world.actor(session, "petra"), world.actor(session, "otto")
        assert substitutes.standing_in_for(session, otto) == {world.ids["petra"]: "Petra"}
        assert substitutes.standing_in_for(session, otto, "aftale") == {}
        substitutes.end(session, other, petra)
    assert len(stand_in(world, "petra", "otto", process_ids=["aftale", "andet", "aftale"])) == 2
    world.do("otto", task, ramme="10")


def test_it_holds_in_the_chosen_organisation_only(world: World) -> None:
    """Petra and Otto belong to two organisations both; each is a party with Petra in a role."""
    number = world.written()
    with world.store.transaction() as session:
        for who in ("petra", "otto"):
            people.join(session, world.ids[who], world.organisations[STRANGERS])
        session.execute(
            sa.update(party)
            .where(party.c.id == world.party(session, number, "P2"))
            .values(organisation_id=world.organisations[STRANGERS])
        )
        session.insert_all(
            casting,
            [
                {
                    "party_id": world.party(session, number, "P2"),
                    "role_id": "lt-ol",
                    "person_id": world.ids["petra"],
                    "cast_at": session.now,
                }
            ],
        )
    task = world.task(number, "gp-tag-stilling", "P2")
    stand_in(world, "petra", "otto", organisation_id=world.organisations[OWNER])
    with pytest.raises(Forbidden):
        world.do("otto", task, **YES)
    stand_in(world, "petra", "otto", organisation_id=world.organisations[STRANGERS])
    with world.store.read() as session:
        otto = world.actor(session, "otto")
        for where, expected in ((STRANGERS, ["Petra"]), (OWNER, ["Petra"])):
            found = substitutes.standing_in_for(session, otto, "aftale", world.organisations[where])
            assert list(found.values()) == expected
    world.do("otto", task, **YES)


def test_rights_are_not_passed_on(world: World) -> None:
    task = world.task(world.start(), "intern-ramme")
    with world.store.transaction() as session:
        people.join(session, world.ids["lars"], world.organisations[OWNER])
        session.execute(sa.delete(casting).where(casting.c.person_id == world.ids["oda"]))
    stand_in(world, "petra", "otto")
    stand_in(world, "otto", "lars")
    assert shown(world, "lars") == {}
    with pytest.raises(Forbidden):
        world.do("lars", task, ramme="10")
    world.written("Et andet tag")
    assert set(shown(world, "lars")) == {"Tag stilling: Godkend aftalen"}  # Otto's own


def test_a_substitute_gets_no_more_than_the_tasks(world: World) -> None:
    """Otto is in no role of the case himself: standing in for Petra gives him her tasks, not her casting."""
    number = world.start()
    with world.store.transaction() as session:
        session.execute(sa.delete(casting).where(casting.c.person_id == world.ids["otto"]))
    stand_in(world, "petra", "otto")
    with world.store.transaction() as session:
        otto = world.actor(session, "otto")
        view = cases.get(session, number, otto)
        assert not view.may_cancel and not any(p.may_cast for p in view.parties)
        with pytest.raises(Forbidden):
            cases.cancel(session, number, "derfor", otto)
