"""Moving the clock of a demo or a test: what falls due on the way is done at its own moment, in order."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from engine import jobs
from engine.models import job, setting
from engine.store import Store

KEY = "clock-offset-seconds"


def advance(store: Store, by: timedelta) -> None:
    """Move the clock ahead, stopping at every due job on the way, and remember where it stands."""
    target = store.clock() + by
    jobs.run_due(store)
    while (due := _next_due(store)) is not None and due <= target:
        store.clock.advance(max(due - store.clock(), timedelta()))
        if jobs.run_due(store) == 0:
            break
    store.clock.advance(max(target - store.clock(), timedelta()))
    with store.transaction() as session:
        session.put(setting, key=KEY, value=store.clock.offset.total_seconds())


def restore(store: Store) -> None:
    """Set the clock to where ``advance`` left it."""
    with store.read() as session:
        seconds = session.scalar(sa.select(setting.c.value).where(setting.c.key == KEY))
    if seconds is not None:
        store.clock.offset = timedelta(seconds=seconds)


def _next_due(store: Store) -> datetime | None:
    with store.read() as session:
        due: datetime | None = session.scalar(
            sa.select(sa.func.min(job.c.due_at)).where(job.c.kind.in_(list(jobs.HANDLERS)), job.c.retries > 0)
        )
    return due
