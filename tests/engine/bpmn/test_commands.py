"""Wrong commands are refused; nothing has happened then."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.errors import Conflict, Invalid

from . import draw as d
from .play import Play

ONE = d.process("s > a > e", d.start(), d.user("a"), d.end())


def test_a_task_is_completed_once() -> None:
    play = Play(d.process("s > a > b > e", d.start(), d.user("a"), d.user("b"), d.end()))
    key = play.key("a")
    play.do(bpmn.Complete(key))
    with pytest.raises(Conflict):
        play.do(bpmn.Complete(key))


@pytest.mark.parametrize("command", [
    bpmn.Complete("99"), bpmn.Fire("1"), bpmn.Deliver("nonsense"), bpmn.ThrowError("", "E1"), bpmn.Fail("99"),
    bpmn.Resolve("1"), bpmn.SetVariables({"x": 1}, "99"),
])  # fmt: skip
def test_what_is_not_open_is_a_conflict(command: bpmn.Command) -> None:
    with pytest.raises(Conflict):
        Play(ONE).do(command)


@pytest.mark.parametrize("command", [bpmn.Cancel(), bpmn.SetVariables({"x": 1}), bpmn.Complete("2")])
def test_nothing_is_done_to_an_instance_that_has_ended(command: bpmn.Command) -> None:
    play = Play(ONE)
    play.complete("a")
    with pytest.raises(Conflict):
        play.do(command)


def test_an_unknown_start_event_is_refused() -> None:
    with pytest.raises(Invalid):
        Play(ONE, element="nope")


def test_variables_are_set_in_the_scope_that_is_named() -> None:
    play = Play(
        d.process("s > a > e", d.start(), d.user("a", extensions=d.io(("input", "=1", "x"))), d.end()), x=0
    )
    scope = play.tasks[play.key("a")].scope
    play.do(bpmn.SetVariables({"x": 5}, scope))
    play.do(bpmn.SetVariables({"y": 6}))
    assert play.visible("a") == {"x": 5, "y": 6}
    assert play.variables == {"x": 0, "y": 6}


def test_a_message_start_event_with_output_mappings_takes_only_what_they_name() -> None:
    begin = d.element(
        "startEvent", "m", d.event("message", messageRef="M1"), extensions=d.io(("output", "=a", "b"))
    )
    play = Play(d.process("m > x > e", begin, d.user("x"), d.end()), element="m", a=1, c=2)
    assert play.variables == {"b": 1}


def test_a_thrown_signal_serves_this_instance_and_is_told_to_the_host() -> None:
    throw = d.element(
        "intermediateThrowEvent",
        "t",
        d.event("signal", signalRef="S1"),
        extensions=d.io(("input", "=7", "n")),
    )
    catch = d.element("intermediateCatchEvent", "c", d.event("signal", signalRef="S1"))
    path = "s > g; g > c > e; g > t > e2"
    play = Play(
        d.process(path, d.start(), d.element("parallelGateway", "g"), catch, throw, d.end(), d.end("e2"))
    )
    assert play.status == "completed"
    assert play.variables == {"n": 7}
    assert [(signal.name, dict(signal.variables)) for signal in play.signals] == [("S1", {"n": 7})]


def test_history_closes_everything_that_it_opens() -> None:
    play = Play(d.process("s > a > b > e", d.start(), d.user("a"), d.user("b"), d.end()), begin=False)
    moves = list(play.do(bpmn.Start()).history)
    play.complete("a")
    moves += play.do(bpmn.Cancel()).history
    assert [(m.element_id, m.kind) for m in moves] == [
        ("s", "entered"), ("s", "completed"), ("a", "entered"), ("b", "terminated"),
    ]  # fmt: skip


def test_an_instance_is_started_once_and_first() -> None:
    play = Play(ONE)
    with pytest.raises(Conflict):
        play.do(bpmn.Start())
    with pytest.raises(Conflict):
        Play(ONE, begin=False).do(bpmn.Complete("1"))
