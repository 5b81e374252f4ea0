"""Reading: what a model tells the rest of the house, and what is refused."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.bpmn.xml import MAX_ELEMENTS

from . import draw as d


def test_the_model_tells_what_the_house_needs() -> None:
    extensions = (
        d.zeebe("formDefinition", formId="form-a")
        + d.zeebe("assignmentDefinition", candidateGroups="role-a")
        + d.properties(samtrin_gate="alle")
    )
    inner = d.sub(
        "sp",
        "s1 > a",
        d.start("s1"),
        d.user("a", "<bpmn:documentation>Why</bpmn:documentation>", extensions=extensions, name="Read"),
    )
    xml = d.process(
        "s > sp > c", d.start(), inner, d.call("c", "q"), extensions=d.properties(samtrin_parties="civil")
    )
    process = bpmn.read(d.xml(xml), "f.bpmn").processes["p"]
    task = process.elements["a"]
    assert (task.name, task.kind, task.parent, task.form_id, task.roles) == (
        "Read",
        "userTask",
        "sp",
        "form-a",
        "role-a",
    )
    assert (task.properties, task.documentation, task.line) == ({"samtrin:gate": "alle"}, "Why", 1)
    assert process.elements["c"].called_process == "q"
    assert process.properties == {"samtrin:parties": "civil"}
    assert [start.id for start in process.start_events] == ["s"]


def test_elements_come_in_reading_order_where_there_is_a_diagram() -> None:
    def shape(id: str, x: int) -> str:
        return (
            f'<di:BPMNShape xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" bpmnElement="{id}">'
            f'<dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="{x}" y="0" width="10" height="10"/>'
            "</di:BPMNShape>"
        )

    plain = d.process("s > a > b > e", d.end(), d.user("b"), d.user("a"), d.start())
    assert list(bpmn.read(d.xml(plain), "f").processes["p"].elements) == ["e", "b", "a", "s"]
    drawn = d.xml(plain, *(shape(id, 100 * n) for n, id in enumerate("sabe")))
    assert list(bpmn.read(drawn, "f").processes["p"].elements) == ["s", "a", "b", "e"]


@pytest.mark.parametrize(("xml", "phrase", "line"), [
    (b"<a/>", "begins with <bpmn:definitions>", 1),
    (b"<a", "not well-formed", 1),
    (b'<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE a SYSTEM "file:///etc/passwd">\n<a/>', "DOCTYPE", 3),
    ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"), "", None),
    (d.xml(), "no process", 1),
    (d.xml("<x>" * 200 + "</x>" * 200), "nested deeper", 1),
    (d.xml("<x/>" * (MAX_ELEMENTS + 1)), "more than", 1),
    (d.xml("<x " + " ".join(f'a{n}=""' for n in range(300)) + "/>"), "attributes", 1),
    (d.xml("x" * 9_000_000), "bytes", None),
    (d.xml(d.process("", d.start()), d.process("", d.start())), "Two processes", 2),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_file_and_line(xml: bytes, phrase: str, line: int | None) -> None:
    with pytest.raises(bpmn.Rejected) as refused:
        bpmn.read(xml, "f.bpmn")
    (problem,) = refused.value.problems
    assert problem.file == "f.bpmn"
    assert phrase in str(problem)
    assert line is None or problem.line == line
