"""What a gate asks of whom: all, more than half or one; seats; sealed answers; a document that changes meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import approvals, audit, jobs, user_tasks
from engine.errors import Conflict, Forbidden, Invalid
from engine.models import casting, person
from engine.store import Store
from tests.engine.gate_world import BOTH, LEADERS, NO, OWNERS, STOP, TEAMS, THREE, YES, GateWorld, conditional


def test_more_than_half_is_enough_and_closes_the_rest(store: Store) -> None:
    case = GateWorld(store, THREE, port_regel="flertal")
    case.write("oda")
    case.answer("otto", case.at(OWNERS))
    assert len(case.asked()) == 2
    left = case.at(TEAMS)
    case.answer("petra", case.at(LEADERS))
    view = case.view("lis")
    assert (view.status, view.ended_at_name) == ("completed", "Aftalt")
    told = [(a.party_name, a.decision) for _, answers in view.documents for a in answers]
    assert told == [
        ("Boligforeningen Birkely", "godkend"),
        ("Boligforeningen Birkely", "godkend"),
        ("Team Tagsten", "lukket"),
    ]
    with store.transaction() as session, pytest.raises(Conflict):
        user_tasks.complete(session, left, YES, case.world.actor(session, "lis"), fingerprint="")


def test_one_no_among_a_majority_does_not_undo_it(store: Store) -> None:
    case = GateWorld(store, THREE, port_regel="flertal")
    case.write("oda")
    case.answer("lis", case.at(TEAMS), **NO)
    case.answer("otto", case.at(OWNERS))
    case.answer("petra", case.at(LEADERS))
    assert case.view("otto").ended_at_name == "Aftalt"
    assert case.votes() == [(1, "ret", False), (1, "godkend", False), (1, "godkend", False)]


def test_a_majority_that_cannot_be_reached_ends_the_round_early(store: Store) -> None:
    case = GateWorld(store, THREE, port_regel="flertal")
    case.write("oda")
    case.answer("otto", case.at(OWNERS), **NO)
    case.answer("lis", case.at(TEAMS), **NO)
    assert case.asked() == {} and "ret" in case.open()
    assert case.votes() == [(1, "ret", False), (1, "ret", False)]


def test_one_is_enough(store: Store) -> None:
    case = GateWorld(store, BOTH, port_regel="en")
    case.write()
    case.answer("lis", case.at(TEAMS), **NO)
    case.answer("otto", case.at(OWNERS))
    assert case.view("otto").ended_at_name == "Aftalt"


def test_with_all_the_round_waits_for_everybody_so_that_all_remarks_come_at_once(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    case.answer("otto", case.at(OWNERS))
    case.answer("lis", case.at(TEAMS), **NO)
    assert case.asked() == {} and "ret" in case.open()
    assert case.votes() == [(1, "godkend", True), (1, "ret", False)]


def test_the_strictest_answer_wins(store: Store) -> None:
    case = GateWorld(store, THREE)
    case.write("oda")
    case.answer("otto", case.at(OWNERS), **NO)
    case.answer("lis", case.at(TEAMS), **STOP)
    case.answer("petra", case.at(LEADERS))
    assert case.view("otto").ended_at_name == "Stoppet"


def test_a_majority_that_wants_to_wait_is_asked_again_on_the_day(store: Store) -> None:
    case = GateWorld(store, THREE, port_regel="flertal")
    case.write("oda")
    wait = {**NO, "gp_beslutning": "vent", "gp_vent_til": "2026-02-02"}
    case.answer("otto", case.at(OWNERS))
    case.answer("lis", case.at(TEAMS), **wait)
    case.answer("petra", case.at(LEADERS), **wait)
    assert case.asked() == {}
    store.clock.advance(timedelta(days=21))
    jobs.run_due(store)
    assert len(case.asked()) == 3 and case.gate("otto", OWNERS).document.version == 2
    assert case.votes() == [(1, "godkend", True), (1, "vent", False), (1, "vent", False)]


def test_a_board_decides_with_conditions_and_its_minutes_stay_at_home(store: Store) -> None:
    case = GateWorld(store, [{**OWNERS, "regel": "bestyrelse"}, TEAMS])
    case.write()
    asked = conditional(("Varsling først", "P2", "2026-03-01", True))
    board = {
        "gp_best_beslutning": asked["gp_beslutning"],
        "gp_vilkaar": asked["gp_vilkaar"],
        "gp_best_tekst": "Punkt 4: nej til asbest",
        "gp_moede_dato": "2026-01-12",
        "gp_bekraeft": "on",
    }
    case.answer("otto", case.at(OWNERS), **board)
    (answer,) = case.gate("lis", TEAMS).answers
    assert (answer.decision, answer.internal_note) == ("betinget", None)
    case.answer("lis", case.at(TEAMS))
    assert [c.text for c in case.conditions("lis")] == ["Varsling først"]
    assert "asbest" not in repr(case.view("lis"))


def test_a_stop_takes_a_reason_and_a_tick(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    with pytest.raises(Invalid) as refused:
        case.answer("otto", case.at(OWNERS), gp_beslutning="stop", gp_bekraeft="on")
    assert sorted(refused.value.fields) == ["gp_bemaerkning", "gp_stop_bekraeft"]


def test_sent_back_to_the_earliest_of_the_steps_that_were_pointed_at(store: Store) -> None:
    steps = [{"label": "Priser", "value": "z-pris"}, {"label": "Tekst", "value": "a-tekst"}]
    case = GateWorld(store, BOTH, ret_trin_valg=steps)
    case.write()
    case.answer("otto", case.at(OWNERS), **NO, gp_ret_trin="a-tekst")
    with pytest.raises(Invalid) as refused:
        case.answer("lis", case.at(TEAMS), **NO)
    assert list(refused.value.fields) == ["gp_ret_trin"]
    case.answer("lis", case.at(TEAMS), **NO, gp_ret_trin="z-pris")
    with store.read() as session:
        task = user_tasks.get(
            session, case.world.task(case.number, "ret"), case.world.actor(session, "petra")
        )
    assert task.values["ret_trin"] == "z-pris"


def test_every_seat_is_taken_by_somebody_else(store: Store) -> None:
    case = GateWorld(store, [{**OWNERS, "antal": 2}, TEAMS])
    case.write()
    case.answer("otto", case.at(OWNERS))
    with pytest.raises(Forbidden) as refused:
        case.answer("otto", case.at(OWNERS))
    assert "already answered" in str(refused.value)
    case.answer("oda", case.at(OWNERS))
    case.answer("lis", case.at(TEAMS))
    assert case.view("otto").ended_at_name == "Aftalt"


def test_who_has_two_roles_answers_once_while_there_is_anybody_else(store: Store) -> None:
    case = GateWorld(store, THREE)
    case.write("petra")
    case.answer("oda", case.at(OWNERS))
    case.uncast("petra")
    case.recast("otto", "bygherre-projektleder")
    with pytest.raises(Forbidden) as refused:
        case.answer("oda", case.at(LEADERS))
    assert "another role" in str(refused.value)
    case.answer("otto", case.at(LEADERS))


def test_who_has_two_roles_alone_answers_in_both_and_it_is_noted(store: Store) -> None:
    case = GateWorld(store, THREE)
    case.write("petra")
    case.uncast("petra")
    case.answer("oda", case.at(OWNERS))
    case.answer("oda", case.at(LEADERS))
    assert "alone" in [happening.kind for happening in case.view("lis").history]


def test_sealed_answers_are_seen_when_all_have_answered(store: Store) -> None:
    case = GateWorld(store, THREE, port_lukkede_svar=True)
    case.write("oda")
    first = case.at(TEAMS)
    case.answer("lis", first, **conditional(("Varsling først", "P1", "2026-03-01", True)))
    shown = case.gate("otto", OWNERS)
    assert shown.sealed and shown.conditions == []
    assert [(a.party_name, a.decision, a.remark) for a in shown.answers] == [("Team Tagsten", None, None)]
    assert "Varsling" not in repr(case.view("otto")) and case.conditions("otto") == []
    with store.read() as session:
        trail = audit.page(session, case.number, case.world.actor(session, "otto"), audit.Filter())
        assert "answered" not in [act.kind for act in trail.acts] and trail.hidden == 1
    with store.read() as session:
        read = user_tasks.get(session, first, case.world.actor(session, "otto"))
        assert (read.state, read.values) == ("completed", {})
        own = user_tasks.get(session, first, case.world.actor(session, "lis"))
        assert own.values["gp_beslutning"] == "betinget"
    assert [a.decision for _, answers in case.view("lis").documents for a in answers] == ["betinget"]
    case.answer("otto", case.at(OWNERS), **NO)
    case.answer("petra", case.at(LEADERS))
    decisions = [a.decision for _, answers in case.view("otto").documents for a in answers]
    assert decisions == ["betinget", "ret", "godkend"]


def test_sealed_answers_are_seen_when_the_deadline_is_over(store: Store) -> None:
    case = GateWorld(store, BOTH, port_lukkede_svar=True)
    case.write()
    case.answer("lis", case.at(TEAMS), **NO)
    assert [a.decision for a in case.gate("otto", OWNERS).answers] == [None]
    store.clock.advance(timedelta(days=60))
    assert [a.decision for a in case.gate("otto", OWNERS).answers] == ["ret"]


def test_open_answers_are_seen_at_once(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    case.answer("lis", case.at(TEAMS), **NO)
    assert [a.remark for a in case.gate("otto", OWNERS).answers] == ["Prisen er for lav"]


def test_a_new_version_voids_the_answers_and_asks_everybody_again(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    case.answer("otto", case.at(OWNERS))
    old = case.at(TEAMS)
    case.do("petra", "skriv-om", tekst="Vi lægger et helt nyt tag", pris="200")
    shown = case.gate("otto", OWNERS)
    assert (shown.document.version, shown.answers) == (2, [])
    assert [(a.decision, a.overtaken) for a in shown.earlier if a.voided_at] == [("godkend", True)]
    assert [(m.party_name) for m in shown.missing] == ["Boligforeningen Birkely", "Team Tagsten"]
    with store.transaction() as session, pytest.raises(Conflict):
        user_tasks.complete(session, old, YES, case.world.actor(session, "lis"), fingerprint="")
    case.answer("otto", case.at(OWNERS))
    case.answer("lis", case.at(TEAMS))
    assert case.view("otto").ended_at_name == "Aftalt"
    assert case.votes() == [(1, "godkend", True), (2, "godkend", False), (2, "godkend", False)]


def test_two_papers_of_one_kind_are_approved_side_by_side(store: Store) -> None:
    case = GateWorld(store, BOTH, second_gate=True)
    case.write()
    case.answer("otto", case.at(OWNERS))
    case.do("petra", "skriv-om", tekst="Et andet tillæg", pris="200")
    assert case.votes() == [(1, "godkend", False)]
    assert (len(case.all_asked()), case.gate("lis", TEAMS).document.version) == (3, 1)
    case.answer("lis", case.at(TEAMS))
    assert case.view("otto").ended_at_name == "Aftalt"


def test_a_list_of_tasks_says_which_gates_wait_for_others_too(store: Store) -> None:
    case = GateWorld(store, THREE)
    case.write("oda")
    tasks = [case.at(entry) for entry in THREE] + [case.world.task(case.number, "skriv-om")]
    with store.read() as session:
        by = case.world.actor(session, "otto")
        assert approvals.also_missing(session, tasks, by) == {
            tasks[0]: ["Boligforeningen Birkely", "Team Tagsten"],
            tasks[1]: ["Boligforeningen Birkely", "Team Tagsten"],
            tasks[2]: ["Boligforeningen Birkely"],
        }
        assert approvals.also_missing(session, tasks, case.world.actor(session, "frida")) == {}
    case.answer("lis", case.at(TEAMS))
    case.answer("petra", case.at(LEADERS))
    with store.read() as session:
        assert approvals.also_missing(session, tasks, case.world.actor(session, "otto")) == {}


def test_what_is_missing_says_who_has_left_and_where_nobody_is(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    with store.transaction() as session:
        gone = [case.world.ids["lis"], case.world.ids["lars"]]
        session.execute(sa.update(person).where(person.c.id.in_(gone)).values(is_active=False))
        session.execute(sa.delete(casting).where(casting.c.role_id == "bygherre-ol"))
    with store.read() as session:
        (waiting,) = approvals.waiting(session, case.case_id(), case.world.actor(session, "petra"))
    owners, team = waiting.missing
    assert (owners.people, owners.gone, owners.party_key) == ([], [], "P1")
    assert (team.people, team.gone) == ([], ["Lars", "Lis"])
