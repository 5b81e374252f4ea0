"""The gate as the two processes use it: where it sends back to, which conditions hold it, and how it is sealed."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.processes import aftaletrin as play
from tests.processes import ruten
from tests.processes.aftaletrin import DESIGN, OL, OL_SAYS_YES, PROJECT, TEAM_OL
from tests.processes.aftaletrin_a import (
    STEP_2,
    at_gate_0,
    decide_in_own_bodies,
    in_step_0,
    in_step_1,
    in_step_2,
)
from tests.processes.people import PeopledCase
from tests.processes.player import Case
from tests.processes.test_ruten_partnerskab import in_parallel

WAIT = {"vilkaar": "Beboerne er varslet", "ansvarlig": "P1", "frist": "2025-05-01", "blokerer": True}
LATER = {"vilkaar": "Nabohøring er holdt", "ansvarlig": "P2", "frist": "2025-06-01", "blokerer": False}


def send_back(case: Case, first: str, second: str) -> None:
    """Both refuse and point at a step each."""
    case.gate((OL, "ret"), gp_ret_trin=first)
    case.gate((TEAM_OL, "ret"), gp_ret_trin=second)


def test_step_0_is_sent_back_to_what_it_is_about() -> None:
    case = in_step_0()
    at_gate_0(case)
    send_back(case, "a0-bilag", "a0-behov")
    assert case.open() == ["a0-behov"]


@pytest.mark.parametrize(
    ("step", "opened"),
    [
        ("a1-bilag", ["a1-bilag"]),
        ("a1-dispositionsforslag", ["a1-dispositionsforslag"]),
        ("a1-byggeprogram", ["a1-byggeprogram"]),
    ],
)
def test_step_1_is_sent_back_to_the_programme_the_proposal_or_the_annexes(
    step: str, opened: list[str]
) -> None:
    case = in_step_1()
    play.plan(case)
    case.do("a1-trinvej", PROJECT, oensket_spring="0")
    play.revised_annexes(case, 1, STEP_2)
    play.draft_and_evaluate(case)
    send_back(case, "a1-bilag", step)
    assert case.open() == opened


@pytest.mark.parametrize(
    ("step", "opened"),
    [
        ("a2-prissaetning", "a2-ue-pris"),
        ("a2-projektforslag", "a2-projektforslag"),
        ("a2-bilag", "a2-bilag"),
    ],
)
def test_step_2_is_sent_back_to_the_price_or_to_the_design(step: str, opened: str) -> None:
    case = in_step_2()
    play.propose(case)
    play.price(case, 31_200_000, -4, (1_750_000, 1_400_000, 350_000))
    decide_in_own_bodies(case)
    case.do("ri-opdater", DESIGN)
    play.revised_annexes(case, 2, STEP_2)
    play.draft_and_evaluate(case)
    for task in [task for task in case.tasks.values() if task.element_id == "gp-tag-stilling"]:
        case.complete(task, {"gp_beslutning": "ret", "gp_bemaerkning": "For dyrt", "gp_ret_trin": step})
    assert opened in case.open()


def test_organising_is_sent_back_to_the_form_the_rights_or_the_words() -> None:
    for step in ("r5-vaelg-form", "r5-beslutningsret", "r5-beskrivelse"):
        case = in_parallel()
        ruten.organise(case)
        refuse(case, "Cilie", "r5-beskrivelse")
        refuse(case, "Else", step)
        assert step in case.open() and "r6-forventninger" in case.open()


def test_speaking_as_one_is_sent_back_without_touching_the_step_beside_it() -> None:
    for step in ("r6-forventninger", "r6-krise", "r6-aftale"):
        case = in_parallel()
        ruten.speak_as_one(case)
        for person in ("Cilie", "Else", "Cilie"):
            ruten.gate(case, person)
        refuse(case, "Finn", step)
        assert case.open() == sorted(["r5-vaelg-form", step])
        assert case["ret_trin"] is None


def test_a_blocking_condition_keeps_the_signature_waiting_and_another_does_not() -> None:
    case = in_step_0()
    at_gate_0(case)
    case.gate((OL, "godkend"))
    case.do(
        "gp-tag-stilling", TEAM_OL, gp_beslutning="betinget", gp_vilkaar=[WAIT | {"id": 1}, LATER | {"id": 2}]
    )
    assert case.open() == ["vk-opfyld-vilkaar"]
    sent = [payload for element, payload in case.sent if element == "vk-oevrige"]
    assert [payload["vilkaar"]["vilkaar"] for payload in sent] == ["Nabohøring er holdt"]
    task = case.task("vk-opfyld-vilkaar")
    assert (task.roles, task.party) == ((PROJECT,), "P1")
    assert task.due is not None and task.due.date().isoformat() == "2025-05-01"
    case.do("vk-opfyld-vilkaar")
    assert "us-underskriv" in case.open()


def test_answers_are_sealed_in_the_building_project_and_open_on_the_route() -> None:
    case = in_step_0()
    at_gate_0(case)
    assert {t.properties["samtrin:sealed"] for t in gates(case)} == {True}
    shared = in_parallel()
    ruten.organise(shared)
    assert {t.properties["samtrin:sealed"] for t in gates(shared)} == {False}


def test_a_passed_gate_says_nothing_of_a_step() -> None:
    case = in_step_0()
    at_gate_0(case)
    case.gate(*OL_SAYS_YES)
    assert case["port_resultat"] == "godkendt" and case["ret_trin"] is None


def gates(case: Case) -> list[bpmn.OpenedTask]:
    return [task for task in case.tasks.values() if task.element_id == "gp-tag-stilling"]


def refuse(case: PeopledCase, person: str, step: str) -> None:
    ruten.gate(case, person, gp_beslutning="ret", gp_bemaerkning="Ikke endnu", gp_ret_trin=step)
