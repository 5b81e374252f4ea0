"""A process whose half-way state is kept for each released format. ``python -m`` this file writes a new one."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from engine import bpmn

from .. import draw as d
from ..play import Play


def processes() -> tuple[str, ...]:
    """Joins, loops, a call, a boundary timer, an event subprocess, an incident, compensation and private variables."""
    handler = d.element(
        "serviceTask", "undo", extensions=d.zeebe("taskDefinition", type="undo"), isForCompensation="true"
    )
    undo = d.boundary("cb", "paid", d.event("compensate")) + handler
    undo += d.element("association", "as", sourceRef="cb", targetRef="undo")
    private = d.properties(samtrin_party="P1", samtrin_visibility="private")
    listener = d.sub(
        "es", "s2 > h > e2",
        d.start("s2", d.event("message", messageRef="M1"), isInterrupting="false"),
        d.user("h"), d.end("e2"), triggeredByEvent="true",
    )  # fmt: skip
    root = d.process(
        "s > paid > g; g > each > j; g > c > j; g > note > wrong > j; j > t > e; late > e3",
        d.start(), d.job("paid"), undo, d.element("parallelGateway", "g"), d.element("parallelGateway", "j"),
        d.user("each", d.each('=["one","two"]', output="=item")),
        d.boundary("late", "each", d.timer("Cycle", "R/P1M"), interrupting=False),
        d.call("c", "q"), d.user("note", extensions=private), d.job("wrong", "=kind"),
        d.element("intermediateThrowEvent", "t", d.event("compensate")), d.end(), d.end("e3"), listener,
    )  # fmt: skip
    turns = d.user("turn", d.each("=[1,2]", sequential=True))
    return root, d.process("cs > turn > ce", d.start("cs"), turns, d.end("ce"), id="q")


def half_way() -> Play:
    """Everything is under way at once."""
    play = Play(*processes(), key="k", price=Decimal("12345678901234567890.12345"))
    play.work("paid")
    play.complete("each")
    play.complete("turn")
    play.complete_private("note", "P1", secret=1)
    play.deliver("es")
    play.wait(days=40)
    assert play.stuck == ["wrong"]
    return play


def finish(play: Play) -> None:
    """From half way to the end, by the keys that were stored: the incident, three tasks, two jobs."""
    run(play, bpmn.Resolve("15", {"kind": "work"}))
    opened = [wait for key in ("15", "10", "14", "18") for wait in run(play, bpmn.Complete(key)).waits]
    assert [wait.element_id for wait in opened] == ["undo"]
    run(play, bpmn.Complete(opened[0].key))


def run(play: Play, command: bpmn.Command) -> bpmn.Outcome:
    """One command on the stored state alone."""
    out = bpmn.run(play.definition, play.state, command, now=play.now, library=play)
    play.state, play.status = out.state, out.status
    return out


if __name__ == "__main__":
    stored = half_way()
    assert stored.state is not None
    here = Path(__file__).parent
    (here / f"{sys.argv[1]}.tokens.json").write_bytes(stored.state.tokens)
    (here / f"{sys.argv[1]}.variables.json").write_bytes(stored.state.variables)
    print(
        {
            key: value.element_id
            for kept in (stored.tasks, stored.waits, stored.incidents)
            for key, value in kept.items()
        }
    )
