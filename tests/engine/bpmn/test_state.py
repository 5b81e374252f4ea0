"""The stored state: small, flat, exact, in any order of keys, readable for ever."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from engine import bpmn

from . import draw as d
from .play import Play
from .released import draw_released

RELEASED = Path(__file__).parent / "released"


def test_finished_history_leaves_the_live_state() -> None:
    gates = d.element("exclusiveGateway", "m") + d.element("exclusiveGateway", "q", default="q_e")
    play = Play(d.process("s > m > a > q; q > m: =again; q > e", d.start(), gates, d.user("a"), d.end()))
    sizes = []
    for _ in range(300):
        play.complete("a", again=True)
        assert play.state is not None
        sizes.append(len(play.state.tokens))
    assert max(sizes) < 400
    assert sizes[-1] <= sizes[5] + 10


def test_variables_are_stored_only_when_they_change() -> None:
    play = Play(d.process("s > a > b > e", d.start(), d.user("a"), d.user("b"), d.end()), x=1)
    before = play.state
    out = play.do(bpmn.Complete(play.key("a")))
    assert before is not None
    assert not out.variables_changed
    assert out.state.variables == before.variables


EXACT = [
    "0.1",
    "12345678901234567890.12345",
    "1e-30",
    "9007199254740993",
    "1234567890123456789012",
    "-0.30",
    "1E+30",
]


@pytest.mark.parametrize("text", EXACT)
def test_numbers_stay_exact(text: str) -> None:
    compare = d.script("b", f'=number("{text}") = x', "same")
    play = Play(d.process("s > a > b > e", d.start(), d.user("a"), compare, d.end()))
    play.complete("a", x=Decimal(text))
    assert play.variables["same"] is True
    assert Decimal(str(play.variables["x"])) == Decimal(text)


def test_a_computed_number_beyond_floats_stays_exact() -> None:
    play = Play(
        d.process("s > a > e", d.start(), d.script("a", "=1000000000000.01 * 1000000000.01", "x"), d.end())
    )
    assert play.variables["x"] == Decimal("1000000000000.01") * Decimal("1000000000.01")


def test_an_unknown_format_is_refused() -> None:
    play = Play(d.process("s > a > e", d.start(), d.user("a"), d.end()))
    assert play.state is not None
    play.state = bpmn.State(play.state.tokens.replace(b'"format":1', b'"format":99'), play.state.variables)
    with pytest.raises(ValueError, match="99"):
        play.complete("a")


@pytest.mark.parametrize("stored", sorted(RELEASED.glob("*.tokens.json")), ids=lambda path: path.name)
def test_every_released_format_still_runs(stored: Path) -> None:
    """Each file was written by the release in its name, half way through ``released.process()``."""
    play = Play(*draw_released.processes(), begin=False)
    variables = stored.with_name(stored.name.replace("tokens", "variables"))
    play.state = bpmn.State(stored.read_bytes(), variables.read_bytes())
    draw_released.finish(play)
    assert play.status == "completed"
    assert play.variables["results"] == ["one", "two"]
    assert play.variables["price"] == Decimal("12345678901234567890.12345")


def test_a_condition_sees_what_changed_before_a_pause() -> None:
    watch = d.boundary("b", "a", d.condition("=x = 5"))
    tasks = d.user("a") + d.user("w") + d.element("task", "t") + d.element("task", "u") + d.user("h")
    path = "s > g; g > a > e; g > w > t > u > e2; b > h"
    fork = d.element("parallelGateway", "g")
    play = Play(d.process(path, d.start(), fork, watch, tasks, d.end(), d.end("e2")))
    play.budget = bpmn.Budget(pause_after=1)
    out = play.do(bpmn.Complete(play.key("w"), {"x": 5}))
    while out.paused:
        out = play.do(bpmn.Continue())
    assert play.open == ["h"]
