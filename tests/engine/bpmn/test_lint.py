"""Every rule finds its fault, names the element and the line, and says what to do."""

from __future__ import annotations

import pytest

from engine import bpmn

from . import draw as d

SE = d.start() + d.end()
ERRORS = {
    "flow to nothing": (d.process("s > nope", d.start()), "s_nope", "is no element of this process"),
    "flow into a subprocess": (
        d.process("s > a; s > sp > e", SE, d.sub("sp", "", d.user("a"))),
        "s_a",
        "flows stay in their scope",
    ),
    "start with incoming": (d.process("s > e; e2 > s", SE, d.element("task", "e2")), "s", "incoming"),
    "end with outgoing": (d.process("s > e > t", SE, d.element("task", "t")), "e", "outgoing"),
    "foreign default": (
        d.process("s > g > e", SE, d.element("exclusiveGateway", "g", default="s_g")),
        "g",
        "does not leave",
    ),
    "missing condition": (
        d.process("s > g > e; g > t", SE, d.element("exclusiveGateway", "g"), d.element("task", "t")),
        "g_e",
        "needs a condition",
    ),
    "event gateway into a task": (
        d.process("s > g > t > e", SE, d.element("eventBasedGateway", "g"), d.user("t")),
        "g",
        "Only catch events",
    ),
    "two starts": (d.process("s > e; s2 > e", SE, d.start("s2")), "p", "several start events"),
    "empty process": (d.process(""), "p", "empty"),
    "event subprocess without trigger": (
        d.process("s > e", SE, d.sub("es", "x > y", d.start("x"), d.end("y"), triggeredByEvent="true")),
        "x",
        "needs a trigger",
    ),
    "trigger inside a subprocess": (
        d.process(
            "s > sp > e",
            SE,
            d.sub("sp", "x > y", d.start("x", d.event("signal", signalRef="S1")), d.end("y")),
        ),
        "x",
        "has no trigger",
    ),
    "boundary without host": (
        d.process("s > e", SE, d.boundary("b", "nope", d.timer("Duration", "P1D"))),
        "b",
        "attached",
    ),
    "boundary without trigger": (
        d.process("s > a > e", SE, d.user("a"), d.boundary("b", "a")),
        "b",
        "not run|trigger",
    ),
    "non-interrupting error": (
        d.process("s > a > e", SE, d.job("a"), d.boundary("b", "a", d.event("error"), interrupting=False)),
        "b",
        "always interrupts",
    ),
    "compensation without handler": (
        d.process("s > a > e", SE, d.job("a"), d.boundary("b", "a", d.event("compensate"))),
        "b",
        "no handler",
    ),
    "same error twice": (
        d.process(
            "s > a > e",
            SE,
            d.job("a"),
            d.boundary("b", "a", d.event("error")),
            d.boundary("c", "a", d.event("error")),
        ),
        "c",
        "Another event",
    ),
    "unknown message": (
        d.process(
            "s > c > e", SE, d.element("intermediateCatchEvent", "c", d.event("message", messageRef="nope"))
        ),
        "c",
        "is not defined",
    ),
    "link to nowhere": (
        d.process("s > t", SE, d.element("intermediateThrowEvent", "t", d.event("link", name="x"))),
        "t",
        "No link catch",
    ),
    "cancel outside a transaction": (
        d.process("s > e", d.start(), d.end("e", d.event("cancel"))),
        "e",
        "transaction",
    ),
    "bad duration": (
        d.process("s > c > e", SE, d.element("intermediateCatchEvent", "c", d.timer("Duration", "soon"))),
        "c",
        "wrong",
    ),
    "endless cycle": (
        d.process(
            "s > a > e", SE, d.user("a"), d.boundary("b", "a", d.timer("Cycle", "R/PT0S"), interrupting=False)
        ),
        "b",
        "interval",
    ),
    "interrupting cycle": (
        d.process("s > a > e", SE, d.user("a"), d.boundary("b", "a", d.timer("Cycle", "R/PT1H"))),
        "b",
        "non-interrupting",
    ),
    "service without type": (
        d.process("s > a > e", SE, d.element("serviceTask", "a")),
        "a",
        "taskDefinition",
    ),
    "script without script": (d.process("s > a > e", SE, d.element("scriptTask", "a")), "a", "zeebe:script"),
    "decision without name": (
        d.process("s > a > e", SE, d.element("businessRuleTask", "a")),
        "a",
        "calledDecision",
    ),
    "call without process": (
        d.process("s > a > e", SE, d.element("callActivity", "a")),
        "a",
        "names no process",
    ),
    "loop without collection": (d.process("s > a > e", SE, d.user("a", d.each(""))), "a", "inputCollection"),
    "loop without end": (
        d.process("s > a > e", SE, d.user("a", "<bpmn:standardLoopCharacteristics/>")),
        "a",
        "never ends",
    ),
    "no FEEL": (d.process("s > a > e", SE, d.script("a", "=1 + (", "x")), "a", "at character"),
    "unknown function": (d.process("s > a > e", SE, d.script("a", '=exec("x")', "x")), "a", "no function"),
    "bad condition": (
        d.process("s > g; g > e: =1 +", SE, d.element("exclusiveGateway", "g")),
        "g_e",
        "is no FEEL",
    ),
    "bad due date": (
        d.process("s > a > e", SE, d.user("a", extensions=d.zeebe("taskSchedule", dueDate="=]"))),
        "a",
        "dueDate",
    ),
    "bad target": (
        d.process("s > a > e", SE, d.user("a", extensions=d.io(("input", "=1", "a b")))),
        "a",
        "variable name",
    ),
    "bad visibility": (
        d.process("s > a > e", SE, d.user("a", extensions=d.properties(samtrin_visibility="secret"))),
        "a",
        "shared or private",
    ),
    "circle of gateways": (
        d.process(
            "s > g > h > g; h > e", SE, d.element("parallelGateway", "g"), d.element("parallelGateway", "h")
        ),
        "g",
        "never end",
    ),
    "not run": (d.process("s > e", SE, d.element("callChoreography", "x")), "x", "is not run"),
    "parallel multiple boundary": (
        d.process(
            "s > a > e",
            SE,
            d.user("a"),
            d.boundary("b", "a", d.event("signal", signalRef="S1"), d.timer("Duration", "P1D")).replace(
                'id="b"', 'id="b" parallelMultiple="true"'
            ),
        ),
        "b",
        "parallel multiple",
    ),
    "multiple end that terminates": (
        d.process("s > e", d.start(), d.end("e", d.event("terminate"), d.event("signal", signalRef="S1"))),
        "e",
        "not run",
    ),
    "bad id": (d.process("s > e", SE, d.user("1 a")), "1 a", "XML name"),
}
WARNINGS = {
    "unreachable": (d.process("s > e", SE, d.user("a")), "a", "No flow"),
    "no way out": (d.process("s > a > b > a", SE, d.user("a"), d.user("b")), "a", "reaches an end"),
    "no default": (
        d.process(
            "s > g; g > e: =true; g > t: =x", SE, d.element("exclusiveGateway", "g"), d.element("task", "t")
        ),
        "g",
        "no default flow",
    ),
    "naive date": (
        d.process(
            "s > c > e", SE, d.element("intermediateCatchEvent", "c", d.timer("Date", "2030-01-01T09:00:00"))
        ),
        "c",
        "time zone",
    ),
    "listener": (
        d.process("s > a > e", SE, d.user("a", extensions="<zeebe:taskListeners/>")),
        "a",
        "Listeners are not run",
    ),
    "calls itself": (d.process("s > c > e", SE, d.call("c", "p")), "c", "calls itself"),
}


def problems(xml: str, known: bpmn.Known | None = None) -> list[bpmn.Problem]:
    return bpmn.lint([bpmn.read(d.xml(xml), "f.bpmn")], known or bpmn.Known())


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_forbids_deployment(name: str) -> None:
    xml, element, phrase = ERRORS[name]
    found = [p for p in problems(xml) if p.severity == "error" and p.element == element]
    assert any(part in str(problem) for problem in found for part in phrase.split("|")), problems(xml)
    assert all(problem.line for problem in found)


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_does_not(name: str) -> None:
    xml, element, phrase = WARNINGS[name]
    found = problems(xml)
    assert [p for p in found if p.severity == "error"] == []
    assert any(p.element == element and phrase in str(p) for p in found), found


def test_what_lies_outside_is_checked_where_it_is_known() -> None:
    form = d.zeebe("formDefinition", formId="f1") + d.zeebe("assignmentDefinition", candidateGroups="r1, r2")
    ask = d.element(
        "businessRuleTask", "r", extensions=d.zeebe("calledDecision", decisionId="d1", resultVariable="x")
    )
    start = d.start("s", extensions=d.zeebe("formDefinition", formId="f0")) + d.end("e")
    xml = d.process("s > a > r > c > e", start, d.user("a", extensions=form), ask, d.call("c", "q"))
    assert problems(xml) == []
    nothing = bpmn.Known(forms=set(), roles={"r1"}, processes=set(), decisions=set())
    assert sorted((str(p.element), *p.params.values()) for p in problems(xml, nothing)) == [
        ("a", "f1"),
        ("a", "r2"),
        ("c", "q"),
        ("r", "d1"),
        ("s", "f0"),
    ]
    everything = bpmn.Known(forms={"f0", "f1"}, roles={"r1", "r2"}, processes={"q"}, decisions={"d1"})
    assert problems(xml, everything) == []


def test_a_task_needs_a_role_where_roles_are_known() -> None:
    found = problems(d.process("s > a > e", SE, d.user("a")), bpmn.Known(roles={"r"}))
    assert [(p.element, p.severity) for p in found] == [("a", "error")]


def test_processes_of_one_deployment_may_call_each_other() -> None:
    models = [
        bpmn.read(d.xml(d.process("s > c > e", SE, d.call("c", "q"))), "a.bpmn"),
        bpmn.read(d.xml(d.process("x > y", d.start("x"), d.end("y"), id="q")), "b.bpmn"),
    ]
    assert bpmn.lint(models, bpmn.Known(processes=set())) == []


def test_a_process_that_is_not_executable_is_not_deployed_in_silence() -> None:
    xml = d.process("s > e", SE).replace('isExecutable="true"', "")
    assert ["isExecutable" in str(problem) for problem in problems(xml)] == [True]
