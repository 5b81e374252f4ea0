"""Repairs: moving, adding, skipping, removing and going back, over all that a process can hold; nothing is left to wait
for ever."""

from __future__ import annotations

from typing import Any

import pytest

from engine import bpmn
from engine.errors import Conflict, Invalid

from . import draw as d
from .play import Play


def linear(**variables: Any) -> Play:
    return Play(
        d.process("s > a > b > c > e", d.start(), d.user("a"), d.user("b"), d.user("c"), d.end()), **variables
    )


def parallel() -> Play:
    gates = d.element("parallelGateway", "g") + d.element("parallelGateway", "j")
    tasks = "".join(map(d.user, ("a", "a2", "b", "k")))
    return Play(d.process("s > g; g > a > a2 > j; g > b > j; j > k > e", d.start(), gates, tasks, d.end()))


def key(play: Play, element: str, kind: str | None = None) -> str:
    """The key of what stands at an element; of its body where it is done several times, unless kind says what."""
    found = [
        each
        for each in bpmn.standing(play.definition, play.state, now=play.now, library=play)  # type: ignore[arg-type]
        if each.element_id == element and kind in (None, each.kind)
    ]
    return found[0].key


def move(play: Play, start: str, end: str, *also: str) -> bpmn.Outcome:
    return play.do(bpmn.Move(key(play, start), end, tuple(key(play, other) for other in also)))


def skip(play: Play, element: str, **variables: Any) -> None:
    play.do(bpmn.Skip(key(play, element), variables))


@pytest.mark.parametrize(("start", "target"), [("a", "c"), ("b", "a"), ("b", "b")])
def test_a_step_is_left_without_an_answer_and_another_begins(start: str, target: str) -> None:
    play = linear()
    for done in ("a", "b"):
        if done < start:
            play.complete(done)
    out = move(play, start, target)
    assert play.open == [target]
    assert [(m.element_id, m.kind) for m in out.history] == [(start, "terminated"), (target, "entered")]
    while play.open:
        play.complete(play.open[0])
    assert play.status == "completed"


def test_a_case_can_be_moved_to_its_end() -> None:
    play = linear()
    out = move(play, "a", "e")
    assert (play.status, out.ended_at) == ("completed", ("e",))


def test_what_has_been_done_or_never_was_cannot_be_moved() -> None:
    play = linear()
    gone = key(play, "a")
    play.complete("a")
    for command in (bpmn.Move(gone, "c"), bpmn.Skip(gone), bpmn.Remove("99"), bpmn.Add("c", "99")):
        with pytest.raises(Conflict):
            play.do(command)
    with pytest.raises(Invalid):
        move(play, "b", "nowhere")
    assert play.open == ["b"]


def test_a_join_is_never_left_to_wait_for_ever() -> None:
    play = parallel()
    with pytest.raises(Conflict) as refused:
        move(play, "a", "k")
    assert "b" in str(refused.value) and refused.value.keys == [key(play, "b")]  # type: ignore[attr-defined]
    with pytest.raises(Conflict):
        play.do(bpmn.Remove(key(play, "b")))
    move(play, "a", "k", "b")
    assert play.open == ["k"]
    play.complete("k")
    assert play.status == "completed"


def test_back_to_before_a_split_takes_all_branches_along() -> None:
    play = parallel()
    play.complete("a")
    with pytest.raises(Conflict):
        move(play, "a2", "g")
    move(play, "a2", "g", "b")
    assert play.open == ["a", "b"]
    for step in ("b", "a", "a2", "k"):
        play.complete(step)
    assert play.status == "completed"


def test_within_a_branch_the_others_go_on() -> None:
    play = parallel()
    play.complete("a")
    play.complete("b")
    move(play, "a2", "a")
    for step in ("a", "a2", "k"):
        play.complete(step)
    assert play.status == "completed"


def test_a_token_that_waits_at_a_join_can_go_back_and_one_can_be_moved_to_it() -> None:
    play = parallel()
    play.complete("b")
    move(play, "j", "b")
    assert play.open == ["a", "b"]
    move(play, "b", "j")
    play.complete("a")
    play.complete("a2")
    assert play.open == ["k"]


def test_an_inclusive_join_waits_for_those_who_can_still_come() -> None:
    gates = d.element("inclusiveGateway", "g") + d.element("inclusiveGateway", "j")
    tasks = "".join(map(d.user, ("a", "b", "k")))
    model = d.process(
        "s > g; g > a: =true; a > j; g > b: =true; b > j; j > k > e", d.start(), gates, tasks, d.end()
    )
    play = Play(model)
    move(play, "a", "k")
    assert play.open == ["b", "k"]
    play.complete("b")
    assert play.open == ["k", "k"]
    play.complete("k")
    play.complete("k")
    assert play.status == "completed"


def test_skipping_goes_on_without_an_answer() -> None:
    mapped = d.user("b", extensions=d.io(("output", "=answer", "kept")))
    play = Play(d.process("s > a > b > c > e", d.start(), d.user("a"), mapped, d.user("c"), d.end()))
    skip(play, "a")
    skip(play, "b")
    assert (play.open, play.variables) == (["c"], {})
    move(play, "c", "b")
    skip(play, "b", answer=7)
    assert (play.open, play.variables) == (["c"], {"kept": 7})


def test_timers_messages_and_jobs_can_be_skipped() -> None:
    waits = d.element("intermediateCatchEvent", "t", d.timer("Duration", "P1D"))
    waits += d.element("intermediateCatchEvent", "m", d.event("message", messageRef="M1"))
    play = Play(
        d.process("s > t > m > w > a > e", d.start(), waits, d.job("w"), d.user("a"), d.end()), key="1"
    )
    for element in ("t", "m", "w"):
        skip(play, element)
    assert (play.open, play.waits) == (["a"], {})


def test_an_incident_can_be_skipped_moved_or_taken_along() -> None:
    bad = d.job("x", "=missing")
    sick = d.element("exclusiveGateway", "g")
    play = Play(
        d.process(
            "s > a > x > g; g > b: =missing; b > e", d.start(), d.user("a"), bad, sick, d.user("b"), d.end()
        )
    )
    play.complete("a")
    assert play.stuck == ["x"]
    skip(play, "x")
    assert play.stuck == ["g"]
    with pytest.raises(Invalid):
        skip(play, "g")
    move(play, "g", "b")
    assert (play.open, play.stuck) == (["b"], [])


def sub(*more: str, path: str = "s1 > x > y > e1", **attributes: str) -> str:
    return d.sub("sp", path, d.start("s1"), d.user("x"), d.user("y"), d.end("e1"), *more, **attributes)


def nested(*more: str, after: str = "") -> Play:
    return Play(
        d.process(f"s > a > sp > k > e{after}", d.start(), d.user("a"), sub(), d.user("k"), d.end(), *more)
    )


def test_into_a_subprocess_it_begins_around_the_step_and_out_of_it_it_ends() -> None:
    play = nested(d.boundary("t", "sp", d.timer("Duration", "P1D")), after="; t > k")
    move(play, "a", "y")
    assert play.open == ["y"] and [wait.element_id for wait in play.waits.values()] == ["t"]
    move(play, "y", "a")
    assert (play.open, play.waits) == (["a"], {})
    move(play, "a", "y")
    play.complete("y")
    assert play.open == ["k"]


def test_a_subprocess_goes_on_with_what_is_left_in_it() -> None:
    gate = d.element("parallelGateway", "g")
    inside = d.sub(
        "sp",
        "s1 > g; g > x > e1; g > y > e2",
        d.start("s1"),
        gate,
        d.user("x"),
        d.user("y"),
        d.end("e1"),
        d.end("e2"),
    )
    play = Play(d.process("s > a > sp > k > e", d.start(), d.user("a"), inside, d.user("k"), d.end()))
    play.complete("a")
    move(play, "x", "a")
    assert play.open == ["a", "y"]
    play.do(bpmn.Remove(key(play, "a")))
    with pytest.raises(Invalid):
        play.do(bpmn.Remove(key(play, "y")))
    skip(play, "y")
    assert play.open == ["k"]
    with pytest.raises(Invalid):
        play.do(bpmn.Remove(key(play, "k")))


def test_a_whole_subprocess_can_be_skipped_or_moved() -> None:
    play = nested()
    play.complete("a")
    skip(play, "sp")
    assert play.open == ["k"]
    move(play, "k", "sp")
    assert play.open == ["x"]
    move(play, "sp", "a")
    assert play.open == ["a"]


def test_boundaries_and_event_subprocesses_are_no_places_to_go() -> None:
    listener = d.sub(
        "es",
        "s2 > h > e2",
        d.start("s2", d.timer("Duration", "PT1H")),
        d.user("h"),
        d.end("e2"),
        triggeredByEvent="true",
    )
    edge = d.boundary("t", "a", d.timer("Duration", "P1D"))
    play = Play(
        d.process(
            "s > a > e; t > b > e9", d.start(), d.user("a"), d.user("b"), edge, d.end(), d.end("e9"), listener
        )
    )
    for target in ("t", "es", "h"):
        with pytest.raises(Invalid):
            move(play, "a", target)
    play.wait(hours=2)
    assert play.open == ["h"]
    move(play, "h", "a")
    assert play.open == ["a"] and sorted(wait.element_id for wait in play.waits.values()) == ["es", "t"]
    play.wait(hours=2)
    assert play.open == ["h"]


def several(**options: Any) -> Play:
    loop = d.each("=[1,2,3]", output="=answer", **options)
    return Play(
        d.process("s > a > m > k > e", d.start(), d.user("a"), d.user("m", loop), d.user("k"), d.end())
    )


@pytest.mark.parametrize("sequential", [False, True])
def test_of_several_one_can_be_skipped_or_removed_and_only_the_whole_moved(sequential: bool) -> None:
    play = several(sequential=sequential)
    play.complete("a")
    one = play.key("m")
    with pytest.raises(Invalid):
        play.do(bpmn.Move(one, "k"))
    play.do(bpmn.Skip(one))
    play.do(bpmn.Remove(play.key("m")))
    play.complete("m", answer="yes")
    assert (play.open, play.variables["results"]) == (["k"], [None, None, "yes"])
    move(play, "k", "m")
    assert play.open == (["m"] if sequential else ["m", "m", "m"])
    move(play, "m", "a")
    assert play.open == ["a"]


def test_the_whole_of_several_can_be_skipped() -> None:
    play = several()
    play.complete("a")
    skip(play, "m")
    assert play.open == ["k"]


def test_a_called_process_is_moved_within_and_left_as_a_whole() -> None:
    inner = d.process("s1 > x > y > e1", d.start("s1"), d.user("x"), d.user("y"), d.end("e1"), id="q")
    play = Play(
        d.process("s > a > c > k > e", d.start(), d.user("a"), d.call("c", "q"), d.user("k"), d.end()), inner
    )
    play.complete("a")
    move(play, "x", "y")
    assert play.open == ["y"]
    with pytest.raises(Invalid):
        move(play, "y", "a")
    held = key(play, "c")
    play.do(bpmn.Add("x", held))
    assert play.open == ["x", "y"]
    play.do(bpmn.Move(held, "a"))
    assert play.open == ["a"]
    play.complete("a")
    skip(play, "c")
    assert play.open == ["k"]


def test_something_more_can_begin_beside_what_is_under_way() -> None:
    play = nested()
    play.do(bpmn.Add("y"))
    assert play.open == ["a", "y"]
    play.complete("a")
    assert play.open == ["x", "y"]
    gates = parallel()
    gates.complete("b")
    with pytest.raises(Conflict):
        gates.do(bpmn.Add("b"))


def test_going_back_gives_the_data_of_then() -> None:
    play = linear(n=1, gone=[1])
    first = play.do(bpmn.Complete(play.key("a"), {"n": 2, "new": "x"}))
    assert first.before == {"0": {"n": [1], "new": []}}
    play.complete_private("b", "P1", secret=3)
    play.do(bpmn.GoBack(key(play, "c"), "a", first.before | {"party:P1": {"secret": []}}))
    assert (play.open, play.variables) == (["a"], {"n": 1, "gone": [1]})
    assert play.visible("a", "P1") == {"n": 1, "gone": [1]}
    again = play.do(bpmn.Complete(play.key("a"), {"n": 5}))
    assert again.before == {"0": {"n": [1]}}


def test_a_start_has_nothing_to_go_back_to_and_a_reading_command_changes_nothing() -> None:
    play = Play(d.process("s > a > e", d.start(), d.user("a"), d.end()), begin=False)
    assert play.do(bpmn.Start({"n": 1})).before == {}
    assert play.do(bpmn.SetVariables({"n": 2})).before == {"0": {"n": [1]}}


def test_everything_under_way_is_told() -> None:
    play = several()
    play.complete("a")
    told = bpmn.standing(play.definition, play.state, now=play.now, library=play)  # type: ignore[arg-type]
    body = next(each for each in told if each.repeats)
    rounds = [each for each in told if each.within == body.key]
    assert (body.kind, [each.number for each in rounds], {each.kind for each in rounds}) == (
        "around",
        [1, 2, 3],
        {"task"},
    )
