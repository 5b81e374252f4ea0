"""Where a repair would get past an approval, over the shapes in which processes put them."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.cases.listing import find
from engine.errors import Forbidden
from engine.models import history
from engine.repair import gates
from engine.store import Store
from tests.engine.bpmn import draw as d
from tests.world import World, build

GATE = d.properties(samtrin_gate="alle")


def xor(id: str) -> str:
    return d.element("exclusiveGateway", id)


# before, the approval, after: in a row; with a way back; one of two ways; asked for until it has been given
ROW = "s > a > g > b > e"
BACK = "s > a > g > q; q > a: =x; q > b: =y; b > e"
EITHER = "s > a > q; q > g: =x; q > m: =y; g > m; m > b > e"
UNTIL = "s > a > q; q > b: =y; q > g: =x; g > q; b > e"
ASIDE = "s > a > g > q; q > a: =x; q > b: =y; b > e; t > c > e2"


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def process(path: str) -> bpmn.Process:
    used = {part.strip(" ;").split(":")[0].strip() for part in path.replace(";", ">").split(">")}
    inside = [d.start(), d.user("a"), d.user("g", extensions=GATE), d.user("b"), d.end()]
    inside += [xor(each) for each in ("q", "m") if each in used]
    if "c" in used:
        inside += [
            d.boundary("t", "a", d.timer("Duration", "P1D"), interrupting=False),
            d.user("c"),
            d.end("e2"),
        ]
    return d.model(d.process(path, *inside)).processes["p"]


def refused(world: World, path: str, source: str | None, target: str, been: str = "") -> bool:
    """Whether it is. ``been``: the steps that the case has come to, in order."""
    made = process(path)
    number = world.start()
    with world.store.transaction() as session:
        case = find(session, number, world.actor(session, "oda")).id
        for step in been.split():
            session.insert(
                history,
                process_instance_id=case,
                at=session.now,
                kind="entered",
                element_id=step,
                process_id="p",
                call_path="",
            )
        try:
            gates.require_no_way_past(session, case, made, {"p": made}, "", source, target)
        except Forbidden:
            return True
    return False


@pytest.mark.parametrize("path", [ROW, BACK, EITHER, UNTIL, ASIDE])
def test_no_step_after_an_approval_is_come_to_without_it(world: World, path: str) -> None:
    for source in ("a", "g", None):
        assert refused(world, path, source, "b")
    assert not refused(world, path, "a", "g")
    assert refused(world, path, "a", "b", "a g b a g a")


@pytest.mark.parametrize("path", [ROW, BACK, EITHER, UNTIL, ASIDE])
def test_back_to_before_it_and_to_where_it_was_given(world: World, path: str) -> None:
    assert not refused(world, path, "g", "a", "a g")
    assert not refused(world, path, "b", "a", "a g b")
    assert not refused(world, path, "b", "b", "a g b")
    assert not refused(world, path, "a", "a", "a")


def test_what_lies_beside_is_free(world: World) -> None:
    assert not refused(world, ASIDE, "a", "c")
    assert not refused(world, ASIDE, None, "c")
