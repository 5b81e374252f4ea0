"""Decision tables in processes: published, pinned, evaluated, kept, and seen on the case."""

from __future__ import annotations

import pytest

from engine import cases, deployments
from engine.store import Store
from tests.world import OWNER, TEAM, World, build

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Niveau" namespace="samtrin">
  <inputData id="beloeb_ind" name="beloeb"><variable name="beloeb" typeRef="number" /></inputData>
  <decision id="dmn-niveau" name="Hvem afgør">
    <variable name="Hvem afgør" typeRef="string" />
    <informationRequirement id="r"><requiredInput href="#beloeb_ind" /></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="i"><inputExpression id="ie" typeRef="number"><text>beloeb</text></inputExpression></input>
      <output id="o" typeRef="string" />
      <rule id="r1"><inputEntry id="a"><text>&lt;= LIMIT</text></inputEntry>
        <outputEntry id="b"><text>"ol"</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="c"><text>&gt; 25000000</text></inputEntry>
        <outputEntry id="e"><text>"styregruppe"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:process id="afgoer" name="Afgør" isExecutable="true">
  <bpmn:extensionElements><zeebe:properties>
    <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" /></zeebe:properties>
  </bpmn:extensionElements>
  <bpmn:startEvent id="s" />
  <bpmn:scriptTask id="pris" name="Pris"><bpmn:extensionElements>
    <zeebe:script expression="=34968960" resultVariable="beloeb" /></bpmn:extensionElements></bpmn:scriptTask>
  <bpmn:businessRuleTask id="find" name="Find niveau"><bpmn:extensionElements>
    <zeebe:calledDecision decisionId="dmn-niveau" resultVariable="niveau" />
  </bpmn:extensionElements></bpmn:businessRuleTask>
  <bpmn:userTask id="svar" name="Svar"><bpmn:extensionElements><zeebe:userTask />
    <zeebe:assignmentDefinition candidateGroups="=if niveau = &quot;styregruppe&quot; then &quot;bygherre-ol&quot;
      else &quot;bygherre-projektleder&quot;" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:endEvent id="e" />
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="pris" />
  <bpmn:sequenceFlow id="f2" sourceRef="pris" targetRef="find" />
  <bpmn:sequenceFlow id="f3" sourceRef="find" targetRef="svar" />
  <bpmn:sequenceFlow id="f4" sourceRef="svar" targetRef="e" />
</bpmn:process></bpmn:definitions>"""


def table(limit: int = 25_000_000) -> bytes:
    return TABLE.replace("LIMIT", str(limit)).encode()


@pytest.fixture
def world(store: Store) -> World:
    made = build(store)
    deploy(made, {"niveau.dmn": table(), "afgoer.bpmn": PROCESS.encode()})
    return made


def deploy(world: World, files: dict[str, bytes]) -> dict[str, int | None]:
    with world.store.transaction() as session:
        return {item.id: item.version for item in deployments.deploy(session, files)}


def started(world: World) -> cases.CaseView:
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        parties = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
        number = cases.start(session, "afgoer", {}, parties, {}, by)
    with world.store.read() as session:
        return cases.get(session, number, by)


def test_a_decision_steers_the_case_and_is_kept(world: World) -> None:
    case = started(world)
    assert [ball.role_id for ball in case.ball] == ["bygherre-ol"]
    (kept,) = case.evaluations
    assert (kept.name, kept.version) == ("Hvem afgør", 1)
    assert kept.decisions == [
        {
            "name": "Hvem afgør",
            "inputs": {"beloeb": 34968960},
            "rules": [{"number": 2, "label": ""}],
            "output": "styregruppe",
        }
    ]


def test_a_changed_table_makes_a_new_version_of_the_process_that_asks_it(world: World) -> None:
    assert deploy(world, {"niveau.dmn": table(20_000_000)}) == {"dmn-niveau": 2, "afgoer": 2}
    assert deploy(world, {"niveau.dmn": table(20_000_000)}) == {"dmn-niveau": None}


def test_rules_that_overlap_stop_the_case_with_an_incident(world: World) -> None:
    deploy(world, {"niveau.dmn": table(99_000_000)})
    case = started(world)
    (incident,) = case.incidents
    assert incident.element_name == "Find niveau"
    assert "1" in str(incident.message) and "2" in str(incident.message)


@pytest.mark.parametrize(
    "content", [b"", b"<x/>", b"<!DOCTYPE a><a/>", TABLE.replace("LIMIT", "((").encode()]
)
def test_a_broken_table_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(deployments.Rejected) as refused:
        deploy(world, {"niveau.dmn": content})
    assert all("niveau.dmn" in str(problem) for problem in refused.value.problems)


def test_a_missing_decision_is_refused(world: World) -> None:
    with pytest.raises(deployments.Rejected) as refused:
        deploy(world, {"b.bpmn": PROCESS.replace("dmn-niveau", "dmn-ukendt").encode()})
    assert "dmn-ukendt" in str(refused.value.problems[0])
