"""Postponement, execution outside the partnership and stop at a gate (aftaletrin dossier, 8.3 case C)."""

from __future__ import annotations

from typing import Any

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import DESIGN, LEADER, OL, OL_SAYS_YES, PROJECT, TEAM_OL
from tests.processes.player import Case

RISKS = (("Asbest", 3, 4), ("Skoledrift under byggeri", 3, 3))
STEP_1 = play.hours(1, projekteringsleder=150, arkitekt=200, ingenioer=220, kalkulatoer=60)
LACK = {
    "udskyd_type": "udskydelse",
    "udskyd_aarsag": "manglende-kapacitet",
    "udskyd_til": "2025-11-03",
    "udskyd_begrundelse": "To ingeniører er bundet i andre projekter",
    "udfoert_arbejde": 212_400,
}


def at_gate_0(**variables: Any) -> Case:
    case = play.opened("2025-04-07", projektnavn="Ombygning, Skovbrynet Skole", **variables)
    play.start_up(case, ["ingen-ud-over-ol"])
    play.clarify(case, *RISKS)
    play.annexes_of_step_0(case, STEP_1, oensket_spring="0")
    play.draft_and_evaluate(case)
    return case


def in_step_1() -> Case:
    case = at_gate_0()
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-05-15")
    case.do("a1-opstart", DESIGN)
    return case


def asked(case: Case, day: str = "2025-06-18", **given: Any) -> None:
    """The team's project leader asks; operational management of the team gives its view."""
    case.at(day)
    case.deliver("msg-anmod-om-udskydelse")
    case.do("lb-udskyd", DESIGN, **(LACK | given))
    case.do("lb-vurder-udskydelse", TEAM_OL, udskyd_vurdering="Vi kan fra november")


def test_a_request_does_not_stop_the_work_until_the_owner_has_decided():
    case = in_step_1()
    asked(case)
    assert "a1-forundersoegelser" in case.open()
    assert case.task("gp-tag-stilling").roles == (OL,)
    case.gate((OL, "ret"))
    assert "a1-forundersoegelser" in case.open()
    assert case["udskyd_afgoerelse"] == "fortsaet"


def test_a_postponed_case_sleeps_and_wakes_ten_working_days_before_the_date():
    case = in_step_1()
    asked(case)
    case.at("2025-06-26")
    case.gate((OL, "godkend"))
    assert case.open() == []
    assert case.sent == [("meld-udskudt", {"projekt_id": "S-7", "genoptages_dato": "2025-11-03"})]
    case.at("2025-10-17")
    assert case.open() == []
    case.at("2025-10-20")
    assert case.open() == ["lb-genoptag"]
    case.at("2025-11-03")
    case.do("lb-genoptag", OL, forudsaetninger_ok="nej-bilag-skal-rettes")
    assert case.open() == ["a1-bilag"]
    play.revised_annexes(case, 1, STEP_1)
    play.draft_and_evaluate(case)
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-11-13")
    assert case.open() == ["a2-opstart"], "the next step begins at its beginning"


def test_the_portfolio_may_wake_the_case_and_the_step_may_begin_again():
    case = in_step_1()
    asked(case)
    case.gate((OL, "godkend"))
    case.at("2025-08-01")
    case.deliver("msg-projekt-genoptag")
    case.do("lb-genoptag", OL, forudsaetninger_ok="nej-forfra-i-trinnet")
    assert case.open() == ["a1-opstart"]


def test_much_work_done_lifts_the_decision_to_the_head_of_the_owner():
    case = in_step_1()
    asked(case, udfoert_arbejde=1_000_001)
    assert case.task("gp-tag-stilling").roles == (LEADER,)


def test_a_case_that_goes_outside_is_settled_and_ends():
    case = in_step_1()
    asked(case, udskyd_type="gennemfoerelse-uden-for-partnerskabet")
    case.gate((OL, "godkend"))
    done = [{"ydelse": "Forundersøgelser", "timer": 216, "timesats": 975}]
    case.do("afr-opgoer", DESIGN, periode="2025-06", timelinjer=done)
    case.do("afr-kontroller", PROJECT, kontrol_linjer=[{"post": "Rejsetid", "beloeb": 5_850}])
    case.do("afr-opgoer", DESIGN, timelinjer=[{"ydelse": "Forundersøgelser", "timer": 210, "timesats": 975}])
    case.do("afr-kontroller", PROJECT, kontrol_godkendt_beloeb=204_750)
    assert (case.status, case.ended_at) == ("completed", ("slut-udenfor",))
    assert case["afregninger"] == [{"periode": "2025-06", "opgjort": 204_750, "godkendt": 204_750}]
    assert case.sent == [("slut-udenfor", {"projekt_id": "S-7", "udfoert_arbejde": 212_400})]


def test_a_stop_at_the_gate_goes_to_operational_management_and_may_go_on():
    case = at_gate_0()
    case.gate((OL, "stop"), (TEAM_OL, "godkend"))
    case.do("lb-udskyd", OL, **LACK)
    case.do("lb-vurder-udskydelse", TEAM_OL)
    case.gate((OL, "ret"))
    assert case.open() == ["a0-projektbeskrivelse", "a0-tidsplan", "a0-ydelser"]


def test_nothing_is_postponed_that_the_frame_agreement_does_not_allow():
    case = at_gate_0(rammeaftale_tillader_udskydelse=False)
    case.gate((OL, "stop"), (TEAM_OL, "godkend"))
    case.do("lb-udskyd", OL, **LACK)
    assert case.open() == ["a0-projektbeskrivelse", "a0-tidsplan", "a0-ydelser"]


def test_a_postponed_gate_asks_again_on_the_day_that_was_chosen():
    case = at_gate_0()
    first = case.frozen[-1]
    case.gate((OL, "vent"), (TEAM_OL, "godkend"), gp_vent_til="2025-05-28")
    assert case.open() == []
    case.at("2025-05-28")
    assert case.open() == ["gp-tag-stilling"] * 2
    assert case.frozen[-1]["version"] > first["version"]
