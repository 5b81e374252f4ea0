"""Playing the tests of a process on its draft, in the time that a person waits for a page.

They run within the request: all tests of a process take a second or two, and whoever changes a process wants to know
at once. What takes longer than ``SECONDS`` in all is stopped and told so. One run at a time: it needs a whole core."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from time import monotonic

import orjson
import sqlalchemy as sa

from engine import bpmn, deployments
from engine.deployments import SCENARIOS
from engine.errors import Conflict, Invalid
from engine.models import process_definition, subscription
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

from . import scratch
from .playing import Player
from .reading import Scenario, read
from .results import Result
from .words import Names

SECONDS = 18.0  # that all tests of a process may take
SECONDS_EACH = 8.0
WAIT = 20.0  # seconds to wait for somebody else's run
SENDERS = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})
_running = Lock()


def run(session: Session, process_id: str, by: Actor, files: Mapping[str, bytes]) -> list[Result]:
    """Play the tests in ``<process_id>.scenarios.json`` among the files of a draft, with what is published around it.
    Nothing is written and nothing sent. A result is kept until the draft or what is published changes.

    Raises Invalid (the file of tests), deployments.Rejected (the draft), Conflict (somebody else's run takes long)."""
    scenarios = read_of(process_id, files)
    if not scenarios:
        return []
    mark = _mark(session, files, by.locale)
    kept = session.store.caches.setdefault("scenarios", {})
    if kept.get(process_id, ("",))[0] != mark:
        kept[process_id] = mark, _played(session, process_id, scenarios, by, files)
    return list(kept[process_id][1])


def known(session: Session, process_id: str, by: Actor, files: Mapping[str, bytes]) -> list[Result] | None:
    """What ``run`` would answer, where it has been run; else None."""
    mark, results = session.store.caches.get("scenarios", {}).get(process_id, ("", []))
    return list(results) if mark and mark == _mark(session, files, by.locale) else None


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
    return Names(found, casting.role_names(session, locale), frozenset(found))


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


def _played(
    session: Session, process_id: str, scenarios: list[Scenario], by: Actor, files: Mapping[str, bytes]
) -> list[Result]:
    process = model_of(process_id, files)
    names = names_of(session, process_id, files, by.locale)
    usual = deployments.party_kinds(process)
    drawn = {name: content for name, content in files.items() if not name.endswith(SCENARIOS)}
    with _alone(), scratch.scratch(drawn, session) as (store, content):
        until = monotonic() + SECONDS
        results = []
        for scenario in scenarios:
            scratch.restore(store, content, scenario.parties or usual or ["andet"], by.locale)
            player = Player(store, process_id, names, min(until, monotonic() + SECONDS_EACH))
            results.append(player.play(scenario))
    return results


@contextmanager
def _alone() -> Iterator[None]:
    if not _running.acquire(timeout=WAIT):
        raise Conflict("Other tests are running right now. Try again in a moment")
    try:
        yield
    finally:
        _running.release()


def _mark(session: Session, files: Mapping[str, bytes], locale: str) -> str:
    """Tells a draft among what is published from any other."""
    found = hashlib.sha256(orjson.dumps([locale, scratch.published(session)]))
    for name in sorted(files):
        found.update(f"\n{name} {len(files[name])}\n".encode() + files[name])
    return found.hexdigest()
