"""Two web processes and two workers on one database: completions, timers and messages of one case at the same moment
are each done once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter

import pytest
import sqlalchemy as sa

from engine import bpmn, cases, deployments, jobs
from engine.clock import Clock
from engine.models import incident, job, message, process_instance, subscription, user_task
from engine.store import Store
from tests.concurrency.child import ROUNDS
from tests.concurrency.child import main as child
from tests.world import OWNER, ROOT, TEAM, World, build

CASES = 3
TASK = """<bpmn:userTask id="{0}" name="Tæl {0}"><bpmn:extensionElements><zeebe:userTask />
  <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" /></bpmn:extensionElements></bpmn:userTask>"""
COUNT = """<bpmn:scriptTask id="tael-{0}"><bpmn:extensionElements>
  <zeebe:script expression="={0} + 1" resultVariable="{0}" /></bpmn:extensionElements></bpmn:scriptTask>
  <bpmn:sequenceFlow id="f-{0}" sourceRef="{1}" targetRef="tael-{0}" />
  <bpmn:sequenceFlow id="g-{0}" sourceRef="del" targetRef="{1}" />
  <bpmn:sequenceFlow id="h-{0}" sourceRef="tael-{0}" targetRef="mød" />"""
ROUND = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:message id="m" name="besked"><bpmn:extensionElements>
  <zeebe:subscription correlationKey="=sag_id + &quot;-&quot; + string(runde)" />
  </bpmn:extensionElements></bpmn:message>
<bpmn:process id="samtidig" name="Samtidig" isExecutable="true">
  <bpmn:extensionElements><zeebe:properties>
    <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" /></zeebe:properties>
  </bpmn:extensionElements>
  <bpmn:startEvent id="s"><bpmn:extensionElements><zeebe:ioMapping>
    <zeebe:output source="=1" target="runde" /><zeebe:output source="=0" target="a" />
    <zeebe:output source="=0" target="b" /><zeebe:output source="=0" target="ur" />
    <zeebe:output source="=0" target="besked" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:startEvent>
  <bpmn:exclusiveGateway id="saml" /><bpmn:parallelGateway id="del" /><bpmn:parallelGateway id="mød" />
  <bpmn:exclusiveGateway id="flere" default="nej" /><bpmn:endEvent id="e" />
  {TASK.format("opgave-a")}{TASK.format("opgave-b")}
  <bpmn:intermediateCatchEvent id="vent-ur"><bpmn:timerEventDefinition id="t">
    <bpmn:timeDuration>PT0S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:intermediateCatchEvent id="vent-besked"><bpmn:messageEventDefinition id="md" messageRef="m" />
  </bpmn:intermediateCatchEvent>
  {COUNT.format("a", "opgave-a")}{COUNT.format("b", "opgave-b")}
  {COUNT.format("ur", "vent-ur")}{COUNT.format("besked", "vent-besked")}
  <bpmn:scriptTask id="næste"><bpmn:extensionElements>
    <zeebe:script expression="=runde + 1" resultVariable="runde" /></bpmn:extensionElements></bpmn:scriptTask>
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="saml" />
  <bpmn:sequenceFlow id="f2" sourceRef="saml" targetRef="del" />
  <bpmn:sequenceFlow id="f3" sourceRef="mød" targetRef="næste" />
  <bpmn:sequenceFlow id="f4" sourceRef="næste" targetRef="flere" />
  <bpmn:sequenceFlow id="ja" sourceRef="flere" targetRef="saml">
    <bpmn:conditionExpression>=runde &lt;= {ROUNDS}</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="nej" sourceRef="flere" targetRef="e" />
</bpmn:process></bpmn:definitions>"""


@pytest.fixture
def world(store: Store) -> World:
    made = build(store)
    store.clock = Clock()  # the others live in real time
    with store.transaction() as session:
        deployments.deploy(session, {"samtidig.bpmn": ROUND.encode()})
    parties = {"P1": made.organisations[OWNER], "P2": made.organisations[TEAM]}
    with store.transaction() as session:
        for _ in range(CASES):
            cases.start(session, "samtidig", {}, parties, {}, made.actor(session, "petra"))
    return made


def url(world: World) -> str:
    return world.store.engine.url.render_as_string(hide_password=False)


def test_processes_share_a_database(world: World) -> None:
    words = [sys.executable, "-m", "tests.concurrency.child"]
    jobs_given = [("web", "1"), ("web", "2"), ("worker", "3"), ("worker", "4")]
    children = [
        subprocess.Popen(
            [*words, kind, url(world), str(world.ids["petra"]), seed],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind, seed in jobs_given
    ]
    heard = [line for process in children for line in process.communicate()[0].splitlines()]
    assert [process.returncode for process in children] == [0] * 4
    check(world, heard)


def test_threads_share_a_database(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    failed: list[BaseException] = []

    def run(kind: str, seed: str) -> None:
        try:
            child(kind, url(world), str(world.ids["petra"]), seed)
        except BaseException as raised:
            failed.append(raised)

    threads = [
        threading.Thread(target=run, args=given)
        for given in (("web", "1"), ("web", "2"), ("worker", "3"), ("worker", "4"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    check(world, capsys.readouterr().out.splitlines())


def check(world: World, heard: list[str]) -> None:
    """Every effect once: each round counted once by each branch, each acknowledged completion there, nothing left."""
    jobs.run_due(world.store)
    with world.store.read() as session:
        rows = session.all(sa.select(process_instance))
        done = set(
            session.execute(sa.select(user_task.c.id).where(user_task.c.state == "completed")).scalars()
        )
        left = [
            session.scalar(sa.select(sa.func.count()).where(rows_left))
            for rows_left in (
                job.c.id.is_not(None),
                message.c.id.is_not(None),
                subscription.c.process_instance_id.is_not(None),  # start events wait for ever
                incident.c.id.is_not(None),
            )
        ]
    assert [row.status for row in rows] == ["completed"] * CASES
    for row in rows:
        counted = bpmn.visible(row.variables)
        assert {name: counted[name] for name in ("a", "b", "ur", "besked")} == dict.fromkeys(
            ("a", "b", "ur", "besked"), ROUNDS
        )
    acknowledged = Counter(line for line in heard if line.startswith("task "))
    assert set(acknowledged.values()) == {1}
    assert {int(line.split()[1]) for line in acknowledged} == done
    assert len(done) == 2 * ROUNDS * CASES
    assert left == [0, 0, 0, 0]
