"""What cannot be moved is said, with what could take its place; nothing is ever dropped in silence."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.bpmn import migration
from engine.bpmn.migration import Impossible, NeedsMapping
from engine.errors import Conflict

from . import draw as d
from .moving import Moving

S, E = d.start(), d.end()
AB = d.process("s > a > b > e", S, d.user("a"), d.user("b"), E)


def lost(play: Moving, *processes: str, **mapping: str | None) -> list[str]:
    """Ids of what needs a mapping."""
    found, _ = play.answer(*processes, **mapping)
    assert isinstance(found, NeedsMapping), found
    return [each.id for each in found.lost]


def refused(play: Moving, *processes: str, **mapping: str | None) -> str:
    """Why it stays."""
    before = play.state
    found, _ = play.answer(*processes, **mapping)
    assert isinstance(found, Impossible), found
    assert play.state == before
    return " ".join(map(str, found.reasons))


def test_a_removed_active_task_needs_a_mapping_and_likely_ones_come_first() -> None:
    play = Moving(d.process("s > a > b > e", S, d.user("a", name="Skriv aftalen"), d.user("b"), E))
    new = d.process("s > x > y > b > e", S, d.user("x"), d.user("y", name="Skriv aftalen"), d.user("b"), E)
    found, _ = play.answer(new)
    assert isinstance(found, NeedsMapping)
    (gone,) = found.lost
    assert (gone.id, gone.name, gone.likely) == ("a", "Skriv aftalen", True)
    assert [offer.id for offer in gone.offers] == ["y", "x", "b"]


def test_another_kind_of_step_with_the_same_id_is_asked_about() -> None:
    play = Moving(AB)
    new = d.process("s > a > b > e", S, d.job("a"), d.user("b"), E)
    found, _ = play.answer(new)
    assert isinstance(found, NeedsMapping)
    assert found.lost[0].offers[0].id == "a"


def test_the_last_token_is_never_dropped() -> None:
    assert "the case would end" in refused(Moving(AB), AB, a=None)
    inside = d.process("s > u > e", S, d.sub("u", "us > a > ue", d.start("us"), d.user("a"), d.end("ue")), E)
    assert "left to do in u" in refused(Moving(inside), inside, a=None)


def test_a_mapping_to_what_is_not_there_is_still_a_question() -> None:
    assert lost(Moving(AB), d.process("s > b > e", S, d.user("b"), E), a="nowhere") == ["a"]


def test_a_branch_that_came_to_a_join_by_a_way_that_is_gone() -> None:
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    old = d.process("s > f > a > j > c > e; f > b > j", S, gates, *map(d.user, "abc"), E)
    other = d.user("x", name="Something else")
    new = d.process("s > f > x > j > c > e; f > b > j", S, gates, other, *map(d.user, "bc"), E)
    play = Moving(old)
    play.complete("a")
    found, _ = play.answer(new)
    assert isinstance(found, NeedsMapping)
    (flow,) = found.lost
    assert (flow.id, flow.is_flow, [offer.id for offer in flow.offers]) == ("a_j", True, ["x_j"])
    play.move(new, a_j="x_j")
    play.complete("b")
    assert play.open == ["c"]


def test_a_join_that_would_wait_for_ever() -> None:
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    old = d.process("s > f > a > j > c > e; f > b > j", S, gates, *map(d.user, "abc"), E)
    new = d.process("s > f > a > j > c > e; f > b > j; f > x > j", S, gates, *map(d.user, "abcx"), E)
    assert "j would wait" in refused(Moving(old), new)
    play = Moving(old)
    play.complete("a")
    assert "j would wait" in refused(play, new)
    assert "j would wait" in refused(play, old, b=None)


def test_a_join_is_no_danger_to_what_has_not_forked_yet() -> None:
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    old = d.process("s > o > f > a > j > e; f > b > j", S, gates, *map(d.user, "oab"), E)
    new = d.process("s > o > f > a > j > e; f > b > j; f > x > j", S, gates, *map(d.user, "oabx"), E)
    play = Moving(old)
    play.move(new)
    play.complete("o")
    assert play.open == ["a", "b", "x"]


def test_what_was_side_by_side_and_now_is_in_a_row_is_asked_about() -> None:
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    play = Moving(d.process("s > f > a > j > e; f > b > j", S, gates, *map(d.user, "ab"), E))
    assert lost(play, AB) == ["b"]
    play.move(AB, b=None)
    play.complete("a")
    play.complete("b")
    assert play.status == "completed"


def test_only_a_part_of_a_subprocess_moves_out() -> None:
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    inside = (d.start("us"), gates, d.user("a"), d.user("b"), d.end("ue"))
    play = Moving(d.process("s > u > e", S, d.sub("u", "us > f > a > j > ue; f > b > j", *inside), E))
    rest = d.sub("u", "us > b > ue", d.start("us"), d.user("b"), d.end("ue"))
    assert "Only a part" in refused(play, d.process("s > u > a > e", S, rest, d.user("a"), E))


def test_what_would_lie_in_something_repeated() -> None:
    box = d.sub("u", "us > a > b > ue", d.each("=[1, 2]"), d.start("us"), *map(d.user, "ab"), d.end("ue"))
    assert "does not run once" in refused(Moving(AB), d.process("s > u > e", S, box, E))


def test_what_the_case_lacks_is_named_without_its_values() -> None:
    edge = d.boundary("t", "a", d.timer("Duration", "=frist"), interrupting=False)
    new = d.process("s > a > b > e; t > e2", S, d.user("a"), edge, d.user("b"), E, d.end("e2"))
    reason = refused(Moving(AB, frist="hemmelig sag"), new)
    assert "=frist" in reason and "hemmelig" not in reason


def test_an_instance_that_has_ended_is_no_more_moved() -> None:
    play = Moving(AB)
    play.do(bpmn.Cancel())
    with pytest.raises(Conflict):
        play.answer(AB)


def test_looking_begins_nothing() -> None:
    play = Moving(AB, budget=None)
    play.budget = bpmn.Budget(pause_after=0)
    new = d.process("s > a > b > e", S, d.job("a"), d.user("b"), E)
    found, _ = play.answer(new, a="a")
    assert isinstance(found, migration.Migrated)
    assert found.outcome.paused and not found.outcome.waits
