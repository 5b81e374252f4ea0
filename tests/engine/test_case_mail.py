"""The service task ``samtrin:mail``: whom a process writes to, in which words, and what it never does."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, deployments
from engine.causes import unpack
from engine.errors import Message
from engine.models import history, incident, mail, party
from engine.store import Store
from tests.world import OWNER, TEAM, World, build
from web.letters import Letters

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <bpmn:process id="brev" name="Brev" isExecutable="true">
    <bpmn:extensionElements>
      <zeebe:properties><zeebe:property name="samtrin:parties" value="bygherre, leveranceteam"/></zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:startEvent id="start"/>
    <bpmn:userTask id="foer">
      <bpmn:extensionElements>
        <zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="bygherre-projektleder"/>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:serviceTask id="skriv-til-dem" name="Skriv til dem">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="samtrin:mail"/>
        <zeebe:ioMapping>
          <zeebe:input source="{to}" target="mail_til"/>
          <zeebe:input source="{subject}" target="mail_emne"/>
          <zeebe:input source="{text}" target="mail_tekst"/>
        </zeebe:ioMapping>
        {properties}
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:userTask id="bagefter">
      <bpmn:extensionElements>
        <zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="bygherre-projektleder"/>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f0" sourceRef="start" targetRef="foer"/>
    <bpmn:sequenceFlow id="f1" sourceRef="foer" targetRef="skriv-til-dem"/>
    <bpmn:sequenceFlow id="f2" sourceRef="skriv-til-dem" targetRef="bagefter"/>
  </bpmn:process>
</bpmn:definitions>"""
PRIVATE = (
    '<zeebe:properties><zeebe:property name="samtrin:visibility" value="private"/>'
    '<zeebe:property name="samtrin:party" value="P1"/></zeebe:properties>'
)
BOTH = "=[&quot;bygherre-ol&quot;, {part: &quot;P2&quot;, rolle: &quot;lt-ol&quot;}]"


@pytest.fixture
def world(store: Store) -> World:
    store.letters = Letters("https://samtrin.example", "secret")
    return build(store)


def play(
    world: World,
    to: str = BOTH,
    subject: str = "=&quot;Mødet er &quot; + &quot;aftalt&quot;",
    text: str = "Vi ses.&#10;&#10;Tag &lt;tegningerne&gt; med.",
    properties: str = "",
    left: str | None = None,
) -> str:
    """A case in which a task is done, and then a mail is written. ``left``: a party that leaves before that. Returns
    its number."""
    diagram = PROCESS.format(to=to, subject=subject, text=text, properties=properties)
    with world.store.transaction() as session:
        deployments.deploy(session, {"brev.bpmn": diagram.encode()})
    with world.store.transaction() as session:
        sides = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
        number = cases.start(session, "brev", {}, sides, {}, world.actor(session, "petra"))
        session.execute(sa.update(party).where(party.c.key == left).values(left_at=session.now))
    world.do("petra", world.task(number, "foer"))
    return number


def written(world: World) -> list[Any]:
    with world.store.read() as session:
        return session.all(sa.select(mail).order_by(mail.c.to_address))


def addresses(world: World) -> list[str]:
    return [row.to_address for row in written(world)]


def faults(world: World) -> list[str]:
    with world.store.read() as session:
        rows = session.all(sa.select(incident))
    return [str(Message(row.template, unpack(row.params))) for row in rows]


def test_everybody_in_the_roles_gets_it_once_in_the_words_of_the_process(world: World) -> None:
    number = play(world)
    assert addresses(world) == ["lars@example.dk", "lis@example.dk", "oda@example.dk", "otto@example.dk"]
    letter = written(world)[0]
    assert letter.subject == "Mødet er aftalt"
    assert "Vi ses.\n\nTag <tegningerne> med." in letter.text
    assert "Tag &lt;tegningerne&gt; med." in letter.html
    assert f"https://samtrin.example/sager/{number}" in letter.text
    assert world.task(number, "bagefter")


def test_the_case_tells_that_it_was_sent(world: World) -> None:
    number = play(world)
    with world.store.read() as session:
        seen = cases.get(session, number, world.actor(session, "lis"))
        told = [(each.name, each.data) for each in seen.history if each.kind == "mailed"]
    assert told == [("Mødet er aftalt", {"count": 4})]


def test_one_party_s_role_is_not_the_other_s(world: World) -> None:
    play(world, to="={part: &quot;P1&quot;, rolle: &quot;bygherre-ol&quot;}")
    assert addresses(world) == ["oda@example.dk", "otto@example.dk"]


def test_a_private_mail_stays_with_its_party(world: World) -> None:
    number = play(world, properties=PRIVATE)
    assert addresses(world) == ["oda@example.dk", "otto@example.dk"]
    with world.store.read() as session:
        seen = cases.get(session, number, world.actor(session, "lis"))
        assert [each.kind for each in seen.history if each.kind == "mailed"] == []
        acts = session.all(sa.select(history.c.is_private).where(history.c.kind == "mailed"))
    assert [row.is_private for row in acts] == [True]


def test_who_has_left_gets_nothing(world: World) -> None:
    play(world, left="P2")
    assert addresses(world) == ["oda@example.dk", "otto@example.dk"]


def test_a_role_that_nobody_fills_stops_nothing(world: World) -> None:
    number = play(world, to="bygherre-jurist")
    assert written(world) == [] and world.task(number, "bagefter")
    with world.store.read() as session:
        act = session.first(sa.select(history.c.data).where(history.c.kind == "mailed"))
    assert act is not None and act.data == {"count": 0}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to": "={email: &quot;nogen@example.dk&quot;}"}, "mail_til is a role"),
        ({"to": "=null"}, "mail_til is a role"),
        ({"to": "={part: &quot;P9&quot;, rolle: &quot;lt-ol&quot;}"}, "There is no party P9"),
        ({"subject": "=null"}, "mail_emne"),
        ({"text": "=42"}, "mail_tekst"),
        ({"text": "x" * 20_001}, "longer than"),
    ],
)
def test_what_is_wrong_with_it_is_an_incident(world: World, wrong: dict[str, str], said: str) -> None:
    play(world, **wrong)
    assert written(world) == []
    assert said in faults(world)[0]


def test_a_subject_is_one_line(world: World) -> None:
    play(world, subject="=&quot;Hej\\nBcc: nogen@example.dk&quot;")
    assert {row.subject for row in written(world)} == {"Hej Bcc: nogen@example.dk"}


def test_no_mail_is_written_where_nobody_finds_the_words(world: World) -> None:
    world.store.letters = None
    number = play(world)
    assert written(world) == [] and world.task(number, "bagefter")
