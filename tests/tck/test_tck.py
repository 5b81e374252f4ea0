"""The kit, where it lies beside the repository; and the runner itself, on a kit of its own making."""

from contextlib import suppress
from pathlib import Path

import pytest
from lxml import etree

from engine.feel import FeelError, compile, compile_unary, from_feel

from .__main__ import main

KIT = Path(__file__).parents[3] / "shared" / "dmn-tck"

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="t">
  <inputData id="i" name="given"/>
  <decision id="d1" name="twice">
    <informationRequirement><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>given.n * 2</text></literalExpression>
  </decision>
  <decision id="d2" name="none"><literalExpression><text>1 +</text></literalExpression></decision>
</definitions>"""
CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <modelName>t.dmn</modelName>
  <testCase id="1">
    <inputNode name="given"><component name="n"><value xsi:type="xsd:decimal">2.5</value></component></inputNode>
    <resultNode name="twice"><expected><value xsi:type="xsd:decimal">{expected}</value></expected></resultNode>
    <resultNode name="none" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode>
  </testCase>
</testCases>"""


with_kit = pytest.mark.skipif(not KIT.is_dir(), reason=f"the compatibility kit is not at {KIT}")


@with_kit
def test_the_kit_reaches_its_floors() -> None:
    assert main(KIT) == 0


@with_kit
def test_expressions_of_the_kit_cut_anywhere_are_a_value_or_an_error_of_feel() -> None:
    texts = {
        (element.text or "").strip()
        for file in KIT.glob("*/*/*.dmn")
        for element in etree.parse(str(file)).getroot().iter("{*}text")
    }
    assert texts
    for cut in {text[:end] for text in texts for end in range(len(text) + 1)}:
        with suppress(FeelError):
            from_feel(compile(cut)({}))
        with suppress(FeelError):
            compile_unary(cut)(None, {})


def kit_in(folder: Path, expected: str) -> Path:
    test = folder / "compliance-level-3" / "0001-twice"
    test.mkdir(parents=True)
    (test / "t.dmn").write_text(MODEL)
    (test / "t-test-01.xml").write_text(CASES.format(expected=expected))
    return folder


def test_what_is_right_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(kit_in(tmp_path, "5.0")) == 0
    assert capsys.readouterr().out.splitlines() == [
        "compliance-level-3: all result nodes: 2 passed, 0 failed (100.0%)",
        "compliance-level-3: those that expect a value: 1 passed, 0 failed (100.0%)",
        "2 passed, 0 failed",
    ]


def test_what_is_wrong_is_named_and_fails_below_the_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(kit_in(tmp_path, "6")) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("compliance-level-3: 0001-twice 1 twice: Decimal('5.0')")
    assert lines[-1] == "1 passed, 1 failed"
