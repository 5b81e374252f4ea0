"""What a process demands of its tests: whether they must pass before it is published, and that they can be read."""

from __future__ import annotations

from collections.abc import Mapping

from engine import bpmn
from engine.deployments import SCENARIOS
from engine.errors import Invalid
from engine.outline.document import Document
from engine.parties.people import Actor
from engine.store import Session

from .reading import Expect, Scenario, Task, read
from .running import model_of, names_of, run

PROPERTY, REQUIRED = "samtrin:tests", "required"


def required(process: bpmn.Process) -> bool:
    """Whether a version of the process is published only when all its tests pass."""
    return process.properties.get(PROPERTY) == REQUIRED


def demand(xml: bytes, process_id: str, yes: bool) -> bytes:
    """The diagram with that demand put into it, or taken out; the rest stays as it is written.

    Raises bpmn.Rejected, Invalid where the process is not in it."""
    try:
        document = Document(xml, f"{process_id}.bpmn", process_id)
    except KeyError:
        raise Invalid("The diagram has no process with the id %(id)s", id=process_id) from None
    document.set_property(document.scope_node(None), PROPERTY, REQUIRED if yes else None)
    return document.written()


def require_passing(session: Session, process_id: str, by: Actor, files: Mapping[str, bytes]) -> None:
    """Raises Invalid where the process demands that its tests pass and they do not: which one, and where."""
    if not required(model_of(process_id, files)):
        return
    results = run(session, process_id, by, files)
    if not results:
        raise Invalid(
            "The process may be published only when its tests pass, and it has none. Write one first"
        )
    failed = next((result for result in results if not result.passed), None)
    if failed is not None and (step := failed.failure) is not None:
        text = (
            "The test “%(test)s” fails at step %(number)s, and the process demands that all tests pass: "
            "%(step)s. %(why)s"
        )
        raise Invalid(text, test=failed.name, number=step.number, step=step.text, why=step.detail)


def problems(session: Session, process_id: str, files: Mapping[str, bytes]) -> list[bpmn.Problem]:
    """What can be seen in the tests without playing them: a file that cannot be read is an error, a step about
    something that the process does not have a warning."""
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
