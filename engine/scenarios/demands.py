"""What a process demands of its tests: whether they must pass before it is published."""

from __future__ import annotations

from collections.abc import Mapping

from engine import bpmn
from engine.errors import Invalid
from engine.parties.people import Actor
from engine.store import Session

from .running import run
from .surroundings import model_of

PROPERTY, REQUIRED = "samtrin:tests", "required"


def required(process: bpmn.Process) -> bool:
    """Whether a version of the process is published only when all its tests pass."""
    return process.properties.get(PROPERTY) == REQUIRED


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
