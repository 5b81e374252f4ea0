"""What starts instances from outside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import bpmn
from engine.bpmn.failure import Failure

from . import draw as d
from .play import MONDAY


def waits(*starts: str) -> tuple[bpmn.StartWait, ...]:
    path = "".join(f"s{n} > e;" for n in range(len(starts)))
    events = "".join(d.start(f"s{n}", event) for n, event in enumerate(starts))
    model = bpmn.read(d.xml(d.process(path, events, d.end())), "f.bpmn")
    return bpmn.start_waits(bpmn.compile(model, "p", "1"), MONDAY)


def test_messages_signals_and_timers() -> None:
    found = waits(
        d.event("message", messageRef="M1"), d.event("signal", signalRef="S1"), d.timer("Duration", "PT1H")
    )
    assert [(w.element_id, w.kind, w.name, w.due) for w in found] == [
        ("s0", "message", "M1", None), ("s1", "signal", "S1", None), ("s2", "timer", None, MONDAY + timedelta(hours=1)),
    ]  # fmt: skip
    assert found[2].next() is None


def test_a_cycle_goes_on() -> None:
    (first,) = waits(d.timer("Cycle", "R2/PT1H"))
    second = first.next()
    assert second is not None
    assert (first.due, second.due) == (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2))
    assert second.next() is None


def test_the_timer_may_be_an_expression_without_variables() -> None:
    assert waits(d.timer("Date", '="2026-01-06T00:00:00Z"'))[0].due == MONDAY + timedelta(hours=15)
    with pytest.raises(Failure):
        waits(d.timer("Date", "=missing"))


def test_a_plain_start_waits_for_nothing() -> None:
    assert waits("") == ()
