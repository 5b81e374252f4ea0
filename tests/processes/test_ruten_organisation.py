"""Steps 1 to 3 of the partnership route: what the organisation does for itself before anybody else is asked in."""

from __future__ import annotations

import pytest

from tests.processes import ruten
from tests.processes.people import PeopledCase
from tests.processes.player import HOME


def open_tasks(case: PeopledCase) -> dict[str, set[str]]:
    """Element id -> the people who may do it."""
    return {element: case.who(element) for element in case.open()}


def test_each_task_of_step_one_is_with_the_one_who_has_the_role() -> None:
    case = ruten.opened()
    assert open_tasks(case) == {
        "r1-maal-strategi": {"Cilie"},
        "r1-oensker-potentialer": {"Cilie"},
        "r1-ressourcer-historik": {"Cilie"},
    }
    ruten.know_yourselves(case)
    assert open_tasks(case) == {"r1-tilrettelaeg": {"Bo"}}
    ruten.board_says_yes(case)
    assert open_tasks(case) == {"r1-soegeprofil": {"Cilie"}}


def test_not_now_waits_for_the_day_and_comes_back_with_the_answers() -> None:
    case = ruten.opened("2026-01-12")
    ruten.know_yourselves(case, t1_klar="ikke_nu", t1_genbesoeg_dato="2026-03-02")
    assert case.open() == []
    case.at("2026-03-01")
    assert case.open() == []
    case.at("2026-03-02")
    assert case.open() == ["r1-maal-strategi", "r1-oensker-potentialer", "r1-ressourcer-historik"]
    seen = case.variables(case.task("r1-maal-strategi"))
    assert seen["t1_retning"] == "Lektiecaféer i seks boligområder inden 2029"


def test_a_no_to_readiness_ends_the_case_and_keeps_what_was_written() -> None:
    case = ruten.opened()
    ruten.know_yourselves(case, t1_klar="nej")
    assert (case.status, case.ended_at) == ("completed", ("slut-ikke-klar",))
    assert set(case["t1_oensker"]) == {"produkter", "timer", "synlighed"}


def test_the_board_may_send_the_summary_back_and_may_stop() -> None:
    case = ruten.opened()
    ruten.know_yourselves(case)
    case.by("Bo", "r1-tilrettelaeg", org_projektleder="Cilie", org_kommunikation="Cilie")
    case.by("Cilie", "r1-opsamling")
    case.by("Asta", "gp-bestyrelsesbeslutning", gp_best_beslutning="ret", gp_bemaerkning="Hvad koster det?")
    assert case.open() == ["r1-opsamling"]
    assert case["port_1_bemaerkninger"] == [{"part": "P1", "tekst": "Hvad koster det?"}]
    case.by("Cilie", "r1-opsamling")
    case.by("Asta", "gp-bestyrelsesbeslutning", gp_best_beslutning="stop", gp_bemaerkning="Ikke i år")
    assert case.ended_at == ("slut-ikke-klar",)
    assert [(made["noegle"], made["version"]) for made in case.frozen] == [
        ("dok-opsamling", 1),
        ("dok-opsamling", 2),
    ]


def test_the_summary_begins_with_the_answers_and_the_management_may_stand_in_for_the_board() -> None:
    case = ruten.opened()
    ruten.know_yourselves(case)
    case.by("Bo", "r1-tilrettelaeg", org_projektleder="Cilie", org_kommunikation="Cilie")
    assert "Lektiecaféer i seks boligområder" in case["t1_opsamling_tekst"]
    case.by("Cilie", "r1-opsamling", t1_opsamling_modtagere=["ledelse"])
    assert open_tasks(case) == {"gp-tag-stilling": {"Bo"}}


def test_a_gate_that_waits_asks_again_with_a_new_version() -> None:
    case = ruten.opened("2026-01-12")
    ruten.know_yourselves(case)
    case.by("Bo", "r1-tilrettelaeg", org_projektleder="Cilie", org_kommunikation="Cilie")
    case.by("Cilie", "r1-opsamling")
    case.by(
        "Asta",
        "gp-bestyrelsesbeslutning",
        gp_best_beslutning="vent",
        gp_bemaerkning="Efter mødet",
        gp_vent_til="2026-02-10",
    )
    assert case.open() == []
    case.at("2026-02-10")
    assert case.open() == ["gp-bestyrelsesbeslutning"]
    assert [made["version"] for made in case.frozen] == [1, 2]


def test_match_weighs_the_common_purpose_above_acquaintance() -> None:
    case = ruten.opened()
    ruten.know_yourselves(case)
    ruten.board_says_yes(case)
    ruten.find_candidates(case, "K1")
    assert [(row["kandidat_id"], row["match_score"], row["match_raad"]) for row in case["t1_valg"]] == [
        ("K1", 36, "Tag kontakt"),
        ("K2", 21, "Tænk jer om"),
        ("K3", 13, "Drop"),
    ]


def contacted(*chosen: str, how: str = "en_ad_gangen", stop: bool = True) -> PeopledCase:
    """A case whose first mail was sent on 24 February."""
    case = ruten.opened("2026-02-24")
    ruten.know_yourselves(case)
    ruten.board_says_yes(case)
    ruten.find_candidates(case, *(chosen or ("K1",)), how=how, stop=stop)
    for _ in chosen if how == "samtidig" else ("K1",):
        ruten.make_contact(case)
    return case


def test_seven_days_without_an_answer_open_the_follow_up() -> None:
    case = contacted()
    case.at("2026-03-02")
    assert case.open() == ["r2-noter-svar"]
    case.at("2026-03-03")
    assert open_tasks(case) == {"r2-foelg-op": {"Cilie"}}
    case.by("Cilie", "r2-foelg-op")
    assert case.variables(case.task("r2-noter-svar"))["opfoelgning_antal"] == 1


def test_an_answer_may_be_noted_before_the_seven_days_are_over() -> None:
    case = contacted()
    case.at("2026-02-26")
    case.by("Cilie", "r2-noter-svar", t2_svar="moede")
    assert case.open() == ["mc-aftal-tid"]
    assert not [wait for wait in case.waits.values() if wait.kind == "timer"]


def test_the_company_may_answer_by_itself() -> None:
    case = contacted()
    case.deliver("msg-svar", "S-1/K1", t2_svar="moede", t2_svar_tekst="Kom forbi på torsdag")
    assert case.open() == ["mc-aftal-tid"]


def test_after_three_follow_ups_one_decides_whether_to_let_go() -> None:
    case = contacted()
    for day in ("2026-03-03", "2026-03-10", "2026-03-17"):
        case.at(day)
        case.by("Cilie", "r2-foelg-op")
    case.at("2026-03-24")
    assert case.open() == ["r2-slip-eller-bliv"]
    case.by("Cilie", "r2-slip-eller-bliv", t2_naeste_skridt="ny_kontakt")
    assert case.open() == ["r2-kontaktperson"]


@pytest.mark.parametrize(
    ("answer", "next_task"),
    [("vil_vide_mere", "r2-budskab"), ("henvist", "r2-kontaktperson"), ("ikke_nu", "r2-luk-kandidat")],
)
def test_every_answer_has_its_next_step(answer: str, next_task: str) -> None:
    case = contacted()
    case.by("Cilie", "r2-noter-svar", t2_svar=answer)
    assert case.open() == [next_task]


def test_a_no_thanks_keeps_what_was_learnt_and_turns_to_the_next_on_the_list() -> None:
    case = contacted("K1", "K2")
    case.by("Cilie", "r2-noter-svar", t2_svar="nej_tak", t2_svar_tekst="De støtter sport")
    case.by("Cilie", "r2-luk-kandidat", t2_laering="Spørg til deres år, før vi skriver", t2_bevar=["kontakt"])
    assert case.open() == ["r2-briller"]
    assert case.variables(case.task("r2-briller"))["kandidat"]["virksomhed"] == "Sparekassen Tvillingby"
    (kept,) = case["kandidat_resultater"]
    assert (kept["kandidat_id"], kept["potentiale"], kept["svar"]) == ("K1", False, "De støtter sport")
    assert kept["laering"] == "Spørg til deres år, før vi skriver"
    assert kept["kontakt"] and not kept["budskab"]


def test_with_no_candidate_left_the_director_decides_to_wait_and_then_to_stop() -> None:
    case = contacted()
    case.by("Cilie", "r2-noter-svar", t2_svar="nej_tak")
    case.by("Cilie", "r2-luk-kandidat")
    assert open_tasks(case) == {"r3-hvad-nu": {"Bo"}}
    case.by("Bo", "r3-hvad-nu", t3_hvad_nu="vent", t3_vent_til="2026-05-01")
    assert case.open() == []
    case.at("2026-05-01")
    case.by("Bo", "r3-hvad-nu", t3_hvad_nu="flere")
    assert case.open() == ["r1-soegeprofil"]
    ruten.find_candidates(case)
    case.by("Bo", "r3-hvad-nu", t3_hvad_nu="stop")
    assert (case.status, case.ended_at) == ("completed", ("slut-uden-partner",))
    assert len(case["kandidat_resultater"]) == 1


def test_two_candidates_at_once_lead_to_a_choice_and_a_polite_word_to_the_other() -> None:
    case = contacted("K1", "K2", how="samtidig")
    for _ in ("K1", "K2"):
        case.by("Cilie", "r2-noter-svar", t2_svar="moede")
    for day in ("2026-03-10", "2026-03-11"):
        ruten.meet(case, day, "potentiale")
        case.by("Bo", "gp-tag-stilling", gp_beslutning="godkend")
    assert open_tasks(case) == {"r3-vaelg-partner": {"Bo"}}
    case.by("Bo", "r3-vaelg-partner", t3_valgte=["K1"])
    assert case.open() == ["r3-afmeld-oevrige"]
    case.by("Cilie", "r3-afmeld-oevrige")
    assert case.open() == ["rp-inviter"]


def test_a_second_meeting_needs_no_second_preparation() -> None:
    case = contacted()
    case.by("Cilie", "r2-noter-svar", t2_svar="moede")
    ruten.meet(case, "2026-03-18", "nyt_moede")
    assert case.open() == ["mc-aftal-tid"]
    case.by("Cilie", "mc-aftal-tid", mc_dato="2026-04-08")
    assert case.open() == ["r3-under-moedet"]
    assert case.visited.count("r3-moedehold") == 1


def test_a_clear_no_at_the_meeting_skips_the_invitation_but_not_the_thanks() -> None:
    case = contacted()
    case.by("Cilie", "r2-noter-svar", t2_svar="moede")
    ruten.meet(case, "2026-03-18", "nej_tak")
    assert case.open() == ["r2-luk-kandidat"]
    assert "r3-tak" in case.visited and "r3-foreslaa-moede" not in case.visited


def test_only_what_was_chosen_leaves_the_case() -> None:
    case = ruten.prepared()
    assert case.ended_at == ("slut-overdraget",)
    ((element, payload),) = case.sent
    assert element == "slut-overdraget"
    assert set(payload) == {
        "t0_sag_navn",
        "tp_invitation_tekst",
        "t4_mulig_skitse",
        "omtale_spaerret",
        "start_trin",
        "parter",
    }
    assert payload["t4_mulig_skitse"] is None
    assert payload["parter"] == [
        {"part_id": "P1", "organisation_id": "1", "type": "civil"},
        {"part_id": "P2", "organisation_id": "2", "type": "virksomhed"},
    ]


def test_those_who_cooperate_already_go_straight_to_the_shared_room() -> None:
    case = ruten.opened(t0_udgangspunkt="styrk")
    assert case.open() == ["rp-inviter"]


def test_the_meeting_sets_the_deadlines_around_it_in_working_days() -> None:
    case = contacted()
    case.by("Cilie", "r2-noter-svar", t2_svar="moede")
    case.by("Cilie", "mc-aftal-tid", mc_dato="2026-03-18")
    case.by("Bo", "r3-moedehold")
    assert due(case, "r3-virksomhed") == "2026-03-12"
    for element in ("r3-virksomhed", "r3-pointer"):
        case.by("Cilie", element)
    assert due(case, "r3-handout") == "2026-03-17"


def due(case: PeopledCase, element_id: str) -> str:
    when = case.task(element_id).due
    assert when is not None
    return when.astimezone(HOME).date().isoformat()
