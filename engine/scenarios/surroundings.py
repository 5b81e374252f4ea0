"""What the tests of a process are about: the draft that they lie beside, and the published processes around it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.deployments import SCENARIOS
from engine.errors import Invalid
from engine.models import process_definition, subscription
from engine.parties import casting
from engine.store import Session

from .fields import labels
from .reading import Scenario, read
from .words import Names

SENDERS = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})


def read_of(process_id: str, files: Mapping[str, bytes]) -> list[Scenario]:
    """The tests among the files of a draft. Raises Invalid."""
    content = files.get(f"{process_id}{SCENARIOS}")
    return read(content) if content is not None else []


def model_of(process_id: str, files: Mapping[str, bytes]) -> bpmn.Process:
    """The process among the files of a draft. Raises Invalid where its diagram cannot be read."""
    name = f"{process_id}.bpmn"
    try:
        found = bpmn.read(files.get(name, b""), name).processes.get(process_id)
    except bpmn.Rejected as rejected:
        raise deployments.Rejected(list(rejected.problems)) from None
    if found is None:
        raise Invalid("The diagram has no process with the id %(id)s", id=process_id)
    return found


def names_of(session: Session, process_id: str, files: Mapping[str, bytes], locale: str) -> Names:
    """What people call the elements of a draft and of the processes around it, and the roles."""
    process = model_of(process_id, files)
    found = {
        element.id: element.name
        for one in (*around(session, process), process)
        for element in one.elements.values()
    }
    return Names(found, casting.role_names(session, locale), labels(files), frozenset(found))


def around(session: Session, process: bpmn.Process) -> list[bpmn.Process]:
    """The published processes that a process calls or begins by a message, directly or not."""
    library = deployments.Library(session)
    found: dict[str, bpmn.Process] = {process.id: process}
    todo = [process]
    while todo:
        for process_id in _next_to(session, todo.pop()) - found.keys():
            try:
                found[process_id] = library.latest(process_id).process
            except LookupError:
                continue
            todo.append(found[process_id])
    return list(found.values())[1:]


def _next_to(session: Session, process: bpmn.Process) -> set[str]:
    """The ids of the processes that a process calls, or that begin with a message that it sends."""
    elements = process.elements.values()
    called = {one.called_process for one in elements if one.called_process}
    sent = {
        trigger.name
        for one in elements
        if one.kind in SENDERS
        for trigger in one.triggers
        if trigger.kind == "message"
    }
    begun = session.execute(
        sa.select(process_definition.c.process_id)
        .join(subscription, subscription.c.process_definition_id == process_definition.c.id)
        .where(subscription.c.name.in_(sent))
    )
    return {key for key in called if not key.startswith("=")} | set(begun.scalars())
