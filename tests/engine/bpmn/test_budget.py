"""Budgets: what does not end, or grows without bound, stops with a cause."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.errors import Invalid

from . import draw as d
from .play import Play

ONE = d.process("s > a > e", d.start(), d.user("a"), d.end())


def causes(play: Play) -> list[str]:
    return [incident.kind for incident in play.incidents.values()]


def test_a_loop_that_never_waits_is_an_incident() -> None:
    gates = d.element("exclusiveGateway", "m") + d.element("exclusiveGateway", "q", default="q_e")
    endless = d.process(
        "s > m > t > q; q > m: =true; q > e", d.start(), gates, d.element("task", "t"), d.end()
    )
    play = Play(endless, begin=False)
    play.budget = bpmn.Budget(steps=200)
    play.do(bpmn.Start())
    assert causes(play) == ["budget"]
    assert play.status == "active"


def test_too_many_instances_are_an_incident_and_leave_none_open() -> None:
    play = Play(
        d.process("s > a > e", d.start(), d.user("a", d.each("=for i in 1..50 return i")), d.end()),
        begin=False,
    )
    play.budget = bpmn.Budget(instances=20)
    play.do(bpmn.Start())
    assert causes(play) == ["budget"]
    assert play.open == []
    play.budget = bpmn.Budget()
    play.resolve("a")
    assert len(play.open) == 50


def test_calls_without_end_meet_a_depth_limit() -> None:
    ring = d.process("cs > c > ce", d.start("cs"), d.call("c", "q"), d.end("ce"), id="q")
    play = Play(ring, begin=False)
    play.budget = bpmn.Budget(depth=5)
    play.do(bpmn.Start())
    assert causes(play) == ["budget"]


@pytest.mark.parametrize(
    "value", ["x" * 3_000_000, float("nan"), {1: 2}, {"a": object()}, [[[]]] * 1 + [b"x"]]
)
def test_what_is_no_bounded_json_is_refused(value: object) -> None:
    play = Play(ONE)
    with pytest.raises(Invalid):
        play.complete("a", x=value)


def test_deeply_nested_variables_are_refused_without_recursion() -> None:
    deep: list[object] = []
    for _ in range(20_000):
        deep = [deep]
    with pytest.raises(Invalid):
        Play(ONE, x=deep)


def test_all_variables_together_are_bounded() -> None:
    play = Play(d.process("s > a > b > e", d.start(), d.user("a"), d.user("b"), d.end()))
    play.budget = bpmn.Budget(total_bytes=100)
    with pytest.raises(Invalid):
        play.complete("a", x="x" * 200)
    assert play.open == ["a"]


def test_a_process_that_begins_everywhere_at_once_is_an_incident_too() -> None:
    play = Play(d.process("", *(d.user(f"t{number}") for number in range(30))), begin=False)
    play.budget = bpmn.Budget(instances=20)
    play.do(bpmn.Start())
    assert causes(play) == ["budget"]
    assert play.open == []
    play.budget = bpmn.Budget()
    play.do(bpmn.Resolve(next(iter(play.incidents))))
    assert len(play.open) == 30
