"""Samtrin's parts: put in with one choice, asked about by the check until they are filled, and then without fault."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from engine import bpmn

from .bench import Bench

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "web" / "frontend" / "src"
PARTS = SOURCE / "modeler" / "parts"


# A process of one task. The other way through the diagram shows that parts keep clear of what is there.
BASE = Path(__file__).with_name("part.bpmn").read_text()
KNOWN = bpmn.Known(
    forms={"f-skriv", "f-ret"},
    roles={"leder", "bestyrelse"},
    processes={
        "godkendelsesport",
        "underskrift",
        "moedecyklus",
        "moedeopfoelgning",
        "konflikttrappe",
        "evaluering",
    },
    decisions=set(),
)
EVERY = 'for p in parter return {part: p.part_id, rolle: "leder"'
# part -> what is written into the fields of its elements, and what the file then says
FILLED = {
    "gate": {
        "godkendelse-1": {
            "port_titel": ("Planen", "Planen"),
            "godkendere": ("leder", f'={EVERY}, regel: "ledelse"}}'),
        }
    },
    "draft": {
        "godkendelse-1": {
            "port_titel": ("Aftalen", "Aftalen"),
            "godkendere": ("leder", f'={EVERY}, regel: "ledelse"}}'),
            "formularer": ("f-skriv, f-ret", '=["f-skriv", "f-ret"]'),
            "dokument": ('Den "nye" aftale', '={noegle: "godkendelse-1", titel: "Den \\"nye\\" aftale"}'),
            "port_frist": ("=string(add working days(today(), 5))", "=string(add working days(today(), 5))"),
        },
        "underskrift-1": {"underskrivere": ("leder", f"={EVERY}}}")},
    },
    "meeting": {
        "moede-1": {
            "moede_formaal": ("Enighed", "Enighed"),
            "moedeleder": ("leder", "leder"),
            "moede_deltagere": ("leder", f"={EVERY}}}"),
        }
    },
    "mail": {
        "mail-1": {
            "mail_til": ("leder", "leder"),
            "mail_emne": ("Hej", "Hej"),
            "mail_tekst": ('="Kom " + mc_dato',) * 2,
        }
    },
    "document": {"dokument-1": {"formularer": ("f-skriv", '=["f-skriv"]')}},
    "conflict": {
        "uenighed-1": {"anmoder_rolle": ("leder", "leder"), "lt_projektleder_rolle": ("leder", "leder")}
    },
    "evaluation": {
        "evaluering-1": {
            "evaluering_navn": ("Trin 1", "Trin 1"),
            "evaluatorer": ("leder", f"={EVERY}}}"),
            "moedeleder": ("leder", "leder"),
        }
    },
}


@pytest.fixture
def bench(modelers: Bench) -> Bench:
    modelers.open("ours", BASE)
    return modelers


def model(bench: Bench) -> bpmn.Model:
    return bpmn.read(bench.do("save").encode(), "p.bpmn")


def problems(bench: Bench) -> list[tuple[str | None, str]]:
    return [(each.element, str(each)) for each in bpmn.lint([model(bench)], KNOWN)]


def give_role(bench: Bench, xml: str) -> str:
    """What the panel's own fields do: every task gets a role and a form."""
    with_role = '<zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="leder" />'
    assert bench.said == []
    return re.sub(r"<zeebe:userTask />\s*</bpmn:ext", f"{with_role}</bpmn:ext", xml)


def test_every_part_is_tested(bench: Bench) -> None:
    assert set(bench.do("parts")) == set(FILLED)


@pytest.mark.parametrize("part", FILLED)
def test_blanks_are_asked_for_and_nothing_else_is_wrong(bench: Bench, part: str) -> None:
    bench.do("append", part, "skriv")
    waiting = problems(bench)
    assert waiting, "a part without blanks would be published with nothing in it"
    unnamed = [each for each in bpmn.lint([model(bench)], KNOWN) if isinstance(each.params.get("name"), str)]
    assert unnamed == [], "a blank is known to people by what its field is called"
    for element, fields in FILLED[part].items():
        for target, (value, source) in fields.items():
            assert target in bench.do("fields", element)
            assert bench.do("fill", element, target, value) == value
            inputs = {
                mapping.target: mapping.source
                for mapping in model(bench).processes["p"].elements[element].inputs
            }
            assert inputs[target] == source
    done = give_role(bench, bench.do("save"))
    assert [str(each) for each in bpmn.lint([bpmn.read(done.encode(), "p.bpmn")], KNOWN)] == []
    assert bench.open("camunda", done)[0] == []


@pytest.mark.parametrize("part", FILLED)
def test_a_part_is_one_step_back(bench: Bench, part: str) -> None:
    before = bench.do("save")
    bench.do("append", part, "skriv")
    after = bench.do("save")
    assert after != before
    bench.do("undo")
    assert bench.do("save") == before
    bench.do("redo")
    assert bench.do("save") == after


@pytest.mark.parametrize("part", FILLED)
def test_parts_keep_clear_of_one_another(bench: Bench, part: str) -> None:
    last = bench.do("append", part, "skriv")
    bench.do("append", part, last)
    boxes = bench.do("boxes")
    assert len(boxes) >= 5
    for (one, (x, y, width, height)), (other, (x2, y2, width2, height2)) in combinations(boxes.items(), 2):
        apart = x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y
        assert apart, f"{one} covers {other}"


def test_a_gate_behind_a_task_sends_back_to_it_and_asks_about_its_form(bench: Bench) -> None:
    gate = bench.do("append", "gate", "skriv")
    process = model(bench).processes["p"]
    inputs = {mapping.target: mapping.source for mapping in process.elements[gate].inputs}
    assert inputs["formularer"] == '=["f-skriv"]' and inputs["udkast_opgaver"] == '=["skriv"]'
    assert inputs["port_id"] == gate == "godkendelse-1"
    back = next(flow for flow in process.flows.values() if flow.target == "skriv" and flow.source == "svar-1")
    assert back.condition == '=godkendelse_1_resultat = "ret"'
    stopped = next(flow for flow in process.flows.values() if flow.target == "stoppet-1")
    assert process.elements["svar-1"].default == stopped.id


def test_two_gates_keep_their_results_apart(bench: Bench) -> None:
    bench.do("append", "gate", "skriv")
    second = bench.do("append", "gate", "godkendt-1")
    process = model(bench).processes["p"]
    outputs = {mapping.target for mapping in process.elements[second].outputs}
    assert outputs == {"godkendelse_2_resultat", "godkendelse_2_bemaerkninger"}
    assert "ret-1" in process.elements  # behind no task it brings one in which the document is changed


def test_the_signatures_are_under_what_was_approved(bench: Bench) -> None:
    bench.do("append", "draft", "skriv")
    elements = model(bench).processes["p"].elements
    gate = {mapping.target: mapping.source for mapping in elements["godkendelse-1"].inputs}
    sign = {mapping.target: mapping.source for mapping in elements["underskrift-1"].inputs}
    assert gate["dokument"] == '={noegle: "godkendelse-1", titel: "Aftale"}'
    assert sign["underskriv_dokument"] == "godkendelse-1"


def test_what_has_another_shape_is_shown_as_it_is_written(bench: Bench) -> None:
    gate = bench.do("append", "gate", "skriv")
    own = '=[{part: "P1", rolle: "leder", antal: 2}]'
    assert bench.do("fill", gate, "godkendere", own) == own
    assert bench.do("fill", gate, "formularer", "") == ""
    assert bench.do("fill", gate, "dokument", "=mit_dokument") == "=mit_dokument"


def test_a_step_drawn_by_hand_has_the_fields_too(modelers: Bench) -> None:
    job = '<bpmn:extensionElements><zeebe:taskDefinition type="samtrin:mail"/></bpmn:extensionElements>'
    drawn = f'<bpmn:serviceTask id="imens" name="Imens">{job}</bpmn:serviceTask>'
    modelers.open("ours", BASE.replace('<bpmn:manualTask id="imens" name="Imens"/>', drawn))
    assert modelers.do("fill", "imens", "mail_til", "leder") == "leder"
    assert [mapping.target for mapping in model(modelers).processes["p"].elements["imens"].inputs] == [
        "mail_til"
    ]
    assert modelers.do("fields", "skriv") == []


def test_every_word_of_the_parts_has_a_danish_one() -> None:
    words = json.loads((SOURCE / "i18n" / "da" / "parts.json").read_text())
    pattern = re.compile(
        r"""(?:\b(?:name|help|label): |translate\(|', )(?:'([A-Z{][^'\n]*)'|"([A-Z][^"\n]*)")"""
    )
    found = {one or two for file in PARTS.glob("*.js") for one, two in pattern.findall(file.read_text())}
    assert len(found) > 60
    assert sorted(found - set(words)) == []
