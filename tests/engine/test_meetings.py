"""The meeting cycle in the house: who gets its tasks and mails, and a promise that becomes a case of its own."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, deployments, jobs
from engine.models import document, mail, party, process_instance, user_task
from engine.store import Store
from tests.world import OWNER, ROOT, TEAM, World, build
from web.letters import Letters

PARENT = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <bpmn:process id="samarbejde" name="Samarbejde" isExecutable="true">
    <bpmn:extensionElements>
      <zeebe:properties><zeebe:property name="samtrin:parties" value="bygherre, leveranceteam"/></zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:startEvent id="start"/>
    <bpmn:callActivity id="moede-1" name="Hold møde">
      <bpmn:extensionElements>
        <zeebe:calledElement processId="moedecyklus" propagateAllChildVariables="false"/>
        <zeebe:ioMapping>
          <zeebe:input source="faelles" target="moede_profil"/>
          <zeebe:input source="Enighed" target="moede_formaal"/>
          <zeebe:input source="bygherre-projektleder" target="moedeleder"/>
          <zeebe:input source="=null" target="moedeleder_part"/>
          <zeebe:input source='=[{part: "P1", rolle: "bygherre-ol"}, {part: "P2", rolle: "lt-ol"}]'
            target="moede_deltagere"/>
          <zeebe:output source="=moede" target="moede_1"/>
        </zeebe:ioMapping>
      </bpmn:extensionElements>
    </bpmn:callActivity>
    <bpmn:callActivity id="referat-1" name="Skriv referat">
      <bpmn:extensionElements>
        <zeebe:calledElement processId="moedeopfoelgning" propagateAllChildVariables="false"/>
        <zeebe:ioMapping><zeebe:input source="=moede_1" target="moede"/></zeebe:ioMapping>
      </bpmn:extensionElements>
    </bpmn:callActivity>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="moede-1"/>
    <bpmn:sequenceFlow id="f2" sourceRef="moede-1" targetRef="referat-1"/>
  </bpmn:process>
</bpmn:definitions>"""


@pytest.fixture
def world(store: Store) -> World:
    store.letters = Letters("https://samtrin.example", "secret")
    built = build(store)
    files = {
        f"{name}.bpmn": ROOT / f"processes/faelles/{name}.bpmn"
        for name in ("moedecyklus", "moedeopfoelgning", "loefte")
    }
    files |= {file.name: file for file in (ROOT / "forms").glob("mc-*.form")}
    with store.transaction() as session:
        content = {name: file.read_bytes() for name, file in files.items()}
        deployments.deploy(session, content | {"samarbejde.bpmn": PARENT.encode()})
    return built


def held(world: World) -> str:
    """A case whose meeting has been held. Returns its number."""
    with world.store.transaction() as session:
        sides = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
        number = cases.start(session, "samarbejde", {}, sides, {}, world.actor(session, "petra"))
    person = str(world.ids["petra"])
    steps: dict[str, dict[str, Any]] = {
        "mc-aftal-tid": {
            "mc_dato": "2026-04-15",
            "mc_tid": "10:00",
            "mc_minutter": "60",
            "mc_sted": "Havnen",
            "mc_formaal": "Ro",
        },
        "mc-bekraeft": {"mc_bekraeft_tekst": "Hvem kommer?"},
        "mc-noter-deltagere": {"mc_deltagere": [{"navn": "Lis"}]},
        "mc-dagsorden": {"mc_punkter": [{"nr": "1", "punkt": "Taget"}], "mc_egne_deltagere": [person]},
        "mc-hold-moede": {"mc_status": "holdt", "mc_fremmoedte": ["Lis", person]},
    }
    for element, answers in steps.items():
        world.do("petra", world.task(number, element), **answers)
    return number


def test_the_guests_of_both_sides_get_the_mails(world: World) -> None:
    held(world)
    with world.store.read() as session:
        rows = session.all(sa.select(mail).where(mail.c.subject.like("%2026-04-15%")))
    told = {(row.to_address, row.subject) for row in rows}
    assert {address for address, _ in told} == {
        f"{first}@example.dk" for first in ("otto", "oda", "lis", "lars")
    }
    assert {subject for _, subject in told} == {"Møde 2026-04-15: Ro", "Dagsorden til mødet 2026-04-15"}


def test_a_promise_becomes_a_case_of_those_who_gave_it(world: World) -> None:
    number = held(world)
    promise = {"loefte": "Vi måler taget op", "part": "P2", "frist": "2026-05-01"}
    minutes = {"mc_indhold": "Vi er enige", "mc_loefter": [promise]}
    world.do("petra", world.task(number, "mc-referat"), **minutes)
    jobs.run_due(world.store)
    with world.store.read() as session:
        row = session.all(
            sa.select(process_instance.c.title, user_task.c.role_id, user_task.c.due_at, party.c.key)
            .join(user_task, user_task.c.process_instance_id == process_instance.c.id)
            .join(party, party.c.id == user_task.c.party_id)
            .where(user_task.c.element_id == "mc-indfri-loefte")
        )
    ((title, role, due, side),) = row
    assert title == f"Løfte fra sag {number}: Vi måler taget op"
    assert (role, side, due.date().isoformat()) == ("lt-ol", "P2", "2026-05-01")
    with world.store.read() as session:
        kept = session.all(sa.select(document.c.title, document.c.is_private).order_by(document.c.id))
    assert [(row.title, row.is_private) for row in kept] == [
        ("Dagsorden til mødet 2026-04-15", False),
        ("Referat af mødet 2026-04-15", False),
    ]
    reading = world.task(number, "mc-godkend-referat", "P2")
    world.do("lis", reading, mc_bemaerkning="")
    world.do("otto", world.task(number, "mc-godkend-referat", "P1"), mc_bemaerkning="")
    with world.store.read() as session:
        assert cases.get(session, number, world.actor(session, "lis")).status == "completed"
