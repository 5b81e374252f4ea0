"""Whoever drafted does not approve for the same party: not through a substitute, not as one, not as administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import user_tasks
from engine.errors import Conflict, Forbidden
from engine.parties import people, substitutes
from engine.store import Store
from tests.engine.gate_world import BOTH, OWNERS, TEAMS, GateWorld


def stand_in(case: GateWorld, away: str, doer: str) -> None:
    with case.store.transaction() as session:
        day = substitutes.today(session)
        substitutes.name(
            session,
            case.world.actor(session, away),
            substitute_id=case.world.ids[doer],
            first_day=day,
            last_day=day + timedelta(days=30),
        )


def refused(case: GateWorld, who: str) -> str:
    with pytest.raises(Forbidden) as fault:
        case.answer(who, case.at(OWNERS))
    return str(fault.value)


def test_a_substitute_does_not_approve_in_the_place_of_who_drafted(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write("oda")
    stand_in(case, "oda", "petra")
    assert "stand in for Oda" in refused(case, "petra")
    assert [missing.people for missing in case.gate("otto", OWNERS).missing] == [["Otto"], ["Lars", "Lis"]]
    case.answer("otto", case.at(OWNERS))


def test_who_drafted_does_not_approve_as_somebodys_substitute(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write("petra")
    stand_in(case, "otto", "petra")
    assert "took part in the draft" in refused(case, "petra")
    case.answer("oda", case.at(OWNERS))


def test_who_had_a_substitute_draft_does_not_approve(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.uncast("petra")
    stand_in(case, "oda", "otto")
    case.write("otto")
    case.recast("petra", "bygherre-ol")
    for who in ("oda", "otto"):
        assert "took part in the draft" in refused(case, who)
    case.answer("petra", case.at(OWNERS))


def test_an_administrator_has_no_way_around_it(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.recast("petra", "bygherre-ol")  # petra administers the organisation
    case.write("petra")
    assert "took part in the draft" in refused(case, "petra")
    with store.transaction() as session:
        user_tasks.assign(
            session, case.at(OWNERS), case.world.ids["petra"], case.world.actor(session, "petra")
        )
    assert "took part in the draft" in refused(case, "petra")


def test_a_gate_may_ask_for_somebody_else_even_when_there_is_nobody(store: Store) -> None:
    case = GateWorld(store, BOTH, port_alene=False)
    case.write("oda")
    case.uncast("otto")
    assert "took part in the draft" in refused(case, "oda")
    assert (case.gate("lis", TEAMS).missing[0].people, case.gate("lis", TEAMS).missing[0].barred) == (
        [],
        True,
    )
    case.recast("petra", "bygherre-ol")
    case.answer("petra", case.at(OWNERS))


def test_nobody_approves_for_two_parties(store: Store) -> None:
    case = GateWorld(store, BOTH)
    with store.transaction() as session:
        people.join(session, case.world.ids["otto"], case.world.organisations["Team Tagsten"])
    case.recast("otto", "lt-ol", "P2")
    case.write()
    case.answer("otto", case.at(OWNERS))
    with pytest.raises(Forbidden) as fault:
        case.answer("otto", case.at(TEAMS))
    assert "another party" in str(fault.value)
    case.answer("lis", case.at(TEAMS))


def test_a_substitute_fills_one_seat_for_the_same_person_once(store: Store) -> None:
    case = GateWorld(store, [{**OWNERS, "antal": 2}, TEAMS])
    stand_in(case, "otto", "petra")
    case.write("oda")
    case.answer("otto", case.at(OWNERS))
    assert "already answered" in refused(case, "petra")


def test_who_answers_as_a_substitute_is_written_down_for_both(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write("oda")
    stand_in(case, "otto", "petra")
    case.answer("petra", case.at(OWNERS))
    (answer,) = case.gate("lis", TEAMS).answers
    assert (answer.person_name, answer.for_name) == ("Petra", "Otto")


def test_an_answer_to_the_version_before_is_refused_whoever_sends_it(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    before = case.gate("lis", TEAMS).document.sha256
    case.do("petra", "skriv-om", tekst="Noget andet", pris="5")
    with store.transaction() as session, pytest.raises(Conflict):
        yes = {"gp_beslutning": "godkend", "gp_bekraeft": "on"}
        user_tasks.complete(
            session, case.at(TEAMS), yes, case.world.actor(session, "lis"), fingerprint=before
        )
