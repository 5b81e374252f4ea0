"""Many running cases of every kind of change, and what is known of each before and after it is moved."""

from __future__ import annotations

from collections import Counter
from typing import Any

import orjson
import sqlalchemy as sa

from engine import bpmn, deployments, instances, jobs, migrating
from engine.models import (
    draft,
    history,
    incident,
    job,
    process_definition,
    process_instance,
    subscription,
    user_task,
)
from engine.models import migration as migration_table
from engine.store import Session, Store
from tests.world import OWNER, World

from .kinds import KINDS, Kind


def form(id: str, *keys: str) -> bytes:
    """A form with text fields."""
    fields = [{"type": "textfield", "id": f"F{key}", "key": key, "label": key} for key in keys]
    return orjson.dumps({"type": "default", "id": id, "schemaVersion": 16, "components": fields})


FORMS = {"kort.form": form("kort", "svar"), "lang.form": form("lang", "svar", "mere")}


def publish(store: Store, kind: Kind, parts: tuple[str, ...]) -> None:
    with store.transaction() as session:
        deployments.deploy(session, kind.files(parts) | FORMS)


def begin(world: World, kind: Kind, count: int) -> list[int]:
    """Cases of a kind, as far as they have come, each with something typed into its open tasks."""
    made = []
    with world.store.transaction() as session:
        newest = session.scalar(
            sa.select(sa.func.max(process_definition.c.id)).where(
                process_definition.c.process_id == kind.root
            )
        )
        for _ in range(count):
            parties = [("P1", "bygherre", world.organisations[OWNER])]
            case = instances.begin(session, newest, bpmn.Start(dict(kind.variables)), parties)
            for element in kind.done:
                do(session, case, element)
            for row in tasks(session, case):
                session.insert_all(
                    draft,
                    [
                        {
                            "user_task_id": row.id,
                            "person_id": world.ids["petra"],
                            "values": {"svar": f"Halvt skrevet i {row.id}"},
                            "saved_at": session.now,
                        }
                    ],
                )
            made.append(case)
    return made


def tasks(session: Session, case: int) -> list[Any]:
    mine = sa.and_(user_task.c.process_instance_id == case, user_task.c.state == "open")
    return session.all(sa.select(user_task).where(mine).order_by(user_task.c.id))


def do(session: Session, case: int, element: str | None = None) -> str:
    """Complete the oldest open task (of an element). Returns its element."""
    row = next(row for row in tasks(session, case) if element in (None, row.element_id))
    session.execute(
        sa.update(user_task)
        .where(user_task.c.id == row.id)
        .values(state="completed", completed_at=session.now)
    )
    live = instances.lock(session, case)
    instances.advance(session, live, bpmn.Complete(row.token, {"svar": "ja"}))
    return str(row.element_id)


def facts(store: Store, case: int) -> dict[str, Any]:
    """What must not be lost: tasks with what is typed, timers with their due times, messages."""
    with store.read() as session:
        open_tasks = tasks(session, case)
        typed = {
            row.user_task_id: row.values
            for row in session.all(
                sa.select(draft).where(draft.c.user_task_id.in_([t.id for t in open_tasks]))
            )
        }
        waits = session.all(sa.select(job).where(job.c.process_instance_id == case, job.c.kind == "timer"))
        messages = session.all(sa.select(subscription).where(subscription.c.process_instance_id == case))
        return {
            "tasks": {row.id: (row.token, row.due_at, typed.get(row.id)) for row in open_tasks},
            "waits": {row.token: row.due_at for row in waits} | {row.token: row.name for row in messages},
        }


def ask(world: World, kind: Kind) -> int:
    """The operator asks for all cases of a kind to be moved."""
    with world.store.transaction() as session:
        newest = session.scalar(
            sa.select(sa.func.max(process_definition.c.version)).where(
                process_definition.c.process_id == kind.id
            )
        )
        oda = world.actor(session, "oda")
        return migrating.request(session, kind.id, newest, kind.mapping, "Bedre forløb", oda)


def check(world: World, kind: Kind, case: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Nothing is lost in a move: what goes and what comes is what the change says."""
    kept = before["tasks"].keys() & after["tasks"].keys()
    assert len(before["tasks"]) - len(kept) == kind.gone, kind.name
    assert {id: before["tasks"][id] for id in kept} == {id: after["tasks"][id] for id in kept}, kind.name
    assert all(typed is not None for _, _, typed in after["tasks"].values()), kind.name
    stayed = before["waits"].keys() & after["waits"].keys()
    assert {key: before["waits"][key] for key in stayed} == {key: after["waits"][key] for key in stayed}
    assert len(before["waits"]) - len(stayed) == kind.closed, kind.name
    assert len(after["waits"]) - len(stayed) == kind.opened, kind.name


def finish(world: World, case: int) -> Counter[str]:
    """Bring a case to its end: do what can be done, let come what is waited for. Returns the tasks done."""
    done: Counter[str] = Counter()
    store = world.store
    for _ in range(20):
        with store.transaction() as session:
            row = session.execute(sa.select(process_instance).where(process_instance.c.id == case)).one()
            if row.status != "active":
                assert row.status == "completed"
                return done
            if tasks(session, case):
                done[do(session, case)] += 1
                continue
            waiting = session.first(sa.select(subscription).where(subscription.c.process_instance_id == case))
            timers = [
                r
                for r in session.all(sa.select(job).where(job.c.process_instance_id == case))
                if r.kind == "timer"
            ]
            assert waiting is not None or timers, f"case {case} stands still"
            live = instances.lock(session, case)
            first = min(timers, key=lambda r: r.due_at).token if timers else waiting.token  # type: ignore[union-attr]
            command = bpmn.Fire(first) if timers else bpmn.Deliver(first)
            instances.advance(session, live, command)
    raise AssertionError(f"case {case} does not end")


def stands(world: World, kind: Kind, case: int) -> None:
    """The case follows the new version, without incident, and its history says so."""
    with world.store.read() as session:
        newest = session.scalar(
            sa.select(sa.func.max(process_definition.c.id)).where(process_definition.c.process_id == kind.id)
        )
        row = session.execute(sa.select(process_instance).where(process_instance.c.id == case)).one()
        assert kind.called or row.process_definition_id == newest
        where = sa.and_(history.c.process_instance_id == case, history.c.kind == "migrated")
        note = session.execute(sa.select(history).where(where)).one()
        assert (note.data["before"], note.data["after"], note.data["reason"]) == (1, 2, "Bedre forløb")
        assert note.person_id == world.ids["oda"] and note.seq is not None
        assert session.first(sa.select(incident).where(incident.c.process_instance_id == case)) is None


def everything(world: World, each: int) -> dict[int, Kind]:
    """``each`` cases of every kind, before the change."""
    found: dict[int, Kind] = {}
    for kind in KINDS:
        publish(world.store, kind, kind.before)
        found |= dict.fromkeys(begin(world, kind, each), kind)
    return found


def move_all(world: World, each: int) -> None:
    """Publish every change, hear that all cases can be moved, and move them."""
    for kind in KINDS:
        publish(world.store, kind, kind.after)
        with world.store.read() as session:
            oda = world.actor(session, "oda")
            found = migrating.rehearse(session, kind.id, None, oda, kind.mapping)
        assert (found.moves.count, found.total, found.asked) == (each, each, 0), kind.name
        ask(world, kind)
    jobs.run_due(world.store, limit=10_000)
    with world.store.read() as session:
        left = session.all(sa.select(migration_table).where(migration_table.c.finished_at.is_(None)))
        assert not left
