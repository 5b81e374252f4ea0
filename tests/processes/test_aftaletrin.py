"""A building project from its opening to the end of execution (aftaletrin dossier, 8.1 case A)."""

from __future__ import annotations

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import (
    ADVISER,
    BUILD,
    DESIGN,
    DEVELOPER,
    LEADER,
    OL,
    OL_SAYS_YES,
    PROJECT,
    RESOURCES,
    SUPPORT,
    TEAM_OL,
    TEAM_TOP,
)
from tests.processes.aftaletrin_a import (
    RISKS,
    STEP_1,
    STEP_2,
    at_gate_0,
    decide_in_own_bodies,
    in_step_0,
    in_step_1,
    in_step_2,
    in_step_3,
)


def test_opening_gives_both_parties_their_first_tasks_at_once():
    case = play.opened("2025-02-03")
    who = {task.element_id: (task.roles, task.visibility, task.party) for task in case.tasks.values()}
    assert who == {
        "st-bygherrens-mandat": ((OL,), "private", "P1"),
        "st-kortlaeg-interessenter": ((PROJECT,), "shared", None),
        "st-hent-erfaringer": ((DEVELOPER,), "shared", None),
        "st-foreslaa-hold": ((RESOURCES,), "shared", None),
    }
    assert case.task("st-bygherrens-mandat").due.date().isoformat() == "2025-02-17"
    assert case.task("st-hent-erfaringer").due.date().isoformat() == "2025-02-10"


def test_the_mandate_stays_with_the_owner_save_for_what_is_shared():
    case = in_step_0()
    shared, own = case.variables(), case.variables(private_to="P1")
    assert own["intern_ramme"] == 43_500_000
    assert "intern_ramme" not in shared
    assert "intern_ramme" not in case.variables(private_to="P2")
    assert shared["besluttende_organer"] == ["afdelingsbestyrelse", "afdelingsmoede"]
    assert shared["projektleder_mandat"] == 250_000


def test_a_team_that_is_sent_back_is_proposed_again():
    case = play.opened("2025-02-03")
    case.do("st-foreslaa-hold", RESOURCES)
    assert case.task("gp-tag-stilling").properties["samtrin:excludes"] == ["st-foreslaa-hold"]
    case.gate((OL, "ret"), (TEAM_OL, "godkend"))
    assert "st-foreslaa-hold" in case.open()
    case.do("st-foreslaa-hold", RESOURCES)
    case.gate(*OL_SAYS_YES)
    assert "st-foreslaa-hold" not in case.open()


def test_the_internal_check_never_reaches_the_team():
    case = in_step_0()
    case.do("a0-behov", PROJECT)
    case.do("a0-intern-ramme", PROJECT, passer_med_ramme="ja", intern_vurdering="Vi har luft til mere")
    assert case.variables(private_to="P1")["intern_vurdering"] == "Vi har luft til mere"
    assert "intern_vurdering" not in case.variables(private_to="P2")
    assert "intern_vurdering" not in case.variables()


def test_step_0_ends_with_an_agreement_signed_on_the_approved_version():
    case = in_step_0()
    at_gate_0(case)
    assert case["hoejeste_risikoklasse"] == "hoej"
    assert [line["klasse"] for line in case["risikolinjer"]] == ["hoej", "middel", "middel"]
    assert case["raadgivningssum"] == 770_000
    assert case["samlet_score"] == 4
    assert sorted(task.roles for task in case.tasks.values()) == [(OL,), (TEAM_OL,)]
    bound = case.frozen[-1]
    assert (bound["port"], bound["noegle"]) == ("port-0-1", "d-aftaleseddel")
    assert {"kendte_huller", "opgaveomfang", "ydelseslinjer", "risikolinjer"} <= bound["felter"]
    case.gate(*OL_SAYS_YES)
    assert case.open() == ["us-underskriv", "us-underskriv"]
    play.sign(case, "2025-03-28")
    assert case["trin"] == 1
    assert case["underskrevet_dato"] == "2025-03-28"
    assert case.open() == ["a1-opstart"]


def test_a_gate_that_sends_back_opens_the_annexes_and_asks_again_on_a_new_version():
    case = in_step_0()
    at_gate_0(case)
    first = case.frozen[-1]
    case.gate((OL, "godkend"), (TEAM_OL, "ret"), gp_ret_trin="a0-bilag")
    assert case.open() == ["a0-projektbeskrivelse", "a0-tidsplan", "a0-ydelser"]
    play.annexes_of_step_0(case, STEP_1, oensket_spring="0")
    play.draft_and_evaluate(case)
    assert case.frozen[-1]["sha256"] != first["sha256"]
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-04-04")
    assert case["trin"] == 1


def test_a_draft_goes_round_until_both_parties_are_ready():
    case = in_step_0()
    play.clarify(case, *RISKS)
    play.annexes_of_step_0(case, STEP_1, oensket_spring="0")
    case.do("au-udkast", PROJECT)
    case.do("au-kommenter", OL, klar_for_min_part=True)
    case.do("au-kommenter", DESIGN, klar_for_min_part=False)
    case.do("au-ret", PROJECT)
    assert case.open().count("au-kommenter") == 2


def test_five_people_work_at_the_same_time_in_step_1():
    case = in_step_1()
    case.do("a1-opstart", DESIGN)
    who = {task.element_id: task.roles[0] for task in case.tasks.values()}
    assert who == {
        "a1-brugerdialog": PROJECT,
        "a1-forundersoegelser": DESIGN,
        "a1-registrering": ADVISER,
        "a1-udviklingsfokus": DEVELOPER,
        "a1-underentreprenoerer": BUILD,
    }
    case.do("a1-underentreprenoerer", BUILD, ue_liste=[{"virksomhed": "Stilladsfirmaet"}])
    assert case.variables(private_to="P2")["ue_liste"][0]["virksomhed"] == "Stilladsfirmaet"
    assert "ue_liste" not in case.variables(private_to="P1")


def test_a_solution_out_of_balance_goes_back_to_the_proposal():
    case = in_step_1()
    case.do("a1-opstart", DESIGN)
    case.do("a1-underentreprenoerer", BUILD)
    case.do("a1-udviklingsfokus", DEVELOPER)
    case.do("a1-registrering", ADVISER)
    case.do("a1-forundersoegelser", DESIGN)
    case.do("a1-brugerdialog", PROJECT)
    case.do("a1-funktionskrav", PROJECT)
    case.do("a1-byggeprogram", DESIGN)
    case.do("a1-dispositionsforslag", DESIGN)
    case.do("a1-loesningsvalg", PROJECT, balance_vurdering="nej-oekonomien-justeres")
    assert case.open() == ["a1-dispositionsforslag"]


def test_the_fixed_price_is_worked_out_and_decides_who_approves():
    case = in_step_2()
    assert case["raadgivningssum_trin"] == 1_525_000
    play.propose(case)
    play.price(case, 31_200_000, -4, (1_750_000, 1_400_000, 350_000))
    decide_in_own_bodies(case)
    sums = ("haandvaerker_sum", "daekningsbidrag", "intern_teknisk_raadgivning", "vinterforanstaltninger")
    assert [case[name] for name in sums] == [29_952_000, 3_294_720, 1_347_840, 374_400]
    assert case["fast_pris"] == 34_968_960
    assert "egen_pris" not in str(case.variables(private_to="P1"))
    assert "Stilladsfirmaet" in str(case.variables(private_to="P2"))
    play.review_risks(case, *RISKS)
    play.revised_annexes(case, 2, STEP_1 + STEP_2)
    play.draft_and_evaluate(case)
    assert case["samlet_budget"] == 40_763_960
    asked = [task.roles for task in case.tasks.values() if task.element_id == "gp-tag-stilling"]
    assert sorted(asked) == [(LEADER,), (TEAM_TOP,)]


def test_a_refusal_in_the_owners_own_bodies_sends_the_price_back():
    case = in_step_2()
    play.propose(case)
    play.price(case, 18_400_000, -3, (0, 0, 0))
    case.do("a2-bygherrens-beslutning", PROJECT, organ_udfald="godkendt")
    case.do("a2-bygherrens-beslutning", PROJECT, organ_udfald="ikke-godkendt", organ_vilkaar="For dyrt")
    assert {"a2-ue-pris", "a2-risiko"} <= set(case.open())


def test_a_price_that_control_finds_too_high_is_laid_out_again():
    case = in_step_2()
    play.propose(case)
    case.do("a2-myndighedsprojekt", DESIGN)
    case.do("a2-myndighedssvar", DESIGN)
    case.do("a2-ue-pris", BUILD)
    case.do("a2-kalkulation", BUILD)
    case.do(
        "a2-aaben-bog", BUILD, haandvaerkerlinjer=[{"bygningsdel": "Tag", "maengde": 2, "molio_pris": 100}]
    )
    case.do("a2-prisgennemgang", PROJECT, priskontrol_valgt=True)
    case.do("a2-priskontrol", SUPPORT, kontrol_resultat="for-hoej", kontrol_afvigelse=10)
    assert case.open() == ["a2-aaben-bog", "a2-risiko"]


def test_the_answer_of_the_authority_may_come_after_the_signature():
    case = in_step_2()
    play.propose(case)
    case.do("a2-myndighedsprojekt", DESIGN, indsendt_dato="2025-09-01")
    assert case.task("a2-myndighedssvar").due.date().isoformat() == "2025-11-10"
    case = in_step_3()
    assert case.open() == ["a3-opstart"]
    case.do("a3-opstart", DESIGN, projektpakker=[{"navn": "Tag"}])
    assert "a3-myndighedssvar" in case.open()
    case.do("a3-detailprojektering", DESIGN)
    case.gate((PROJECT, "godkend"))
    assert case.open() == ["a3-myndighedssvar"]


def test_responsibility_moves_to_execution():
    case = in_step_3()
    assert case["lt_projektleder_rolle"] == DESIGN
    play.build(case)
    assert case["lt_projektleder_rolle"] == BUILD
    assert case.open() == ["af-foergennemgang"]


def test_the_owner_notes_for_itself_and_remarks_to_the_team():
    case = in_step_3()
    play.build(
        case, tilsynsnotat="Tjek murværket igen", tilsynsbemaerkninger=[{"bemaerkning": "Fuger mangler"}]
    )
    assert case.variables(private_to="P1")["tilsynsnotat"] == "Tjek murværket igen"
    assert "tilsynsnotat" not in case.variables() | case.variables(private_to="P2")
    assert case["tilsynsbemaerkninger"][0]["bemaerkning"] == "Fuger mangler"


def test_packages_are_designed_side_by_side_and_released_one_by_one():
    case = in_step_3()
    case.do("a3-opstart", DESIGN, projektpakker=[{"navn": "Tag"}, {"navn": "Facade"}])
    case.do("a3-detailprojektering", DESIGN)
    case.do("a3-detailprojektering", DESIGN)
    names = [case.variables(task)["pakkenavn"] for task in case.tasks.values() if task.roles == (PROJECT,)]
    assert names == ["Tag", "Facade"]
    case.gate((PROJECT, "ret"), (PROJECT, "godkend"))
    assert case.variables(case.task("a3-detailprojektering"))["pakkenavn"] == "Tag"
