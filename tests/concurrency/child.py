"""One process of an installation with several: a web process that completes what is open, or a worker.

python -m tests.concurrency.child web|worker URL PERSON_ID SEED

A web process publishes each round's message of each case as well; both do, so every effect is asked for twice. It
prints what was acknowledged, ``task 7`` or ``message 2026-0001-3``, and ends when no case is active."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator

import sqlalchemy as sa

from engine import jobs, messages, user_tasks
from engine.errors import Conflict, NotFound
from engine.models import process_instance, user_task
from engine.parties import people
from engine.store import Store

ROUNDS = 12
GIVE_UP = 120  # seconds: a lost effect leaves a case standing, and then the test fails and does not hang


def cases(store: Store, until: float) -> list[str]:
    """The numbers of the cases that are still active. Raises TimeoutError when it gets too late."""
    if time.monotonic() > until:
        raise TimeoutError("the cases have stood still")
    with store.read() as session:
        active = sa.select(process_instance.c.number).where(process_instance.c.status == "active")
        return list(session.execute(active).scalars())


def complete_one(store: Store, person_id: int, chance: random.Random) -> None:
    """Complete any open task; the other process may be quicker."""
    with store.read() as session:
        waiting = list(
            session.execute(sa.select(user_task.c.id).where(user_task.c.state == "open")).scalars()
        )
    if not waiting:
        return
    task_id = chance.choice(waiting)
    try:
        with store.transaction() as session:
            by = people.actor(session, person_id)
            assert by is not None
            user_tasks.complete(session, task_id, {}, by)
    except (Conflict, NotFound):
        return
    print(f"task {task_id}", flush=True)


def web(store: Store, person_id: int, chance: random.Random, half: int, until: float) -> None:
    """Half of the messages, each once, somewhere before or after the case begins to wait for it."""
    left: Iterator[str] = iter(
        f"{number}-{turn}"
        for turn in range(1, ROUNDS + 1)
        for number in cases(store, until)
        if turn % 2 == half
    )
    while cases(store, until):
        complete_one(store, person_id, chance)
        if chance.random() < 0.5 and (key := next(left, None)):
            with store.transaction() as session:
                messages.publish(session, "besked", key, {})
            print(f"message {key}", flush=True)


def worker(store: Store, until: float) -> None:
    while cases(store, until):
        jobs.run_due(store)


def main(kind: str, url: str, person_id: str, seed: str) -> None:
    store = Store(url)
    until = time.monotonic() + GIVE_UP
    if kind == "web":
        web(store, int(person_id), random.Random(int(seed)), int(seed) % 2, until)
    else:
        worker(store, until)


if __name__ == "__main__":
    main(*sys.argv[1:])
