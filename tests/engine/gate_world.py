"""A process that is little more than a gate, with the rule, the approvers and the rest as a test wants them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

import orjson
import sqlalchemy as sa

from engine import approvals, cases, deployments, user_tasks
from engine.approvals import rounds
from engine.models import approval, casting, document, process_instance, user_task
from engine.store import Store
from tests.world import OWNER, TEAM, World, build

YES = {"gp_beslutning": "godkend", "gp_bekraeft": "on"}
NO = {"gp_beslutning": "ret", "gp_bemaerkning": "Prisen er for lav", "gp_bekraeft": "on"}
STOP = {**NO, "gp_beslutning": "stop", "gp_stop_bekraeft": "on"}
OWNERS = {"part": "P1", "rolle": "bygherre-ol", "regel": "ledelse"}
LEADERS = {"part": "P1", "rolle": "bygherre-projektleder", "regel": "ledelse"}
TEAMS = {"part": "P2", "rolle": "lt-ol", "regel": "ledelse"}
BOTH = [OWNERS, TEAMS]
THREE = [OWNERS, LEADERS, TEAMS]
DOCUMENT = '={noegle: "dok", titel: "Aftale"}'
NAMESPACES = """xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" """


def conditional(*rows: tuple[str, str, str, bool]) -> dict[str, Any]:
    """A yes with conditions: (text, party key, ISO date, blocking)."""
    asked = [
        {"vilkaar": text, "ansvarlig": party, "frist": day, "blokerer": blocking}
        for text, party, day, blocking in rows
    ]
    return {"gp_beslutning": "betinget", "gp_bekraeft": "on", "gp_vilkaar": asked}


class GateWorld:
    """One case at its gate. ``inputs``: what the caller hands the gate beside the usual, as JSON values."""

    def __init__(
        self, store: Store, approvers: list[dict[str, Any]], *, second_gate: bool = False, **inputs: Any
    ) -> None:
        self.world: World = build(store)
        self.store = store
        with store.transaction() as session:
            deployments.deploy(session, {"proeve.bpmn": process(approvers, inputs, second_gate)})
        with store.transaction() as session:
            parties = {"P1": self.world.organisations[OWNER], "P2": self.world.organisations[TEAM]}
            by = self.world.actor(session, "petra")
            self.number = cases.start(session, "proeve", {}, parties, {}, by)

    def write(self, who: str = "petra", text: str = "Vi lægger et nyt tag") -> None:
        self.do(who, "skriv", tekst=text, pris="100")

    def do(self, who: str, element: str, party: str | None = None, **values: Any) -> None:
        self.world.do(who, self.world.task(self.number, element, party), **values)

    def answer(self, who: str, task_id: int, **values: Any) -> None:
        self.world.do(who, task_id, **(values or YES))

    def asked(self) -> dict[tuple[str, str], int]:
        """(party key, role) -> the open gate task, the oldest of several."""
        found: dict[tuple[str, str], int] = {}
        with self.store.read() as session:
            for task in rounds.asked(session, self.case_id()):
                found.setdefault((task.party_key, task.role_id), task.id)
        return found

    def all_asked(self) -> list[int]:
        with self.store.read() as session:
            return [task.id for task in rounds.asked(session, self.case_id())]

    def at(self, entry: dict[str, Any]) -> int:
        return self.asked()[entry["part"], entry["rolle"]]

    def gate(self, who: str, entry: dict[str, Any]) -> approvals.Gate:
        with self.store.read() as session:
            found = user_tasks.get(session, self.at(entry), self.world.actor(session, who)).gate
        assert found is not None
        return found

    def view(self, who: str) -> cases.CaseView:
        with self.store.read() as session:
            return cases.get(session, self.number, self.world.actor(session, who))

    def conditions(self, who: str) -> list[approvals.Condition]:
        with self.store.read() as session:
            return approvals.conditions_of_case(session, self.case_id(), self.world.actor(session, who))

    def uncast(self, who: str) -> None:
        with self.store.transaction() as session:
            session.execute(sa.delete(casting).where(casting.c.person_id == self.world.ids[who]))

    def recast(self, who: str, role: str, party: str = "P1") -> None:
        """Give somebody one more role."""
        with self.store.transaction() as session:
            session.insert_all(
                casting,
                [
                    {
                        "party_id": self.world.party(session, self.number, party),
                        "role_id": role,
                        "person_id": self.world.ids[who],
                        "cast_at": session.now,
                    }
                ],
            )

    def case_id(self) -> int:
        with self.store.read() as session:
            where = process_instance.c.number == self.number
            return int(session.execute(sa.select(process_instance.c.id).where(where)).scalar_one())

    def open(self) -> list[str]:
        """Element ids of the open tasks of all cases, oldest first."""
        with self.store.read() as session:
            where = user_task.c.state == "open"
            return [
                r.element_id for r in session.all(sa.select(user_task).where(where).order_by(user_task.c.id))
            ]

    def votes(self) -> list[tuple[int, str, bool]]:
        """(document version, decision, whether it is void) of every answer, oldest first."""
        with self.store.read() as session:
            rows = session.all(
                sa.select(document.c.version, approval.c.decision, approval.c.voided_at)
                .join(document, document.c.id == approval.c.document_id)
                .order_by(approval.c.id)
            )
        return [(row.version, row.decision, row.voided_at is not None) for row in rows]


def process(approvers: list[dict[str, Any]], inputs: dict[str, Any], second_gate: bool = False) -> bytes:
    """Draft, gate, and back or on; beside the gate somebody can write the same document anew, or (``second_gate``) a
    paper of the same kind that has a gate of its own."""
    given = {"godkendere": approvers, "udkast_opgaver": ["skriv"], **inputs}
    lines = "".join(
        f"<zeebe:input source={quoteattr('=' + orjson.dumps(value).decode())} target={quoteattr(name)} />"
        for name, value in given.items()
    )
    frozen = f"""<zeebe:input source="=[&quot;skriv&quot;]" target="formularer" />
      <zeebe:input source={quoteattr(DOCUMENT)} target="dokument" />"""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions {NAMESPACES} id="d" targetNamespace="https://samtrin.example/test">
  <bpmn:process id="proeve" name="Prøve" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties>
      <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" /></zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:startEvent id="start" />
    <bpmn:userTask id="skriv" name="Skriv aftalen"><bpmn:extensionElements><zeebe:userTask />
      <zeebe:formDefinition formId="skriv" />
      <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:parallelGateway id="deling" />
    <bpmn:callActivity id="port" name="Godkend aftalen"><bpmn:extensionElements>
      <zeebe:calledElement processId="godkendelsesport" propagateAllChildVariables="false" />
      <zeebe:ioMapping>
      <zeebe:input source="port-proeve" target="port_id" />
      <zeebe:input source="Aftalen" target="port_titel" />
      {frozen}{lines}
      <zeebe:output source="=port_resultat" target="port_resultat" />
      <zeebe:output source="=ret_trin" target="ret_trin" />
      </zeebe:ioMapping></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:userTask id="skriv-om" name="Skriv aftalen om"><bpmn:extensionElements><zeebe:userTask />
      <zeebe:formDefinition formId="skriv" />
      <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:serviceTask id="frys-igen"><bpmn:extensionElements><zeebe:taskDefinition type="samtrin:document" />
      <zeebe:ioMapping>{frozen}</zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:exclusiveGateway id="resultat" default="f-stop" />
    <bpmn:endEvent id="godkendt" name="Aftalt"><bpmn:terminateEventDefinition /></bpmn:endEvent>
    <bpmn:endEvent id="stoppet" name="Stoppet"><bpmn:terminateEventDefinition /></bpmn:endEvent>
    <bpmn:userTask id="ret" name="Ret aftalen"><bpmn:extensionElements><zeebe:userTask />
      <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:endEvent id="slut" />
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="skriv" />
    <bpmn:sequenceFlow id="f2" sourceRef="skriv" targetRef="deling" />
    <bpmn:sequenceFlow id="f3" sourceRef="deling" targetRef="port" />
    <bpmn:sequenceFlow id="f4" sourceRef="deling" targetRef="skriv-om" />
    <bpmn:sequenceFlow id="f5" sourceRef="skriv-om" targetRef="frys-igen" />
    <bpmn:sequenceFlow id="f6" sourceRef="frys-igen" targetRef="skriv-om" />
    <bpmn:sequenceFlow id="f7" sourceRef="port" targetRef="resultat" />
    <bpmn:sequenceFlow id="f8" sourceRef="resultat" targetRef="godkendt">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=port_resultat = "godkendt"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f9" sourceRef="resultat" targetRef="ret">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=port_resultat = "ret"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f-stop" sourceRef="resultat" targetRef="stoppet" />
    <bpmn:sequenceFlow id="f10" sourceRef="ret" targetRef="slut" />
  </bpmn:process>
  {drawing()}
</bpmn:definitions>"""
    if second_gate:
        job, call = (
            '<zeebe:taskDefinition type="samtrin:document" />',
            '<zeebe:calledElement processId="godkendelsesport" />',
        )
        assert job in text
        text = text.replace("bpmn:serviceTask", "bpmn:callActivity").replace(job, call)
        text = text.replace(
            f"<zeebe:ioMapping>{frozen}</zeebe:ioMapping>",
            f"<zeebe:ioMapping>{frozen}{lines}</zeebe:ioMapping>",
        )
    return text.encode()


def drawing() -> str:
    """A figure for each step, in a row: a browser has to have something to show."""
    steps = [
        "start",
        "skriv",
        "deling",
        "port",
        "skriv-om",
        "frys-igen",
        "resultat",
        "godkendt",
        "stoppet",
        "ret",
        "slut",
    ]
    figures = "".join(
        f'<di:BPMNShape id="{step}-figur" bpmnElement="{step}">'
        f'<dc:Bounds x="{number * 150}" y="100" width="100" height="80" /></di:BPMNShape>'
        for number, step in enumerate(steps)
    )
    plane = f'<di:BPMNPlane id="plan" bpmnElement="proeve">{figures}</di:BPMNPlane>'
    return f'<di:BPMNDiagram id="tegning">{plane}</di:BPMNDiagram>'
