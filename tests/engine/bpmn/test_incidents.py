"""A failing model stands still with a cause, keeps the user's work, and goes on when it is put right."""

from __future__ import annotations

import orjson
import pytest

from engine import bpmn
from engine.errors import Conflict

from . import draw as d
from .play import Play


def test_the_work_of_a_person_is_kept_when_the_flow_behind_it_fails() -> None:
    gate = d.element("exclusiveGateway", "g")
    play = Play(
        d.process(
            "s > a > g; g > b: =x > 1; g > c: =x < 0", d.start(), d.user("a"), gate, d.user("b"), d.user("c")
        )
    )
    play.complete("a", x=1)
    assert play.stuck == ["g"]
    assert play.variables == {"x": 1}
    assert str(next(iter(play.incidents.values()))) == "No condition is true and there is no default flow."
    play.resolve("g", x=2)
    assert play.open == ["b"]
    assert play.done["g"] == 1


def test_an_output_mapping_that_fails_is_tried_again_without_asking_twice() -> None:
    heavy = "=count(for i in 1..1000000000 return i)"
    task = d.user("a", extensions=d.io(("output", heavy, "y")))
    play = Play(d.process("s > a > e", d.start(), task, d.end()))
    play.complete("a", x=1)
    assert play.stuck == ["a"]
    assert play.open == []
    play.resolve("a")
    assert play.stuck == ["a"]


def test_a_boundary_event_still_ends_a_task_that_stands_still() -> None:
    task = d.job("a", "=kind", d.each("=[1,2]"))
    timer = d.boundary("b", "a", d.timer("Duration", "PT1H"))
    play = Play(d.process("s > a > e; b > e2", d.start(), task, timer, d.end(), d.end("e2")))
    assert play.stuck == ["a", "a"]
    play.wait(hours=1)
    assert play.status == "completed"
    assert play.stuck == []


def test_a_failed_entry_leaves_no_half_opened_waits() -> None:
    timer = d.boundary("b", "a", d.timer("Duration", "PT1H"))
    wrong = d.boundary("c", "a", d.timer("Duration", "=span"))
    play = Play(
        d.process(
            "s > a > e; b > e2; c > e3",
            d.start(),
            d.user("a"),
            timer,
            wrong,
            d.end(),
            d.end("e2"),
            d.end("e3"),
        )
    )
    assert play.stuck == ["a"]
    assert not play.waits
    play.resolve("a", span="PT2H")
    assert play.open == ["a"]
    assert sorted(wait.element_id for wait in play.waits.values()) == ["b", "c"]


def test_a_failed_job_is_open_again_after_it_is_resolved() -> None:
    play = Play(d.process("s > a > e", d.start(), d.job("a"), d.end()))
    key = play.key("a", "job")
    play.do(bpmn.Fail(key, "no connection"))
    assert play.stuck == ["a"]
    with pytest.raises(Conflict):
        play.do(bpmn.Complete(key))
    play.resolve("a")
    play.work("a")
    assert play.status == "completed"


def test_a_repeated_job_throws_an_error_that_ends_its_siblings() -> None:
    caught = d.boundary("b", "a", d.event("error"))
    path = "s > a > e; b > h > e2"
    play = Play(
        d.process(
            path, d.start(), d.job("a", "w", d.each("=[1,2,3]")), caught, d.user("h"), d.end(), d.end("e2")
        )
    )
    play.do(bpmn.ThrowError(play.key("a", "job"), "X", "wrong", {"v": 1}))
    assert play.open == ["h"]
    assert not play.waits
    assert play.variables["v"] == 1


def test_an_uncaught_error_of_a_job_names_code_and_message() -> None:
    play = Play(d.process("s > a > e", d.start(), d.job("a"), d.end()))
    play.do(bpmn.ThrowError(play.key("a", "job"), "E9", "out of paper"))
    assert [str(incident) for incident in play.incidents.values()] == [
        "The error E9 is caught nowhere: out of paper"
    ]
    play.resolve("a")
    play.work("a")
    assert play.status == "completed"


def test_cancelling_takes_the_incidents_along() -> None:
    play = Play(d.process("s > a > e", d.start(), d.job("a", "=missing"), d.end()))
    play.do(bpmn.Cancel())
    assert (play.status, play.stuck) == ("terminated", [])


def test_an_event_subprocess_that_cannot_listen_stops_the_instance_before_it_begins() -> None:
    begin = d.start("s2", d.event("message", messageRef="M1"))
    listener = d.sub("es", "s2 > h > e2", begin, d.user("h"), d.end("e2"), triggeredByEvent="true")
    play = Play(d.process("s > a > e", d.start(), d.user("a"), d.end(), listener))
    assert (play.stuck, play.open) == (["es"], [])
    play.resolve("es")
    assert (play.stuck, play.open) == (["es"], [])
    play.resolve("es", key="k")
    assert (play.stuck, play.open) == ([], ["a"])
    play.deliver("es")
    assert play.open == ["h"]


def test_an_instance_without_tokens_says_that_it_has_stalled() -> None:
    play = Play(d.process("s > a > e", d.start(), d.user("a"), d.end()))
    assert play.state is not None
    stored = orjson.loads(play.state.tokens)
    stored["areas"][0][-1] = []
    play.state = bpmn.State(orjson.dumps(stored), play.state.variables)
    play.do(bpmn.SetVariables({"x": 1}))
    assert [incident.kind for incident in play.incidents.values()] == ["stalled"]
    play.do(bpmn.Resolve(next(iter(play.incidents))))
    assert (play.status, play.incidents) == ("completed", {})


def test_a_subprocess_without_tokens_says_so_too_and_can_be_ended() -> None:
    inner = d.sub("sp", "s1 > a > e1", d.start("s1"), d.user("a"), d.end("e1"))
    play = Play(d.process("s > sp > b > e", d.start(), inner, d.user("b"), d.end()))
    assert play.state is not None
    stored = orjson.loads(play.state.tokens)
    stored["areas"][1][-1] = []
    play.state = bpmn.State(orjson.dumps(stored), play.state.variables)
    play.do(bpmn.SetVariables({"x": 1}))
    assert play.stuck == ["sp"]
    play.resolve("sp")
    assert play.open == ["a", "b"]
