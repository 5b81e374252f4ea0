"""The details of an element: Zeebe extension elements, loop characteristics and event definitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from .model import IoMapping, Job, Loop, Trigger, UserTask
from .xml import BPMN, ZEEBE, line_of, text_of

_B = f"{{{BPMN}}}"
_Z = f"{{{ZEEBE}}}"
_EXTENSIONS = f"{_B}extensionElements"


def details(node: etree._Element, kind: str) -> dict[str, Any]:
    """Keyword arguments for ``Element`` from the extension elements of ``node``."""
    found: dict[str, Any] = {"properties": properties(node), "loop": _loop(node)}
    box = node.find(_EXTENSIONS)
    if box is None:
        return found
    for child in box.iterchildren(etree.Element):
        if reader := _READERS.get(str(child.tag)):
            found.update(reader(child))
    headers = box.find(f"{_Z}taskHeaders")
    if headers is not None and "job" in found:
        pairs = {header.get("key", ""): header.get("value", "") for header in headers.findall(f"{_Z}header")}
        found["job"] = Job(found["job"].type, found["job"].retries, pairs)
    found["task"] = _user_task(box)
    return found


def properties(node: etree._Element) -> dict[str, str]:
    """The ``zeebe:property`` pairs of an element."""
    path = f"{_EXTENSIONS}/{_Z}properties/{_Z}property"
    return {item.get("name", ""): item.get("value", "") for item in node.iterfind(path)}


def attribute(node: etree._Element, tag: str, name: str) -> str | None:
    """One attribute of one extension element, or None."""
    child = node.find(f"{_EXTENSIONS}/{_Z}{tag}")
    return child.get(name) if child is not None else None


def _user_task(box: etree._Element) -> UserTask:
    def value(tag: str, name: str) -> str | None:
        child = box.find(f"{_Z}{tag}")
        return child.get(name) or None if child is not None else None

    return UserTask(
        assignee=value("assignmentDefinition", "assignee"),
        due=value("taskSchedule", "dueDate"),
        follow_up=value("taskSchedule", "followUpDate"),
        priority=value("priorityDefinition", "priority"),
    )


def _io_mapping(node: etree._Element) -> dict[str, Any]:
    def pairs(tag: str) -> tuple[IoMapping, ...]:
        items = node.findall(f"{_Z}{tag}")
        return tuple(IoMapping(item.get("source", ""), item.get("target", "")) for item in items)

    return {"inputs": pairs("input"), "outputs": pairs("output")}


def _loop(node: etree._Element) -> Loop | None:
    """Multi-instance or standard loop of an activity."""
    standard = node.find(f"{_B}standardLoopCharacteristics")
    if standard is not None:
        maximum = standard.get("loopMaximum", "")
        return Loop(
            "standard",
            condition=text_of(standard.find(f"{_B}loopCondition")),
            maximum=int(maximum) if maximum.isdecimal() else None,
            test_before=standard.get("testBefore") == "true",
        )
    multi = node.find(f"{_B}multiInstanceLoopCharacteristics")
    if multi is None:
        return None

    def value(name: str) -> str | None:
        return attribute(multi, "loopCharacteristics", name) or None

    return Loop(
        "sequential" if multi.get("isSequential") == "true" else "parallel",
        collection=value("inputCollection"),
        item=value("inputElement"),
        output_collection=value("outputCollection"),
        output_item=value("outputElement"),
        condition=text_of(multi.find(f"{_B}completionCondition")),
        cardinality=text_of(multi.find(f"{_B}loopCardinality")),
    )


class Names:
    """Messages, signals, errors and escalations of a file, by id."""

    def __init__(self, root: etree._Element) -> None:
        self._named = {
            tag: {node.get("id", ""): node for node in root.iter(f"{_B}{tag}")}
            for tag in ("message", "signal", "error", "escalation")
        }
        self.messages = {id: node.get("name", "") for id, node in self._named["message"].items()}

    def message(self, node: etree._Element) -> Trigger:
        """The message that a task or an event definition refers to."""
        ref = node.get("messageRef")
        target = self._named["message"].get(ref or "")
        name = target.get("name") if target is not None else None
        key = attribute(target, "subscription", "correlationKey") if target is not None else None
        return Trigger("message", line_of(node), name, ref, target is not None, correlation_key=key)

    def trigger(self, node: etree._Element) -> Trigger:
        """One event definition."""
        kind = str(node.tag)[len(_B) : -len("EventDefinition")]
        if kind == "message":
            return self.message(node)
        if kind == "timer":
            for form in ("timeDate", "timeDuration", "timeCycle"):
                child = node.find(f"{_B}{form}")
                if child is not None:
                    return Trigger(kind, line_of(node), timer=form, text=text_of(child))
            return Trigger(kind, line_of(node))
        if kind == "conditional":
            return Trigger(kind, line_of(node), text=text_of(node.find(f"{_B}condition")))
        if kind == "link":
            return Trigger(kind, line_of(node), node.get("name"))
        if kind == "compensate":
            wait = node.get("waitForCompletion") != "false"
            return Trigger(kind, line_of(node), node.get("activityRef"), wait_for_completion=wait)
        if kind in ("signal", "error", "escalation"):
            return self._reference(kind, node)
        return Trigger(kind, line_of(node))

    def _reference(self, kind: str, node: etree._Element) -> Trigger:
        ref = node.get(f"{kind}Ref")
        target = self._named[kind].get(ref or "")
        attribute = {"signal": "name", "error": "errorCode", "escalation": "escalationCode"}[kind]
        name = target.get(attribute) if target is not None else None
        return Trigger(kind, line_of(node), name, ref, ref is None or target is not None)


_READERS: dict[str, Callable[[etree._Element], dict[str, Any]]] = {
    f"{_Z}formDefinition": lambda node: {"form_id": node.get("formId") or None},
    f"{_Z}assignmentDefinition": lambda node: {"roles": node.get("candidateGroups") or None},
    f"{_Z}taskDefinition": lambda node: {"job": Job(node.get("type", ""), node.get("retries", "3"))},
    f"{_Z}script": lambda node: {"script": node.get("expression"), "result": node.get("resultVariable")},
    f"{_Z}calledDecision": lambda node: {
        "decision": node.get("decisionId"),
        "result": node.get("resultVariable"),
    },
    f"{_Z}calledElement": lambda node: {
        "called_process": node.get("processId"),
        "binding": node.get("bindingType", "latest"),
        "version_tag": node.get("versionTag"),
        "copy_in": node.get("propagateAllParentVariables") != "false",
        "copy_out": node.get("propagateAllChildVariables") == "true",
    },
    f"{_Z}ioMapping": _io_mapping,
    f"{_Z}adHoc": lambda node: {"active_elements": node.get("activeElementsCollection")},
}
