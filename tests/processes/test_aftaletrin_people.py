"""The building project with people in its roles: casting, stand-ins, and nobody approving what they wrote."""

from __future__ import annotations

import json
from typing import Any

from engine import bpmn
from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import OL, PROJECT
from tests.processes.people import PeopledCase
from tests.processes.player import ROOT, decisions, models

OWNER = {"otto": OL, "oda": OL, "petra": ""}
TEAM = {"lis": "lt-ol", "rikke": "ressourcechef partnerskabsudvikler", "dan": "", "ulla": ""}


def opened(owner: dict[str, str] = OWNER) -> PeopledCase:
    variables: dict[str, Any] = {"parter": play.PARTIES, "sag_id": "S-7", "projektnavn": "Tag og facader"}
    return PeopledCase(
        "p-aftaletrin", "aftaletrin", {"P1": owner, "P2": TEAM}, variables | play.TERMS, "2025-02-03"
    )


def test_the_mandate_and_the_proposed_team_fill_the_roles_of_the_case():
    case = opened()
    assert case.who("st-kortlaeg-interessenter") == {"otto", "oda"}, "operational management stands in"
    case.by("otto", "st-bygherrens-mandat", bygherre_projektleder="petra")
    assert case.who("st-kortlaeg-interessenter") == {"petra"}
    case.by("rikke", "st-foreslaa-hold", lt_projekteringsleder="dan", lt_projektansvarlig_udfoerelse="ulla")
    case.gate((OL, "godkend"), ("lt-ol", "godkend"))
    case.by("rikke", "st-hent-erfaringer", ingen_erfaringer=True)
    case.by("petra", "st-kortlaeg-interessenter")
    case.by("petra", "st-startmoede")
    case.by("petra", "a0-behov")
    assert case.who("a0-besigtigelse") == {"dan"}
    assert case.who("a0-intern-ramme") == {"petra"}


def test_whoever_drafted_the_agreement_leaves_the_gate_to_another():
    case = opened({"petra": f"{PROJECT} {OL}", "otto": OL})
    case.cast["P2"]["dan"] = {"lt-projekteringsleder", "lt-projektansvarlig-udfoerelse"}
    play.start_up(case, ["ingen-ud-over-ol"])
    play.clarify(case, ("Vejr", 2, 2))
    play.annexes_of_step_0(case, play.hours(1, arkitekt=100), oensket_spring="0")
    case.by("petra", "au-udkast")
    case.do("au-kommenter", OL, klar_for_min_part=True)
    case.do("au-kommenter", "lt-projekteringsleder", klar_for_min_part=True)
    play.evaluate(case, "lt-projekteringsleder")
    assert case.who("gp-tag-stilling", "P1") == {"otto"}
    assert case.who("gp-tag-stilling", "P2") == {"lis"}


def test_the_files_hold_together():
    folder = ROOT / "processes" / "aftaletrin"
    roles = {role["id"] for role in json.loads((folder / "roles.json").read_text("utf-8"))["roles"]}
    all_forms = {file.stem for file in (ROOT / "forms").glob("*.form")}
    own = [bpmn.read(file.read_bytes(), file.name) for file in sorted(folder.glob("*.bpmn"))]
    known = bpmn.Known(forms=all_forms, roles=roles, processes=set(models()), decisions=set(decisions()))
    assert [str(problem) for problem in bpmn.lint(own, known)] == []
    used = {
        element.form_id
        for name, model in models().items()
        for element in model.processes[name].elements.values()
    }
    assert {name for name in all_forms if name.startswith("f-")} - used == set()
