"""What the list writes into a diagram, and what it leaves as it was: foreign elements, comments, lanes, a file without
a drawing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import bpmn, outline
from engine.editing import starting_point
from engine.errors import Invalid
from engine.outline import deadline, variables, warnings
from engine.outline.deadline import Deadline
from engine.outline.document import Document
from tests.world import HERE

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:z="http://camunda.org/schema/zeebe/1.0" xmlns:ours="urn:example" targetNamespace="urn:t">\n'
)
LANES = (
    HEAD
    + """  <!-- made by hand -->
  <process id="p" isExecutable="true" ours:owner="Kim">
    <laneSet id="lanes">
      <lane id="kontor" name="Kontor">
        <flowNodeRef>start</flowNodeRef>
        <flowNodeRef>a</flowNodeRef>
        <flowNodeRef>b</flowNodeRef>
      </lane>
      <lane id="lager" name="Lager">
        <flowNodeRef>c</flowNodeRef>
        <flowNodeRef>end</flowNodeRef>
      </lane>
    </laneSet>
    <startEvent id="start" />
    <userTask id="a" name="A">
      <extensionElements>
        <ours:note kind="x"><ours:deep /></ours:note>
        <z:assignmentDefinition assignee="=kim" />
        <z:formDefinition formKey="gammel" />
      </extensionElements>
    </userTask>
    <!-- between -->
    <userTask id="b" name="B" />
    <userTask id="c" name="C" />
    <endEvent id="end" />
    <sequenceFlow id="f1" sourceRef="start" targetRef="a" />
    <sequenceFlow id="f2" sourceRef="a" targetRef="b" />
    <sequenceFlow id="f3" sourceRef="b" targetRef="c" />
    <sequenceFlow id="f4" sourceRef="c" targetRef="end" />
  </process>
</definitions>
"""
)


def lanes() -> Document:
    return Document(LANES.encode(), "p.bpmn", "p")


def again(document: Document) -> bpmn.Process:
    return bpmn.read(document.written(), "p.bpmn").processes["p"]


def change(document: Document, id: str, **new: object) -> None:
    old = outline.settings(document.process.elements[id])
    outline.set_task(document, id, old, replace(old, **new), {"moede_dato"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "meant", "written"),
    [
        (None, Deadline("none"), None),
        ("=add working days(today(), 5)", Deadline("opened", 5), "=add working days(today(), 5)"),
        ("= add working days( today() , 5 )", Deadline("opened", 5), "=add working days(today(), 5)"),
        ("=today()", Deadline("opened", 0), "=today()"),
        (
            "=add working days(date(moede_dato), -4)",
            Deadline("date", -4, "moede_dato"),
            "=add working days(date(moede_dato), -4)",
        ),
    ],
)
def test_deadlines_in_words_and_in_feel(due: str | None, meant: Deadline, written: str | None) -> None:
    assert replace(deadline.read(due), text="") == meant
    assert deadline.write(meant, {"moede_dato"}) == written


@pytest.mark.parametrize(
    "due",
    [
        '=if x then today() else date("2026-01-01")',
        '=today() + duration("P7D")',
        "2026-01-01T08:00Z",
        "=frist",
    ],
)
def test_any_other_deadline_is_a_formula_and_stays(due: str) -> None:
    found = deadline.read(due)
    assert found.kind == deadline.FORMULA and deadline.write(found, ()) == due


@pytest.mark.parametrize(
    "wrong",
    [
        Deadline("opened", -1),
        Deadline("opened", 401),
        Deadline("date", 1, "findes_ikke"),
        Deadline("date", -401, "moede_dato"),
    ],
)
def test_deadlines_that_cannot_be(wrong: Deadline) -> None:
    with pytest.raises(Invalid):
        deadline.write(wrong, {"moede_dato"})


def test_foreign_elements_comments_and_prefixes_survive() -> None:
    document = lanes()
    assert document.written().decode() == LANES.replace(" />", "/>")
    change(
        document,
        "a",
        name="Æ & Å",
        role="kontor",
        help="Læs først",
        deadline=Deadline("opened", 3),
        form="f-ny",
    )
    text = document.written().decode()
    for kept in (
        "<!-- made by hand -->",
        "<!-- between -->",
        '<ours:note kind="x">',
        "<ours:deep/>",
        'ours:owner="Kim"',
    ):
        assert kept in text
    assert 'assignee="=kim" candidateGroups="kontor"' in text and 'formKey="gammel" formId="f-ny"' in text
    assert "<documentation>Læs først</documentation>" in text and "<z:taskSchedule dueDate=" in text
    assert "xmlns:zeebe" not in text and "ns0" not in text
    task = again(document).elements["a"]
    assert (task.name, task.roles, task.form_id, task.documentation) == (
        "Æ & Å",
        "kontor",
        "f-ny",
        "Læs først",
    )


def test_what_is_emptied_leaves_nothing_behind() -> None:
    document = lanes()
    change(
        document, "b", role="kontor", party="P1", is_private=True, deadline=Deadline("opened", 1), help="x"
    )
    written = Document(document.written(), "p.bpmn", "p")
    change(written, "b", role=None, party=None, is_private=False, deadline=Deadline("none"), help="")
    assert written.written() == lanes().written()


def test_private_work_belongs_to_somebody() -> None:
    with pytest.raises(Invalid) as refused:
        change(lanes(), "b", is_private=True)
    assert list(refused.value.fields) == ["party"]


@pytest.mark.parametrize("name", ["", " ", "=1+1", "x" * 121, "\x00"])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(Invalid):
        outline.rename(lanes(), "a", name)
    with pytest.raises(Invalid):
        outline.add_task(lanes(), "f2", name)


def test_signs_that_no_xml_can_hold_are_left_out() -> None:
    document = lanes()
    outline.rename(document, "a", "Skriv\x00 det\ud800")
    assert again(document).elements["a"].name == "Skriv det"


def test_lanes_and_a_file_without_a_drawing() -> None:
    document = lanes()
    new = outline.add_task(document, "f2", "Ny")
    process = again(document)
    assert process.elements[new].lane == "kontor"
    assert [process.elements[f.target].id for f in process.elements["a"].outgoing] == [new]
    moved = lanes()
    outline.move(moved, "a", "f3")
    assert again(moved).elements["b"].outgoing[0].target == "a"
    with pytest.raises(outline.NeedsDiagram, match="lane"):
        outline.move(lanes(), "a", "f4")
    gone = lanes()
    outline.leave_out(gone, "b")
    assert again(gone).elements["a"].outgoing[0].target == "c" and b">b<" not in gone.written()


@pytest.mark.parametrize(
    ("change_to", "id"),
    [
        ('<boundaryEvent id="x" attachedToRef="b"/>', "b"),
        ('<association id="x" sourceRef="b" targetRef="c"/>', "b"),
        ('<sequenceFlow id="x" sourceRef="b" targetRef="end"/>', "b"),
        ('<sequenceFlow id="x" sourceRef="b" targetRef="b"/>', "b"),
        ('<userTask id="x"/>', "x"),
        ('<sequenceFlow id="x" sourceRef="c" targetRef="b"/>', "b"),
    ],
)
def test_what_only_the_diagram_can_take_out(change_to: str, id: str) -> None:
    text = LANES.replace("<endEvent", f"{change_to}<endEvent")
    with pytest.raises(outline.NeedsDiagram):
        outline.leave_out(Document(text.encode(), "p.bpmn", "p"), id)


def test_a_file_with_a_document_type_is_never_opened() -> None:
    bomb = LANES.replace("<definitions", '<!DOCTYPE a [<!ENTITY b "c">]>\n<definitions', 1)
    with pytest.raises(bpmn.Rejected):
        Document(bomb.encode(), "p.bpmn", "p")


def test_who_writes_and_who_reads() -> None:
    files = starting_point.files("p", "Proces")
    schemas = {name.removesuffix(".form"): data for name, data in files.items() if name.endswith(".form")}
    document = Document(files["p.bpmn"], "p.bpmn", "p")
    assert variables.writing(document, "start", schemas) == {"emne"}
    assert variables.writing(document, "skriv-forslag", schemas) == {"forslag_tekst"}
    assert variables.reading(document, "skriv-forslag", schemas) >= {"forslag_bemaerkninger", "parter"}
    assert variables.reading(document, "gw-port", schemas) == {"forslag_resultat"}
    said = [str(one) for one in warnings.of_leaving_out(document, "port-forslag", schemas)]
    assert said == [
        "“Godkend forslaget” writes ['forslag_bemaerkninger'], which is used by ['Skriv forslaget']",
        "“Godkend forslaget” writes ['forslag_resultat'], which is used by ['Er det godkendt?']",
    ]
    named = [str(one) for one in warnings.of_leaving_out(document, "skriv-forslag", schemas)]
    assert named == ["“Skriv forslaget” is named in ['Godkend forslaget']. Look at it in the diagram"]


def test_a_task_that_is_moved_out_of_a_choice_is_told() -> None:
    name = "godkendelsesport"
    xml = (HERE.parent / f"processes/faelles/{name}.bpmn").read_bytes()
    before, work = Document(xml, "", name), Document(xml, "", name)
    outline.move(work, "vk-oevrige", "f-gp-afgoer-gp-meddel")
    after = Document(work.written(), "", name)
    said = [one.template for one in warnings.of_moving(before, after, "vk-oevrige", {})]
    assert any("hangs on other choices" in text for text in said)
    assert warnings.of_moving(before, before, "vk-oevrige", {}) == []
