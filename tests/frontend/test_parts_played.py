"""Parts as they are put in, played on the engine: the ways out of a gate, signatures, a mail, a meeting."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import bpmn
from tests.processes import player
from tests.processes.player import Case

from .bench import Bench

Play = Callable[[str], Case]
BASE = Path(__file__).with_name("part.bpmn").read_text().replace("f-skriv", "mc-bekraeft")
PARTIES = [
    {"part_id": "P1", "navn": "Foreningen Havnen", "type": "civil", "organisation_id": "1"},
    {"part_id": "P2", "navn": "Kajens Kaffe", "type": "virksomhed", "organisation_id": "2"},
]
TASK = """<zeebe:userTask /><zeebe:formDefinition formId="mc-bekraeft" />
  <zeebe:assignmentDefinition candidateGroups="leder" />"""
BLANKS = {
    "gate": {"godkendelse-1": {"port_titel": "Planen", "godkendere": "leder"}},
    "draft": {
        "godkendelse-1": {"port_titel": "Aftalen", "godkendere": "leder", "formularer": "mc-bekraeft"},
        "underskrift-1": {"underskrivere": "leder"},
    },
    "mail": {"mail-1": {"mail_til": "leder", "mail_emne": "Hej", "mail_tekst": '="Sag " + sag_id'}},
    "meeting": {"moede-1": {"moede_formaal": "Ro", "moedeleder": "leder", "moede_deltagere": "leder"}},
}


@pytest.fixture
def play(modelers: Bench, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Puts a part behind the task, fills its blanks and starts a case, which stands behind that task."""

    def started(part: str) -> Case:
        modelers.open("ours", BASE)
        modelers.do("append", part, "skriv")
        for element, fields in BLANKS[part].items():
            for target, value in fields.items():
                modelers.do("fill", element, target, value)
        saved = re.sub(r"<zeebe:userTask />\s*</bpmn:ext", f"{TASK}</bpmn:ext", modelers.do("save"))
        made = bpmn.compile(bpmn.read(saved.encode(), "p.bpmn"), "p", "p")
        usual = player.definition
        monkeypatch.setattr(player, "definition", lambda key: made if key == "p" else usual(key))
        case = Case("p", {"sag_id": "S-1", "parter": PARTIES}, "2026-03-02")
        case.do("skriv")
        return case

    return started


def test_a_gate_leads_on_back_or_out(play: Play) -> None:
    case = play("gate")
    assert case.open() == ["gp-tag-stilling"] * 2
    case.gate(("leder", "ret"), ("leder", "godkend"))
    assert case.open() == ["skriv"]
    case.do("skriv")
    case.gate(("leder", "godkend"), ("leder", "godkend"))
    assert "godkendt-1" in case.visited and case.status == "completed"
    stopped = play("gate")
    stopped.gate(("leder", "stop"), ("leder", "godkend"))
    assert "stoppet-1" in stopped.visited and "godkendt-1" not in stopped.visited


def test_a_draft_is_approved_and_signed(play: Play) -> None:
    case = play("draft")
    assert case.open() == ["udkast-1"]
    case.do("udkast-1")
    case.gate(("leder", "godkend"), ("leder", "godkend"))
    assert case.open() == ["us-underskriv"] * 2
    signing = case.task("us-underskriv")
    assert signing.properties["samtrin:sign"] == case.frozen[-1]["noegle"] == "godkendelse-1"
    case.do("us-underskriv")
    case.do("us-underskriv")
    assert case.status == "completed" and len(case["signaturer"]) == 2


def test_a_mail_is_sent_and_the_case_goes_on(play: Play) -> None:
    case = play("mail")
    assert case.mailed == [{"til": "leder", "emne": "Hej", "tekst": "Sag S-1"}]
    assert case.status == "completed"


def test_a_meeting_leads_to_its_minutes(play: Play) -> None:
    case = play("meeting")
    case.do("mc-aftal-tid", mc_dato="2026-03-18")
    for task in ("mc-bekraeft", "mc-noter-deltagere", "mc-dagsorden"):
        case.do(task)
    case.do("mc-hold-moede", mc_status="holdt")
    case.do("mc-referat", mc_indhold="Enige")
    assert case.open() == ["mc-godkend-referat"] * 2
    assert case["moede_1"]["status"] == "holdt"
