"""Disagreement is settled as low as it can be (dossiers: aftaletrin 8.3 rows 9-13, strategisk-partnerskab 3.8)."""

from __future__ import annotations

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import BUILD, DESIGN, DEVELOPER, LEADER, OL, PROJECT, TEAM_OL, TEAM_TOP
from tests.processes.aftaletrin_a import in_step_1
from tests.processes.player import Case


def reported(day: str = "2026-08-12") -> Case:
    case = in_step_1()
    case.at(day)
    case.deliver("msg-meld-uenighed", anmoder_rolle=PROJECT)
    case.do("ko-meld", PROJECT, uenighed_emne="Asbest i ventilationskanaler", uenighed_beloeb=1_240_000)
    return case


def level(case: Case, element_id: str) -> tuple[list[str], str]:
    """Who settles at this level, and until when."""
    asked = [task for task in case.tasks.values() if task.element_id == element_id]
    return sorted(task.roles[0] for task in asked), asked[0].due.date().isoformat()


def test_both_project_leaders_must_say_that_it_is_settled():
    case = reported()
    assert "a1-opstart" in case.open(), "the work goes on"
    case.do("ko-projekt", PROJECT, loesning_udfald="loest")
    case.do("ko-projekt", DESIGN, loesning_udfald="delvist-loest")
    assert level(case, "ko-ol") == ([OL, TEAM_OL], "2026-08-19")
    case.do("ko-ol", OL, loesning_udfald="loest")
    case.do("ko-ol", TEAM_OL, loesning_udfald="loest")
    case.do("ko-laering", DEVELOPER, erfaring_titel="Kanaler åbnes og undersøges i aftaletrin 1")
    assert case["erfaringer"][0]["titel"] == "Kanaler åbnes og undersøges i aftaletrin 1"
    assert case["konflikter"][0]["emne"] == "Asbest i ventilationskanaler"


def test_time_takes_it_to_the_next_level_and_the_steering_group_must_agree():
    case = reported()
    assert level(case, "ko-projekt") == (sorted([PROJECT, DESIGN]), "2026-08-19")
    case.do("ko-projekt", PROJECT, loesning_udfald="loest")
    case.at("2026-08-20")
    assert "ko-projekt" not in case.open()
    assert level(case, "ko-ol") == ([OL, TEAM_OL], "2026-08-26")
    case.at("2026-08-27")
    assert level(case, "ko-styregruppe") == ([LEADER, TEAM_TOP], "2026-09-09")
    share = [
        {"part_eller_pulje": "Risikopuljen", "beloeb": 820_000},
        {"part_eller_pulje": "Holdet", "beloeb": 420_000},
    ]
    for role in (LEADER, TEAM_TOP):
        case.do("ko-styregruppe", role, konflikt_accept="ja", konflikt_fordeling=share)
    case.do("ko-laering", DEVELOPER)
    agreed = case["konflikter"][0]["svar"][0]["fordeling"]
    assert [line["beloeb"] for line in agreed] == [820_000, 420_000]


def test_without_agreement_help_comes_from_outside():
    case = reported()
    case.at("2026-09-01")
    case.do("ko-styregruppe", LEADER, konflikt_accept="ja")
    case.do("ko-styregruppe", TEAM_TOP, konflikt_accept="nej")
    assert case.task("ko-udefra").roles == (LEADER,)
    case.do("ko-udefra", LEADER, udefra_vej="maegling")
    assert "ko-laering" in case.open()


def test_a_disputed_defect_after_handover_begins_with_operational_management():
    payload = {"parter": play.PARTIES, "bygherre_part": "P1", "leveranceteam_part": "P2"}
    defects = [{"sted": "Tag", "beskrivelse": "Utæt", "alvor": "almindelig"}]
    case = Case("mangelafhjaelpning", payload | {"mangler": defects}, "2027-11-24")
    case.do("af-afhjaelp-mangel", BUILD, mangel_bestridt=True)
    case.do("ko-meld", BUILD)
    assert case.open() == ["ko-ol", "ko-ol"]
    case.do("ko-ol", OL, loesning_udfald="loest")
    case.do("ko-ol", TEAM_OL, loesning_udfald="loest")
    case.do("ko-laering", DEVELOPER)
    case.do("af-kontroller-mangel", PROJECT, mangel_accepteret="afslag-i-prisen", afslagsbeloeb=15_000)
    assert (case.status, case["lukkede_mangler"][0]["afslag"]) == ("completed", 15_000)
