"""What a new form and a new decision begin as: small, valid, and ready to be changed."""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import escape

from engine.errors import Invalid, Message

NAME_LIMIT = 200
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")
_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" \
xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" \
xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" \
xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definitioner-{id}" name="{name}" \
namespace="http://camunda.org/schema/1.0/dmn" modeler:executionPlatform="Camunda Cloud" \
modeler:executionPlatformVersion="8.6.0">
  <decision id="{id}" name="{name}">
    <variable id="{id}-variabel" name="{name}" typeRef="string" />
    <informationRequirement id="{id}-bruger-svar">
      <requiredInput href="#{id}-svar" />
    </informationRequirement>
    <decisionTable id="{id}-tabel" hitPolicy="FIRST">
      <input id="{id}-ind" label="Svar">
        <inputExpression id="{id}-ind-udtryk" typeRef="string">
          <text>svar</text>
        </inputExpression>
      </input>
      <output id="{id}-ud" label="Resultat" name="resultat" typeRef="string" />
      <rule id="{id}-regel-1">
        <inputEntry id="{id}-regel-1-ind">
          <text>"ja"</text>
        </inputEntry>
        <outputEntry id="{id}-regel-1-ud">
          <text>"godkendt"</text>
        </outputEntry>
      </rule>
      <rule id="{id}-regel-2">
        <inputEntry id="{id}-regel-2-ind">
          <text></text>
        </inputEntry>
        <outputEntry id="{id}-regel-2-ud">
          <text>"afvist"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <inputData id="{id}-svar" name="svar">
    <variable id="{id}-svar-variabel" name="svar" typeRef="string" />
  </inputData>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram-{id}">
      <dmndi:DMNShape id="{id}_di" dmnElementRef="{id}">
        <dc:Bounds height="80" width="180" x="160" y="80" />
      </dmndi:DMNShape>
      <dmndi:DMNShape id="{id}-svar_di" dmnElementRef="{id}-svar">
        <dc:Bounds height="45" width="160" x="170" y="260" />
      </dmndi:DMNShape>
      <dmndi:DMNEdge id="{id}-bruger-svar_di" dmnElementRef="{id}-bruger-svar">
        <di:waypoint x="250" y="260" />
        <di:waypoint x="250" y="180" />
        <di:waypoint x="250" y="160" />
      </dmndi:DMNEdge>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


def form(form_id: str, title: str) -> bytes:
    """A form with a heading and one question. Raises Invalid for an id or a title that cannot be one."""
    title = _checked(form_id, title)
    heading = re.sub(r"[{}<>\[\]\\`*_#]", " ", title).strip()  # no signs that a form works out or draws
    key = re.sub(r"\W", "_", form_id)[:80]
    components = [
        {"id": f"{form_id}-overskrift", "type": "text", "text": f"### {heading or form_id}"},
        {"id": f"{form_id}-svar", "type": "textfield", "key": f"{key}_svar", "label": "Svar"},
    ]
    exporter = {"name": "samtrin", "version": "1"}
    schema = {"type": "default", "id": form_id, "schemaVersion": 18, "exporter": exporter}
    return json.dumps(schema | {"components": components}, ensure_ascii=False, indent=2).encode() + b"\n"


def table(decision_id: str, name: str) -> bytes:
    """A decision of two rules. Raises Invalid for an id or a name that cannot be one."""
    name = escape(_checked(decision_id, name), {'"': "&quot;"})
    return _TABLE.format(id=decision_id, name=name).encode()


def _checked(key: str, name: str) -> str:
    """The name with single spaces. Raises Invalid."""
    name = " ".join(name.split())
    if not _ID.fullmatch(key):
        raise _unfit("An id begins with a letter; then come letters a-z, figures and hyphens", "id")
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise _unfit("Write a name of at most %(limit)s letters", "name", limit=NAME_LIMIT)
    return name


def _unfit(template: str, field: str, **params: object) -> Invalid:
    return Invalid(template, {field: Message(template, params)}, **params)
