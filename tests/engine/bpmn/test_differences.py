"""What differs between two models: ids for the drawing, sentences for people, and nothing for mere layout."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn.differences import Change, Differences, Names, compare
from engine.errors import Message

from . import draw as d

ROOT = Path(__file__).parents[3]
NAMES = Names(roles={"leder": "Project leader", "ol": "Board"}, processes={"q": "The other"})


def said(value: Any) -> Any:
    """A message in English, the way pages say it: with messages and lists inside."""
    if isinstance(value, Message):
        params = {name: said(part) for name, part in value.params.items()}
        return value.template % params if params else value.template
    return ", ".join(str(said(part)) for part in value) if isinstance(value, list) else value


def sentences(words: Iterable[Change]) -> list[str]:
    return [str(said(word.message)).rstrip(".") for word in words]


def between(before: str, after: str, *more: str) -> Differences:
    """The differences between two processes drawn as text."""
    return compare(bpmn.read(d.xml(before, *more), "a"), bpmn.read(d.xml(after, *more), "b"), NAMES)


def task(
    id: str = "a", name: str = "Write", *inside: str, roles: str = "leder", due: str = "", more: str = ""
) -> str:
    extensions = d.zeebe("assignmentDefinition", candidateGroups=roles) + more
    if due:
        extensions += d.zeebe("taskSchedule", dueDate=due)
    return d.user(id, *inside, extensions=extensions, name=name)


def one(before: str, after: str) -> str:
    """The one sentence between two processes that differ in one task."""
    found = between(*(d.process("s > a > e", d.start(), part, d.end()) for part in (before, after)))
    assert len(found.words) == 1, sentences(found.words)
    assert found.changed == {"a"} and not found.added and not found.removed
    return sentences(found.words)[0]


@pytest.mark.parametrize("file", sorted((ROOT / "processes").rglob("*.bpmn")), ids=lambda file: file.name)
def test_no_difference_in_layout_prefixes_and_order(file: Path) -> None:
    content = file.read_bytes()
    other = content.replace(b"bpmn:", b"x:").replace(b"xmlns:bpmn=", b"xmlns:x=").replace(b" />", b"/>")
    other = other.replace(b"><", b">\n\n<")
    assert b"<x:process" in other
    found = compare(bpmn.read(content, "a"), bpmn.read(other, "b"))
    assert found == Differences() and not found


def test_the_order_of_elements_and_the_ids_of_flows_are_no_difference() -> None:
    before = d.process("s > a > e", d.start(), task(), d.end())
    after = d.process(
        "", d.end(), d.flows("a > e; s > a").replace('id="a_e"', 'id="Flow_1"'), task(), d.start()
    )
    assert not between(before, after)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (task(), task(due="=add working days(today(), 10)"), 'the task "Write" now has the deadline 10 working days'),
        (
            task(due="=add working days(today(), 10)"),
            task(due="=add working days(date(mc_dato), -1)"),
            'the task "Write" now has the deadline 1 working day before mc_dato instead of 10 working days',
        ),
        (task(due="P3D"), task(), 'the task "Write" no longer has a deadline of its own (it was 3 days)'),
        (task(), task(name="Draft"), 'the task "Write" is now called "Draft"'),
        (task(name=""), task(), 'the task "a" has been given the name "Write"'),
        (
            task(),
            task(roles="ol, leder"),
            'the task "Write" is now done by the role Board, Project leader instead of Project leader',
        ),
        (
            task(),
            task(roles="=deltager.rolle"),
            'the task "Write" is now done by the role that the formula "deltager.rolle" gives '
            "instead of Project leader",
        ),
        (task(), task(more=d.zeebe("formDefinition", formId="f")), 'the task "Write" shows the form "f"'),
        (
            task(),
            task(more=d.properties(samtrin_visibility="private")),
            'the task "Write" has become private: only the party whose it is sees it',
        ),
        (
            task(),
            task(more=d.properties(samtrin_reminders="-2, 0, every 3")),
            'the task "Write" now reminds people of its own accord: 2 working days before the deadline, '
            "on the day of the deadline, then every 3 working days",
        ),
        (
            task(),
            task(more=d.properties(samtrin_escalation="ol")),
            'the task "Write", when it is late, is now told to Board',
        ),
        (task(), task(more=d.properties(egen="1")), 'the task "Write" now has the setting "egen": "1"'),
        (
            task(),
            task("a", "Write", "<bpmn:documentation>How</bpmn:documentation>"),
            'the task "Write" now has a description: "How"',
        ),
        (
            task(more=d.io(("input", "=x", "y"))),
            task(more=d.io(("input", "=x + 1", "y"))),
            'the task "Write" is now given the formula "x + 1" as "y" instead of the formula "x"',
        ),
        (
            d.script("a", "=1", "x"),
            d.script("a", "=2", "x"),
            'the calculation "a" now works out 2 instead of 1',
        ),
        (d.call("a", "p2"), d.call("a", "q"), 'the part "a" now runs the process "The other" instead of "p2"'),
    ],
)  # fmt: skip
def test_one_field_one_sentence(before: str, after: str, sentence: str) -> None:
    assert one(before, after) == sentence


@pytest.mark.parametrize("value", ["required", "somehow"])
def test_a_setting_whose_one_value_counts(value: str) -> None:
    drawn = d.process("s", d.start(), extensions=d.properties(samtrin_tests=value))
    found = between(d.process("s", d.start()), drawn)
    told = {
        "required": "the process can now be published only when its tests pass",
        "somehow": 'the process now has the setting "samtrin:tests": "somehow"',
    }
    assert sentences(found.words) == [told[value]]


def test_shared_is_what_a_task_is_that_says_nothing() -> None:
    shared = task(more=d.properties(samtrin_visibility="shared"))
    assert not between(d.process("s > a", d.start(), task()), d.process("s > a", d.start(), shared))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (("Duration", "P3D"), ("Duration", "P1W"), 'the waiting point "Pause" now waits 7 days instead of 3 days'),
        (
            ("Duration", "P1Y2M"),
            ("Duration", "PT36H"),
            'the waiting point "Pause" now waits 1 day and 12 hours instead of 1 year and 2 months',
        ),
        (
            ("Duration", "P3D"),
            ("Date", '=date and time(add working days(today(), 5), time("16:00:00@Europe/Copenhagen"))'),
            'the waiting point "Pause" is now set off by the clock (5 working days, at 16:00) '
            "instead of the clock (3 days)",
        ),
        (
            ("Date", '=date and time(date(slut) - duration("P30D"), time("08:00:00@Europe/Copenhagen"))'),
            ("Cycle", "R3/P3M"),
            'the waiting point "Pause" is now set off by the clock (every 3 months, 3 times) instead of '
            "the clock (30 days before slut, at 08:00)",
        ),
    ],
)  # fmt: skip
def test_times_in_words(before: tuple[str, str], after: tuple[str, str], sentence: str) -> None:
    def waiting(timer: tuple[str, str]) -> str:
        return d.process(
            "s > a", d.start(), d.element("intermediateCatchEvent", "a", d.timer(*timer), name="Pause")
        )

    found = between(waiting(before), waiting(after))
    assert sentences(found.words) == [sentence] and found.words[0].topic == "deadlines"


def test_something_put_between_is_one_sentence() -> None:
    """A modeler leads the old flow to what was dropped on it, and draws a new one from there."""
    before = d.process("s > a > e", d.start(), task(), d.end())
    drawn = d.flows("s > a; b > e") + d.element("sequenceFlow", "a_e", sourceRef="a", targetRef="b")
    after = d.process("", d.start(), task(), task("b", "Check", roles="ol"), d.end(), drawn)
    found = between(before, after)
    assert sentences(found.words) == [
        'the task "Check" has been added between the task "Write" and an end',
        'the task "Check" is done by the role Board',
    ]
    assert (found.added, found.changed, found.removed) == ({"b", "b_e"}, {"a_e"}, frozenset())
    back = between(after, before)
    assert sentences(back.words) == [
        'the task "Check" has been removed; it was between the task "Write" and an end'
    ]
    assert (back.removed, back.words[0].element) == ({"b", "b_e"}, "b")


def test_what_matters_of_something_new_is_told_with_it() -> None:
    gate = d.element("exclusiveGateway", "g", name="Ready?", default="g_e")
    before = d.process("s > g > e", d.start(), gate, d.end())
    late = d.boundary("late", "b", d.timer("Duration", "P5D")).replace('id="late"', 'id="late" name="Late"')
    private = task("b", "Check", due="P2D", more=d.properties(samtrin_visibility="private"))
    after = d.process("s > g > e; g > b: =unsure; b > e; late > e", d.start(), gate, private, late, d.end())
    assert sentences(between(before, after).words) == [
        'the task "Check" has been added',
        'the task "Check" is done by the role Project leader',
        'the task "Check" now has the deadline 2 days',
        'the task "Check" has become private: only the party whose it is sees it',
        'the event "Late" has been added on the task "Check"',
        'the event "Late" is now set off by the clock (5 days)',
        'the way from the choice "Ready?" to the task "Check" has been added, with the condition unsure',
        'the way from the task "Check" to the end after the choice "Ready?" has been added',
        'the way from the event "Late" to the end after the choice "Ready?" has been added',
    ]


def test_ways() -> None:
    gate = d.element("exclusiveGateway", "g", name="Ready?", default="g_e")
    inside = (d.start(), task(), gate, d.end())
    before = d.process("s > a > g > e; g > a: =again", *inside)
    led = before.replace('id="g_a" sourceRef="g" targetRef="a"', 'id="g_a" sourceRef="g" targetRef="g"')
    assert led != before
    assert sentences(between(before, led).words) == [
        'the way from the choice "Ready?" to the task "Write" now leads to the choice "Ready?"'
    ]
    other = d.process("s > a > g > e; g > a: =never", *inside)
    assert sentences(between(before, other).words) == [
        'the way from the choice "Ready?" to the task "Write" now has the condition never instead of again'
    ]
    none = d.process("s > a > g > e; g > a", *inside)
    assert sentences(between(before, none).words) == [
        'the way from the choice "Ready?" to the task "Write" no longer has a condition (it was again)'
    ]
    assert sentences(between(none, before).words)[0].endswith("now has the condition again")
    fewer = d.process("s > a > g > e", *inside)
    assert sentences(between(before, fewer).words) == [
        'the way from the choice "Ready?" to the task "Write" has been removed'
    ]
    assert between(fewer, before).added == {"g_a"}
    turned = before.replace('default="g_e"', 'default="g_a"')
    assert sentences(between(before, turned).words) == [
        'the choice "Ready?" now leads to the task "Write" when no condition is true'
    ]


def test_an_id_that_changes_alone_is_told_as_such() -> None:
    before = d.process("s > a > b > e", d.start(), task(), task("b", "Check"), d.end())
    after = d.process("s > x > y > e", d.start(), task("x"), task("y", "Check", due="P1D"), d.end())
    found = between(before, after)
    assert found.renamed == {"a": "x", "b": "y"} and not found.added and not found.removed
    assert sentences(found.words) == [
        'in the file, the task "Write" has the id "x" instead of "a"',
        'in the file, the task "Check" has the id "y" instead of "b"',
        'the task "Check" now has the deadline 1 day',
    ]


def test_two_that_could_be_it_are_not_guessed_about() -> None:
    before = d.process("s > a; s > b", d.start(), task("a", "Same"), task("b", "Same"))
    after = d.process("s > x; s > y", d.start(), task("x", "Same"), task("y", "Same"))
    found = between(before, after)
    assert not found.renamed and found.added >= {"x", "y"} and found.removed >= {"a", "b"}


def test_into_a_part_and_out_of_it() -> None:
    outside = d.process("s > a > sp", d.start(), task(), d.sub("sp", "", task("b", "Inner"), name="Step 4"))
    inside = d.process("s > sp", d.start(), d.sub("sp", "", task("b", "Inner"), task(), name="Step 4"))
    assert 'the task "Write" has been moved into the part "Step 4"' in sentences(
        between(outside, inside).words
    )
    assert 'the task "Write" has been moved into the process itself' in sentences(
        between(inside, outside).words
    )


def test_a_part_that_is_new_is_told_with_its_steps() -> None:
    before = d.process("s > e", d.start(), d.end())
    part = d.sub("sp", "i > b > j", d.start("i"), task("b", "Inner"), d.end("j"), name="Step 4")
    found = between(before, d.process("s > sp > e", d.start(), part, d.end()))
    told = sentences(found.words)
    assert told[0].startswith('the part "Step 4" has been added between')
    assert any(text.startswith('the task "Inner" has been added') for text in told)
    assert not any(
        "end" in text and "added" in text and "Step 4" not in text for text in told if "Inner" not in text
    )
    assert {"sp", "i", "b", "j", "i_b"} <= found.added


def test_the_process_itself_lanes_and_notes() -> None:
    def drawn(name: str, lane: str, note: str) -> str:
        lanes = f'<bpmn:laneSet id="ls"><bpmn:lane id="l" name="{lane}"/></bpmn:laneSet>'
        text = f'<bpmn:textAnnotation id="n"><bpmn:text>{note}</bpmn:text></bpmn:textAnnotation>'
        return d.process("s > a", d.start(), task(), lanes, text).replace(
            'id="p"', f'id="p" name="{name}"', 1
        )

    found = between(drawn("Old", "Board", "Read this"), drawn("New", "Team", "Read that"))
    assert sentences(found.words) == [
        'the process is now called "New" instead of "Old"',
        'the lane "Board" is now called "Team"',
        'the note "Read this" now says "Read that"',
    ]
    assert found.changed == {"l", "n"}


def shapes(**places: tuple[int, int]) -> str:
    return "".join(
        f'<di:BPMNShape xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" bpmnElement="{id}">'
        '<dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
        f'x="{x}" y="{y}" width="10" height="10"/></di:BPMNShape>'
        for id, (x, y) in places.items()
    )


def test_moved_is_what_differs_by_its_place_alone() -> None:
    parts = (d.start(), task(), d.end())
    flat = d.process("s > a > e", *parts)
    before = bpmn.read(d.xml(flat, shapes(s=(0, 0), a=(100, 0), e=(200, 0))), "a")
    one_moved = bpmn.read(d.xml(flat, shapes(s=(0, 0), a=(100, 50), e=(200, 0))), "b")
    found = compare(before, one_moved)
    assert found.moved == {"a"} and sentences(found.words) == ["1 step has only been moved on the drawing"]
    pushed = bpmn.read(d.xml(flat, shapes(s=(40, 9), a=(140, 9), e=(240, 9))), "b")
    assert not compare(before, pushed)
    renamed = d.process("s > a > e", d.start(), task(name="Draft"), d.end())
    both = bpmn.read(d.xml(renamed, shapes(s=(0, 0), a=(100, 50), e=(200, 0))), "b")
    assert (compare(before, both).moved, compare(before, both).changed) == (frozenset(), {"a"})


def test_processes_that_come_and_go_in_a_file() -> None:
    one, two = d.process("s > e", d.start(), d.end()), d.process("t > u", d.start("t"), d.end("u"), id="q")
    found = compare(bpmn.read(d.xml(one), "a"), bpmn.read(d.xml(one, two), "b"))
    assert sentences(found.words) == ['the process "q" has been added'] and found.added == {"t", "u"}
    back = compare(bpmn.read(d.xml(one, two), "a"), bpmn.read(d.xml(one), "b"))
    assert sentences(back.words) == ['the process "q" has been removed'] and back.removed == {"t", "u"}
