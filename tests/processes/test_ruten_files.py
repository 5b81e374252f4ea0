"""The files of the partnership route: nothing that the runtime, the forms or the roles do not know."""

from __future__ import annotations

import itertools
import json

import pytest
from lxml import etree

from engine import bpmn
from tests.processes.player import ROOT, form, models

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
NODES = [
    f"{BPMN}{kind}"
    for kind in [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "boundaryEvent",
        "userTask",
        "scriptTask",
        "sendTask",
        "serviceTask",
        "callActivity",
        "subProcess",
        "exclusiveGateway",
        "parallelGateway",
    ]
]
PROCESSES = ("ruten-organisation", "kandidatspor", "ruten-partnerskab", "godkendelsesport", "vilkaar")


def known() -> bpmn.Known:
    roles = json.loads((ROOT / "processes/partnerskabsruten/roles.json").read_text(encoding="utf-8"))["roles"]
    return bpmn.Known(
        forms={file.stem for file in (ROOT / "forms").glob("*.form")},
        roles={role["id"] for role in roles},
        processes=set(models()),
        decisions=set(),
    )


def test_lint_has_nothing_to_say() -> None:
    assert [str(problem) for problem in bpmn.lint([models()[name] for name in PROCESSES], known())] == []


@pytest.mark.parametrize("process_id", PROCESSES)
def test_every_form_opens_and_every_task_has_a_danish_name(process_id: str) -> None:
    tasks = [e for e in models()[process_id].processes[process_id].elements.values() if e.kind == "userTask"]
    assert tasks
    for task in tasks:
        assert task.name and task.form_id
        assert form(task.form_id).id == task.form_id


def test_roles_stand_in_only_for_roles_that_exist() -> None:
    roles = json.loads((ROOT / "processes/partnerskabsruten/roles.json").read_text(encoding="utf-8"))["roles"]
    ids = [role["id"] for role in roles]
    assert len(ids) == len(set(ids))
    assert {stand_in for role in roles for stand_in in role["resolves_to"].values()} <= set(ids)


@pytest.mark.parametrize("process_id", PROCESSES)
def test_everything_is_drawn_once_and_nothing_covers_another(process_id: str) -> None:
    (file,) = ROOT.glob(f"processes/*/{process_id}.bpmn")
    tree = etree.parse(str(file), etree.XMLParser(resolve_entities=False, no_network=True))
    drawn = [drawing.get("bpmnElement") for drawing in tree.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")]
    flows = [flow.get("id") for flow in tree.iter(f"{BPMN}sequenceFlow")]
    elements = [element.get("id") for element in tree.iter(*NODES)]
    assert sorted(drawn) == sorted([*elements, *flows])
    for plane in tree.iter(f"{DI}BPMNPlane"):
        solid = [shape for shape in plane.iter(f"{DI}BPMNShape") if is_solid(tree, shape)]
        for one, other in itertools.combinations(solid, 2):
            assert not overlap(box(one), box(other)), (one.get("bpmnElement"), other.get("bpmnElement"))


def is_solid(tree: etree._ElementTree, shape: etree._Element) -> bool:
    """Boundary events sit on their host, and an open subprocess holds its own."""
    (element,) = tree.xpath("//*[@id=$id]", id=shape.get("bpmnElement"))
    return element.tag != f"{BPMN}boundaryEvent" and shape.get("isExpanded") != "true"


def box(shape: etree._Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom."""
    bounds = shape[0]
    x, y, width, height = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
