"""Events with several definitions."""

from __future__ import annotations

from . import draw as d
from .play import Play


def test_a_multiple_end_event_throws_everything_once() -> None:
    job = d.zeebe("taskDefinition", type="send")
    events = d.event("signal", signalRef="S1") + d.event("message", messageRef="M1")
    play = Play(d.process("s > e", d.start(), d.end("e", events, extensions=job)), key="k")
    assert [signal.name for signal in play.signals] == ["S1"]
    assert play.status == "active"
    play.work("e")
    assert play.status == "completed"
    assert play.done["e"] == 1


def test_an_interrupting_escalation_ends_a_multiple_throw_event() -> None:
    events = d.event("escalation", escalationRef="X1") + d.event("signal", signalRef="S1")
    throw = d.element("intermediateThrowEvent", "t", events)
    inner = d.sub("sp", "s1 > t > e1", d.start("s1"), throw, d.end("e1"))
    catch = d.boundary("b", "sp", d.event("escalation", escalationRef="X1"))
    path = "s > sp > e; b > h > e2"
    play = Play(d.process(path, d.start(), inner, catch, d.user("h"), d.end(), d.end("e2")))
    assert play.open == ["h"]
    assert not play.done["t"]


def test_a_parallel_multiple_catch_event_waits_for_all() -> None:
    events = d.event("message", messageRef="M1") + d.event("signal", signalRef="S1")
    catch = d.element("intermediateCatchEvent", "c", events, parallelMultiple="true")
    play = Play(d.process("s > c > e", d.start(), catch, d.end()), key="k")
    play.deliver("c", a=1)
    assert play.status == "active"
    play.deliver("c", "signal", b=2)
    assert play.status == "completed"
    assert play.variables == {"key": "k", "a": 1, "b": 2}


def test_a_boundary_with_two_triggers_fires_for_either() -> None:
    events = d.event("signal", signalRef="S1") + d.timer("Cycle", "R/PT1H")
    catch = d.boundary("b", "a", events, interrupting=False)
    play = Play(d.process("s > a > e; b > h", d.start(), d.user("a"), catch, d.user("h"), d.end()))
    play.wait(hours=2)
    play.deliver("b", "signal")
    play.deliver("b", "signal")
    assert play.open == ["a", "h", "h", "h", "h"]
