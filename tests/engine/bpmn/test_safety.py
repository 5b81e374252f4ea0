"""Nothing that a model says is ever run as Python, and stock SpiffWorkflow is never reached."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment

from engine.bpmn.failure import Failure
from engine.bpmn.script_engine import FeelEngine

from . import draw as d
from .play import Play


def test_no_model_reaches_the_python_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    def reached(*_: Any, **__: Any) -> None:
        raise AssertionError("the Python environment was reached")

    monkeypatch.setattr(TaskDataEnvironment, "evaluate", reached)
    monkeypatch.setattr(TaskDataEnvironment, "execute", reached)
    monkeypatch.setattr(builtins, "eval", reached)
    monkeypatch.setattr(builtins, "exec", reached)
    gate = d.element("exclusiveGateway", "g", default="g_e")
    path = "s > a > g; g > b: =x = 2; g > e; b > e2"
    script = d.script("a", "=1 + 1", "x", extensions=d.io(("input", "=1", "y"), ("output", "=x", "x")))
    timer = d.element("intermediateCatchEvent", "b", d.timer("Duration", '="PT" + string(x) + "H"'))
    play = Play(d.process(path, d.start(), script, gate, timer, d.end(), d.end("e2")))
    play.wait(hours=2)
    assert play.status == "completed"


def test_the_script_engine_runs_no_scripts() -> None:
    with pytest.raises(Failure):
        FeelEngine().execute(None, "print(1)")  # type: ignore[arg-type]
    with pytest.raises(Failure):
        FeelEngine().environment.execute("print(1)", {})
