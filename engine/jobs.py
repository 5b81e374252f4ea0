"""Background work from the job table: timers that fall due, messages to deliver.

The table is the truth: a row exists exactly when the state that made it does, and goes in the same transaction that
does the work. Each process has one worker; losing its bell costs seconds, never a job."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from engine import (
    approvals,
    bpmn,
    calendar,
    deployments,
    escalation,
    instances,
    mail,
    messages,
    migrating,
    reminders,
    signing,
)
from engine.errors import Conflict, Fault, NotFound
from engine.models import incident, job
from engine.notifications import digest, mails, standing_in
from engine.store import Session, Store

log = structlog.get_logger(__name__)
POLL_SECONDS = 5.0
BACK_OFF = timedelta(minutes=1)
FAILED = "background"  # the kind of an incident that a job without retries makes


def _fire(session: Session, row: Any) -> None:
    """A timer: the instance's lock first, then see whether it still waits."""
    live = instances.lock(session, row.process_instance_id)
    if (waiting := _take(session, row)) is not None:
        instances.advance(session, live, bpmn.Fire(waiting.token))


def _deliver(session: Session, row: Any) -> None:
    """A message or signal: the row itself is the lock, as no instance ever touches it."""
    if (waiting := _take(session, row)) is None:
        return
    payload = waiting.payload
    if waiting.kind == "signal":
        messages.broadcast(
            session, payload["name"], payload["variables"], payload["origin"], only=payload.get("only")
        )
    else:
        messages.publish(
            session, payload["name"], payload["key"], payload["variables"], origin_id=payload["origin"]
        )


def _begin(session: Session, row: Any) -> None:
    """A timer start event: begin a case, and set the timer again where it is a cycle."""
    if (waiting := _take(session, row)) is None:
        return
    payload = waiting.payload
    wait = bpmn.StartWait(payload["element"], waiting.token, "timer", None, waiting.due_at, payload["timer"])
    instances.begin(session, payload["definition"], bpmn.Start({}, payload["element"]), [])
    following = wait.next()
    if following is not None:
        deployments.schedule_start(session, payload["definition"], following)


def _write_letters(session: Session, row: Any) -> None:
    """What follows notices: they are told on to substitutes, and mailed to those who want mails."""
    if (waiting := _take(session, row)) is not None:
        standing_in.tell(session, waiting.payload["notices"], waiting.payload["by"])
        mails.write(session, waiting.payload["notices"])


def _send(session: Session, row: Any) -> None:
    """A mail: its job stays until the mail is gone."""
    if (waiting := _hold(session, row)) is not None:
        mail.send(session, waiting)


def _morning(session: Session, row: Any) -> None:
    """Time for the day's overviews."""
    if (waiting := _take(session, row)) is not None:
        digest.morning(session, datetime.fromisoformat(waiting.payload["since"]))


def _overview(session: Session, row: Any) -> None:
    """The day's overview of one person."""
    if (waiting := _take(session, row)) is not None:
        payload = waiting.payload
        digest.write(session, payload["person"], datetime.fromisoformat(payload["since"]))


def _remind(session: Session, row: Any) -> None:
    """Time to remind people of an open task."""
    live = instances.lock(session, row.process_instance_id)
    if (waiting := _take(session, row)) is not None:
        escalation.tell(session, waiting, calendar.agreed(session, live.state.variables))


def _follow_condition(session: Session, row: Any) -> None:
    """A condition of an approval is due soon, or has run over."""
    if (waiting := _take(session, row)) is not None:
        approvals.follow_up(session, waiting.payload["condition"])


def _take(session: Session, row: Any) -> Any:
    """Take the job out of the table, as it is now under its lock; None when another worker has done it. It goes before
    the work: SQLite gives the id of a deleted row to the next one, which may be what the work puts there."""
    now = _hold(session, row)
    if now is not None:
        session.execute(sa.delete(job).where(job.c.id == now.id))
    return now


def _hold(session: Session, row: Any) -> Any:
    """The job as it is now, under its lock; None when another worker has it or has done it."""
    return session.first(
        sa.select(job)
        .where(_same(row), job.c.due_at <= session.now, job.c.retries > 0, sa.not_(job.c.is_held))
        .with_for_update(skip_locked=True)
    )


def _same(row: Any) -> sa.ColumnElement[bool]:
    """Whether a job is the one that was read before, and not another that has got its id since."""
    return sa.and_(
        job.c.id == row.id,
        job.c.kind == row.kind,
        job.c.process_instance_id.is_not_distinct_from(row.process_instance_id),
    )


def _seal(session: Session, row: Any) -> None:
    """Everybody has signed: make the sealed file."""
    if (waiting := _take(session, row)) is not None:
        signing.seal(session, waiting.payload["document"])


def _migrate(session: Session, row: Any) -> None:
    """A case is to follow another version of its process."""
    if (waiting := _take(session, row)) is not None:
        migrating.move(session, waiting.payload["migration"], waiting.payload["case"])


HANDLERS: dict[str, Callable[[Session, Any], None]] = {
    "timer": _fire,
    "message": _deliver,
    "signal": _deliver,
    "start": _begin,
    reminders.KIND: _remind,
    "notice": _write_letters,
    "mail": _send,
    "digest": _morning,
    signing.KIND: _seal,
    "overview": _overview,
    "condition": _follow_condition,
    "migrate": _migrate,
}

OUTSIDE = frozenset({mail.KIND})


def run_due(store: Store, limit: int = 1000, kinds: Collection[str] = HANDLERS.keys()) -> int:
    """Do the due jobs of these kinds, oldest first, each in its own transaction. Returns how many were tried."""
    done = 0
    while done < limit and (row := _next(store, kinds)) is not None:
        done += 1
        try:
            with store.transaction() as session:
                HANDLERS[row.kind](session, row)
        except (Conflict, NotFound):  # the case ended or moved meanwhile: the next look will tell
            log.info("job came too late", job=row.id, kind=row.kind)
            _postpone(store, row, "too late", "too late")
        except Exception as error:
            log.exception("job failed", job=row.id, kind=row.kind)
            _postpone(
                store, row, repr(error), str(error) if isinstance(error, Fault) else type(error).__name__
            )
    return done + (_meet(store) if "message" in kinds else 0)


def _meet(store: Store) -> int:
    """Bring together messages and those who wait for them where both were written at the same moment."""
    with store.read() as session:
        missed = messages.missed(session)
    met = 0
    for subscription_id in missed:
        try:
            with store.transaction() as session:
                met += messages.meet(session, subscription_id)
        except Exception:  # the row is still there: the next look tries again
            log.exception("a kept message could not be delivered", subscription=subscription_id)
    return met


def _next(store: Store, kinds: Collection[str]) -> Any:
    with store.read() as session:
        return session.first(
            sa.select(job)
            .where(
                job.c.kind.in_(list(kinds)),
                job.c.due_at <= session.now,
                job.c.retries > 0,
                sa.not_(job.c.is_held),
            )
            .order_by(job.c.due_at, job.c.id)
            .limit(1)
        )


def _postpone(store: Store, row: Any, error: str, told: str) -> None:
    """One retry less, later; nothing where the job has been put on hold or has moved meanwhile. Without retries left
    somebody must look: an incident on the case. People are told ``told``, as the text of an ``error`` may hold
    anything, another case's words among it."""
    with store.transaction() as session:
        left = row.retries - 1
        postponed = session.execute(
            sa.update(job)
            .where(_same(row), job.c.due_at == row.due_at, sa.not_(job.c.is_held))
            .values(retries=left, error=error[:2000], due_at=session.now + BACK_OFF * 4 ** (3 - left))
        )
        case = row.process_instance_id or row.payload.get("origin")
        if postponed.rowcount and left == 0 and case:
            session.insert(
                incident,
                process_instance_id=case,
                token=row.token or f"job {row.id}",
                element_id=row.payload.get("element"),
                process_id=None,
                kind=FAILED,
                template="%(kind)s could not be carried out: %(error)s",
                params={"kind": row.kind, "error": told[:500], "job": row.id},
                created_at=session.now,
            )


class Worker:
    """The threads that do due jobs: rung after a commit, and looking by themselves now and then. What waits for servers
    outside has a thread of its own, so that no timer waits with it."""

    def __init__(self, store: Store, poll: float = POLL_SECONDS) -> None:
        self.store, self.poll = store, poll
        self._stopping = threading.Event()
        self._bells = {kinds: threading.Event() for kinds in (frozenset(HANDLERS) - OUTSIDE, OUTSIDE)}
        self._threads = [
            threading.Thread(target=self._loop, args=each, name="samtrin-worker", daemon=True)
            for each in self._bells.items()
        ]
        store.wake = self._ring

    def start(self) -> None:
        with self.store.transaction() as session:
            digest.schedule(session)
            reminders.set_missing(session)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._ring()
        for thread in self._threads:
            thread.join()

    def _ring(self) -> None:
        for bell in self._bells.values():
            bell.set()

    def _loop(self, kinds: frozenset[str], bell: threading.Event) -> None:
        while not self._stopping.is_set():
            try:
                run_due(self.store, kinds=kinds)
            except sa.exc.OperationalError:  # the database is away or busy: the table waits for us
                log.warning("job table out of reach", exc_info=True)
            bell.wait(self.poll)
            bell.clear()
