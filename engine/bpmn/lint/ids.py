"""Ids: present, unique, and names as XML has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ..model import FLOW_NODES, SUBPROCESSES, Element, Flow, Model
from ..problems import Problem
from ..xml import BPMN, ZEEBE, line_of
from .check import Check

_NAME = re.compile(r"[^\W\d][\w.\-]*")
_PASSIVE = frozenset(
    (
        *(
            "documentation",
            "extensionElements",
            "incoming",
            "outgoing",
            "sequenceFlow",
            "laneSet",
            "property",
        ),
        *(
            "dataObject",
            "dataObjectReference",
            "dataStoreReference",
            "ioSpecification",
            "auditing",
            "monitoring",
        ),
        *(
            "dataInputAssociation",
            "dataOutputAssociation",
            "textAnnotation",
            "association",
            "group",
            "artifact",
        ),
        *("standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "completionCondition"),
        *(
            "resourceRole",
            "performer",
            "humanPerformer",
            "potentialOwner",
            "supports",
            "correlationSubscription",
        ),
    )
)


def file_rules(model: Model) -> Iterator[Problem]:
    """What concerns the file as a whole."""
    seen: dict[str, int] = {}
    for id, line in model.ids:
        if id in seen:
            template = "The id %(id)s is used twice, first in line %(first)d: give one of them another id."
            yield Problem("error", model.file, id, line, template, {"id": id, "first": seen[id]})
        elif not _NAME.fullmatch(id):
            template = (
                "The id %(id)s is no XML name: begin with a letter, go on with letters, digits, - _ and dots."
            )
            yield Problem("error", model.file, id, line, template, {"id": repr(id)})
        seen.setdefault(id, line)
    if not any(process.executable for process in model.processes.values()):
        first = next(iter(model.processes.values()))
        template = "No process of the file is executable: set isExecutable on the one that is to run."
        yield Problem("error", model.file, first.id, first.line, template)


def rules(check: Check) -> Iterator[Problem]:
    """Missing ids, and what is not run."""
    both: list[Element | Flow] = [*check.elements, *check.process.flows.values()]
    for each in both:
        if not each.id:
            yield check.error(each, "The element has no id: give it one.")
    process = next(n for n in check.model.root.iter(f"{{{BPMN}}}process") if n.get("id") == check.process.id)
    for scope in (process, *process.iter(*(f"{{{BPMN}}}{kind}" for kind in SUBPROCESSES))):
        for child in scope.iterchildren(f"{{{BPMN}}}*"):
            kind = etree.QName(child).localname
            if kind not in FLOW_NODES and kind not in _PASSIVE:
                template = "<%(kind)s> is not run here: draw it with other elements."
                place = (check.model.file, child.get("id"), line_of(child))
                yield Problem("error", *place, template, {"kind": kind})
    for listeners in process.iter(f"{{{ZEEBE}}}executionListeners", f"{{{ZEEBE}}}taskListeners"):
        element = check.process.elements.get(listeners.getparent().getparent().get("id", ""))
        yield check.warning(
            element or check.process, "Listeners are not run here: use a service task instead."
        )
