"""Cases: starting, seeing, casting, stopping."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import cases, inbox, jobs
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.store import Store
from tests.world import OWNER, STRANGERS, TEAM, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def view(world: World, number: str, who: str) -> cases.CaseView:
    with world.store.read() as session:
        return cases.get(session, number, world.actor(session, who))


def test_a_case_is_numbered_named_and_cast(world: World) -> None:
    first, second = world.start(), world.start("Nye vinduer")
    assert (first, second) == ("2026-0001", "2026-0002")
    case = view(world, second, "petra")
    assert (case.title, case.process_name, case.status) == ("Nye vinduer", "Lille aftale", "active")
    assert [(party.key, party.name) for party in case.parties] == [("P1", OWNER), ("P2", TEAM)]
    cast = {c.role_id: [name for _, name in c.people] for c in case.parties[0].roles}
    assert cast["bygherre-projektleder"] == ["Oda", "Petra"]


@pytest.mark.parametrize("who", ["frida"])
def test_a_strangers_case_does_not_exist(world: World, who: str) -> None:
    number = world.start()
    with pytest.raises(NotFound):
        view(world, number, who)
    with world.store.read() as session:
        assert cases.search(session, world.actor(session, who), "all").total == 0
        with pytest.raises(NotFound):
            cases.diagram(session, number, world.actor(session, who))


def test_starting_needs_answers_and_different_parties(world: World) -> None:
    ids = world.organisations
    with world.store.transaction() as session, pytest.raises(Invalid) as refused:
        by = world.actor(session, "petra")
        cases.start(session, "aftale", {"emne": ""}, {"P1": ids[OWNER], "P2": ids[STRANGERS]}, {}, by)
    assert set(refused.value.fields) == {"emne", "party-P2"}
    with world.store.transaction() as session, pytest.raises(NotFound):
        by = world.actor(session, "lis")  # the delivery team cannot open this kind of case
        cases.start(session, "aftale", {"emne": "x"}, {"P1": ids[OWNER], "P2": ids[TEAM]}, {}, by)


def test_the_course_hides_what_is_private_to_the_other(world: World) -> None:
    number = world.start()
    own = [(step.id, step.state) for step in view(world, number, "petra").course]
    other = [step.id for step in view(world, number, "lis").course]
    assert own == [("intern-ramme", "now"), ("skriv", "waiting"), ("port", "waiting")]
    assert "intern-ramme" not in other
    assert view(world, number, "lis").ball == []
    assert all(not happening.is_private for happening in view(world, number, "lis").history)


def test_the_diagram_says_where_the_case_stands(world: World) -> None:
    number = world.written()
    with world.store.read() as session:
        xml, state = cases.diagram(session, number, world.actor(session, "lis"))
        owners = cases.diagram(session, number, world.actor(session, "petra"))[1]
    assert xml.startswith(b"<?xml")
    assert state["active"] == {"port": 1}
    assert "skriv" in state["done"] and "intern-ramme" not in state["done"]
    assert "intern-ramme" in owners["done"]


def test_a_timer_fires_when_the_clock_moves(world: World) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert jobs.run_due(world.store) == 0
    world.store.clock.advance(timedelta(days=7, minutes=1))
    assert jobs.run_due(world.store) == 2  # a reminder, too
    assert world.task(number, "ryk")
    assert "ryk" in [
        step.id for step in view(world, number, "lars").course
    ]  # a detour shows when it is taken
    with world.store.read() as session:
        assert [row.name for row in inbox.search(session, world.actor(session, "lars")).rows] == [
            "Ryk for udkastet"
        ]
    assert jobs.run_due(world.store) == 0


def test_recasting_moves_the_task_at_once(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        cases.cast(
            session,
            number,
            "P1",
            "bygherre-projektleder",
            [world.ids["otto"]],
            world.actor(session, "petra"),
        )
    with world.store.read() as session:
        assert inbox.search(session, world.actor(session, "petra")).total == 0
        assert inbox.search(session, world.actor(session, "otto")).total == 1


def test_a_vacancy_is_named(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        cases.cast(session, number, "P1", "bygherre-projektleder", [], by)
    assert view(world, number, "petra").parties[0].vacant == ["Bygherrens projektleder"]


def test_a_party_is_cast_by_its_own_people_from_its_own_people(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        with pytest.raises(Forbidden):
            cases.cast(session, number, "P1", "bygherre-ol", [], world.actor(session, "lis"))
        with pytest.raises(Invalid):
            by = world.actor(session, "petra")
            cases.cast(session, number, "P1", "bygherre-ol", [world.ids["lis"]], by)
        with pytest.raises(NotFound):
            cases.cast(session, number, "P1", "lt-ol", [world.ids["otto"]], world.actor(session, "petra"))
        with pytest.raises(NotFound):
            cases.cast(session, number, "P9", "lt-ol", [], world.actor(session, "petra"))


def test_stopping_a_case_needs_the_right_and_a_reason(world: World) -> None:
    number = world.written()
    with world.store.transaction() as session:
        with pytest.raises(Forbidden):
            cases.cancel(session, number, "Nej", world.actor(session, "lis"))
        with pytest.raises(Invalid):
            cases.cancel(session, number, "  ", world.actor(session, "petra"))
    with world.store.transaction() as session:
        cases.cancel(session, number, "Pengene er brugt", world.actor(session, "petra"))
    case = view(world, number, "lis")
    assert (case.status, case.cancel_reason, case.ball) == ("cancelled", "Pengene er brugt", [])
    with world.store.read() as session:
        assert inbox.search(session, world.actor(session, "lis")).total == 0
    with world.store.transaction() as session, pytest.raises(Conflict):
        cases.cancel(session, number, "igen", world.actor(session, "petra"))


def test_cases_are_found_by_word_and_state(world: World) -> None:
    world.start("Nyt tag"), world.start("Nye vinduer")
    with world.store.read() as session:
        by = world.actor(session, "lis")
        assert [row.title for row in cases.search(session, by, text="vindu").rows] == ["Nye vinduer"]
        assert cases.search(session, by, text="100%").total == 0
        assert cases.search(session, by, "ended").total == 0
        page = cases.search(session, by)
    assert page.total == 2
    assert page.rows[0].parties == [OWNER, TEAM]
    assert page.rows[0].open_tasks == 0  # the owner's private task is none of the team's business


def test_what_the_model_offers_can_be_set_off_by_those_it_names(world: World) -> None:
    number = world.start()
    assert view(world, number, "petra").offers == []
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    (offer,) = view(world, number, "petra").offers
    assert (offer.label, offer.documentation) == ("Bed om mere tid", "Leveranceteamet får besked.")
    assert view(world, number, "otto").offers == []
    for who in ("otto", "lis", "frida"):
        with world.store.transaction() as session, pytest.raises(NotFound):
            cases.take(session, number, offer.id, world.actor(session, who))
    with world.store.transaction() as session:
        cases.take(session, number, offer.id, world.actor(session, "petra"))
    assert world.task(number, "giv-tid")
    assert view(world, number, "lis").history[0].name == "Bed om mere tid"
    assert view(world, number, "petra").offers[0].label == "Bed om mere tid"  # it can be asked again


def test_an_event_subprocess_can_be_offered_too(world: World) -> None:
    number = world.start()
    (offer,) = view(world, number, "lis").offers
    assert offer.label == "Afbryd forløbet"
    with world.store.transaction() as session:
        cases.take(session, number, offer.id, world.actor(session, "lis"))
    case = view(world, number, "lis")
    assert (case.status, case.ended_at_name, case.ball) == ("completed", "Afbrudt", [])
