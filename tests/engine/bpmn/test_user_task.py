"""User tasks: what is evaluated when they open, and what is private."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine import bpmn

from . import draw as d
from .play import MONDAY, Play


def opened(task: str, **variables: object) -> bpmn.OpenedTask:
    play = Play(d.process("s > a > e", d.start(), task, d.end()), **variables)
    assert not play.incidents, [str(incident) for incident in play.incidents.values()]
    return play.tasks[play.key("a")]


def test_everything_is_evaluated_when_the_task_opens() -> None:
    extensions = (
        d.zeebe("formDefinition", formId="form-a")
        + d.zeebe("assignmentDefinition", candidateGroups='=["role-" + kind, "role-b"]', assignee="=who")
        + d.zeebe("taskSchedule", dueDate="=due", followUpDate="2026-02-01T12:00:00+01:00")
        + d.zeebe("priorityDefinition", priority="=70 + 1")
        + d.properties(
            samtrin_party='="P" + string(2)', samtrin_excludes='=["x"]', samtrin_gate="alle", other="=kind"
        )
    )
    task = opened(
        d.user("a", name='="Read " + kind', extensions=extensions), kind="plan", who="anna", due="2026-02-03"
    )
    assert task.name == "Read plan"
    assert task.roles == ("role-plan", "role-b")
    assert (task.assignee, task.party, task.form_id, task.priority) == ("anna", "P2", "form-a", 71)
    assert task.due == datetime(2026, 2, 3, 22, 59, 59, tzinfo=UTC)
    assert task.follow_up == datetime(2026, 2, 1, 11, tzinfo=UTC)
    assert task.properties == {"samtrin:excludes": ["x"], "samtrin:gate": "alle", "other": "=kind"}


def test_candidate_groups_may_be_a_list_of_words() -> None:
    task = opened(d.user("a", extensions=d.zeebe("assignmentDefinition", candidateGroups="one, two")))
    assert task.roles == ("one", "two")


def test_without_candidate_groups_the_innermost_lane_is_the_role() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="outer"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        '<bpmn:childLaneSet id="cls"><bpmn:lane id="inner"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
        "</bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    play = Play(d.process("s > a > e", lanes, d.start(), d.user("a"), d.end()))
    assert play.tasks[play.key("a")].roles == ("inner",)


def test_a_name_without_equals_sign_is_a_name() -> None:
    assert opened(d.user("a", name="Sum = a + b")).name == "Sum = a + b"
    assert opened(d.user("a")).name == "a"


@pytest.mark.parametrize("extension", [
    d.zeebe("assignmentDefinition", candidateGroups="=[1, 2]"),
    d.zeebe("assignmentDefinition", assignee="=[1]"),
    d.zeebe("taskSchedule", dueDate='="next week"'),
])  # fmt: skip
def test_what_cannot_be_used_is_an_incident_that_can_be_tried_again(extension: str) -> None:
    play = Play(d.process("s > a > e", d.start(), d.user("a", extensions=extension), d.end()))
    assert play.stuck == ["a"]
    assert play.open == []
    play.resolve("a")
    assert play.stuck == ["a"]


ONE = d.process("s > e", d.start(), d.end())
PRIVATE = d.properties(samtrin_party="P1", samtrin_visibility="private")


def test_a_private_task_writes_what_only_its_party_sees() -> None:
    share = d.io(("output", "=note", "shared"))
    tasks = d.user("a", extensions=PRIVATE) + d.user("b", extensions=PRIVATE + share)
    play = Play(d.process("s > a > b > e", d.start(), tasks, d.end()), note="public")
    assert play.tasks[play.key("a")].visibility == "private"
    play.complete_private("a", "P1", note="secret")
    assert play.variables == {"note": "public"}
    assert play.visible("b") == {"note": "public"}
    assert play.visible("b", "P1") == {"note": "secret"}
    play.complete_private("b", "P1")
    assert play.variables == {"note": "public", "shared": "secret"}


def test_what_a_private_task_does_not_share_stays_with_its_party() -> None:
    tasks = d.user("a", extensions=PRIVATE + d.io(("output", "=told", "told"))) + d.user(
        "b", extensions=PRIVATE
    )
    play = Play(d.process("s > a > b > e", d.start(), tasks, d.end()))
    play.complete_private("a", "P1", told="open", kept="secret")
    assert play.visible("b") == {"told": "open"}
    assert play.visible("b", "P1") == {"told": "open", "kept": "secret"}


def test_a_private_answer_does_not_go_into_a_shared_variable_around_the_task() -> None:
    inside = d.start("is") + d.user("a", extensions=PRIVATE) + d.user("b") + d.end("ie")
    step = d.sub("step", "is > a > b > ie", inside, extensions=d.io(("input", "=null", "note")))
    play = Play(d.process("s > step > e", d.start(), step, d.end()))
    play.complete_private("a", "P1", note="secret")
    assert play.visible("b") == {"note": None}


def test_the_input_mappings_of_a_private_task_see_private_variables() -> None:
    tasks = d.user("a", extensions=PRIVATE) + d.user(
        "b", extensions=PRIVATE + d.io(("input", "=note", "copy"))
    )
    play = Play(d.process("s > a > b > e", d.start(), tasks, d.end()))
    play.complete_private("a", "P1", note="secret")
    assert play.visible("b")["copy"] == "secret"


def test_two_parties_keep_things_apart() -> None:
    party = d.properties(samtrin_party="=item", samtrin_visibility="private")
    task = d.user("a", d.each('=["P1", "P2"]'), extensions=party)
    again = d.user("b", d.each('=["P1", "P2"]'), extensions=party)
    play = Play(d.process("s > a > b > e", d.start(), task, again, d.end()))
    play.complete_private("a", "P1", note="one")
    play.complete_private("a", "P2", note="two")
    seen = [
        bpmn.visible(play.state.variables, task.scope, task.party)["note"] for task in play.tasks.values()
    ]  # type: ignore[union-attr]
    assert seen == ["one", "two"]


def test_agreed_closed_days_are_no_working_days() -> None:
    due = d.zeebe("taskSchedule", dueDate="=add working days(today(), 1)")
    model = d.model(d.process("s > a > e", d.start(), d.user("a", extensions=due), d.end()))
    definition = bpmn.compile(model, "p", "1")
    days = []
    for closed in ((), (date(2026, 1, 6),)):
        out = bpmn.run(
            definition, None, bpmn.Start(), now=MONDAY, library=Play(ONE, begin=False), closed=closed
        )
        assert out.tasks[0].due is not None
        days.append(out.tasks[0].due.day)
    assert days == [6, 7]


def test_private_fields_of_a_shared_task_stay_with_the_party_of_who_answers() -> None:
    tasks = d.user("a") + d.user("b", extensions=d.io(("output", "=told", "told")))
    play = Play(d.process("s > a > b > e", d.start(), tasks, d.end()))
    play.do(bpmn.Complete(play.key("a"), {"told": 1, "note": "secret"}, "P1", {"note"}))
    assert play.variables == {"told": 1}
    assert play.visible("b", "P1") == {"told": 1, "note": "secret"}
    play.do(bpmn.Complete(play.key("b"), {"told": 2, "note": "more"}, "P1", {"note"}))
    assert play.variables == {"told": 2}
    assert play.state is not None
    assert bpmn.visible(play.state.variables, None, "P1") == {"told": 2, "note": "more"}


def test_rules_and_scripts_may_be_private_too() -> None:
    """They see what the party keeps to itself and keep what they find there; a kind stands for its party."""
    own = d.properties(samtrin_party="bygherre", samtrin_visibility="private")
    rule = d.zeebe("calledDecision", decisionId="double", resultVariable="twice") + own
    inside = d.user("a", extensions=PRIVATE) + d.element("businessRuleTask", "r", extensions=rule)
    inside += d.script("c", "=twice + 1", "more", extensions=own) + d.user("b")
    parties = [{"part_id": "P1", "type": "bygherre"}, {"part_id": "P2", "type": "leveranceteam"}]
    play = Play(d.process("s > a > r > c > b > e", d.start(), inside, d.end()), parter=parties)
    play.complete_private("a", "P1", x=4)
    assert set(play.variables) == {"parter"}
    assert play.visible("b", "P1") == {"parter": parties, "x": 4, "twice": 8, "more": 9}


def test_private_work_of_nobody_is_an_incident() -> None:
    own = d.properties(samtrin_visibility="private")
    play = Play(d.process("s > c > e", d.start(), d.script("c", "=1", "x", extensions=own), d.end()))
    (found,) = play.incidents.values()
    assert "samtrin:party" in str(found)
    assert play.variables == {}
