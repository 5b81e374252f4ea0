"""Every field of the model has words: what a new field means must be said before it can be published unseen."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn.differences import compare
from engine.bpmn.model import Element, Flow, IoMapping, Job, Loop, Process, Trigger, UserTask

from .test_differences import NAMES, sentences

ELEMENT: dict[str, Any] = {
    "id": "b", "name": "Other", "kind": "manualTask", "parent": "sp", "lane": "l", "documentation": "How",
    "properties": {"samtrin:offer": "Stop"}, "form_id": "f", "roles": "ol", "called_process": "q",
    "binding": "deployment", "version_tag": "v1", "copy_in": False, "copy_out": True, "task": UserTask(due="P1D"),
    "job": Job("mail"), "script": "=1", "decision": "d", "result": "r", "inputs": (IoMapping("=1", "x"),),
    "outputs": (IoMapping("=1", "x"),), "loop": Loop("parallel"), "triggers": (Trigger("message", 1, "M"),),
    "default": "f2", "attached_to": "sp", "interrupting": False, "parallel_multiple": True, "by_event": True,
    "for_compensation": True, "handler": "sp", "active_elements": "=[1]", "completion_condition": "=true",
    "cancel_remaining": False, "activation_condition": "=true",
}  # fmt: skip
# where it lies, what lies around it, and what is told of the flows themselves
ELSEWHERE = {"process_id", "line", "outgoing", "incoming"}


def model(element: Element, flow: Flow | None = None, **changes: Any) -> bpmn.Model:
    flow = flow or Flow("f1", "sp", element.id, None, "", None, 2)
    other = Flow("f2", element.id, "sp", None, "", None, 3)
    host = Element("sp", "Step 4", "subProcess", "p", None, None, 1)
    process = Process("p", "P", True, {}, {"sp": host, element.id: element}, {"f1": flow, "f2": other}, {}, 1)
    return bpmn.Model("f", {"p": dataclasses.replace(process, **changes)}, {}, ())


PLAIN = Element("a", "Write", "userTask", "p", None, None, 5)


def test_every_field_of_an_element_is_known_here() -> None:
    assert {field.name for field in dataclasses.fields(Element)} == set(ELEMENT) | ELSEWHERE


@pytest.mark.parametrize("field", sorted(ELEMENT))
def test_every_field_of_an_element_has_words(field: str) -> None:
    other = dataclasses.replace(PLAIN, **{field: ELEMENT[field]})
    for before, after in ((PLAIN, other), (other, PLAIN)):
        found = compare(model(before), model(after), NAMES)
        assert found and all(sentences(found.words)), field
        assert found.changed | found.added or field == "id"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (UserTask, {"assignee": "x", "due": "P1D", "follow_up": "P1D", "priority": "5"}),
        (Job, {"type": "other", "retries": "9", "headers": {"to": "x"}}),
        (
            Loop,
            {
                "kind": "sequential",
                "collection": "=b",
                "item": "i",
                "output_collection": "o",
                "output_item": "=p",
                "condition": "=c",
                "cardinality": "=3",
                "maximum": 4,
                "test_before": True,
            },
        ),
        (
            Trigger,
            {
                "kind": "signal",
                "name": "N",
                "resolved": False,
                "correlation_key": "=k",
                "timer": "timeDate",
                "text": "P1D",
                "wait_for_completion": False,
            },
        ),
    ],
)
def test_every_part_of_an_element_has_words(kind: Any, fields: dict[str, Any]) -> None:
    plain = {
        UserTask: UserTask(),
        Job: Job("mail"),
        Loop: Loop("parallel", "=a"),
        Trigger: Trigger("message", 1),
    }
    name = {UserTask: "task", Job: "job", Loop: "loop", Trigger: "triggers"}[kind]
    known = {field.name for field in dataclasses.fields(kind)}
    assert known == set(fields) | ({"line", "ref"} if kind is Trigger else set())
    for field, value in fields.items():
        changed = dataclasses.replace(plain[kind], **{field: value})
        before, after = (
            dataclasses.replace(PLAIN, **{name: (part,) if kind is Trigger else part})
            for part in (plain[kind], changed)
        )
        for one_way, other_way in ((before, after), (after, before)):
            assert compare(model(one_way), model(other_way), NAMES), field


@pytest.mark.parametrize(
    "change", [{"source": "a", "target": "a"}, {"target": "sp"}, {"condition": "=x"}, {"name": "Yes"}]
)
def test_every_field_of_a_flow_has_words(change: dict[str, Any]) -> None:
    known = {
        "id",
        "source",
        "target",
        "condition",
        "name",
        "parent",
        "line",
    }  # its parent is that of its ends
    assert {field.name for field in dataclasses.fields(Flow)} == known
    flow = Flow("f1", "sp", "a", None, "", None, 2)
    found = compare(model(PLAIN), model(PLAIN, dataclasses.replace(flow, **change)))
    assert found.changed == {"f1"} and found.words[0].topic == "ways"


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"name": "Q"},
            {"executable": False},
            {"properties": {"samtrin:title": "=x"}},
            {"lanes": {"l": "L"}},
        ),
        *({"documentation": "What"}, {"version_tag": "v1"}, {"id": "q"}),
    ],
)
def test_every_field_of_a_process_has_words(change: dict[str, Any]) -> None:
    known = {field.name for field in dataclasses.fields(Process)} - {"elements", "flows", "line"}
    assert known == {"id", "name", "executable", "properties", "lanes", "documentation", "version_tag"}
    assert compare(model(PLAIN), model(PLAIN, **change))
