"""What an editor offers: to owners alone, the draft's own files first, and every variable with where it comes from."""

from __future__ import annotations

import json

import pytest

from engine import bpmn, forms
from engine.editing import catalog, drafts, owners, variables
from engine.errors import NotFound
from engine.store import Store
from tests.world import build

LOOP = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="p" name="P" isExecutable="true">
    <bpmn:startEvent id="s"/>
    <bpmn:userTask id="t" name="Svar">
      <bpmn:extensionElements>
        <zeebe:formDefinition formId="f"/>
        <zeebe:ioMapping><zeebe:output source="=1" target="samlet.tal"/></zeebe:ioMapping>
      </bpmn:extensionElements>
      <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>
        <zeebe:loopCharacteristics inputCollection="=parter" inputElement="part" outputCollection="alle"
          outputElement="=1"/>
      </bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:scriptTask id="r" name="Regn"><bpmn:extensionElements>
      <zeebe:script expression="=1" resultVariable="sum"/></bpmn:extensionElements></bpmn:scriptTask>
    <bpmn:serviceTask id="k"><bpmn:extensionElements>
      <zeebe:taskDefinition type="samtrin:document"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:userTask id="u" name="Igen"><bpmn:extensionElements>
      <zeebe:formDefinition formId="=valgt"/></bpmn:extensionElements></bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>"""
FORM = {
    "type": "default",
    "id": "f",
    "components": [
        {"type": "number", "key": "pris", "label": "Pris"},
        {"type": "textfield", "key": "adresse.vej", "label": "Vej"},
        {"type": "textfield", "key": "adresse.by", "label": "By"},
        {
            "type": "dynamiclist",
            "path": "fund",
            "components": [{"type": "textfield", "key": "hvad", "label": "Hvad"}],
        },
        {"type": "text", "text": "Ingen svar"},
    ],
}


def test_every_variable_says_what_it_is_and_what_writes_it() -> None:
    process = bpmn.read(LOOP, "p.bpmn").processes["p"]
    form = forms.load(json.dumps(FORM))
    found = {v.name: v for v in variables.of(process, lambda form_id: form if form_id == "f" else None)}
    assert [*found][:3] == ["sag_id", "parter", "lukkede_dage"]
    assert set(found) - {v.name for v in variables.GIVEN} == {
        *("pris", "adresse", "fund"),
        *("part", "alle", "samlet", "sum", "dok"),
    }
    assert found["pris"].type == "number" and str(found["pris"].source) == "Asked in Svar"
    assert found["adresse"].entries == ("vej", "by") and found["adresse"].type == "context"
    assert found["fund"].entries == ("hvad",) and found["fund"].type == "list"
    assert str(found["part"].source) == "One item at a time, in Svar"
    assert found["sum"].at == "r" and str(found["sum"].source) == "Written in Regn"
    assert "sha256" in found["dok"].entries
    assert variables.of(None, lambda _: None) == variables.GIVEN


def test_a_form_that_is_missing_or_computed_asks_nothing_that_is_known() -> None:
    process = bpmn.read(LOOP, "p.bpmn").processes["p"]
    assert "pris" not in {v.name for v in variables.of(process, lambda _: None)}


def test_the_drafts_own_files_count_and_nobody_else_sees_them(store: Store) -> None:
    world = build(store)
    with store.transaction() as session:
        petra, lis = world.actor(session, "petra"), world.actor(session, "lis")
        owners.add(session, "aftale", petra.person_id, None)
        drafts.begin(session, "aftale", petra)
        changed = json.loads(drafts.contents(session, "aftale", petra)["skriv.form"])
        changed["components"].append({"type": "number", "key": "helt_ny", "label": "Ny"})
        revision = drafts.get(session, "aftale", petra).files[0].revision
        drafts.save(session, "aftale", "skriv.form", json.dumps(changed).encode(), revision, petra)
        found = catalog.of(session, "aftale", petra)
        assert {"helt_ny", "emne"} <= {v.name for v in found.variables}
        assert next(f for f in found.forms if f.id == "skriv") == catalog.Choice(
            "skriv", "Skriv aftalen", file="skriv.form"
        )
        assert not next(f for f in found.forms if f.id == "f-vilkaar").in_draft
        assert not any(f.id.startswith("document:") for f in found.forms)
        with pytest.raises(NotFound):
            catalog.of(session, "aftale", lis)
        with pytest.raises(NotFound):
            catalog.of(session, "findes-ikke", petra)
