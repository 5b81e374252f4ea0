"""Subprocesses and event subprocesses at every level."""

from __future__ import annotations

from . import draw as d
from .play import Play


def test_an_event_subprocess_interrupts_only_its_own_instance_of_a_repeated_subprocess() -> None:
    listener = d.sub(
        "es", "s2 > h > e2",
        d.start("s2", d.event("message", messageRef="M2")), d.user("h"), d.end("e2"), triggeredByEvent="true",
    )  # fmt: skip
    inner = d.sub("sp", "s1 > a > e1", d.start("s1"), d.user("a"), d.end("e1"), listener, d.each("=[1,2]"))
    play = Play(d.process("s > sp > e", d.start(), inner, d.end()))
    assert play.open == ["a", "a"]
    play.deliver("es")
    assert play.open == ["a", "h"]
    play.complete("h")
    play.complete("a")
    assert play.status == "completed"
    assert play.done["sp"] == 2


def test_a_cycle_starts_a_non_interrupting_event_subprocess_again_and_again() -> None:
    start = d.start("s2", d.timer("Cycle", "R3/PT1H"), isInterrupting="false")
    listener = d.sub("es", "s2 > h > e2", start, d.user("h"), d.end("e2"), triggeredByEvent="true")
    play = Play(d.process("s > a > e", d.start(), d.user("a"), d.end(), listener))
    play.wait(hours=10)
    assert play.open == ["a", "h", "h", "h"]
    play.complete("a")
    assert play.status == "active"
    for _ in range(3):
        play.complete("h")
    assert play.status == "completed"


def test_an_event_subprocess_inside_an_event_subprocess() -> None:
    inner = d.sub(
        "es2", "s3 > k > e3",
        d.start("s3", d.timer("Duration", "PT1H")), d.user("k"), d.end("e3"), triggeredByEvent="true",
    )  # fmt: skip
    outer = d.sub(
        "es", "s2 > h > e2",
        d.start("s2", d.event("signal", signalRef="S1")), d.user("h"), d.end("e2"), inner, triggeredByEvent="true",
    )  # fmt: skip
    play = Play(d.process("s > a > e", d.start(), d.user("a"), d.end(), outer))
    play.deliver("es", "signal")
    assert play.open == ["h"]
    play.wait(hours=2)
    assert play.open == ["k"]
    play.complete("k")
    assert play.status == "completed"
    assert play.done["es"] == 1


def test_an_error_thrown_in_an_event_subprocess_leaves_the_scope() -> None:
    again = d.end("e2", d.event("error", errorRef="E1"))
    listener = d.sub(
        "es", "s2 > e2", d.start("s2", d.event("error", errorRef="E1")), again, triggeredByEvent="true"
    )
    inner = d.sub("sp", "s1 > e1", d.start("s1"), d.end("e1", d.event("error", errorRef="E1")), listener)
    boundary = d.boundary("b", "sp", d.event("error", errorRef="E1"))
    play = Play(
        d.process("s > sp > e; b > h > e3", d.start(), inner, boundary, d.user("h"), d.end("e3"), d.end())
    )
    assert play.open == ["h"]


def test_a_join_in_a_subprocess_in_a_loop_begins_anew_each_round() -> None:
    gates = d.element("parallelGateway", "g") + d.element("parallelGateway", "j")
    inner = d.sub(
        "sp", "s1 > g; g > a > j; g > b > j; j > k > e1",
        d.start("s1"), gates, d.user("a"), d.user("b"), d.script("k", "=n + 1", "n"), d.end("e1"),
    )  # fmt: skip
    loop = d.element("exclusiveGateway", "m") + d.element("exclusiveGateway", "q", default="q_e")
    play = Play(d.process("s > m > sp > q; q > m: =n < 3; q > e", d.start(), loop, inner, d.end()), n=0)
    for _ in range(3):
        play.complete("b")
        play.complete("a")
    assert play.status == "completed"
    assert play.done["j"] == 3


def test_an_inclusive_join_waits_for_a_token_of_a_boundary_event() -> None:
    gates = d.element("inclusiveGateway", "g") + d.element("inclusiveGateway", "j")
    timer = d.boundary("b", "a", d.timer("Duration", "PT1H"), interrupting=False)
    path = "s > g; g > a: =true; g > c: =true; a > j; c > j; j > z > e; b > k > j"
    tasks = "".join(map(d.user, "ackz"))
    play = Play(d.process(path, d.start(), gates, timer, tasks, d.end()))
    play.wait(hours=1)
    play.complete("a")
    play.complete("c")
    assert play.open == ["k"]
    play.complete("k")
    assert play.open == ["z"]


def test_a_condition_fires_each_time_it_turns_true() -> None:
    gates = d.element("parallelGateway", "g") + d.element("exclusiveGateway", "m")
    choice = d.element("exclusiveGateway", "q", default="q_e")
    watch = d.boundary("b", "a", d.condition("=x > 3"), interrupting=False)
    path = "s > g; g > a > e; g > m; m > w > q; q > m: =x < 100; q > e; b > h"
    play = Play(d.process(path, d.start(), gates, choice, watch, *map(d.user, "awh"), d.end()), x=1)
    play.complete("w", x=5)
    assert play.open == ["a", "h", "w"]
    play.complete("w", x=6)
    assert play.open == ["a", "h", "w"]
    play.complete("w", x=1)
    play.complete("w", x=7)
    assert play.open == ["a", "h", "h", "w"]


def test_compensation_reaches_every_instance_of_a_repeated_subprocess() -> None:
    handler = d.element(
        "serviceTask", "undo", extensions=d.zeebe("taskDefinition", type="undo"), isForCompensation="true"
    )
    link = d.element("association", "as", sourceRef="cb", targetRef="undo")
    work = d.job("a") + d.boundary("cb", "a", d.event("compensate")) + handler + link
    inner = d.sub("sp", "s1 > a > e1", d.start("s1"), work, d.end("e1"), d.each("=[1,2]"))
    throw = d.element("intermediateThrowEvent", "t", d.event("compensate"))
    play = Play(d.process("s > sp > t > e", d.start(), inner, throw, d.end()))
    play.work("a")
    play.work("a")
    play.work("undo")
    assert play.status == "active"
    play.work("undo")
    assert play.status == "completed"


def test_a_condition_is_noticed_before_the_scope_can_end() -> None:
    begin = d.start("s2", d.condition("=n > 1"), isInterrupting="false")
    listener = d.sub("es", "s2 > h > e2", begin, d.user("h"), d.end("e2"), triggeredByEvent="true")
    local = d.io(("input", "=0", "n"))
    inner = d.sub("sp", "s1 > a > e1", d.start("s1"), d.user("a"), d.end("e1"), listener, extensions=local)
    play = Play(d.process("s > sp > e", d.start(), inner, d.end()))
    play.complete("a", n=5)
    assert play.open == ["h"]
