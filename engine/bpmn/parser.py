"""SpiffWorkflow's parser with our table of elements: one node at a time, never recursing along the flows."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from .definition import ScopeSpec
from .model import FLOW_NODES, SUBPROCESSES, Element, Model, Process
from .nodes import BEHAVIOUR, behaviour, loop_behaviour
from .nodes.base import Node
from .nodes.subprocess import SubProcess
from .nodes.throwing import LinkThrow


class NodeParser(TaskParser):  # type: ignore[misc]
    """Makes the spec of one element, and of the loop around it."""

    def parse_node(self) -> Node:
        element: Element = self.process_parser.parser.elements[self.bpmn_id]
        made = behaviour(element)
        if made is None:
            raise ValidationException(
                f"{element.kind} with {element.event} is not run", self.node, self.filename
            )
        body = loop_behaviour(element)
        self.task = made(self.spec, element, inner=body is not None)
        if isinstance(self.task, SubProcess) and element.kind in SUBPROCESSES:
            self.task.inside = self.process_parser.parser.spec_of(self.bpmn_id, self.node)
        if body is None:
            return self.task
        outer = body(self.spec, element)
        outer.each = self.task
        return outer


class ScopeParser(ProcessParser):  # type: ignore[misc]
    """Reads what lies directly in a process or subprocess, then connects it."""

    def _index_process_nodes(self) -> None:
        """The model has all indexes."""

    def create_spec(self) -> ScopeSpec:
        return ScopeSpec(self.bpmn_id, self.filename)

    def add_tasks(self) -> None:
        spec, kinds = self.spec, {full_tag(kind) for kind in FLOW_NODES}
        for child in self.node.iterchildren("{*}*"):
            if child.tag in kinds:
                spec.nodes[child.get("id")] = self.parse_node(child)
        for node in spec.nodes.values():
            _connect(node, spec)
        spec.starts = [node for node in spec.nodes.values() if node.element.kind == "startEvent"]
        spec.entries = [node for node in spec.nodes.values() if _is_entry(node.element)]
        spec.event_subprocesses = [node for node in spec.nodes.values() if node.element.by_event]


class SpecParser(BpmnParser):  # type: ignore[misc]
    """Builds the specs of one process of a model, its subprocesses included."""

    PROCESS_PARSER_CLASS = ScopeParser
    OVERRIDE_PARSER_CLASSES = {full_tag(kind): (NodeParser, Node) for kind in BEHAVIOUR}  # noqa: RUF012

    def __init__(self, model: Model, process: Process) -> None:
        super().__init__()
        self.model, self.elements = model, process.elements
        self.nodes: dict[str, Node] = {}

    def spec_of(self, id: str, node: Any = None) -> ScopeSpec:
        """The spec of the process, or of the subprocess that stands at the XML element ``node``."""
        if node is None:
            node = next(p for p in self.model.root.iter(full_tag("process")) if p.get("id") == id)
        self.create_parser(node, self.model.file)
        spec: ScopeSpec = self.get_spec(id)
        self.nodes.update({name: each for name, each in spec.task_specs.items() if isinstance(each, Node)})
        return spec


def _connect(node: Node, spec: ScopeSpec) -> None:
    """Flows, boundary events, compensation handlers and links of one element."""
    node.flows = tuple((flow, spec.nodes[flow.target]) for flow in node.element.outgoing)
    for _, target in node.flows:
        node.connect(target)
    if node.element.kind == "boundaryEvent":
        host = spec.nodes[node.element.attached_to or ""]
        if node.element.event == "compensate":
            host.handler = spec.nodes[node.element.handler or ""]
        else:
            host.boundaries.append(node)
    if isinstance(node, LinkThrow):
        name = node.element.triggers[0].name
        node.target = next(
            other
            for other in spec.nodes.values()
            if other.element.kind == "intermediateCatchEvent"
            and other.element.event == "link"
            and other.element.triggers[0].name == name
        )


def _is_entry(element: Element) -> bool:
    """No flow leads to it, and nothing else does."""
    return not (
        element.incoming
        or element.by_event
        or element.for_compensation
        or element.attached_to
        or element.kind == "startEvent"
        or (element.kind == "intermediateCatchEvent" and element.event == "link")
    )
