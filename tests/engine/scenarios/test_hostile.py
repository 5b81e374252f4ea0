"""Whatever an owner, or somebody else, has drawn or written: it stops with a sentence, and touches nothing."""

from __future__ import annotations

from time import monotonic
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from engine.deployments import Rejected
from engine.errors import Conflict, Invalid
from engine.models import metadata
from engine.scenarios import Result, problems, read, running, write
from engine.scenarios.reading import FILE_LIMIT
from engine.store import Store
from tests.world import World, build

from .conftest import Play, files

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="fil" targetNamespace="test">'
    '<bpmn:message id="b" name="igen"/><bpmn:process id="vild" name="Vild" isExecutable="true">'
)
TAIL = "</bpmn:process></bpmn:definitions>"
SCRIPT = '<bpmn:extensionElements><zeebe:script expression="{}" resultVariable="x"/></bpmn:extensionElements>'


def flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="f-{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'


def play_wild(real: World, inside: str, *steps: dict[str, Any]) -> Result:
    xml = f"{HEAD}{inside}{TAIL}".encode()
    one = {"name": "Vild", "steps": list(steps)}
    with real.store.read() as session:
        (result,) = running.run(
            session, "vild", real.actor(session, "oda"), files(one, process_id="vild", xml=xml)
        )
    return result


def script(feel: str) -> str:
    return f'<bpmn:scriptTask id="regn" name="Regn">{SCRIPT.format(feel)}</bpmn:scriptTask>'


def test_a_process_that_goes_round_in_circles_is_stopped(real: World) -> None:
    out = '<bpmn:sequenceFlow id="ud" sourceRef="igen" targetRef="slut"><bpmn:conditionExpression>=x = 2'
    gates = '<bpmn:exclusiveGateway id="ind"/><bpmn:exclusiveGateway id="igen" default="f-igen-ind"/>'
    ways = flow("start", "ind") + flow("ind", "regn") + flow("regn", "igen") + flow("igen", "ind")
    drawing = (
        f'<bpmn:startEvent id="start"/>{gates}{script("=1")}<bpmn:endEvent id="slut"/>{ways}{out}'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    begun = monotonic()
    result = play_wild(real, drawing)
    assert not result.passed
    assert "stands still" in str(result.failure and result.failure.detail)
    assert monotonic() - begun < running.SECONDS_EACH


def test_an_expression_that_never_ends_is_an_incident_of_its_step(real: World) -> None:
    bomb = "=for a in 1..100000, b in 1..100000 return a * b"
    ways = flow("start", "regn") + flow("regn", "slut")
    drawing = f'<bpmn:startEvent id="start"/>{script(bomb)}<bpmn:endEvent id="slut"/>{ways}'
    result = play_wild(real, drawing)
    assert (result.passed, result.failed_at) == (False, "regn")
    assert play_wild(real, drawing, {"expect": {"incident": True, "ended": False}}).passed


def test_timers_that_ring_for_ever_end_the_test(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.scenarios.playing.JOBS_LIMIT", 30)
    cycle = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition>"
    inside = (
        '<bpmn:startEvent id="start"/><bpmn:userTask id="vent" name="Vent"><bpmn:extensionElements>'
        '<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="lt-ol"/></bpmn:extensionElements>'
        f'</bpmn:userTask><bpmn:boundaryEvent id="ring" cancelActivity="false" attachedToRef="vent">{cycle}'
        '</bpmn:boundaryEvent><bpmn:endEvent id="rang"/><bpmn:endEvent id="slut"/>'
        f"{flow('start', 'vent')}{flow('vent', 'slut')}{flow('ring', 'rang')}"
    )
    result = play_wild(real, inside, {"wait": "P1Y"})
    assert str(result.failure and result.failure.detail).startswith("It takes too long here")
    assert play_wild(real, inside, {"wait": "PT2S"}, {"expect": {"visited": ["rang"]}}).passed


def test_a_process_that_begins_itself_again_and_again_ends_the_test(
    real: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.scenarios.playing.JOBS_LIMIT", 30)
    event = '<bpmn:messageEventDefinition messageRef="b"/>'
    throw = (
        '<bpmn:endEvent id="send"><bpmn:extensionElements><zeebe:taskDefinition type="samtrin:message"/>'
        f"</bpmn:extensionElements>{event}</bpmn:endEvent>"
    )
    result = play_wild(
        real, f'<bpmn:startEvent id="start">{event}</bpmn:startEvent>{throw}{flow("start", "send")}'
    )
    assert str(result.failure and result.failure.detail).startswith("It takes too long here")


def test_a_bomb_in_the_key_of_a_message_is_a_sentence(play: Play) -> None:
    result = play({"message": "afbryd", "key": "=for a in 1..100000, b in 1..100000 return a * b"})
    assert result.failure is not None and result.failure.number == 1
    assert str(result.failure.detail).startswith("The key cannot be worked out")


@pytest.mark.parametrize(
    "answers",
    [
        {"tekst": {"et": "objekt"}},
        {"tekst": [[[]]], "pris": "tusind"},
        {"pris": 1e300},
        {"ukendt": "x" * 1000, "__proto__": {"a": 1}, "": 1},
        {"tekst": "\x00"},
    ],
)
def test_answers_of_any_shape_are_taken_or_refused_by_the_form(play: Play, answers: dict[str, Any]) -> None:
    result = play({"task": "intern-ramme", "answers": {"ramme": "1"}}, {"task": "skriv", "answers": answers})
    assert all("program itself" not in str(step.detail) for step in result.steps), result.failure


def test_time_that_is_up_ends_every_test_that_is_left(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.0)
    tests = [{"name": f"Nummer {n}", "steps": [{"task": "intern-ramme"}]} for n in range(50)]
    begun = monotonic()
    with real.store.read() as session:
        results = running.run(session, "aftale", real.actor(session, "oda"), files(*tests))
    assert len(results) == 50 and not any(result.passed for result in results)
    assert monotonic() - begun < 10


def test_only_one_run_at_a_time(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "WAIT", 0.01)
    with running._running, real.store.read() as session, pytest.raises(Conflict, match="Other tests"):
        running.run(session, "aftale", real.actor(session, "oda"), files({"name": "Alene"}))


def test_a_draft_that_cannot_be_published_is_not_played(real: World) -> None:
    with real.store.read() as session, pytest.raises(Rejected):
        running.run(
            session, "vild", real.actor(session, "oda"), files({"name": "A"}, process_id="vild", xml=b"<a/>")
        )


def test_a_process_without_tests_has_no_results(real: World) -> None:
    with real.store.read() as session:
        assert running.run(session, "aftale", real.actor(session, "oda"), files()) == []


def scenario(**changed: Any) -> bytes:
    return orjson.dumps({"scenarios": [{"name": "A", "steps": [], **changed}]})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 5000, "not JSON"),
        (b"[]", 'a list named "scenarios"'),
        (b'{"scenarios": {}}', 'a list named "scenarios"'),
        (b'{"scenarios": [1]}', "Test 1: It must be a JSON object"),
        (b'{"scenarios": [{}]}', "Test 1: It needs a name"),
        (b" " * (FILE_LIMIT + 1), "larger than 1 MB"),
        (scenario(name=7), "name must be a text"),
        (scenario(name="x" * 301), "name must be a text"),
        (scenario(navn="A"), "It cannot say navn"),
        (scenario(steps={}), "steps must be a list"),
        (scenario(steps=[{"task": "a"}] * 10_000), "at most 200 steps"),
        (scenario(steps=[7]), "Step 1: It must be a JSON object"),
        (scenario(steps=[{}]), "Step 1: It must say one of"),
        (scenario(steps=[{"task": ""}]), "task is empty"),
        (scenario(steps=[{"task": ["a"]}]), "task must be a text"),
        (scenario(steps=[{"task": "a", "answers": []}]), "answers must be a JSON object"),
        (scenario(steps=[{"task": "a", "refused": "ja"}]), "refused must be true or false"),
        (scenario(steps=[{"task": "a", "wait": "P1D"}]), "It cannot say wait"),
        (scenario(steps=[{"wait": "en uge"}]), "en uge is no length of time"),
        (scenario(steps=[{"wait": "-P1D"}]), "The clock can move ahead only"),
        (scenario(steps=[{"wait": "P999999999Y"}]), "by 30 years at most"),
        (scenario(steps=[{"until": "i morgen"}]), "i morgen is no time"),
        (scenario(steps=[{"until": "9999-12-31T23:59"}]), "stays between 2000 and 2100"),
        (scenario(at="0001-01-02"), "stays between 2000 and 2100"),
        (scenario(steps=[{"message": "a", "variables": 1}]), "variables must be a JSON object"),
        (scenario(steps=[{"expect": {"open": "a"}}]), "open must be a list"),
        (scenario(steps=[{"expect": {"open": [{}]}}]), "open must be a text"),
        (scenario(steps=[{"expect": {"open": ["a"] * 101}}]), "open must be a list of at most 100"),
        (scenario(steps=[{"expect": {"ended": 1}}]), "ended must be true, false or the id"),
        (scenario(steps=[{"expect": {"closed": ["a"]}}]), "It cannot say closed"),
        (scenario(parties=["civil"] * 11), "at most 10 parties"),
        (orjson.dumps({"scenarios": [{"name": "A"}] * 2}), "Two tests are called A"),
        (orjson.dumps({"scenarios": [{"name": str(n)} for n in range(51)]}), "at most 50 tests"),
    ],
)
def test_a_file_that_is_wrong_says_where(content: bytes, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(content)
    assert why in str(refused.value)


def test_what_is_written_reads_the_same_and_says_no_more_than_it_must() -> None:
    steps = [
        {"task": "a", "role": "r", "party": "P1", "answers": {"x": [{"y": None}]}, "refused": True},
        {"task": "b"},
        {"wait": "P5D"},
        {"until": "2026-03-01T12:00"},
        {"message": "m", "key": "=sag_id", "variables": {"ja": True}},
        {"expect": {"open": ["a"], "variables": {"x": 1.5}, "ended": "slut", "incident": False}},
        {"expect": {"ended": False}},
    ]
    whole = {"scenarios": [{"name": "A", "parties": ["civil"], "at": "2026-02-02T09:00", "steps": steps}]}
    assert orjson.loads(write(read(orjson.dumps(whole)))) == whole


def test_what_the_process_does_not_have_is_a_warning_beside_the_file(real: World) -> None:
    one = {
        "name": "A",
        "steps": [{"task": "findes-ikke"}, {"expect": {"open": ["skriv"], "visited": ["port"]}}],
    }
    with real.store.read() as session:
        found = problems.problems(session, "aftale", files(one))
        broken = problems.problems(session, "aftale", {**files(one), "aftale.scenarios.json": b"{}"})
    assert [(one.severity, one.params["id"], one.params["number"]) for one in found] == [
        ("warning", "findes-ikke", 1)
    ]
    assert [one.severity for one in broken] == ["error"]


def test_the_real_database_is_as_it_was(store: Store) -> None:
    world = build(store)

    def everything() -> dict[str, Any]:
        with store.read() as session:
            return {
                table.name: sorted(map(repr, session.all(sa.select(table))))
                for table in metadata.sorted_tables
            }

    before, caches = everything(), set(store.caches)
    steps = [{"task": "intern-ramme", "answers": {"ramme": "1"}}, {"wait": "P30D"}, {"task": "skriv"}]
    with store.read() as session:
        (result,) = running.run(
            session, "aftale", world.actor(session, "oda"), files({"name": "A", "steps": steps})
        )
    assert result.passed, result.failure
    assert everything() == before
    assert set(store.caches) - caches <= {"scenarios", "definitions"}
    assert not store.files.exists() or not list(store.files.iterdir())
