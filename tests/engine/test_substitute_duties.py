"""Separation of duties: whoever drafted, themselves or through another, does not approve for their own side."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine import user_tasks
from engine.errors import Forbidden
from engine.models import approval, history
from engine.parties import people
from engine.store import Store
from engine.user_tasks import rights
from tests.engine.standing_in import YES, stand_in
from tests.world import OWNER, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def at_the_gate(world: World, drafter: str) -> tuple[str, int]:
    """A case whose agreement ``drafter`` wrote, and the owner's task at the gate."""
    number = world.start()
    world.do(drafter, world.task(number, "intern-ramme"), ramme="1")
    world.do(drafter, world.task(number, "skriv"), tekst="Vi lægger et nyt tag.", pris="2")
    return number, world.task(number, "gp-tag-stilling", "P1")


def refuses(world: World, who: str, task: int, match: str) -> None:
    with pytest.raises(Forbidden, match=match):
        world.do(who, task, **YES)
    with world.store.read() as session:
        by = world.actor(session, who)
        row = rights.find(session, task, by)
        assert rights.refusal(session, row, by) is not None
        assert rights.acting_for(session, row, by) is None


def test_a_substitute_does_not_approve_in_the_place_of_who_drafted(world: World) -> None:
    _number, task = at_the_gate(world, "oda")  # Oda is in both roles; Otto could approve
    stand_in(world, "oda", "petra")
    refuses(world, "petra", task, "You stand in for Oda, who took part in the draft")
    refuses(world, "oda", task, "You took part in the draft")
    world.do("otto", task, **YES)


def test_who_drafted_does_not_approve_as_a_substitute(world: World) -> None:
    _number, task = at_the_gate(world, "petra")
    stand_in(world, "otto", "petra")
    refuses(world, "petra", task, "You took part in the draft")
    world.do("oda", task, **YES)


@pytest.mark.parametrize("who", ["oda", "otto"])
def test_who_drafted_as_a_substitute_excludes_both(world: World, who: str) -> None:
    stand_in(world, "oda", "otto")
    with world.store.transaction() as session:  # Lars joins, so that the role has somebody else
        people.join(session, world.ids["lars"], world.organisations[OWNER], ("bygherre-ol",))
    _number, task = at_the_gate(world, "otto")
    refuses(world, who, task, "took part in the draft")
    world.do("lars", task, **YES)


def test_an_administrator_finds_no_way_around(world: World) -> None:
    """Petra administers the organisation and wrote the agreement: naming herself, or handing over, changes nothing."""
    _number, task = at_the_gate(world, "petra")
    stand_in(world, "otto", "petra", by="petra", organisation_id=world.organisations[OWNER])
    refuses(world, "petra", task, "You took part")
    with world.store.transaction() as session:
        user_tasks.assign(session, task, world.ids["petra"], world.actor(session, "petra"))
    refuses(world, "petra", task, "You took part")


def test_a_substitute_answers_the_gate_in_the_others_name(world: World) -> None:
    number, task = at_the_gate(world, "petra")
    with world.store.transaction() as session:
        people.join(session, world.ids["lars"], world.organisations[OWNER])
    stand_in(world, "otto", "lars")
    world.do("lars", task, **YES)
    with world.store.read() as session:
        row = session.first(sa.select(approval).where(approval.c.user_task_id == task))
        assert row and (row.person_id, row.on_behalf_of) == (world.ids["lars"], world.ids["otto"])
        act = session.first(sa.select(history).where(history.c.kind == "answered"))
        assert act and act.on_behalf_of == world.ids["otto"]
        gate = world.task(number, "gp-tag-stilling", "P2")
        seen = user_tasks.get(session, gate, world.actor(session, "lis")).gate
        assert seen and [(a.person_name, a.for_name) for a in seen.answers] == [("Lars", "Otto")]


def test_alone_in_the_role_a_substitute_may_what_the_other_might_and_it_is_noted(world: World) -> None:
    with world.store.transaction() as session:  # nobody but Oda can approve for the owner
        session.execute(
            sa.delete(people.standing_role).where(people.standing_role.c.person_id == world.ids["otto"])
        )
    _number, task = at_the_gate(world, "oda")
    stand_in(world, "oda", "otto")
    world.do("otto", task, **YES)
    with world.store.read() as session:
        noted = session.first(sa.select(history).where(history.c.kind == "alone"))
    assert noted and (noted.person_id, noted.on_behalf_of) == (world.ids["otto"], world.ids["oda"])
