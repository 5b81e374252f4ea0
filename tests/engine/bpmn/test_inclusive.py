"""The inclusive join in a loop: who may still come. Source: BPMN 2.0.2, table 13.3."""

from __future__ import annotations

from . import draw as d
from .play import Play

# Each round: x, and beside it the first or both of a and b; then once more, or out.
ROUNDS = d.process(
    "s > m; m > k; k > x > q; k > g; g > a > j: =true; g > b > j: =both; j > q; q > c; c > m: =again; c > e",
    d.start(),
    d.element("exclusiveGateway", "m") + d.element("exclusiveGateway", "c", default="c_e"),
    d.element("parallelGateway", "k") + d.element("parallelGateway", "q"),
    d.element("inclusiveGateway", "g") + d.element("inclusiveGateway", "j"),
    "".join(map(d.user, ("x", "a", "b"))),
    d.end(),
)


def test_it_does_not_wait_for_what_has_to_pass_it_first() -> None:
    play = Play(ROUNDS, both=False, again=True)
    assert play.open == ["a", "x"]
    play.complete("a")  # b could only be reached by a new round, which comes after this join
    play.complete("x", again=False)
    assert play.open == [] and play.status == "completed"


def test_it_waits_for_a_branch_of_its_own_round() -> None:
    play = Play(ROUNDS, both=True, again=True)
    for again in (True, False):
        assert play.open == ["a", "b", "x"]
        play.complete("x")
        play.complete("a", again=again)
        assert play.open == ["b"] and play.status == "active"
        play.complete("b")
    assert play.status == "completed" and not play.stuck
