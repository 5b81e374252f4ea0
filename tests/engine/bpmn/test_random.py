"""Random processes, random orders of completion: every way of running them ends in the same state."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import bpmn

from . import draw
from .play import Play


@dataclass
class Piece:
    """Elements and flows with one way in and one way out."""

    xml: str
    flows: str
    first: str
    last: str


class Drawer:
    """Draws well-formed blocks from a tree of choices."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)

    def piece(self, tree: Any) -> Piece:
        kind, parts = tree
        return getattr(self, kind)(f"{kind}{next(self.numbers)}", [self.piece(part) for part in parts])

    def user(self, id: str, parts: list[Piece]) -> Piece:
        return Piece(draw.user(id), "", id, id)

    def script(self, id: str, parts: list[Piece]) -> Piece:
        return Piece(draw.script(id, "=if n = null then 1 else n + 1", "n"), "", id, id)

    def seq(self, id: str, parts: list[Piece]) -> Piece:
        joints = "".join(f"{a.last} > {b.first};" for a, b in itertools.pairwise(parts))
        return Piece("".join(p.xml for p in parts), joints + _paths(parts), parts[0].first, parts[-1].last)

    def parallel(self, id: str, parts: list[Piece]) -> Piece:
        return self._fork("parallelGateway", id, parts, ["" for _ in parts])

    def inclusive(self, id: str, parts: list[Piece]) -> Piece:
        taken = [": =true" if number % 2 == 0 else ": =false" for number in range(len(parts))]
        return self._fork("inclusiveGateway", id, parts, taken)

    def exclusive(self, id: str, parts: list[Piece]) -> Piece:
        taken = [": =false"] * (len(parts) - 1) + [": =true"]
        return self._fork("exclusiveGateway", id, parts, taken)

    def _fork(self, gateway: str, id: str, parts: list[Piece], conditions: list[str]) -> Piece:
        first, last = f"{id}f", f"{id}j"
        arms = "".join(
            f"{first} > {p.first}{c}; {p.last} > {last};" for p, c in zip(parts, conditions, strict=True)
        )
        gateways = draw.element(gateway, first) + draw.element(gateway, last)
        return Piece(gateways + "".join(p.xml for p in parts), arms + _paths(parts), first, last)

    def loop(self, id: str, parts: list[Piece]) -> Piece:
        (part,), first, count, last = parts, f"{id}m", f"{id}c", f"{id}q"
        xml = draw.element("exclusiveGateway", first) + draw.element(
            "exclusiveGateway", last, default=f"{last}_{id}o"
        )
        name = f"rounds_{id}"
        xml += draw.script(count, f"=if {name} = null then 1 else {name} + 1", name) + draw.element(
            "task", f"{id}o"
        )
        path = (
            f"{first} > {part.first}; {part.last} > {count} > {last} > {id}o; {last} > {first}: ={name} < 2;"
        )
        return Piece(xml + part.xml, path + part.flows, first, f"{id}o")

    def sub(self, id: str, parts: list[Piece]) -> Piece:
        return Piece(self._sub(id, parts[0]), "", id, id)

    def guard(self, id: str, parts: list[Piece]) -> Piece:
        """A subprocess that a timer interrupts; both ways lead on."""
        timer = draw.boundary(f"{id}b", id, draw.timer("Duration", "PT1H"))
        merge = draw.element("exclusiveGateway", f"{id}m")
        path = f"{id} > {id}m; {id}b > {id}m;"
        return Piece(self._sub(id, parts[0]) + timer + merge, path, id, f"{id}m")

    def extra(self, id: str, parts: list[Piece]) -> Piece:
        """A subprocess beside which a timer starts a task of its own, again and again."""
        timer = draw.boundary(f"{id}b", id, draw.timer("Cycle", "R2/PT1H"), interrupting=False)
        aside = draw.user(f"{id}x") + draw.end(f"{id}y")
        return Piece(self._sub(id, parts[0]) + timer + aside, f"{id}b > {id}x > {id}y;", id, id)

    def each(self, id: str, parts: list[Piece]) -> Piece:
        return Piece(self._sub(id, parts[0], draw.each("=[1,2]")), "", id, id)

    def turns(self, id: str, parts: list[Piece]) -> Piece:
        return Piece(self._sub(id, parts[0], draw.each("=[1,2]", sequential=True)), "", id, id)

    def _sub(self, id: str, part: Piece, *inside: str) -> str:
        path = f"{id}s > {part.first}; {part.last} > {id}e;" + part.flows
        return draw.sub(id, path, draw.start(f"{id}s"), part.xml, draw.end(f"{id}e"), *inside)


def _paths(parts: list[Piece]) -> str:
    return "".join(part.flows for part in parts)


LEAF = st.sampled_from([("user", []), ("script", [])])
TREES = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(["seq", "parallel", "inclusive", "exclusive"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.tuples(
            st.sampled_from(["loop", "sub", "each", "turns", "guard", "extra"]),
            st.lists(inner, min_size=1, max_size=1),
        ),
    ),
    max_leaves=7,
)


class Stepwise(Play):
    """One engine step at a time; the state is stored in between, its keys in another order."""

    def do(self, command: bpmn.Command) -> bpmn.Outcome:
        self.budget = bpmn.Budget(pause_after=1)
        out = super().do(command)
        while out.paused:
            assert self.state is not None
            self.state = bpmn.State(_turned(self.state.tokens), _turned(self.state.variables))
            out = super().do(bpmn.Continue())
        return out


def _turned(text: bytes) -> bytes:
    def turn(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turn(value[key]) for key in sorted(value, reverse=True)}
        return [turn(item) for item in value] if isinstance(value, list) else value

    return json.dumps(turn(orjson.loads(text))).encode()


@settings(max_examples=60, deadline=None)
@given(TREES, st.integers(0, 2**32))
def test_all_ways_of_running_agree(tree: Any, seed: int) -> None:
    part = Drawer().piece(tree)
    xml = draw.process(f"s > {part.first}; {part.last} > e;" + part.flows, draw.start(), part.xml, draw.end())
    plain, stepwise, order = Play(xml), Stepwise(xml), Random(seed)
    for _ in range(500):
        assert plain.open == stepwise.open
        if not plain.open:
            break
        element = order.choice(plain.open)
        late = order.random() < 0.2
        for play in (plain, stepwise):
            if late:
                play.wait(hours=1)
            else:
                play.complete(element, **{element: element})
    assert (plain.status, stepwise.status) == ("completed", "completed")
    assert plain.done == stepwise.done
    assert plain.variables == stepwise.variables
    assert not (plain.waits or plain.tasks or plain.incidents)
    assert plain.done["e"] == 1
