"""Conditions of a yes: they hold when the gate has passed, are met or given up, and some of them hold the case."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import cases, jobs, user_tasks
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import notification, user_task
from engine.store import Store
from tests.engine.gate_world import BOTH, NO, OWNERS, TEAMS, GateWorld, conditional

BLOCKING = ("Beboerne er varslet", "P1", "2026-03-02", True)
LATER = ("Nabohøring er holdt", "P2", "2026-03-10", False)
MET = {"vilkaar_opfyldt": "on", "vilkaar_note": "Sendt til alle"}


@pytest.fixture
def case(store: Store) -> GateWorld:
    """Written, and approved by the owner; the team has still to answer."""
    made = GateWorld(store, BOTH)
    made.write()
    made.answer("otto", made.at(OWNERS))
    return made


def waive(case: GateWorld, who: str, condition_id: int, reason: str = "Det haster ikke") -> None:
    with case.store.transaction() as session:
        cases.waive(session, case.number, condition_id, reason, case.world.actor(session, who))
    jobs.run_due(case.store)


def test_a_blocking_condition_holds_the_case_until_it_is_met(case: GateWorld) -> None:
    case.answer("lis", case.at(TEAMS), **conditional(BLOCKING))
    (held,) = case.conditions("otto")
    assert (held.state, held.is_blocking, held.party_name, held.set_by, held.set_by_person) == (
        "open",
        True,
        "Boligforeningen Birkely",
        "Team Tagsten",
        "Lis",
    )
    assert case.view("otto").status == "active" and "vk-opfyld-vilkaar" in case.open()
    with case.store.read() as session:
        task = case.world.task(case.number, "vk-opfyld-vilkaar", "P1")
        shown = user_tasks.get(session, task, case.world.actor(session, "otto"))
        assert (shown.values["vilkaar_tekst"], shown.may_complete) == ("Beboerne er varslet", True)
        assert (
            held.task_id == task
            and shown.due_at is not None
            and shown.due_at.date().isoformat() == "2026-03-02"
        )
    case.do("otto", "vk-opfyld-vilkaar", **MET)
    (met,) = case.conditions("lis")
    assert (met.state, met.note, met.closed_by) == ("met", "Sendt til alle", "Otto")
    view = case.view("lis")
    assert view.ended_at_name == "Aftalt"
    assert "condition_met" in [happening.kind for happening in view.history]


def test_what_does_not_block_goes_on_beside_the_case(case: GateWorld) -> None:
    case.answer("lis", case.at(TEAMS), **conditional(LATER))
    assert case.view("otto").ended_at_name == "Aftalt"
    jobs.run_due(case.store)
    assert case.open() == ["vk-opfyld-vilkaar"]
    (held,) = case.conditions("lars")
    assert held.state == "open" and held.task_id is not None
    with case.store.read() as session:
        shown = user_tasks.get(session, held.task_id, case.world.actor(session, "lars"))
    assert shown.case_title == f"Vilkår fra sag {case.number}: Nabohøring er holdt"
    case.world.do("lars", held.task_id, **MET)
    assert [c.state for c in case.conditions("otto")] == ["met"]
    assert case.open() == []


def test_each_condition_goes_its_own_way(case: GateWorld) -> None:
    case.answer(
        "lis", case.at(TEAMS), **conditional(BLOCKING, LATER, ("Pris er fast", "P2", "2026-02-20", True))
    )
    jobs.run_due(case.store)
    assert case.open().count("vk-opfyld-vilkaar") == 3
    assert [c.text for c in case.conditions("otto")] == [
        "Pris er fast",
        "Beboerne er varslet",
        "Nabohøring er holdt",
    ]
    case.do("otto", "vk-opfyld-vilkaar", "P1", **MET)
    assert case.view("otto").status == "active"
    case.do("lis", "vk-opfyld-vilkaar", "P2", **MET)
    assert case.view("otto").status == "completed"


def test_who_set_it_gives_it_up_and_the_case_goes_on(case: GateWorld) -> None:
    case.answer("lis", case.at(TEAMS), **conditional(BLOCKING))
    (held,) = case.conditions("lis")
    assert held.may_waive and not case.conditions("otto")[0].may_waive
    for who, refusal in (("otto", Forbidden), ("petra", Forbidden), ("frida", NotFound)):
        with pytest.raises(refusal):
            waive(case, who, held.id)
    with pytest.raises(Invalid):
        waive(case, "lis", held.id, " ")
    waive(case, "lars", held.id)
    (given_up,) = case.conditions("otto")
    assert (given_up.state, given_up.note, given_up.closed_by) == ("waived", "Det haster ikke", "Lars")
    assert case.view("otto").ended_at_name == "Aftalt"
    with pytest.raises(Conflict):
        waive(case, "lis", held.id)


def test_one_beside_the_case_is_given_up_too(case: GateWorld) -> None:
    case.answer("lis", case.at(TEAMS), **conditional(LATER))
    jobs.run_due(case.store)
    waive(case, "lis", case.conditions("lis")[0].id)
    assert case.open() == [] and [c.state for c in case.conditions("otto")] == ["waived"]


def test_conditions_hold_only_when_the_gate_has_passed(store: Store) -> None:
    case = GateWorld(store, BOTH)
    case.write()
    case.answer("lis", case.at(TEAMS), **conditional(BLOCKING, LATER))
    asked = case.conditions("otto")
    assert [c.state for c in asked] == ["asked", "asked"] and not case.conditions("lis")[0].may_waive
    with pytest.raises(Conflict):
        waive(case, "lis", asked[0].id)
    case.answer("otto", case.at(OWNERS), **NO)
    jobs.run_due(store)
    assert case.conditions("otto") == [] and "vk-opfyld-vilkaar" not in case.open()


def test_a_yes_with_conditions_needs_at_least_one_that_is_whole(case: GateWorld) -> None:
    with pytest.raises(Invalid) as refused:
        case.answer("lis", case.at(TEAMS), gp_beslutning="betinget", gp_bekraeft="on")
    assert list(refused.value.fields) == ["gp_vilkaar"]
    with pytest.raises(Invalid) as refused:
        case.answer("lis", case.at(TEAMS), **conditional(("Varsling", "P9", "", False)))
    assert sorted(refused.value.fields) == ["gp_vilkaar.0.ansvarlig", "gp_vilkaar.0.frist"]


def test_those_who_lead_a_condition_home_can_be_chosen_by_the_caller(store: Store) -> None:
    roles = [{"part": "P1", "rolle": "bygherre-projektleder"}, {"part": "P2", "rolle": "lt-ol"}]
    case = GateWorld(store, BOTH, vilkaar_roller=roles)
    case.write()
    case.answer("otto", case.at(OWNERS))
    case.answer("lis", case.at(TEAMS), **conditional(BLOCKING))
    with store.read() as session:
        task = session.first(sa.select(user_task).where(user_task.c.element_id == "vk-opfyld-vilkaar"))
    assert task is not None and task.role_id == "bygherre-projektleder"


def test_both_sides_are_told_before_the_date_and_after_it(case: GateWorld) -> None:
    case.answer("lis", case.at(TEAMS), **conditional(BLOCKING))

    def told() -> set[str]:
        with case.store.read() as session:
            where = notification.c.kind == "condition"
            rows = session.all(sa.select(notification.c.person_id).where(where))
        names = {key: name for name, key in case.world.ids.items()}
        return {names[row.person_id] for row in rows}

    case.store.clock.advance(timedelta(days=40))  # from 12 January to 21 February
    jobs.run_due(case.store)
    assert told() == set()
    case.store.clock.advance(timedelta(days=8))
    jobs.run_due(case.store)
    assert told() == {"otto", "oda", "lis", "lars"}
    assert [c.near for c in case.conditions("lis")] == [True]
    case.store.clock.advance(timedelta(days=3))
    jobs.run_due(case.store)
    with case.store.read() as session:
        where = sa.and_(notification.c.kind == "condition", notification.c.person_id == case.world.ids["lis"])
        assert len(session.all(sa.select(notification.c.id).where(where))) == 2
    assert [c.overdue for c in case.conditions("otto")] == [True]


def test_a_condition_that_is_met_is_not_followed_up(case: GateWorld) -> None:
    case.answer("lis", case.at(TEAMS), **conditional(BLOCKING))
    case.do("otto", "vk-opfyld-vilkaar", **MET)
    case.store.clock.advance(timedelta(days=60))
    jobs.run_due(case.store)
    with case.store.read() as session:
        where = notification.c.kind == "condition"
        assert session.all(sa.select(notification.c.id).where(where)) == []
