"""Moving a running instance to another version: what is active stays what it was, and what is new listens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from . import draw as d
from .moving import Moving

S, E = d.start(), d.end()
AB = d.process("s > a > b > e", S, d.user("a"), d.user("b"), E)


def with_timer(text: str, *more: str, form: str = "Duration", interrupting: bool = False) -> str:
    """Task a with a boundary timer."""
    edge = d.boundary("t", "a", d.timer(form, text), interrupting=interrupting)
    return d.process(
        "s > a > b > e; t > r > e2", S, d.user("a"), edge, d.user("b"), d.user("r"), E, d.end("e2"), *more
    )


def test_the_same_version_is_the_same_state() -> None:
    play = Moving(with_timer("PT1H"))
    before, keys = play.state, (play.tasks.keys(), play.waits.keys())
    found = play.move(with_timer("PT1H"))
    assert play.state == before
    assert not found.outcome.history and not found.outcome.closed
    assert keys == (play.tasks.keys(), play.waits.keys())


def test_finished_steps_may_be_gone() -> None:
    play = Moving(AB)
    play.complete("a")
    play.move(d.process("s > b > c > e", S, d.user("b"), d.user("c"), E))
    play.complete("b")
    play.complete("c")
    assert play.status == "completed"


def test_a_new_boundary_listens_from_now() -> None:
    play = Moving(AB)
    play.wait(hours=5)
    play.move(with_timer("PT1H"))
    assert play.due("t") == play.now + timedelta(hours=1)
    play.wait(hours=2)
    assert play.open == ["a", "r"]


def test_a_removed_boundary_is_silent() -> None:
    play = Moving(with_timer("PT1H", interrupting=True))
    play.move(AB)
    play.wait(hours=2)
    assert (play.open, play.waits) == (["a"], {})


@pytest.mark.parametrize("text", ["PT9H", "=duration(later)"])
def test_a_running_timer_keeps_its_time_whatever_the_new_one_says(text: str) -> None:
    play = Moving(with_timer("PT3H"))
    due = play.due("t")
    play.wait(hours=1)
    play.move(with_timer(text))
    assert play.due("t") == due
    play.wait(hours=2)
    assert play.open == ["a", "r"]


def test_a_cycle_goes_on_as_it_was_set() -> None:
    play = Moving(with_timer("R3/PT1H", form="Cycle"))
    play.wait(hours=1, minutes=30)
    play.move(with_timer("R9/P1D", form="Cycle"))
    play.wait(days=9)
    assert play.open == ["a", "r", "r", "r"]


def test_a_timer_keeps_its_time_under_another_id() -> None:
    play = Moving(with_timer("PT3H"))
    due, key = play.due("t"), play.key("t", "timer")
    new = with_timer("PT9H").replace('"t"', '"ur"').replace('"t_r"', '"ur_r"')
    play.move(new, t="ur")
    assert (play.due("ur"), play.key("ur", "timer")) == (due, key)


def test_a_boundary_that_listens_for_something_else_does_so_from_now() -> None:
    play = Moving(with_timer("PT3H"), key="k")
    edge = d.boundary("t", "a", d.event("message", messageRef="M1"), interrupting=False)
    play.move(
        d.process("s > a > b > e; t > r > e2", S, d.user("a"), edge, d.user("b"), d.user("r"), E, d.end("e2"))
    )
    assert [wait.kind for wait in play.waits.values()] == ["message"]
    play.deliver("t")
    assert play.open == ["a", "r"]


def test_a_renamed_task_keeps_its_key() -> None:
    play = Moving(AB)
    key = play.key("a")
    found = play.move(d.process("s > x > b > e", S, d.user("x"), d.user("b"), E), a="x")
    assert play.key("x") == key
    assert [(done.before, done.after, done.how) for done in found.done] == [("a", "x", "kept")]
    play.complete("x")
    play.complete("b")
    assert play.status == "completed"


def test_another_kind_of_step_begins_afresh() -> None:
    play = Moving(AB)
    key = play.key("a")
    play.move(d.process("s > a > b > e", S, d.job("a"), d.user("b"), E), a="a")
    assert (play.open, play.key("a", "job") != key) == ([], True)
    play.work("a")
    play.complete("b")
    assert play.status == "completed"


def test_a_message_by_another_name_is_waited_for_anew() -> None:
    def catch(message: str) -> str:
        wait = d.element("intermediateCatchEvent", "w", d.event("message", messageRef=message))
        return d.process("s > w > e", S, wait, E)

    play = Moving(catch("M1"), key="k", item="i")
    play.move(catch("M2"))
    assert [(wait.name, wait.correlation_key) for wait in play.waits.values()] == [("M2", "i")]
    play.deliver("w")
    assert play.status == "completed"


def test_a_condition_by_other_words_is_looked_at_at_once() -> None:
    def wait_for(text: str) -> str:
        wait = d.element("intermediateCatchEvent", "w", d.condition(text))
        return d.process("s > w > a > e", S, wait, d.user("a"), E)

    play = Moving(wait_for("=x > 10"), x=5)
    play.move(wait_for("=x > 7"))
    assert play.open == []
    play.move(wait_for("=x > 3"))
    assert play.open == ["a"]


def test_a_way_is_added_to_and_taken_from_an_event_gateway() -> None:
    def choice(*ways: str) -> str:
        catches = {
            "m": d.element("intermediateCatchEvent", "m", d.event("message", messageRef="M1")),
            "t": d.element("intermediateCatchEvent", "t", d.timer("Duration", "PT1H")),
            "u": d.element("intermediateCatchEvent", "u", d.timer("Duration", "PT5H")),
        }
        paths = "; ".join(f"g > {way} > e{way}" for way in ways)
        ends = [d.end(f"e{way}") for way in ways]
        return d.process(
            f"s > g; {paths}", S, d.element("eventBasedGateway", "g"), *(catches[w] for w in ways), *ends
        )

    play = Moving(choice("m", "t"), key="k")
    play.move(choice("m", "u"))
    assert sorted(wait.element_id for wait in play.waits.values()) == ["m", "u"]
    play.wait(hours=6)
    assert (play.status, play.done["u"]) == ("completed", 1)


def test_an_event_subprocess_comes_and_goes() -> None:
    listening = d.sub(
        "v",
        "vs > r > ve",
        d.start("vs", d.timer("Duration", "PT1H"), isInterrupting="false"),
        d.user("r"),
        d.end("ve"),
        triggeredByEvent="true",
    )
    with_it = d.process("s > a > b > e", S, d.user("a"), d.user("b"), E, listening)
    play = Moving(AB)
    play.move(with_it)
    assert [wait.element_id for wait in play.waits.values()] == ["v"]
    play.wait(hours=1)
    assert play.open == ["a", "r"]
    play = Moving(with_it)
    play.move(AB)
    assert not play.waits


def test_a_called_process_moves_inside_its_caller() -> None:
    caller = d.process("s > k > e", S, d.call("k", "q"), E, id="p")
    called = d.process("qs > a > qe", d.start("qs"), d.user("a"), d.end("qe"), id="q")
    play = Moving(caller, called, x=1)
    play.move(d.process("qs > a > b > qe", d.start("qs"), d.user("a"), d.user("b"), d.end("qe"), id="q"))
    assert play.tasks[play.key("a")].call_path == ("k",)
    play.complete("a", y=2)
    play.complete("b")
    assert (play.status, play.variables) == ("completed", {"x": 1, "y": 2})


def test_a_renamed_call_keeps_what_it_has_called() -> None:
    called = d.process("qs > a > qe", d.start("qs"), d.user("a"), d.end("qe"), id="q")
    play = Moving(d.process("s > k > e", S, d.call("k", "q"), E), called)
    key = play.key("a")
    found = play.move(d.process("s > l > e", S, d.call("l", "q"), E), k="l")
    assert found.places[key].call_path == ("l",)


def test_an_incident_stays_and_is_tried_by_the_new_version() -> None:
    def choice(path: str) -> str:
        return d.process(f"s > g; {path}", S, d.element("exclusiveGateway", "g"), d.user("a"), E)

    play = Moving(choice("g > a: =x > 1; a > e"), x=0)
    assert play.stuck == ["g"]
    play.move(choice("g > a: =x < 1; a > e"))
    assert (play.stuck, play.open) == (["g"], [])
    play.resolve("g")
    assert (play.stuck, play.open) == ([], ["a"])


def test_what_was_done_is_undone_by_the_handler_of_the_new_version() -> None:
    def process(done: str, handler: str) -> str:
        edge = d.element("boundaryEvent", "c", d.event("compensate"), attachedToRef=done)
        undo = d.user(handler, isForCompensation="true")
        tie = d.element("association", "tie", sourceRef="c", targetRef=handler)
        throw = d.element("intermediateThrowEvent", "u", d.event("compensate"))
        return d.process(f"s > {done} > b > u > e", S, d.user(done), edge, undo, tie, d.user("b"), throw, E)

    play = Moving(process("a", "h"))
    play.complete("a")
    play.move(process("x", "i"), a="x")
    play.complete("b")
    assert play.open == ["i"]
    play.complete("i")
    assert play.status == "completed"


def test_a_step_that_only_has_another_id_is_the_same_done_or_not() -> None:
    def named(a: str, b: str) -> str:
        first, second = d.user(a, name="Skriv"), d.user(b, name="Godkend")
        return d.process(f"s > {a} > {b} > e", S, first, second, E)

    play = Moving(named("a", "b"))
    play.complete("a")
    found = play.move(named("x", "y"))
    assert (play.open, found.outcome.history) == (["y"], ())
    assert found.renamed["p"].items() >= {"a": "x", "b": "y"}.items()


def test_going_on_as_another_step_is_history() -> None:
    play = Moving(AB)
    found = play.move(d.process("s > b > e", S, d.user("b"), E), a="b")
    assert [(move.element_id, move.kind) for move in found.outcome.history] == [
        ("a", "terminated"),
        ("b", "entered"),
    ]
