"""The meeting cycle: from a date to minutes and promises, moved, cancelled, in a hurry, and private.

Source: partnerskabsruten dossier 3.10 and 7.3."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import Invalid
from tests.processes.player import Case

LEADER, OTHER = "org-projektleder", "vir-projektleder"
PARTIES = [
    {"part_id": "P1", "navn": "Foreningen Havnen", "type": "civil", "organisation_id": "1"},
    {"part_id": "P2", "navn": "Kajens Kaffe", "type": "virksomhed", "organisation_id": "2"},
]
GUESTS = [{"part": "P1", "rolle": LEADER}, {"part": "P2", "rolle": OTHER}]
MEETING = {
    "sag_id": "S-1",
    "parter": PARTIES,
    "moede_profil": "faelles",
    "moede_formaal": "Enighed om en plan",
    "moedeleder": LEADER,
    "moedeleder_part": "P1",
    "moede_deltagere": GUESTS,
}
WHEN = {"mc_dato": "2026-03-18", "mc_tid": "10:00", "mc_minutter": 90, "mc_sted": "Havnegade 1"}
AGENDA = [{"nr": 1, "punkt": "Velkomst"}, {"nr": 2, "punkt": "Planen"}]


def called(**given: Any) -> Case:
    return Case("moedecyklus", {**MEETING, **given}, "2026-03-02")


def invited(**given: Any) -> Case:
    """A meeting whose agenda has been sent."""
    case = called(**given)
    case.do("mc-aftal-tid", **WHEN)
    case.do("mc-bekraeft", mc_bekraeft_tekst="Hvem kommer fra jer?")
    case.do("mc-noter-deltagere", mc_deltagere=[{"navn": "Else", "part_id": "P2"}])
    case.do("mc-dagsorden", mc_punkter=AGENDA)
    return case


def followed_up(day: str = "2026-03-18", **meeting: Any) -> Case:
    about = {
        "status": "holdt",
        "profil": "faelles",
        "dato": day,
        "leder": LEADER,
        "leder_part": "P1",
        "deltagere": GUESTS,
    }
    variables = {"sag_id": "S-1", "parter": PARTIES, "moede": {**about, **meeting}}
    return Case("moedeopfoelgning", variables, day)


def test_a_meeting_from_its_date_to_its_end() -> None:
    case = invited()
    assert [mail["emne"] for mail in case.mailed] == [
        "Møde 2026-03-18: Enighed om en plan",
        "Dagsorden til mødet 2026-03-18",
    ]
    confirmation, agenda = case.mailed
    assert confirmation["til"] == GUESTS
    assert confirmation["tekst"] == "Hvem kommer fra jer?\nTid: 2026-03-18 kl. 10:00\nSted: Havnegade 1"
    assert agenda["tekst"].startswith("1. Velkomst\n2. Planen\nTid: ")
    (kept,) = case.frozen
    assert (kept["noegle"], kept["titel"]) == ("dok-dagsorden-2026-03-18", "Dagsorden til mødet 2026-03-18")
    assert {"mc_dato", "mc_sted", "mc_punkter"} <= kept["felter"]
    due = case.task("mc-hold-moede").due
    assert due is not None and due.date().isoformat() == "2026-03-18"
    case.do("mc-hold-moede", mc_status="holdt")
    assert (case.status, case.ended_at) == ("completed", ("mc-holdt",))
    assert case["moede_status"] == "holdt"
    assert case["moede"] == {
        "status": "holdt",
        "profil": "faelles",
        "dato": "2026-03-18",
        "tid": "10:00",
        "sted": "Havnegade 1",
        "formaal": "Enighed om en plan",
        "leder": LEADER,
        "leder_part": "P1",
        "deltagere": GUESTS,
        "fremmoedte": ["Else", "1"],
    }


def test_the_deadlines_lie_before_the_meeting() -> None:
    case = called()
    case.do("mc-aftal-tid", **WHEN)
    case.do("mc-bekraeft")
    noted = case.task("mc-noter-deltagere").due
    case.do("mc-noter-deltagere")
    agenda = case.task("mc-dagsorden").due
    assert noted is not None and noted.date().isoformat() == "2026-03-06"
    assert agenda is not None and agenda.date().isoformat() == "2026-03-11"


def test_a_greeting_goes_out_the_day_before_at_ten() -> None:
    case = invited()
    case.at("2026-03-17")
    assert len(case.mailed) == 2
    case.at("2026-03-18")
    assert case.mailed[-1]["emne"] == "Vi glæder os til at se jer"
    assert case.open() == ["mc-hold-moede"]


def test_a_moved_meeting_begins_again_with_what_is_known() -> None:
    case = invited()
    case.do("mc-hold-moede", mc_status="flyttet")
    assert case.open() == ["mc-aftal-tid"]
    assert case.variables(case.task("mc-aftal-tid"))["mc_sted"] == "Havnegade 1"
    case.at("2026-03-18")
    assert len(case.mailed) == 2  # nobody is greeted on the old day
    case.do("mc-aftal-tid", mc_dato="2026-04-15")
    case.do("mc-bekraeft")
    assert case.mailed[-1]["emne"].startswith("Møde 2026-04-15")


def test_a_cancelled_meeting_says_so() -> None:
    case = invited()
    case.do("mc-hold-moede", mc_status="aflyst")
    assert case.ended_at == ("mc-aflyst",)
    assert case["moede_status"] == "aflyst"


def test_a_crisis_needs_no_agenda() -> None:
    case = called(moede_profil="krise")
    case.do("mc-aftal-tid", **WHEN)
    assert case.open() == ["mc-hold-moede"] and case.mailed == []


def test_a_date_that_is_known_is_filled_in() -> None:
    case = called(moede_dato="2026-05-05", moedeleder_part=None)
    seen = case.variables(case.task("mc-aftal-tid"))
    assert (seen["mc_dato"], seen["mc_formaal"]) == ("2026-05-05", "Enighed om en plan")
    assert case.task("mc-aftal-tid").party is None  # the only party that has the role


def test_minutes_become_promises_and_are_read_by_the_guests() -> None:
    case = followed_up()
    promise = {"loefte": "Send tal", "part": "P2", "frist": "2026-03-25"}
    case.do("mc-referat", mc_indhold="Vi blev enige", mc_loefter=[promise])
    (kept,) = case.frozen
    assert kept["noegle"] == "dok-referat-2026-03-18" and {"mc_indhold", "mc_loefter"} <= kept["felter"]
    ((element, payload),) = case.sent
    assert element == "mc-send-loefter"
    assert payload["loefte"] == {"tekst": "Send tal", "part": "P2", "frist": "2026-03-25", "rolle": OTHER}
    assert payload["parter"] == PARTIES and payload["fra_sag"] == "S-1"
    assert case.open() == ["mc-godkend-referat"] * 2
    reading = case.task("mc-godkend-referat", OTHER, party="P2")
    assert case.variables(reading)["referat_tekst"] == "Vi blev enige"
    case.complete(reading, {"mc_bemaerkning": "Kaffen mangler"})
    case.do("mc-godkend-referat", LEADER)
    assert case.ended_at == ("mo-slut",)
    assert [row["tekst"] for row in case["referat_bemaerkninger"]] == [None, "Kaffen mangler"]


def test_only_who_was_invited_can_promise() -> None:
    case = followed_up(deltagere=GUESTS[:1])
    promise = {"loefte": "Send tal", "part": "P2", "frist": "2026-03-25"}
    with pytest.raises(Invalid):
        case.do("mc-referat", mc_loefter=[promise])
    case.do("mc-referat", mc_loefter=[{**promise, "part": "P1"}])
    assert case.sent[0][1]["loefte"]["rolle"] == LEADER


def test_minutes_hold_after_five_working_days_whoever_has_not_read_them() -> None:
    case = followed_up()
    case.do("mc-referat")
    case.at("2026-03-25")
    assert len(case.open()) == 2
    case.at("2026-03-26")
    assert (case.open(), case.ended_at) == ([], ("mo-slut",))


@pytest.mark.parametrize("profile", ["foerste-moede", "opfoelgning"])
def test_minutes_of_a_first_meeting_are_the_leader_s_own(profile: str) -> None:
    case = followed_up(profil=profile)
    task = case.task("mc-referat-egen")
    assert (task.visibility, task.party) == ("private", "P1")
    case.do("mc-referat-egen", mc_indhold="De tøver")
    assert case.ended_at == ("mo-egen",) and case["mc_indhold"] is None
    assert case.sent == []


@pytest.mark.parametrize("status", ["aflyst", "flyttet"])
def test_no_meeting_no_minutes(status: str) -> None:
    case = followed_up(status=status)
    assert case.ended_at == ("mo-intet",)


def test_a_promise_is_a_case_of_its_own() -> None:
    promise = {"tekst": "Send tal", "part": "P2", "rolle": OTHER, "frist": "2026-03-25"}
    case = Case("loefte", {"loefte": promise, "fra_sag": "S-1", "parter": PARTIES}, "2026-03-18", "lo-start")
    task = case.task("mc-indfri-loefte", OTHER, party="P2")
    assert task.due is not None and task.due.date().isoformat() == "2026-03-25"
    case.do("mc-indfri-loefte")
    assert case.ended_at == ("lo-slut",)
