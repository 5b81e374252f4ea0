"""Steps 4 to 7 of the partnership route: the two parties together, from invitation to agreement in force."""

from __future__ import annotations

from tests.processes import ruten
from tests.processes.people import PeopledCase


def at_gate_four() -> PeopledCase:
    case = ruten.onboarded()
    ruten.dialogue(case)
    return case


def in_parallel() -> PeopledCase:
    """Steps 5 and 6 have opened."""
    case = at_gate_four()
    ruten.gate(case, "Bo", "Dan")
    return case


def at_gate_seven() -> PeopledCase:
    case = in_parallel()
    ruten.speak_as_one(case)
    ruten.gate(case, "Cilie", "Else", "Cilie", "Finn")
    ruten.organise(case)
    ruten.gate(case, "Cilie", "Else")
    ruten.write_agreement(case)
    return case


def test_the_invited_company_answers_while_the_organisation_names_its_project_manager() -> None:
    case = ruten.prepared().follow("msg-partnerskab-aabnes", ruten.COMPANY)
    assert case.open() == ["rp-svar-paa-invitation", "rp-udpeg-projektleder"]
    assert case.who("rp-svar-paa-invitation") == {"Else"}
    assert case.who("rp-udpeg-projektleder") == {"Bo"}
    assert not [name for name in case.variables() if name.startswith(("t1_", "t2_", "t3_"))]


def test_a_company_that_says_no_ends_the_shared_case() -> None:
    case = ruten.shared("nej_tak")
    case.by("Bo", "rp-udpeg-projektleder", part_projektleder="Cilie")
    case.by("Cilie", "rp-fordel-roller", part_kommunikation="Cilie")
    assert (case.status, case.ended_at) == ("completed", ("slut-sagde-nej",))


def test_weak_spots_stay_with_the_party_but_for_what_it_shares() -> None:
    case = at_gate_four()
    everybody = str(case.variables())
    assert "Vi har få nøglefrivillige" in everybody
    assert "Uro om husleje" not in everybody
    task = case.task("gp-tag-stilling", party="P2")
    assert "Uro om husleje" not in str(case.variables(task, "P2"))
    assert "Uro om husleje" in str(case.variables(task, "P1"))


def test_a_private_task_belongs_to_each_party_alone() -> None:
    case = ruten.onboarded()
    assert case.who("r4-saarbarhed", "P1") == {"Bo"}
    assert case.who("r4-saarbarhed", "P2") == {"Dan"}
    assert {t.visibility for t in case.tasks.values() if t.element_id == "r4-saarbarhed"} == {"private"}


def test_the_dialogue_paper_comes_back_once_and_both_approve_the_new_version() -> None:
    case = at_gate_four()
    assert (case.who("gp-tag-stilling", "P1"), case.who("gp-tag-stilling", "P2")) == ({"Bo"}, {"Dan"})
    ruten.gate(case, "Bo")
    ruten.gate(case, "Dan", gp_beslutning="ret", gp_bemaerkning="Skriv, at børn ikke vises i reklamer")
    assert case.open() == ["r4-skriv-dialogpapir"]
    assert case["port_4_bemaerkninger"] == [{"part": "P2", "tekst": "Skriv, at børn ikke vises i reklamer"}]
    case.by("Finn", "r4-skriv-dialogpapir", t4_vision="Børn har et sted, og ingen vises i reklamer")
    assert case.who("gp-tag-stilling") == {"Bo", "Dan"}
    ruten.gate(case, "Bo", "Dan")
    first, second = case.frozen
    assert [(made["noegle"], made["version"]) for made in (first, second)] == [
        ("dok-dialogpapir", 1),
        ("dok-dialogpapir", 2),
    ]
    assert first["sha256"] != second["sha256"]
    assert case.open() == ["r5-vaelg-form", "r6-forventninger"]


def test_who_wrote_the_draft_does_not_approve_it_where_the_party_has_another() -> None:
    case = ruten.onboarded()
    case.cast["P1"]["Asta"].add("org-direktoer")
    ruten.dialogue(case)
    ruten.gate(case, "Asta")
    ruten.gate(case, "Dan", gp_beslutning="ret", gp_bemaerkning="En gang til")
    case.by("Bo", "r4-skriv-dialogpapir")
    assert case.who("gp-tag-stilling", "P1") == {"Asta"}


def test_steps_five_and_six_run_at_the_same_time_in_any_order() -> None:
    case = in_parallel()
    ruten.speak_as_one(case)
    ruten.gate(case, "Cilie", "Else", "Cilie", "Finn")
    assert case.open() == ["r5-vaelg-form"]
    assert case.who("r5-vaelg-form") == {"Cilie", "Else"}
    ruten.organise(case)
    ruten.gate(case, "Cilie", "Else")
    assert case.open() == ["r7-skrivegruppe", "r7-skrivegruppe"]
    assert [plan["svarvej"] for plan in case["t6_planer_indadtil"]] == ["Skriv til Cilie", "Skriv til Else"]


def test_a_steering_group_decides_and_approves_where_the_parties_want_one() -> None:
    case = in_parallel()
    case.by("Else", "r5-vaelg-form", t5_form="styregruppe_og_projektledelse")
    case.by("Bo", "r5-styregruppe", styregruppe=["Bo"])
    case.by("Dan", "r5-styregruppe", styregruppe=["Dan"])
    case.by("Else", "r5-projektledelse")
    assert case.who("r5-beslutningsret") == {"Bo", "Dan"}
    decides = {
        row["emne"]: row["hvem"] for row in case.variables(case.task("r5-beslutningsret"))["t5_beslutninger"]
    }
    assert (decides["strategi"], decides["drift"]) == ("styregruppe", "projektledelse")


def test_stop_at_one_gate_ends_the_parallel_step_too_and_each_party_closes_for_itself() -> None:
    case = in_parallel()
    ruten.organise(case)
    ruten.gate(case, "Cilie")
    ruten.gate(case, "Else", gp_beslutning="stop", gp_bemaerkning="Vi har fået nye ejere")
    assert case.open() == ["rx-luk-sag", "rx-luk-sag"]
    case.by("Cilie", "rx-luk-sag", tz_lukkeaarsag="ledelse", tz_laering="Spørg til ejerne først")
    case.by("Else", "rx-luk-sag", tz_lukkeaarsag="ledelse")
    assert case.status == "completed" and "slut-foer-aftale" in case.visited
    assert case["t4_vision"] and case["omtale_spaerret"] is True
    assert {note["aarsag"] for note in case["lukkenotater"]} == {"ledelse"}
    assert "Spørg til ejerne først" not in str(case.variables())


def test_the_agreement_begins_with_what_was_agreed_before() -> None:
    case = at_gate_seven()
    assert case["t7_formaal"] == "Børn mangler ro og voksne til lektierne"
    assert [row["part_id"] for row in case["t7_01_parter"]] == ["P1", "P2"]


def test_each_party_approves_the_agreement_in_its_own_way_signs_and_it_comes_into_force() -> None:
    case = at_gate_seven()
    assert case.who("gp-bestyrelsesbeslutning") == {"Asta"}
    assert case.who("gp-tag-stilling") == {"Dan"}
    ruten.gate(case, "Dan")
    case.by("Asta", "gp-bestyrelsesbeslutning", gp_best_beslutning="godkend", gp_best_tekst="Punkt 4")
    assert "Punkt 4" not in str(case.variables())
    case.by("Asta", "dk-underskriv")
    case.by("Dan", "dk-underskriv")
    assert [row["part_id"] for row in case["t7_underskrifter"]] == ["P1", "P2"]
    assert case.open() == [] and case["omtale_spaerret"] is True
    case.at("2026-08-31")
    assert case["aftale_status"] is None
    case.at("2026-09-01")
    assert case["aftale_status"] == "gaeldende" and case["omtale_spaerret"] is False
    assert case.who("rd-opstart") == {"Cilie", "Else"}
    rounds = [made["port"] for made in case.frozen]
    assert rounds == ["port-4-dialogpapir", "port-6-kommunikation", "port-5-organisering", "port-7-aftale"]


def send_back(case: PeopledCase, step: str) -> None:
    ruten.gate(case, "Dan", gp_beslutning="ret", gp_bemaerkning="Talspersonen er skiftet", gp_ret_trin=step)
    case.by("Asta", "gp-bestyrelsesbeslutning", gp_best_beslutning="godkend")


def test_only_the_step_that_was_pointed_at_opens_again() -> None:
    case = at_gate_seven()
    send_back(case, "trin-6")
    assert case.open() == ["r6-forventninger"]
    assert case.variables(case.task("r6-forventninger"))["t6_debat"]
    ruten.speak_as_one(case)
    ruten.gate(case, "Cilie", "Else", "Cilie", "Finn")
    assert case.open() == ["r7-aftalepunkter"]
    assert case.visited.count("port-5-organisering") == 1


def test_the_text_of_the_agreement_is_mended_without_opening_a_step() -> None:
    case = at_gate_seven()
    send_back(case, "trin-7")
    assert case.open() == ["r7-aftalepunkter"]


def test_new_goals_at_the_last_look_take_the_parties_back_to_step_four() -> None:
    case = in_parallel()
    ruten.speak_as_one(case)
    ruten.gate(case, "Cilie", "Else", "Cilie", "Finn")
    ruten.organise(case)
    ruten.gate(case, "Cilie", "Else")
    case.by("Cilie", "r7-skrivegruppe", skrivegruppe=["Cilie"], t7_org_kompetence="ledelse")
    case.by("Else", "r7-skrivegruppe", skrivegruppe=["Else"])
    case.by("Else", "r7-genbesoeg", t4g_udfald="stor")
    assert case.open() == ["r4-dialoggruppe", "r4-dialoggruppe"]
    case.by("Cilie", "r4-dialoggruppe")
    case.by("Else", "r4-dialoggruppe")
    ruten.dialogue(case)
    ruten.gate(case, "Bo", "Dan")
    assert case.open() == ["r7-skrivegruppe", "r7-skrivegruppe"]
