"""Background work: messages between cases, what happens when a job fails, and who wins a race."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import cases, deployments, jobs, messages, user_tasks
from engine.demo import clock
from engine.errors import Conflict
from engine.models import incident, job, message, process_instance, user_task
from engine.store import Store
from tests.world import OWNER, TEAM, World, build

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:message id="m" name="msg-svar"><bpmn:extensionElements>
    <zeebe:subscription correlationKey="=sag_id" /></bpmn:extensionElements></bpmn:message>
  <bpmn:message id="n" name="msg-ny-sag" />
"""
ASKING = """<bpmn:process id="spoerg" name="Spørg" isExecutable="true">
  <bpmn:extensionElements><zeebe:properties>
    <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" />
  </zeebe:properties></bpmn:extensionElements>
  <bpmn:startEvent id="s" />
  <bpmn:intermediateThrowEvent id="send"><bpmn:extensionElements>
      <zeebe:taskDefinition type="samtrin:message" />
      <zeebe:ioMapping><zeebe:input target="payload"
        source="={parter: parter, sag_spurgt: sag_id}" /></zeebe:ioMapping></bpmn:extensionElements>
    <bpmn:messageEventDefinition id="sm" messageRef="n" /></bpmn:intermediateThrowEvent>
  <bpmn:intermediateCatchEvent id="vent"><bpmn:messageEventDefinition id="vm" messageRef="m" />
  </bpmn:intermediateCatchEvent>
  <bpmn:endEvent id="slut" name="Besvaret" />
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="send" />
  <bpmn:sequenceFlow id="f2" sourceRef="send" targetRef="vent" />
  <bpmn:sequenceFlow id="f3" sourceRef="vent" targetRef="slut" />
</bpmn:process></bpmn:definitions>"""
ANSWERING = """<bpmn:process id="svar" name="Svar" isExecutable="true">
  <bpmn:startEvent id="s2"><bpmn:messageEventDefinition id="sd" messageRef="n" /></bpmn:startEvent>
  <bpmn:userTask id="svar-opgave" name="Svar"><bpmn:extensionElements><zeebe:userTask />
    <zeebe:assignmentDefinition candidateGroups="lt-ol" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:endEvent id="send-svar"><bpmn:extensionElements>
      <zeebe:taskDefinition type="samtrin:message" />
      <zeebe:ioMapping><zeebe:input target="correlation_key" source="=sag_spurgt" />
        <zeebe:input target="payload" source="={svar: &quot;ja&quot;}" /></zeebe:ioMapping></bpmn:extensionElements>
    <bpmn:messageEventDefinition id="em" messageRef="m" /></bpmn:endEvent>
  <bpmn:sequenceFlow id="g1" sourceRef="s2" targetRef="svar-opgave" />
  <bpmn:sequenceFlow id="g2" sourceRef="svar-opgave" targetRef="send-svar" />
</bpmn:process></bpmn:definitions>"""


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


EVERY_DAY = """<bpmn:process id="daglig" name="Hver dag" isExecutable="true">
  <bpmn:startEvent id="s3"><bpmn:timerEventDefinition id="t3">
    <bpmn:timeCycle>R2/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>
  <bpmn:endEvent id="e3" /><bpmn:sequenceFlow id="h1" sourceRef="s3" targetRef="e3" />
</bpmn:process></bpmn:definitions>"""


TWICE = """<bpmn:process id="to-ure" name="To ure" isExecutable="true">
  <bpmn:extensionElements><zeebe:properties>
    <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" />
  </zeebe:properties></bpmn:extensionElements>
  <bpmn:startEvent id="s4" /><bpmn:endEvent id="e4" />
  <bpmn:intermediateCatchEvent id="u1"><bpmn:timerEventDefinition id="d1">
    <bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:intermediateCatchEvent id="u2"><bpmn:timerEventDefinition id="d2">
    <bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:sequenceFlow id="k1" sourceRef="s4" targetRef="u1" />
  <bpmn:sequenceFlow id="k2" sourceRef="u1" targetRef="u2" />
  <bpmn:sequenceFlow id="k3" sourceRef="u2" targetRef="e4" />
</bpmn:process></bpmn:definitions>"""


def test_a_timer_that_sets_the_next_one_leaves_it_there(world: World) -> None:
    with world.store.transaction() as session:
        deployments.deploy(session, {"d.bpmn": (HEAD + TWICE).encode()})
    parties = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
    with world.store.transaction() as session:
        number = cases.start(session, "to-ure", {}, parties, {}, world.actor(session, "petra"))
    for left in (1, 0):
        world.store.clock.advance(timedelta(hours=1, seconds=1))
        assert jobs.run_due(world.store) == 1
        with world.store.read() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(job)) == left
    assert status(world, number) == "completed"


@pytest.fixture
def asking(world: World) -> str:
    """A case that asks another process and waits for its answer."""
    with world.store.transaction() as session:
        deployments.deploy(
            session, {"a.bpmn": (HEAD + ASKING).encode(), "b.bpmn": (HEAD + ANSWERING).encode()}
        )
    with world.store.transaction() as session:
        return cases.start(
            session,
            "spoerg",
            {},
            {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]},
            {},
            world.actor(session, "petra"),
        )


def status(world: World, number: str) -> str:
    with world.store.read() as session:
        return str(
            session.scalar(sa.select(process_instance.c.status).where(process_instance.c.number == number))
        )


def test_a_message_starts_a_case_with_the_same_parties_and_casting(world: World, asking: str) -> None:
    with world.store.transaction() as session:
        cases.cast(session, asking, "P2", "lt-ol", [world.ids["lars"]], world.actor(session, "lis"))
    assert jobs.run_due(world.store) == 1
    with world.store.read() as session:
        answer = cases.search(session, world.actor(session, "petra")).rows[0]
        view = cases.get(session, answer.number, world.actor(session, "lars"))
    assert answer.parties == [OWNER, TEAM]
    assert [ball.names for ball in view.ball] == [["Lars"]]
    world.do("lars", world.task(answer.number, "svar-opgave"))
    assert status(world, asking) == "active"
    assert jobs.run_due(world.store) == 1
    assert (status(world, asking), status(world, answer.number)) == ("completed", "completed")


def test_a_message_that_nobody_waits_for_is_kept_for_a_while(world: World) -> None:
    with world.store.transaction() as session:
        messages.publish(session, "msg-ukendt", "42", {"a": 1})
        assert session.scalar(sa.select(sa.func.count()).select_from(message)) == 1


def test_a_failing_job_is_tried_again_and_then_becomes_an_incident(
    world: World, asking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(messages, "publish", broken)
    for _ in range(5):
        jobs.run_due(world.store)
        world.store.clock.advance(timedelta(hours=1))
    with world.store.read() as session:
        left = session.first(sa.select(job.c.retries, job.c.error).where(job.c.kind == "message"))
        case = cases.get(session, asking, world.actor(session, "petra"))
    assert left is not None and (left.retries, "out of order" in left.error) == (0, True)
    assert len(case.incidents) == 1
    monkeypatch.undo()
    with world.store.transaction() as session:
        cases.retry(session, asking, case.incidents[0].id, "Rettet", world.actor(session, "petra"))
    jobs.run_due(world.store)
    with world.store.read() as session:
        open_incidents = (
            sa.select(sa.func.count()).select_from(incident).where(incident.c.resolved_at.is_(None))
        )
        assert session.scalar(open_incidents) == 0
        assert cases.search(session, world.actor(session, "petra")).total == 2


def test_a_timer_starts_cases_on_its_days(world: World) -> None:
    with world.store.transaction() as session:
        deployments.deploy(session, {"d.bpmn": (HEAD + EVERY_DAY).encode()})
    clock.advance(world.store, timedelta(days=5))
    with world.store.read() as session:
        begun = list(
            session.execute(
                sa.select(process_instance.c.started_at).order_by(process_instance.c.id)
            ).scalars()
        )
    assert [moment.day for moment in begun] == [13, 14]


def race(*runners: Callable[[], object]) -> list[object]:
    """Run all at the same time; what each returned or raised."""
    together = threading.Barrier(len(runners))
    results: list[object] = [None] * len(runners)

    def run(position: int, work: Callable[[], object]) -> None:
        together.wait()
        try:
            results[position] = work()
        except Exception as raised:
            results[position] = raised

    threads = [threading.Thread(target=run, args=item) for item in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_who_complete_at_once_one_wins(world: World) -> None:
    for _ in range(5):
        number = world.start()
        task = world.task(number, "intern-ramme")
        results = race(
            lambda task=task: world.do("petra", task, ramme="1"),
            lambda task=task: world.do("oda", task, ramme="2"),
        )
        lost = [result for result in results if isinstance(result, Exception)]
        assert len(lost) == 1 and isinstance(lost[0], Conflict)
        with world.store.read() as session:
            opened = session.all(
                sa.select(user_task.c.id)
                .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
                .where(process_instance.c.number == number, user_task.c.element_id == "skriv")
            )
        assert len(opened) == 1


def test_two_drafts_saved_at_once_are_one(world: World) -> None:
    task = world.task(world.start(), "intern-ramme")

    def save(text: str) -> None:
        with world.store.transaction() as session:
            user_tasks.save_draft(session, task, {"ramme": text}, world.actor(session, "petra"))

    assert race(lambda: save("1"), lambda: save("2")) == [None, None]
    with world.store.read() as session:
        kept = user_tasks.get(session, task, world.actor(session, "petra")).draft
    assert kept in ({"ramme": "1"}, {"ramme": "2"})


def test_cases_started_at_once_get_different_numbers(world: World) -> None:
    numbers = race(*[world.start] * 4)
    assert sorted(map(str, numbers)) == [f"2026-000{n}" for n in (1, 2, 3, 4)]


def test_two_workers_fire_a_timer_once(world: World) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    world.store.clock.advance(timedelta(days=8))
    race(lambda: jobs.run_due(world.store), lambda: jobs.run_due(world.store))
    with world.store.read() as session:
        reminders = sa.select(sa.func.count()).select_from(user_task).where(user_task.c.element_id == "ryk")
        assert session.scalar(reminders) == 1
        timers = sa.select(sa.func.count()).select_from(job).where(job.c.kind == "timer")
        assert session.scalar(timers) == 0
