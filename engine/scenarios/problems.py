"""What can be seen in the tests of a process without playing them."""

from __future__ import annotations

from collections.abc import Mapping

from engine import bpmn
from engine.deployments import SCENARIOS
from engine.errors import Invalid
from engine.store import Session

from .reading import Expect, Scenario, Task, read
from .surroundings import names_of


def problems(session: Session, process_id: str, files: Mapping[str, bytes]) -> list[bpmn.Problem]:
    """A file that cannot be read is an error, a step about something that the process does not have a warning."""
    name = f"{process_id}{SCENARIOS}"
    if name not in files:
        return []
    try:
        scenarios = read(files[name])
    except Invalid as wrong:
        return [bpmn.Problem("error", name, None, None, wrong.template, wrong.params)]
    try:
        known = names_of(session, process_id, files, "da").ids
    except Invalid:
        return []  # the diagram has problems of its own
    found = []
    for scenario in scenarios:
        for number, key in _mentioned(scenario):
            if key not in known:
                text = (
                    "The test “%(test)s”, step %(number)s, is about %(id)s, which the process does not have"
                )
                params = {"test": scenario.name, "number": number, "id": key}
                found.append(bpmn.Problem("warning", name, None, None, text, params))
    return found


def _mentioned(scenario: Scenario) -> list[tuple[int, str]]:
    """(step number, element id) of everything that a test speaks of."""
    found = []
    for number, step in enumerate(scenario.steps, start=1):
        match step:
            case Task():
                found.append((number, step.task))
            case Expect():
                keys = [*step.open, *step.not_open, *step.visited]
                keys += [step.ended] if isinstance(step.ended, str) else []
                found += [(number, key) for key in keys]
    return found
