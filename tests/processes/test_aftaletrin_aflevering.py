"""Handover, closing and the inspections after one and five years (aftaletrin dossier, 8.1 case A, rows 21-26)."""

from __future__ import annotations

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import BUILD, DEVELOPER, OL, PROJECT
from tests.processes.aftaletrin_a import in_step_3
from tests.processes.player import Case


def test_handover_is_refused_once_then_defects_are_closed_and_the_case_ends():
    case = in_step_3()
    play.build(case)
    case.do("af-foergennemgang", PROJECT)
    play.hand_over(case, "2026-11-20", "2026-11-27", "vaesentlig", *["almindelig"] * 9)
    assert case["vaesentlige_mangler"] is True
    assert case.task("gp-tag-stilling").roles == (PROJECT,)
    case.gate((PROJECT, "ret"))
    remedied = [task.element_id for task in case.tasks.values()]
    assert remedied == ["af-afhjaelp-mangel"]
    assert case.task("af-afhjaelp-mangel").due.date().isoformat() == "2026-12-11"
    play.remedy_all(case)
    play.hand_over(case, "2026-12-07", "2026-12-11", *["almindelig"] * 12, *["kosmetisk"] * 3)
    assert case["vaesentlige_mangler"] is False
    case.gate((PROJECT, "godkend"))
    dues = [t.due.date().isoformat() for t in case.tasks.values() if t.element_id == "af-afhjaelp-mangel"]
    assert dues == ["2027-01-14"] * 12 + ["2027-02-11"] * 3
    case.do("af-afhjaelp-mangel", BUILD)
    case.do("af-kontroller-mangel", PROJECT, mangel_accepteret="nej-send-tilbage")
    assert case.open().count("af-afhjaelp-mangel") == 15
    play.remedy_all(case)
    case.gate((PROJECT, "godkend"))
    case.do(
        "af-slutopgoerelse",
        BUILD,
        slutposter=[
            {"post": "Entreprise", "endelig": 35_558_960},
            {"post": "Rådgivning", "endelig": 2_247_000},
        ],
    )
    assert case["slutsum"] == 37_805_960
    case.gate((OL, "godkend"))
    play.close_down(case)
    assert (case.status, case.ended_at) == ("completed", ("slut-afleveret",))
    assert case.variables(private_to="P1")["intern_laering"] == "Varsling tidligere"
    assert case.variables(private_to="P2")["intern_laering"] == "Stilladset skal bestilles før"
    name, payload = case.sent[-1]
    assert name == "slut-afleveret"
    assert (payload["afleveringsdato"], payload["slutsum"]) == ("2026-12-11", 37_805_960)


def test_the_inspections_open_sixty_working_days_before_their_dates():
    payload = {
        "projekt_id": "lp-p07",
        "projektnavn": "Tag og facader",
        "parter": play.PARTIES,
        "bygherre_part": "P1",
        "leveranceteam_part": "P2",
        "afleveringsdato": "2026-12-11",
    }
    case = Case("p-efter-aflevering", payload, "2026-12-11", "start-efter-aflevering")
    assert (case["frist_1_aar"], case["frist_5_aar"]) == ("2027-12-11", "2031-10-30")
    case.at("2027-09-17")
    assert case.open() == []
    case.at("2027-09-20")
    assert case.open() == ["ea-indkald-1"]
    case.do("ea-indkald-1", PROJECT)
    case.at("2027-11-24")
    case.do(
        "ea-gennemgang-1",
        PROJECT,
        eftersynsmangler=[
            {"sted": f"Tag {n}", "forhold": "Utæt", "mangel_ja_nej": n < 4, "alvor": "almindelig"}
            for n in range(5)
        ],
    )
    assert case.open() == ["af-afhjaelp-mangel"] * 4
    play.remedy_all(case)
    case.gate((PROJECT, "ret"), (BUILD, "godkend"))
    assert case.open() == ["af-afhjaelp-mangel"] * 4
    play.remedy_all(case)
    case.gate((PROJECT, "godkend"), (BUILD, "godkend"))
    case.at("2031-08-06")
    assert case.open() == []
    case.at("2031-08-07")
    case.do("ea-indkald-5", PROJECT)
    case.do("ea-gennemgang-5", PROJECT, eftersynsmangler=[])
    case.gate((PROJECT, "godkend"), (BUILD, "godkend"))
    case.do("ea-erfaring", DEVELOPER)
    assert (case.status, case.sent) == ("completed", [("ea-arkiver", {"projekt_id": "lp-p07"})])
