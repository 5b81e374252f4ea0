"""Substitutes: who may be one, what they may do, and that duties are kept apart by both names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, inbox, user_tasks
from engine.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from engine.models import approval, casting, history, membership, party, person, process_definition, user_task
from engine.parties import people, substitutes
from engine.store import Store
from engine.user_tasks import rights
from tests.world import OWNER, STRANGERS, World, build

TODAY = date(2026, 1, 12)
WEEK = timedelta(days=7)
YES = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def stand_in(world: World, away: str, doer: str, **options: Any) -> list[int]:
    """``doer`` stands in for ``away`` from today, for a week unless told otherwise. Returns the rows' ids."""
    days = {"first_day": TODAY, "last_day": TODAY + WEEK}
    who = options.pop("by", away)
    with world.store.transaction() as session:
        return substitutes.name(
            session,
            world.actor(session, who),
            person_id=world.ids[away],
            substitute_id=world.ids[doer],
            **{**days, **options},
        )


def shown(world: World, who: str, view: str = "open", **filters: Any) -> dict[str, list[str]]:
    """Task name -> for whom, of a person's inbox."""
    with world.store.read() as session:
        found = inbox.search(session, world.actor(session, who), view, **filters)
        return {row.name: row.for_names for row in found.rows}


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


# Separation of duties: whoever drafted, themselves or through another, does not approve for their own side.


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


# Naming


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
