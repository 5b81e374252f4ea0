"""What the runtime answers, put into the tables: tasks, jobs, subscriptions, incidents, history.

The host's own service tasks are done here, within the transaction that reached them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import approvals, assignment, bpmn, case_mail, documents, outbox, reminders
from engine.causes import pack
from engine.errors import ModelFault
from engine.models import history as history_table
from engine.models import incident, job, subscription, user_task
from engine.store import Session

if TYPE_CHECKING:
    from engine.instances import Live

# Service tasks that the host does itself, within the same transaction: type -> what makes the result variables.
INLINE: Mapping[str, Callable[[Session, Live, bpmn.Wait, dict[str, Any]], dict[str, Any]]] = {
    "samtrin:document": documents.freeze,
    "samtrin:decision": approvals.decide,
    "samtrin:message": outbox.send,
    "samtrin:mail": case_mail.send,
}


def write(session: Session, live: Live, outcome: bpmn.Outcome) -> list[bpmn.Command]:
    """Put an Outcome into the tables; returns the commands that must follow at once."""
    follow: list[bpmn.Command] = []
    _close(session, live, outcome)
    _write_history(session, live, outcome)
    assignment.open_tasks(session, live, outcome.tasks)
    for signal in outcome.signals:
        outbox.broadcast(session, live, signal)
    for wait in outcome.waits:
        if wait.job_type in INLINE:
            follow.append(_do_inline(session, live, wait))
            if wait.job_type == "samtrin:document":
                follow.extend(approvals.overtaken(session, live, wait))
        else:
            follow.extend(_await(session, live, wait))
    follow.extend(_again(session, live, outcome.resolved))
    _write_incidents(session, live, outcome)
    return follow


def _close(session: Session, live: Live, outcome: bpmn.Outcome) -> None:
    gone = [closed.key for closed in outcome.closed]
    if not gone:
        return
    session.execute(
        sa.update(user_task)
        .where(
            user_task.c.process_instance_id == live.id,
            user_task.c.token.in_(gone),
            user_task.c.state == "open",
        )
        .values(state="terminated", completed_at=session.now)
    )
    for table in (job, subscription):
        session.execute(
            sa.delete(table).where(table.c.process_instance_id == live.id, table.c.token.in_(gone))
        )


def _write_incidents(session: Session, live: Live, outcome: bpmn.Outcome) -> None:
    if outcome.resolved:
        session.execute(
            sa.update(incident)
            .where(
                incident.c.process_instance_id == live.id,
                incident.c.token.in_(outcome.resolved),
                incident.c.resolved_at.is_(None),
            )
            .values(resolved_at=session.now)
        )
    session.insert_all(
        incident,
        [
            {
                "process_instance_id": live.id,
                "token": found.key,
                "element_id": found.element_id,
                "process_id": found.process_id,
                "kind": found.kind,
                "template": found.template,
                "params": {
                    name: value if isinstance(value, dict | int) else str(value)
                    for name, value in pack(found.params).items()
                },
                "created_at": session.now,
            }
            for found in outcome.incidents
        ],
    )


def _write_history(session: Session, live: Live, outcome: bpmn.Outcome) -> None:
    session.insert_all(
        history_table,
        [
            {
                "process_instance_id": live.id,
                "at": session.now,
                "kind": moved.kind,
                "element_id": moved.element_id,
                "process_id": moved.process_id,
                "call_path": "/".join(moved.call_path),
                "name": None,
                "person_id": None,
                "party_id": None,
                "is_private": False,
                "data": None,
                "version": live.version + 1,  # that the instance gets when this command is saved
            }
            for moved in outcome.history
        ],
    )


def _do_inline(session: Session, live: Live, wait: bpmn.Wait) -> bpmn.Command:
    """Do the host's own job. One that fails is kept as a row, to be done again when its incident is resolved."""
    work = INLINE[wait.job_type or ""]
    try:
        known = bpmn.visible(live.state.variables, wait.scope, wait.private_to)
        result = work(session, live, wait, known)
    except ModelFault as fault:
        _keep_job(session, live, wait, session.now)
        return bpmn.Fail(wait.key, fault.message)
    return bpmn.Complete(wait.key, result, wait.private_to)


def _again(session: Session, live: Live, resolved: Sequence[str]) -> list[bpmn.Command]:
    """Resolved incidents of jobs: the host's own are done again now, a worker's is offered again."""
    follow: list[bpmn.Command] = []
    for key in resolved:
        mine = sa.and_(job.c.process_instance_id == live.id, job.c.token == key)
        row = session.first(sa.select(job).where(mine, job.c.kind.not_in(("timer", reminders.KIND))))
        if row is None:
            continue
        if row.kind not in INLINE:
            session.execute(sa.update(job).where(mine).values(retries=3, due_at=session.now, error=None))
            continue
        session.execute(sa.delete(job).where(mine))
        kept = row.payload
        wait = bpmn.Wait(
            key,
            "job",
            kept["element"],
            kept["process"],
            kept["scope"],
            name=kept["name"],
            job_type=row.kind,
            headers=kept["headers"],
            private_to=kept.get("private_to"),
        )
        follow.append(_do_inline(session, live, wait))
    return follow


def _keep_job(session: Session, live: Live, wait: bpmn.Wait, due: datetime) -> None:
    session.insert(
        job,
        kind="timer" if wait.kind == "timer" else wait.job_type,
        process_instance_id=live.id,
        token=wait.key,
        payload={
            "headers": dict(wait.headers),
            "element": wait.element_id,
            "process": wait.process_id,
            "scope": wait.scope,
            "name": wait.name,
            "private_to": wait.private_to,
        },
        due_at=due,
        retries=wait.retries or 3,
    )


def _await(session: Session, live: Live, wait: bpmn.Wait) -> list[bpmn.Command]:
    """Write down what an instance waits for; a message that is already here is delivered at once."""
    if wait.kind in ("message", "signal"):
        name, key = wait.name or "", wait.correlation_key or ""
        waiting = outbox.take_buffered(session, live.id, name, key) if wait.kind == "message" else None
        if waiting is not None:
            return [bpmn.Deliver(wait.key, waiting)]
        session.after_commit.append(session.store.wake)  # a message may have been kept at this very moment
        session.insert(
            subscription,
            kind=wait.kind,
            name=name,
            correlation_key=key,
            process_instance_id=live.id,
            token=wait.key,
            element_id=wait.element_id,
        )
    elif wait.kind in ("timer", "job"):
        due = wait.due or session.now
        _keep_job(session, live, wait, due)
        if due <= session.now:
            session.after_commit.append(session.store.wake)
    return []
