"""Playing the tests of a process on its draft, in the time that a person waits for a page.

They run within the request: all tests of a process take a second or two, and whoever changes a process wants to know
at once. What takes longer than ``SECONDS`` in all is stopped and told so; these are of processor time, so that a busy
machine fails no test. One run at a time: it needs a whole core."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from time import thread_time

import orjson

from engine import deployments
from engine.deployments import SCENARIOS
from engine.errors import Conflict
from engine.parties.people import Actor
from engine.store import Session

from . import scratch
from .playing import Player
from .reading import Scenario
from .results import Result
from .surroundings import model_of, names_of, read_of

SECONDS = 18.0  # of processor time, for all tests of a process
SECONDS_EACH = 8.0
WAIT = 20.0  # seconds to wait for somebody else's run
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


def _played(
    session: Session, process_id: str, scenarios: list[Scenario], by: Actor, files: Mapping[str, bytes]
) -> list[Result]:
    process = model_of(process_id, files)
    names = names_of(session, process_id, files, by.locale)
    usual = deployments.party_kinds(process)
    drawn = {name: content for name, content in files.items() if not name.endswith(SCENARIOS)}
    with _alone(), scratch.scratch(drawn, session) as (store, content):
        until = thread_time() + SECONDS
        results = []
        for scenario in scenarios:
            scratch.restore(store, content, scenario.parties or usual or ["andet"], by.locale)
            player = Player(store, process_id, names, min(until, thread_time() + SECONDS_EACH))
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
