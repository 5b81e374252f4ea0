"""Random processes, repaired at random: whatever is not refused leaves an instance that still comes to its end."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import bpmn
from engine.errors import Conflict, Invalid

from . import draw
from .play import Play
from .test_random import TREES, Drawer


def playing(tree: Any) -> Play:
    piece = Drawer().piece(tree)
    path = f"s > first > {piece.first}; {piece.last} > last > e; {piece.flows}"
    return Play(
        draw.process(path, draw.start(), draw.user("first"), piece.xml, draw.user("last"), draw.end())
    )


def step(play: Play, dice: Random) -> None:
    """Something that a person or the time does."""
    if play.tasks and dice.random() < 0.9:
        play.do(bpmn.Complete(dice.choice(sorted(play.tasks))))
    else:
        play.wait(hours=1)


def repair(play: Play, dice: Random) -> bool:
    """Try one; returns whether it was done. One that is refused changes nothing."""
    assert play.state is not None
    places = bpmn.standing(play.definition, play.state, now=play.now, library=play)
    elements = sorted(play.definition.process.elements)
    key, target = dice.choice(places).key, dice.choice(elements)
    also = tuple(place.key for place in places if place.key != key and dice.random() < 0.3)
    command: bpmn.Command = dice.choice(
        [
            bpmn.Move(key, target),
            bpmn.Move(key, target, also),
            bpmn.GoBack(key, target, {"0": {"n": [1], "new": []}}),
            bpmn.Skip(key),
            bpmn.Remove(key),
            bpmn.Add(target),
        ]
    )
    before = play.state
    try:
        play.do(command)
    except (Conflict, Invalid):
        assert play.state == before
        return False
    return True


def mend(play: Play) -> None:
    """A loop that was begun in its middle does not know its number of rounds: tell it."""
    for key, incident in list(play.incidents.items()):
        assert incident.kind == "condition" and incident.element_id.startswith("loop")
        rounds = f"rounds_{incident.element_id.removesuffix('q')}"
        play.do(bpmn.Resolve(key, {rounds: 9}))


@settings(max_examples=60, deadline=None)
@given(TREES, st.integers(0, 2**32))
def test_what_is_repaired_still_comes_to_its_end(tree: Any, seed: int) -> None:
    dice, play = Random(seed), playing(tree)
    for _ in range(12):
        if play.status != "active":
            return
        if dice.random() < 0.4:
            step(play, dice)
        else:
            repair(play, dice)
    for _ in range(400):
        if play.status != "active":
            break
        mend(play)
        due = any(wait.due for wait in play.waits.values())
        assert play.status != "active" or play.tasks or due, "nothing can move it any more"
        if play.tasks:
            play.do(bpmn.Complete(min(play.tasks, key=int)))
        elif play.status == "active":
            play.wait(hours=1)
    assert play.status == "completed"
