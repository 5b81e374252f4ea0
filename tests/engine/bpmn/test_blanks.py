"""Inputs that wait for a value are asked for, by the name of their field."""

from __future__ import annotations

import pytest

from engine import bpmn

FILE = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:serviceTask id="brev"><bpmn:extensionElements>
      <zeebe:taskDefinition type="samtrin:mail"/>
      <zeebe:ioMapping><zeebe:input source="{source}" target="{target}"/></zeebe:ioMapping>
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f" sourceRef="start" targetRef="brev"/>
  </bpmn:process>
</bpmn:definitions>"""


def found(source: str, target: str = "mail_til") -> list[str]:
    model = bpmn.read(FILE.format(source=source, target=target).encode(), "p.bpmn")
    return [str(problem) for problem in bpmn.lint([model], bpmn.Known())]


def test_a_blank_is_an_error_at_its_element() -> None:
    assert found("") == ['p.bpmn:5 brev: "Who gets the mail?" is still empty: fill it in.']
    assert found("", "noget_andet") == ['p.bpmn:5 brev: "noget_andet" is still empty: fill it in.']


@pytest.mark.parametrize("source", ["leder", "=null", "=&quot;&quot;", " "])
def test_what_has_a_value_is_none(source: str) -> None:
    assert found(source) == []
