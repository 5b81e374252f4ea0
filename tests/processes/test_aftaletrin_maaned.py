"""What comes back every month while the steps run (aftaletrin dossier, 3.7 and 8.1 row 13)."""

from __future__ import annotations

from typing import Any

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import DESIGN, OL, PROJECT, TEAM_OL
from tests.processes.aftaletrin_a import RISKS, at_gate_0
from tests.processes.player import Case

RHYTHM = {"ri-opdater", "lb-statusmoede", "afr-opgoer"}


def in_step_0(**variables: Any) -> Case:
    case = play.opened("2025-02-03", **variables)
    play.start_up(case, ["ingen-ud-over-ol"])
    return case


def in_step_1() -> Case:
    case = in_step_0(maanedlig_status=True)
    at_gate_0(case)
    case.gate((OL, "godkend"), (TEAM_OL, "godkend"))
    play.sign(case, "2025-02-28")
    return case


def test_nothing_comes_back_unless_it_was_chosen():
    case = in_step_0()
    case.at("2025-05-02")
    assert case.open() == ["a0-behov"]


def test_risks_and_then_status_come_on_the_first_of_every_month():
    case = in_step_0(maanedlig_status=True)
    case.at("2025-02-28")
    assert RHYTHM.isdisjoint(case.open())
    case.at("2025-03-03")
    assert case.open() == ["a0-behov", "ri-opdater"], "nothing is settled before an agreement is signed"
    play.review_risks(case, *RISKS)
    case.do("lb-statusmoede", PROJECT, status_tid="5", status_oekonomi="3", status_forklaring="Stål er dyrt")
    (report,) = case["statusrapporter"]
    assert (report["dato"], report["trin"], report["status_forklaring"]) == ("2025-03-03", 0, "Stål er dyrt")
    case.at("2025-04-01")
    assert "ri-opdater" in case.open()
    assert "status_tid" not in case.variables()


def test_hours_are_settled_every_month_once_there_is_an_agreement():
    case = in_step_1()
    case.at("2025-03-03")
    lines = [
        {"ydelse": "Rådgivning", "timer": hours, "timesats": rate}
        for hours, rate in ((40, 1050), (90, 925), (60, 975))
    ]
    case.do("afr-opgoer", DESIGN, periode="2025-02", timelinjer=lines)
    assert case.variables(case.task("afr-kontroller"))["periode_sum"] == 183_750
    case.do("afr-kontroller", PROJECT, kontrol_godkendt_beloeb=183_750)
    assert case["afregninger"] == [{"periode": "2025-02", "opgjort": 183_750, "godkendt": 183_750}]


def test_the_rhythm_rests_with_a_postponed_case_and_ends_with_the_steps():
    case = in_step_1()
    case.deliver("msg-anmod-om-udskydelse")
    case.do("lb-udskyd", DESIGN, udskyd_type="udskydelse", udskyd_til="2025-11-03")
    case.do("lb-vurder-udskydelse", TEAM_OL)
    case.gate((OL, "godkend"))
    case.at("2025-10-01")
    assert case.open() == []
