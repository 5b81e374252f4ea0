"""A model that fails stands still and says so; what a person did is kept; trying again goes on from there."""

from __future__ import annotations

import json

import pytest

from engine import cases, deployments, user_tasks
from engine.errors import Conflict, Message, NotFound
from engine.store import Store
from tests.world import OWNER, TEAM, World, build

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:process id="frys" name="Frys" isExecutable="true">
  <bpmn:extensionElements><zeebe:properties>
    <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" /></zeebe:properties>
  </bpmn:extensionElements>
  <bpmn:startEvent id="s" />
  <bpmn:userTask id="foerst" name="Først"><bpmn:extensionElements><zeebe:userTask />
    <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:serviceTask id="frys-udgaven" name="Frys udgaven"><bpmn:extensionElements>
    <zeebe:taskDefinition type="samtrin:document" />
    <zeebe:ioMapping><zeebe:input target="formularer" source="=[&quot;ny-formular&quot;]" />
      <zeebe:input target="dokument" source="={noegle: &quot;dok&quot;, titel: &quot;Dok&quot;}" /></zeebe:ioMapping>
    </bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:userTask id="sidst" name="Sidst"><bpmn:extensionElements><zeebe:userTask />
    <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" />
    <zeebe:properties><zeebe:property name="samtrin:sign" value="dok" /></zeebe:properties>
    </bpmn:extensionElements></bpmn:userTask>
  <bpmn:endEvent id="e" />
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="foerst" />
  <bpmn:sequenceFlow id="f2" sourceRef="foerst" targetRef="frys-udgaven" />
  <bpmn:sequenceFlow id="f3" sourceRef="frys-udgaven" targetRef="sidst" />
  <bpmn:sequenceFlow id="f4" sourceRef="sidst" targetRef="e" />
</bpmn:process></bpmn:definitions>"""
FORM = {
    "type": "default",
    "id": "ny-formular",
    "schemaVersion": 18,
    "components": [{"id": "Field_a", "type": "textfield", "key": "a", "label": "A"}],
}


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def broken(world: World) -> str:
    """A case whose document cannot be frozen: its form does not exist yet."""
    with world.store.transaction() as session:
        deployments.deploy(session, {"frys.bpmn": PROCESS.encode()})
    with world.store.transaction() as session:
        parties = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
        number = cases.start(session, "frys", {}, parties, {}, world.actor(session, "petra"))
    world.do("petra", world.task(number, "foerst"))
    return number


def view(world: World, number: str) -> cases.CaseView:
    with world.store.read() as session:
        return cases.get(session, number, world.actor(session, "petra"))


def retry(world: World, number: str, incident_id: int, who: str = "petra") -> None:
    with world.store.transaction() as session:
        cases.retry(session, number, incident_id, "Rettet", world.actor(session, who))


def test_the_work_is_kept_and_the_case_says_what_is_wrong(world: World, broken: str) -> None:
    case = view(world, broken)
    (incident,) = case.incidents
    assert (case.status, case.ball, incident.element_name) == ("active", [], "Frys udgaven")
    assert "ny-formular" in str(incident.message)
    assert isinstance(
        incident.message.params["message"], Message
    )  # so that pages say the cause in their language
    assert [step.state for step in case.course if step.id == "foerst"] == ["done"]


def test_trying_again_in_vain_leaves_one_incident(world: World, broken: str) -> None:
    retry(world, broken, view(world, broken).incidents[0].id)
    assert len(view(world, broken).incidents) == 1


def test_trying_again_when_it_is_mended_goes_on(world: World, broken: str) -> None:
    (incident,) = view(world, broken).incidents
    with world.store.transaction() as session:
        deployments.deploy(session, {"ny.form": json.dumps(FORM).encode()})
    retry(world, broken, incident.id)
    case = view(world, broken)
    assert (case.incidents, [ball.task_name for ball in case.ball]) == ([], ["Sidst"])
    with pytest.raises(Conflict):
        retry(world, broken, incident.id)


def test_a_signature_binds_to_the_words_that_were_shown(world: World, broken: str) -> None:
    with world.store.transaction() as session:
        deployments.deploy(session, {"ny.form": json.dumps(FORM).encode()})
    retry(world, broken, view(world, broken).incidents[0].id)
    task = world.task(broken, "sidst")
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        shown = user_tasks.get(session, task, by).document
        assert shown is not None and (shown.title, shown.version) == ("Dok", 1)
        for wrong in (None, "0" * 64):
            with pytest.raises(Conflict):
                user_tasks.complete(session, task, {}, by, fingerprint=wrong)
        user_tasks.complete(session, task, {}, by, fingerprint=shown.sha256)
    case = view(world, broken)
    signed = next(event for event in case.history if event.kind == "signed")
    assert (case.status, signed.name, signed.data["sha256"]) == ("completed", "Dok", shown.sha256)


def test_a_stranger_cannot_try(world: World, broken: str) -> None:
    with pytest.raises(NotFound):
        retry(world, broken, view(world, broken).incidents[0].id, "frida")
