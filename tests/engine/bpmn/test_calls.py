"""Call activities: other processes inside the same instance."""

from __future__ import annotations

from . import draw as d
from .play import Play

CHILD = d.process("cs > ca > ce", d.start("cs"), d.user("ca"), d.end("ce"), id="q")


def test_a_boundary_event_ends_all_calls_of_a_repeated_call_activity() -> None:
    timer = d.boundary("b", "c", d.timer("Duration", "PT1H"))
    call = d.call("c", "q", d.each("=[1,2]", output="=r"))
    play = Play(
        d.process("s > c > e; b > h > e2", d.start(), call, timer, d.user("h"), d.end(), d.end("e2")), CHILD
    )
    play.complete("ca", r=1)
    play.wait(hours=1)
    assert play.open == ["h"]
    assert "results" not in play.variables


def test_a_non_interrupting_escalation_lets_the_called_process_go_on() -> None:
    throw = d.element("intermediateThrowEvent", "ct", d.event("escalation", escalationRef="X1"))
    child = d.process("cs > ct > ca > ce", d.start("cs"), throw, d.user("ca"), d.end("ce"), id="q")
    catch = d.boundary("b", "c", d.event("escalation", escalationRef="X1"), interrupting=False)
    path = "s > c > e; b > h > e2"
    play = Play(d.process(path, d.start(), d.call("c", "q"), catch, d.user("h"), d.end(), d.end("e2")), child)
    assert play.open == ["ca", "h"]


def test_a_task_knows_its_call_path_and_the_version_of_its_process() -> None:
    outer = d.process(
        "s > sp > e",
        d.start(),
        d.sub("sp", "s1 > c > e1", d.start("s1"), d.call("c", "q"), d.end("e1")),
        d.end(),
    )
    play = Play(outer, CHILD)
    task = play.tasks[play.key("ca")]
    assert (task.process_id, task.call_path, task.definition_key) == ("q", ("c",), "q:1")


def test_a_variable_that_the_called_process_did_not_write_undoes_nothing() -> None:
    path = "s > g; g > c > e; g > w > e2"
    fork = d.element("parallelGateway", "g")
    play = Play(
        d.process(path, d.start(), fork, d.call("c", "q"), d.user("w"), d.end(), d.end("e2")), CHILD, x=1
    )
    play.complete("w", x=2)
    play.complete("ca", y=3)
    assert play.variables == {"x": 2, "y": 3}


def test_the_called_process_sees_the_private_variables_of_no_party_but_its_tasks_do() -> None:
    private = d.properties(samtrin_party="P1", samtrin_visibility="private")
    child = d.process("cs > ca > ce", d.start("cs"), d.user("ca", extensions=private), d.end("ce"), id="q")
    play = Play(d.process("s > c > d > e", d.start(), d.call("c", "q"), d.call("d", "q"), d.end()), child)
    play.complete_private("ca", "P1", note="ours")
    assert play.variables == {}
    assert play.visible("ca", "P1") == {"note": "ours"}
    assert play.visible("ca", "P2") == {}


def test_a_call_may_be_bound_to_a_version_tag() -> None:
    tagged = d.process(
        "cs > ca > ce",
        d.start("cs"),
        d.user("ca"),
        d.end("ce"),
        id="q",
        extensions=d.zeebe("versionTag", value="v2"),
    )
    for tag, found in (("v2", ["ca"]), ("v1", [])):
        call = d.call("c", "q", bindingType="versionTag", versionTag=tag)
        play = Play(d.process("s > c > e", d.start(), call, d.end()), tagged)
        assert play.open == found
        assert play.stuck == ([] if found else ["c"])


def test_a_called_process_is_not_compensated_from_outside() -> None:
    handler = d.element("task", "undo", isForCompensation="true") + d.boundary(
        "cb", "ct", d.event("compensate")
    )
    link = d.element("association", "as", sourceRef="cb", targetRef="undo")
    child = d.process(
        "cs > ct > ce", d.start("cs"), d.element("task", "ct"), handler, link, d.end("ce"), id="q"
    )
    throw = d.element("intermediateThrowEvent", "t", d.event("compensate"))
    play = Play(d.process("s > c > t > e", d.start(), d.call("c", "q"), throw, d.end()), child)
    assert play.status == "completed"
    assert not play.done["undo"]


def test_a_business_rule_task_asks_the_library() -> None:
    ask = d.element(
        "businessRuleTask", "r", extensions=d.zeebe("calledDecision", decisionId="double", resultVariable="y")
    )
    assert Play(d.process("s > r > e", d.start(), ask, d.end()), x=4).variables == {"x": 4, "y": 8}
    unknown = ask.replace("double", "triple")
    assert Play(d.process("s > r > e", d.start(), unknown, d.end()), x=4).stuck == ["r"]
