"""The partnership at work: what the calendar brings, and how the agreement is renewed or comes to its end."""

from __future__ import annotations

import pytest

from tests.processes import ruten
from tests.processes.people import PeopledCase
from tests.processes.test_ruten_partnerskab import at_gate_seven


@pytest.fixture
def case() -> PeopledCase:
    """In force from 1 September 2026 to 31 August 2027."""
    case = at_gate_seven()
    ruten.gate(case, "Dan")
    case.by("Asta", "gp-bestyrelsesbeslutning", gp_best_beslutning="godkend")
    case.by("Asta", "dk-underskriv")
    case.by("Dan", "dk-underskriv")
    case.at("2026-09-01")
    case.by("Else", "rd-opstart")
    return case


def test_each_quarter_asks_the_parties_to_stop_and_look(case: PeopledCase) -> None:
    assert case.open() == []
    case.at("2026-12-02")
    assert case.open() == ["r4-genbesoeg", "rd-stop-op"]
    assert case.who("rd-stop-op") == {"Cilie", "Else"}
    case.by("Else", "rd-stop-op")
    case.by("Finn", "r4-genbesoeg")
    assert (case.open(), case.status) == ([], "active")
    case.at("2027-03-02")
    assert case.open() == ["r4-genbesoeg", "rd-stop-op"]


def test_both_managements_are_asked_in_good_time_and_a_renewal_opens_the_agreement(case: PeopledCase) -> None:
    case.at("2027-05-03")
    assert case.who("rd-forlaengelse", "P1") == {"Bo"} and case.who("rd-forlaengelse", "P2") == {"Dan"}
    finish_reviews(case)
    case.by("Bo", "rd-forlaengelse", td_forlaeng="ja")
    case.by("Dan", "rd-forlaengelse", td_forlaeng="aendret")
    assert case.open() == ["r7-aftalepunkter"]
    assert case.variables(case.task("r7-aftalepunkter"))["t7_13_varsel_dage"] == 90


def test_one_no_leads_to_evaluation_anchoring_and_the_last_day(case: PeopledCase) -> None:
    case.at("2027-05-03")
    finish_reviews(case)
    case.by("Bo", "rd-forlaengelse", td_forlaeng="ja")
    case.by("Dan", "rd-forlaengelse", td_forlaeng="nej")
    case.at("2027-08-01")
    finish_reviews(case)
    case.by("Else", "rd-slutevaluering")
    case.by("Cilie", "rd-forankr")
    assert (case.open(), case.status) == ([], "active")
    case.at("2027-09-01")
    finish_reviews(case)
    assert (case.status, case.ended_at) == ("completed", ("slut-udloeb",))


def finish_reviews(case: PeopledCase) -> None:
    """Do what the calendar has opened meanwhile."""
    for element in ("rd-stop-op", "r4-genbesoeg", "rd-aarsgennemgang"):
        while element in case.open():
            case.by("Else", element)
