"""One case moves: under its lock, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from engine import assignment, bpmn, calendar, deployments, history, instances, notifications
from engine.bpmn import migration
from engine.bpmn.migration import Impossible, Migrated, NeedsMapping
from engine.causes import pack
from engine.errors import Conflict, Message
from engine.instances import Live
from engine.models import (
    casting,
    incident,
    job,
    migration_case,
    migration_consent,
    party,
    process_definition,
    process_instance,
    subscription,
    user_task,
)
from engine.models import history as history_table
from engine.models import migration as migration_table
from engine.store import Session

from .judging import Judge
from .running import Running, active, version_ids

KIND = "migrate"  # of the job
RETRIES = 3
MOVED, STAYED, WAITING, CONSENT = "moved", "stayed", "waiting", "consent"


def move(session: Session, migration_id: int, instance_id: int) -> None:
    """Move a case as it was asked for, or write down why it stays where it is."""
    asked = session.first(sa.select(migration_table).where(migration_table.c.id == migration_id))
    mine = sa.and_(
        migration_case.c.migration_id == migration_id, migration_case.c.process_instance_id == instance_id
    )
    try:
        live = instances.lock(session, instance_id, even_suspended=True)
    except Conflict as ended:
        settle(session, migration_id, instance_id, STAYED, ended.message)
        return
    if session.scalar(sa.select(migration_case.c.state).where(mine)) != WAITING:
        return
    reason = _move(session, live, asked)
    settle(session, migration_id, instance_id, STAYED if reason else MOVED, reason)


def give_jobs(session: Session, migration_id: int, instance_ids: Iterable[int]) -> None:
    """A job for each case, which names the case and is not the case's own: what happens to the case leaves it alone."""
    session.insert_all(
        job,
        [
            {
                "kind": KIND,
                "token": f"{migration_id}:{id}",
                "payload": {"migration": migration_id, "case": id},
                "due_at": session.now,
                "retries": RETRIES,
            }
            for id in instance_ids
        ],
    )
    session.after_commit.append(session.store.wake)


def settle(
    session: Session, migration_id: int, instance_id: int, state: str, reason: Message | None = None
) -> None:
    """Write down how it went, and that the whole move is over when this was its last case."""
    session.execute(
        sa.select(migration_table.c.id).where(migration_table.c.id == migration_id).with_for_update()
    )
    session.execute(
        sa.update(migration_case)
        .where(
            migration_case.c.migration_id == migration_id, migration_case.c.process_instance_id == instance_id
        )
        .values(
            state=state,
            template=reason.template if reason else None,
            params=pack(reason.params) if reason else None,
            at=session.now,
        )
    )
    left = sa.select(migration_case.c.state).where(
        migration_case.c.migration_id == migration_id, migration_case.c.state.in_((WAITING, CONSENT))
    )
    if session.first(left.limit(1)) is None:
        session.execute(
            sa.update(migration_table)
            .where(migration_table.c.id == migration_id)
            .values(finished_at=session.now)
        )


def _move(session: Session, live: Live, asked: Any) -> Message | None:
    """Why it stays; None: it has moved. It is looked at first, as in a rehearsal: what stays leaves no trace."""
    target = deployments.definition(session, asked.target_id)
    row = session.execute(sa.select(process_instance).where(process_instance.c.id == live.id)).one()
    was = active(row, version_ids(session, asked.process_id))
    if not was - {asked.target_id}:
        return Message("Nothing of the process is active in an older version any more")
    judge = Judge(session, target, asked.mapping)
    case = Running(
        live.id,
        live.number,
        row.title,
        row.process_definition_id,
        live.state,
        frozenset(was - {asked.target_id}),
    )
    looked = judge.look(case)
    if not isinstance(looked, Migrated):
        return _reason(looked)
    if judge.asks(case, looked) and not _agreed(session, live.id, asked.id):
        return Message("The parties must be asked about this move first, and they have not been")
    old = live.definition
    root = target if old.process.id == asked.process_id else old
    found = migration.migrate(
        live.state,
        old,
        {asked.process_id: target},
        asked.mapping,
        now=session.now,
        library=deployments.Library(session, root, live.id),
        budget=session.store.budget or bpmn.Budget(),
        closed=calendar.agreed(session, live.state.variables),
    )
    if not isinstance(found, Migrated):
        return _reason(found)
    live.definition = root
    _write(session, live, asked, found, was)
    return None


def _reason(found: NeedsMapping | Impossible) -> Message:
    if isinstance(found, Impossible):
        return found.reasons[0]
    names = [lost.name for lost in found.lost]
    return Message("Somebody must say first what happens to: %(names)s", {"names": names})


def _agreed(session: Session, instance_id: int, migration_id: int) -> bool:
    """Whether the parties of the case have been asked, and have said yes."""
    answers = (
        sa.select(migration_consent.c.is_yes)
        .join(party, party.c.id == migration_consent.c.party_id)
        .where(migration_consent.c.migration_id == migration_id, party.c.process_instance_id == instance_id)
    )
    said = list(session.execute(answers).scalars())
    return bool(said) and all(said)


def _write(session: Session, live: Live, asked: Any, found: Migrated, was: set[int]) -> None:
    is_suspended = live.status == "suspended"
    session.execute(
        sa.update(process_instance)
        .where(process_instance.c.id == live.id)
        .values(process_definition_id=int(live.definition.key))
    )
    _follow_places(session, live, found)
    _follow_jobs(session, live, found)
    _follow_names(session, live, found)
    live.closed = calendar.agreed(session, found.outcome.state.variables)
    before, live.state = live.state, found.outcome.state
    changed = assignment.follow(session, live, found.tasks)
    live.state = before
    numbers = sa.select(process_definition.c.id, process_definition.c.version).where(
        process_definition.c.id.in_(was | {asked.target_id})
    )
    version = {row.id: row.version for row in session.all(numbers)}
    data = {
        "process": asked.process_id,
        "before": max(version[id] for id in was if id != asked.target_id),
        "after": version[asked.target_id],
        "reason": asked.reason,
    }
    name = deployments.definition(session, asked.target_id).process.name or asked.process_id
    history.note(session, live.id, "migrated", by=asked.requested_by, name=name, data=data)
    instances.advance(session, live, found.outcome)
    if is_suspended:
        session.execute(sa.update(job).where(job.c.process_instance_id == live.id).values(is_held=True))
    for task_id in changed:
        notifications.notify(session, _doers(session, task_id), "task_changed", task_id=task_id)


def _follow_places(session: Session, live: Live, found: Migrated) -> None:
    """Rows that name the element of a token that has another name now."""
    described = {task.key for task in found.tasks}
    for table in (user_task, subscription, incident, job):
        rows = session.all(sa.select(table).where(table.c.process_instance_id == live.id))
        for row in rows:
            place = found.places.get((row.token or "").partition(".")[0])
            if place is None or getattr(row, "resolved_at", None) or getattr(row, "state", "open") != "open":
                continue
            values: dict[str, Any] = {"element_id": place.element_id}
            if table is job:
                values = {"payload": _payload(row.payload, place)}
            elif table is user_task:
                values = {} if row.token in described else {"call_path": "/".join(place.call_path)}
            elif table is incident:
                values["process_id"] = place.process_id
            if any(row._mapping[name] != value for name, value in values.items()):
                session.execute(sa.update(table).where(table.c.id == row.id).values(**values))


def _payload(kept: dict[str, Any], place: migration.Place) -> dict[str, Any]:
    named = {"element": place.element_id, "process": place.process_id}
    return {**kept, **{name: value for name, value in named.items() if name in kept}}


def _follow_jobs(session: Session, live: Live, found: Migrated) -> None:
    """Jobs that are open already, for the worker that the new version names."""
    for wait in found.waits:
        mine = sa.and_(
            job.c.process_instance_id == live.id,
            job.c.token == wait.key,
            job.c.kind.not_in(("timer", "reminder")),
        )
        row = session.first(sa.select(job).where(mine))
        if row is None:
            continue
        asked = {"headers": dict(wait.headers), "scope": wait.scope, "name": wait.name}
        payload = {**row.payload, **asked, "private_to": wait.private_to}
        if (row.kind, row.payload) != (wait.job_type, payload):
            session.execute(sa.update(job).where(mine).values(kind=wait.job_type, payload=payload))


def _follow_names(session: Session, live: Live, found: Migrated) -> None:
    """What is done of a step that only has another id is done of the step as it is called now: its course, and who may
    not do what follows because they did it. The acts of people, which are chained, stay as they were written."""
    for process_id, ids in found.renamed.items():
        for old, new in ids.items():
            for table, over in (
                (user_task, user_task.c.state != "open"),
                (history_table, history_table.c.seq.is_(None)),
            ):
                mine = sa.and_(table.c.process_instance_id == live.id, table.c.process_id == process_id)
                session.execute(
                    sa.update(table).where(mine, table.c.element_id == old, over).values(element_id=new)
                )


def _doers(session: Session, task_id: int) -> set[int]:
    """Whoever has the task, else those in its role."""
    row = session.execute(sa.select(user_task).where(user_task.c.id == task_id)).one()
    if row.assignee_id is not None:
        return {row.assignee_id}
    holding = (
        sa.select(casting.c.person_id)
        .join(party, party.c.id == casting.c.party_id)
        .where(party.c.process_instance_id == row.process_instance_id, casting.c.role_id == row.role_id)
    )
    if row.party_id is not None:
        holding = holding.where(party.c.id == row.party_id)
    return set(session.execute(holding).scalars())
