"""A process killed at random moments loses nothing that it acknowledged, and does nothing twice."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
import sqlalchemy as sa

from engine import bpmn, cases, deployments, instances, jobs
from engine.clock import Clock
from engine.models import job, message, process_instance, user_task
from engine.store import Store
from tests.world import OWNER, ROOT, TEAM, World, build

COMPLETIONS = 500
LIVES = (20, 90)  # completions between two kills
LOOP = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:message id="m" name="talt" />
<bpmn:process id="taeller" name="Tæl" isExecutable="true">
  <bpmn:extensionElements><zeebe:properties>
    <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" /></zeebe:properties>
  </bpmn:extensionElements>
  <bpmn:startEvent id="s" /><bpmn:exclusiveGateway id="saml" />
  <bpmn:userTask id="t" name="Tæl"><bpmn:extensionElements><zeebe:userTask />
    <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:scriptTask id="op"><bpmn:extensionElements>
    <zeebe:script expression="=if antal = null then 1 else antal + 1" resultVariable="antal" />
  </bpmn:extensionElements></bpmn:scriptTask>
  <bpmn:intermediateThrowEvent id="sig"><bpmn:extensionElements>
    <zeebe:taskDefinition type="samtrin:message" />
    <zeebe:ioMapping><zeebe:input source="={antal: antal}" target="payload" /></zeebe:ioMapping>
    </bpmn:extensionElements><bpmn:messageEventDefinition id="sd" messageRef="m" /></bpmn:intermediateThrowEvent>
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="saml" />
  <bpmn:sequenceFlow id="f2" sourceRef="saml" targetRef="t" />
  <bpmn:sequenceFlow id="f3" sourceRef="t" targetRef="op" />
  <bpmn:sequenceFlow id="f4" sourceRef="op" targetRef="sig" />
  <bpmn:sequenceFlow id="f5" sourceRef="sig" targetRef="saml" />
</bpmn:process></bpmn:definitions>"""


@pytest.fixture
def world(store: Store) -> World:
    made = build(store)
    store.clock = Clock()  # the children live in real time, and so must the one who looks after them
    with store.transaction() as session:
        deployments.deploy(session, {"taeller.bpmn": LOOP.encode()})
    return made


def test_what_was_acknowledged_is_there_once(world: World) -> None:
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        parties = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
        number = cases.start(session, "taeller", {}, parties, {}, by)
        instance_id = session.scalar(
            sa.select(process_instance.c.id).where(process_instance.c.number == number)
        )
    url = world.store.engine.url.render_as_string(hide_password=False)
    acknowledged: list[int] = []
    kills = 0
    chance = random.Random(4711)
    while len(acknowledged) < COMPLETIONS:
        acknowledged += live_and_die(url, by.person_id, instance_id, chance.randint(*LIVES))
        kills += 1
    with world.store.transaction() as session:
        done = list(
            session.execute(
                sa.select(user_task.c.id).where(
                    user_task.c.process_instance_id == instance_id, user_task.c.state == "completed"
                )
            ).scalars()
        )
        still_open = session.scalar(
            sa.select(sa.func.count())
            .select_from(user_task)
            .where(user_task.c.process_instance_id == instance_id, user_task.c.state == "open")
        )
        variables = bpmn.visible(instances.lock(session, instance_id).state.variables)
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= set(done)
    assert (
        len(acknowledged) <= len(done) <= len(acknowledged) + kills
    )  # the last word of a killed process is lost
    assert (variables["antal"], still_open) == (len(done), 1)
    jobs.run_due(world.store)
    with world.store.read() as session:
        told = [row["antal"] for row in session.execute(sa.select(message.c.variables)).scalars()]
        unsent = sa.select(sa.func.count()).select_from(job).where(job.c.kind == "message")
        left = session.scalar(unsent)
    assert (sorted(told), left) == (list(range(1, len(done) + 1)), 0)


def live_and_die(url: str, person_id: int, instance_id: int, length: int) -> list[int]:
    """Let a child work, kill it somewhere in the midst of a completion; what it had acknowledged."""
    words = [sys.executable, "-m", "tests.crash.child", url, str(person_id), str(instance_id)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        heard = [int(child.stdout.readline()) for _ in range(length)]
        child.kill()
        return heard + [int(line) for line in child.stdout if line.endswith("\n")]
