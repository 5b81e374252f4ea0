"""A process ready to run: SpiffWorkflow specs, built once for each version and shared by all its instances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from .model import Model, Process
from .nodes.base import Node

if TYPE_CHECKING:
    from .area import Area

START = "(start)"


class ScopeSpec(BpmnProcessSpec):  # type: ignore[misc]
    """What lies directly in a process or subprocess. Stock specs add elements named ``End`` and ``<id>.EndJoin``,
    which hide elements of the model with such ids; ours adds one whose name no model can have."""

    def __init__(self, name: str, filename: str) -> None:
        WorkflowSpec.__init__(self, name=name, filename=filename)
        self.data_objects: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []
        self.start = BpmnStartTask(self, START)
        self.nodes: dict[str, Node] = {}
        self.starts: list[Node] = []
        self.entries: list[Node] = []
        self.event_subprocesses: list[Any] = []

    def subscribe(self, area: Area) -> None:
        """Let the event subprocesses listen."""
        for event_subprocess in self.event_subprocesses:
            event_subprocess.subscribe(area)

    def begin(self, area: Area, element: str | None = None) -> None:
        """Set the first tokens of ``area``: at the start event ``element``, else at the none start event, else,
        without start events, at every element that no flow leads to. Raises ``LookupError``."""
        self.subscribe(area)
        if element is not None:
            area.spawn(next(node for node in self.starts if node.element.id == element))
        elif not self.starts:
            for node in self.entries:
                area.spawn(node)
        else:
            plain = [node for node in self.starts if node.element.event == "none"]
            area.spawn((plain or self.starts)[0])
        area.settle()


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One version of one process. ``key``: the host's id of the version; ``nodes``: all specs by name."""

    process: Process
    key: str
    spec: ScopeSpec
    nodes: dict[str, Node]


def compile(model: Model, process_id: str, key: str) -> Definition:
    """Build the specs of one process. The model has passed ``lint``; ``KeyError`` for an unknown process."""
    from .parser import SpecParser

    process = model.processes[process_id]
    parser = SpecParser(model, process)
    return Definition(process, key, parser.spec_of(process_id), parser.nodes)
