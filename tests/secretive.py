"""The small process with everything that a party can keep to itself: the name of a task, its answers, a document made
of them, a rule that looks at them, and fields of its own on a task that all can read."""

from __future__ import annotations

import json
from typing import Any

from tests.world import HERE

NAME = "HEMMELIGT-NAVN"
DOCUMENT = "HEMMELIGT-DOKUMENT"
RULE = "HEMMELIGT-RESULTAT"

_OWN = """<zeebe:properties><zeebe:property name="samtrin:party" value="bygherre" />
        <zeebe:property name="samtrin:visibility" value="private" /></zeebe:properties>"""
_STEPS = f"""<bpmn:serviceTask id="frys-notat" name="Gem notatet"><bpmn:extensionElements>
        <zeebe:taskDefinition type="samtrin:document" />
        <zeebe:taskHeaders><zeebe:header key="visibility" value="private" /><zeebe:header key="party" value="P1" />
        </zeebe:taskHeaders>
        <zeebe:ioMapping><zeebe:input source="=[&#34;intern-ramme&#34;]" target="formularer" />
          <zeebe:input target="dokument"
            source="={{noegle: &#34;dok-notat&#34;, titel: &#34;{DOCUMENT[:9]}&#34; + &#34;{DOCUMENT[9:]}&#34;}}" />
        </zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:businessRuleTask id="vurder-ramme" name="Vurder rammen"><bpmn:extensionElements>
        <zeebe:calledDecision decisionId="dmn-ramme" resultVariable="rammevurdering" />
        {_OWN}</bpmn:extensionElements></bpmn:businessRuleTask>
    <bpmn:sequenceFlow id="f2" sourceRef="intern-ramme" targetRef="frys-notat" />
    <bpmn:sequenceFlow id="f2a" sourceRef="frys-notat" targetRef="vurder-ramme" />
    <bpmn:sequenceFlow id="f2b" sourceRef="vurder-ramme" targetRef="skriv" />"""
_TABLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Ramme" namespace="samtrin">
  <inputData id="ramme_ind" name="ramme"><variable name="ramme" typeRef="number" /></inputData>
  <decision id="dmn-ramme" name="Holder rammen">
    <variable name="Holder rammen" typeRef="string" />
    <informationRequirement id="r"><requiredInput href="#ramme_ind" /></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="i"><inputExpression id="ie" typeRef="number"><text>ramme</text></inputExpression></input>
      <output id="o" typeRef="string" />
      <rule id="r1"><inputEntry id="a"><text>&gt;= 0</text></inputEntry>
        <outputEntry id="b"><text>"{RULE}"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def resources() -> dict[str, bytes]:
    """The files, to be published over those of the small world."""
    own = json.loads((HERE / "fixtures" / "intern-ramme.form").read_bytes())
    own["components"].append({"id": "Field_note", "type": "textfield", "key": "note", "label": "Note"})
    shared = json.loads((HERE / "fixtures" / "skriv.form").read_bytes())
    shared["components"].append(_group())
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_text(encoding="utf-8")
    for old, new in (
        ('name="Fastlæg egen ramme"', f'name="=&quot;{NAME[:9]}&quot; + &quot;{NAME[9:]}&quot;"'),
        ('<bpmn:sequenceFlow id="f2" sourceRef="intern-ramme" targetRef="skriv" />', _STEPS),
    ):
        assert diagram.count(old) == 1
        diagram = diagram.replace(old, new)
    return {
        "intern-ramme.form": json.dumps(own).encode(),
        "skriv.form": json.dumps(shared).encode(),
        "aftale.bpmn": diagram.encode(),
        "ramme.dmn": _TABLE.encode(),
    }


def _group() -> dict[str, Any]:
    """Fields on the shared form that only the writer's own party reads."""
    return {
        "id": "Group_own",
        "type": "group",
        "label": "Jeres egne noter",
        "properties": {"visibility": "private"},
        "components": [
            {"id": "Field_egen", "type": "textarea", "key": "egen_note", "label": "Note til jer selv"},
            {"id": "Field_graense", "type": "number", "key": "smertegraense", "label": "Højeste pris"},
            {"id": "Field_sikker", "type": "checkbox", "key": "er_sikker", "label": "Vi er sikre"},
        ],
    }
