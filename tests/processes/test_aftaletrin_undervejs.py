"""What people set off by themselves while a project runs: pool draws, addenda, experience, stop, hidden defects
(aftaletrin dossier, 3.7, 7.5 and 8.1 rows 19-20)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import BUILD, DESIGN, DEVELOPER, LEADER, OL, PROJECT, TEAM_OL, TEAM_TOP
from tests.processes.aftaletrin_a import in_step_0, in_step_1, in_step_3
from tests.processes.player import Case, models

DEFECT = {"mangel_beskrivelse": "Fugt i gavl", "mangel_sted": "Blok 4", "mangel_alvor": "vaesentlig"}


def approvers(case: Case) -> list[str]:
    return sorted(t.roles[0] for t in case.tasks.values() if t.element_id == "gp-tag-stilling")


def drawn(case: Case, **given: Any) -> None:
    case.deliver("msg-anmod-om-puljetraek")
    case.do("pu-anmod", DESIGN, **given)


def test_a_draw_is_approved_at_its_level_and_booked():
    case = in_step_3()
    assert case["pulje_saldi"] == {"risiko": 1_750_000, "uforudset": 1_400_000, "forbedring": 350_000}
    drawn(
        case,
        haendelsestype="kendt-risiko-indtraf",
        risiko_ref="R1",
        pulje_valgt="risiko",
        traek_beloeb=380_000,
    )
    assert approvers(case) == [OL, TEAM_OL]
    case.gate((OL, "godkend"), (TEAM_OL, "godkend"))
    drawn(case, haendelsestype="forslag-til-forbedring", pulje_valgt="forbedring", traek_beloeb=210_000)
    case.gate((OL, "godkend"), (TEAM_OL, "godkend"))
    assert case["pulje_saldi"] == {"risiko": 1_370_000, "uforudset": 1_400_000, "forbedring": 140_000}
    assert [draw["beloeb"] for draw in case["puljetraek"]] == [380_000, 210_000]
    assert "a3-opstart" in case.open(), "the work goes on meanwhile"


def test_no_pool_gives_more_than_it_holds():
    case = in_step_3()
    drawn(case, haendelsestype="ukendt-forhold", pulje_valgt="forbedring", traek_beloeb=350_001)
    assert case.open() == ["a3-opstart"]
    assert case["pulje_saldi"]["forbedring"] == 350_000


@pytest.mark.parametrize(
    ("risk", "amount", "days", "who"),
    [
        (2, 250_000, 10, [PROJECT, DESIGN]),
        (2, 250_001, 10, [OL, TEAM_OL]),
        (2, -250_001, 10, [OL, TEAM_OL]),
        (2, 100, 11, [OL, TEAM_OL]),
        (3, 100, 0, [OL, TEAM_OL]),
        (2, 2_000_001, 0, [LEADER, TEAM_TOP]),
        (2, 100, 61, [LEADER, TEAM_TOP]),
        (5, 100, 0, [LEADER, TEAM_TOP]),
    ],
)
def test_price_time_and_risk_decide_who_approves_an_addendum(
    risk: int, amount: int, days: int, who: list[str]
):
    case = in_step_0()
    play.clarify(case, ("Asbest", risk, 4))
    case.deliver("msg-anmod-om-tillaeg")
    case.do("lb-tillaeg", DESIGN, tillaeg_beloeb=amount, tillaeg_dage=days)
    assert approvers(case) == sorted(who)


def test_an_approved_addendum_moves_the_budget_and_a_rejected_one_is_rewritten():
    case = in_step_1()
    before = case["samlet_budget"]
    case.deliver("msg-anmod-om-tillaeg")
    case.do("lb-tillaeg", DESIGN, tillaeg_beloeb=300_000, tillaeg_dage=5)
    case.gate((OL, "ret"), (TEAM_OL, "godkend"))
    case.do("lb-tillaeg", DESIGN, tillaeg_beloeb=275_000, tillaeg_dage=5)
    case.gate((OL, "godkend"), (TEAM_OL, "godkend"))
    assert case["samlet_budget"] == before + 275_000
    assert [(one["nr"], one["beloeb"]) for one in case["tillaeg"]] == [(1, 275_000)]


def test_anybody_shares_an_experience_while_it_is_fresh():
    case = in_step_0()
    case.deliver("msg-ny-erfaring", anmoder_rolle=PROJECT)
    case.do("lb-del-erfaring", PROJECT, erfaring_titel="Varsl beboere tidligt")
    case.deliver("msg-ny-erfaring")
    case.do("lb-del-erfaring", DEVELOPER, erfaring_titel="Stillads deles")
    assert [one["titel"] for one in case["erfaringer"]] == ["Varsl beboere tidligt", "Stillads deles"]


def test_the_head_of_the_owner_stops_a_project_after_the_team_was_heard():
    case = in_step_1()
    case.deliver("msg-anmod-om-stop")
    case.do("lb-annuller", OL, stop_aarsag="Bevillingen er trukket", stop_opgoerelse=120_000)
    case.do("lb-udtal", TEAM_TOP)
    assert approvers(case) == [LEADER]
    case.gate((LEADER, "godkend"))
    assert case.open() == ["afr-opgoer"]
    case.do("afr-opgoer", DESIGN)
    case.do("afr-kontroller", PROJECT)
    assert (case.status, case.ended_at) == ("completed", ("slut-annulleret",))
    assert case.sent[-1][1]["stop_aarsag"] == "Bevillingen er trukket"


def test_a_refused_stop_leaves_the_work_as_it_was():
    case = in_step_1()
    case.deliver("msg-anmod-om-stop")
    case.do("lb-annuller", OL)
    case.do("lb-udtal", TEAM_TOP)
    case.gate((LEADER, "ret"))
    assert case.open() == ["a1-opstart"]


def test_a_defect_found_after_handover_is_remedied_beside_the_inspections():
    payload = {
        "projekt_id": "lp-p07",
        "projektnavn": "Tag og facader",
        "parter": play.PARTIES,
        "bygherre_part": "P1",
        "leveranceteam_part": "P2",
        "afleveringsdato": "2026-12-11",
    }
    case = Case("p-efter-aflevering", payload, "2026-12-11", "start-efter-aflevering")
    case.at("2027-02-01")
    case.deliver("msg-anmeld-mangel")
    case.do("ea-skjult-mangel", PROJECT, **DEFECT)
    task = case.task("af-afhjaelp-mangel", BUILD)
    assert case.variables(task)["mangel_beskrivelse"] == "Fugt i gavl"
    assert task.due.date().isoformat() == "2027-02-15"
    play.remedy_all(case)
    case.at("2027-09-20")
    assert case.open() == ["ea-indkald-1"]


def test_what_can_be_set_off_says_so_on_a_button():
    offered = {
        element.properties["samtrin:offer"]
        for name in ("p-aftaletrin", "p-efter-aflevering")
        for element in models()[name].processes[name].elements.values()
        if "samtrin:offer" in element.properties
    }
    assert offered == {
        "Aftal et tillæg",
        "Anmeld en mangel",
        "Anmod om udskydelse",
        "Meld uenighed",
        "Del en erfaring",
        "Stop projektet",
        "Træk på en pulje",
    }
