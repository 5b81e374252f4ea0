"""What is saved by our modeler or by Camunda's means what it meant before, and carries all that it carried."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import bpmn

from .bench import Bench

ROOT = Path(__file__).parents[2]
OURS = sorted(ROOT.glob("processes/*/*.bpmn"))
FRONTEND = ROOT / "web" / "frontend"
SUITE = ROOT.parent / "shared" / "conformance"
# Its lanes are not drawn, and Camunda's modeler empties such lanes. Ours keeps them.
EMPTIED = {"camunda": {"pool_lanes_nested.bpmn"}}
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"

Way = Callable[[str], tuple[list[str], str]]


def meaning(value: Any) -> Any:
    """A model without its lines and its XML, so that two files can be compared."""
    if isinstance(value, bpmn.Model):
        return {name: meaning(process) for name, process in value.processes.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: meaning(each) for name, each in named.items() if name not in ("line", "position")}
    if isinstance(value, Mapping):
        return {key: meaning(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [meaning(each) for each in value]
    return value


def carried(xml: bytes) -> Counter[tuple[str, str]]:
    """Every Zeebe extension element with all that it holds, by the element that carries it."""
    found: Counter[tuple[str, str]] = Counter()
    for element in etree.fromstring(xml).iter(f"{ZEEBE}*"):
        outer = element.getparent()
        if outer is not None and not str(outer.tag).startswith(ZEEBE):
            owner = outer.getparent()
            assert owner is not None
            found[_owner(owner), _canonical(element)] += 1
    return found


def _owner(element: Any) -> str:
    """An element's id; one without an id is known by its kind and what it is in."""
    own = element.get("id")
    return str(own) if own else f"{_owner(element.getparent())}/{etree.QName(element).localname}"


def _canonical(element: Any) -> str:
    """The element with its namespace and sorted attributes; blanks between elements say nothing."""
    held = (element.text or "").strip()
    inner = "".join(_canonical(child) for child in element)
    return f"<{element.tag} {sorted(element.attrib.items())}>{held}{inner}</>"


def check(file: Path, way: Way) -> list[str]:
    """What went wrong with a file: nothing, if all is well."""
    before = file.read_bytes()
    warnings, saved = way(before.decode())
    faults = [f"warning: {text}" for text in warnings]
    after = saved.encode()
    if meaning(bpmn.read(before, file.name)) != meaning(bpmn.read(after, file.name)):
        faults.append("it means something else")
    lost, gained = carried(before) - carried(after), carried(after) - carried(before)
    return faults + [f"lost: {each}" for each in lost] + [f"gained: {each}" for each in gained]


def check_all(files: list[Path], way: Way) -> dict[str, list[str]]:
    found = {file.name: check(file, way) for file in files}
    return {name: faults for name, faults in found.items() if faults}


def readable() -> list[Path]:
    """Those of the suite that our reader accepts."""
    found = []
    for file in sorted(SUITE.glob("*.bpmn")):
        try:
            bpmn.read(file.read_bytes(), file.name)
        except bpmn.Rejected:
            continue
        found.append(file)
    return found


def test_our_processes_through_the_reader_and_writer_of_the_toolkit(modelers: Bench) -> None:
    assert len(OURS) > 15
    assert check_all(OURS, modelers.moddle) == {}


@pytest.mark.parametrize("kind", ["ours", "camunda"])
def test_our_processes_through_a_modeler(modelers: Bench, kind: str) -> None:
    assert check_all(OURS, lambda xml: modelers.open(kind, xml)) == {}


@pytest.mark.skipif(
    not SUITE.is_dir(), reason=f"the conformance suite is not at {SUITE.name} beside the repository"
)
@pytest.mark.parametrize("kind", ["ours", "camunda"])
def test_the_suite_through_a_modeler(modelers: Bench, kind: str) -> None:
    files = readable()
    assert len(files) > 300
    assert check_all(files, modelers.moddle) == {}
    assert set(check_all(files, lambda xml: modelers.open(kind, xml))) == EMPTIED.get(kind, set())


def test_what_is_lost_or_changed_is_seen() -> None:
    file = ROOT / "processes/faelles/underskrift.bpmn"
    xml = file.read_text()

    def changing(old: str, new: str) -> list[str]:
        assert old in xml
        return check(file, lambda given: ([], given.replace(old, new)))

    assert check(file, lambda given: ([], given)) == []
    assert changing(' name="Underskriv aftalen"', "") == ["it means something else"]
    lost, gained = changing("<zeebe:userTask />", '<zeebe:userTask more="1" />')
    assert lost.startswith("lost: ('us-underskriv', ") and gained.startswith("gained: ('us-underskriv', ")


def test_camunda_s_toolkit_is_there_for_tests_alone() -> None:
    package = json.loads((FRONTEND / "package.json").read_text())
    locked = json.loads((FRONTEND / "package-lock.json").read_text())["packages"][
        "node_modules/camunda-bpmn-js"
    ]
    assert package["devDependencies"]["camunda-bpmn-js"] == locked["version"] and locked["dev"] is True
    imported = re.compile(r"from '(camunda-bpmn-js|bpmn-js-[a-z-]*lint)[/']")
    assert [str(file) for file in FRONTEND.glob("src/**/*.js") if imported.search(file.read_text())] == []
