"""What one durable completion costs: ours, beside the bare transaction that writes the same rows on the same database,
and beside SpiffWorkflow used naively (the whole instance as JSON out and in on every step).

    python -m benchmarks.completion [--url URL] [--rounds N]

Prints medians in milliseconds and their ratio to the bare transaction; the variants take turns within one run, so that
a busy machine slows them alike."""

from __future__ import annotations

import argparse
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import bpmn, deployments, instances, user_tasks
from engine.migrations import upgrade
from engine.models import history, process_instance, user_task
from engine.parties import people
from engine.store import Session, Store

TASKS = 10
ROLE = "sagsbehandler"


def model() -> bytes:
    """Ten user tasks in a row."""
    tasks = "".join(
        f'<bpmn:userTask id="t{n}" name="Opgave {n}"><bpmn:extensionElements><zeebe:userTask/>'
        f'<zeebe:assignmentDefinition candidateGroups="{ROLE}"/></bpmn:extensionElements></bpmn:userTask>'
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{f"t{n - 1}" if n else "s"}" targetRef="t{n}"/>'
        for n in range(TASKS)
    )
    return (
        '<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">'
        '<bpmn:process id="p" name="Ti opgaver" isExecutable="true"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="samtrin:parties" value="civil"/></zeebe:properties></bpmn:extensionElements>'
        f'<bpmn:startEvent id="s"/>{tasks}<bpmn:endEvent id="e"/>'
        f'<bpmn:sequenceFlow id="fe" sourceRef="t{TASKS - 1}" targetRef="e"/></bpmn:process></bpmn:definitions>'
    ).encode()


class Bench:
    """A store with the process, one organisation and one person in the only role."""

    def __init__(self, url: str) -> None:
        self.store = Store(url)
        upgrade(self.store)
        roles = {"roles": [{"id": ROLE, "name": {"da": "Sagsbehandler"}, "party": "civil"}]}
        with self.store.transaction() as session:
            deployments.deploy(session, {"p.bpmn": model(), "roles.json": json.dumps(roles).encode()})
            name = f"Forening {time.time_ns()}"
            self.organisation = people.create_organisation(session, name, "civil")
            address = f"{time.time_ns()}@example.dk"
            self.person = people.create_person(session, "Anna", address, "en lang adgangskode")
            people.join(session, self.person, self.organisation, (ROLE,))
            found = session.scalar(sa.text("SELECT max(id) FROM process_definition WHERE process_id = 'p'"))
            self.definition = int(found)
            actor = people.actor(session, self.person)
            assert actor is not None
            self.by = actor

    def start(self) -> int:
        with self.store.transaction() as session:
            return instances.begin(
                session,
                self.definition,
                bpmn.Start({"tekst": "x" * 2000}),
                [("P1", "civil", self.organisation)],
            )

    def open_task(self, session: Session, instance_id: int) -> Any:
        return session.first(
            sa.select(user_task).where(
                user_task.c.process_instance_id == instance_id, user_task.c.state == "open"
            )
        )

    def runtime(self, instance_id: int) -> float:
        """Lock, run, write, commit: a completion without the questions of the page."""
        with self.store.read() as session:
            task = self.open_task(session, instance_id)
        with timed() as spent, self.store.transaction() as session:
            live = instances.lock(session, instance_id)
            session.execute(
                sa.update(user_task)
                .where(user_task.c.id == task.id)
                .values(state="completed", completed_at=session.now, completed_by=self.person)
            )
            instances.advance(session, live, bpmn.Complete(task.token, {"svar": "ja"}))
        return spent[0]

    def command(self, instance_id: int) -> float:
        """The whole command behind the page: rights, form, completion, who has the ball."""
        with self.store.read() as session:
            task = self.open_task(session, instance_id)
        with timed() as spent, self.store.transaction() as session:
            user_tasks.complete(session, task.id, {}, self.by)
        return spent[0]

    def bare(self, instance_id: int) -> float:
        """The rows that a completion writes, with SQLAlchemy Core and nothing around it."""
        rows = self.rows(instance_id)
        with timed() as spent, self.store.transaction() as session:
            write(session, *rows)
        return spent[0]

    def rows(self, instance_id: int) -> tuple[Any, Any]:
        """The open task and the instance, read beforehand."""
        with self.store.read() as session:
            task = self.open_task(session, instance_id)
            row = session.first(sa.select(process_instance).where(process_instance.c.id == instance_id))
        return task, row


def write(session: Session, task: Any, row: Any) -> None:
    """Lock the instance; end a task, open the next, note two moves, keep the state."""
    mine = process_instance.c.id == row.id
    session.first(sa.select(process_instance).where(mine).with_for_update())
    session.execute(
        sa.update(user_task)
        .where(user_task.c.id == task.id)
        .values(state="completed", completed_at=session.now, completed_by=None)
    )
    move = {column.name: None for column in history.c if column.name != "id"} | {
        "process_instance_id": row.id,
        "at": session.now,
        "element_id": "t",
        "process_id": "p",
        "call_path": "",
        "is_private": False,
    }
    session.insert_all(history, [{**move, "kind": kind} for kind in ("completed", "entered")])
    session.insert(user_task, **{key: value for key, value in task._mapping.items() if key != "id"})
    session.execute(
        sa.update(process_instance)
        .where(mine)
        .values(tokens=row.tokens, variables=row.variables, version=row.version + 1)
    )


class Naive:
    """SpiffWorkflow as its documentation shows it, one JSON text per instance, beside the same rows for the inbox."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.store = bench, bench.store
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(model())))
        self.spec = parser.get_spec("p")
        self.serializer = BpmnWorkflowSerializer()
        with self.store.transaction() as session:
            session.execute(sa.text("CREATE TABLE IF NOT EXISTS naive (id INTEGER PRIMARY KEY, state TEXT)"))
            session.execute(sa.text("DELETE FROM naive"))

    def start(self) -> None:
        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        workflow.data["tekst"] = "x" * 2000
        with self.store.transaction() as session:
            session.execute(sa.text("DELETE FROM naive"))
            state = self.serializer.serialize_json(workflow)
            session.execute(sa.text("INSERT INTO naive VALUES (1, :state)"), {"state": state})

    def complete(self, instance_id: int) -> float:
        rows = self.bench.rows(instance_id)
        with timed() as spent, self.store.transaction() as session:
            state = session.scalar(sa.text("SELECT state FROM naive WHERE id = 1"))
            workflow = self.serializer.deserialize_json(state)
            task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            task.data["svar"] = "ja"
            task.run()
            workflow.do_engine_steps()
            write(session, *rows)
            session.execute(
                sa.text("UPDATE naive SET state = :state WHERE id = 1"),
                {"state": self.serializer.serialize_json(workflow)},
            )
        return spent[0]


@contextmanager
def timed() -> Iterator[list[float]]:
    """Milliseconds of the block, in a list of one."""
    spent = [0.0]
    begin = time.perf_counter()
    yield spent
    spent[0] = (time.perf_counter() - begin) * 1000


def measure(url: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds per completion of each variant, taking turns."""
    bench = Bench(url)
    naive = Naive(bench)
    found: dict[str, list[float]] = {"bare transaction": [], "runtime": [], "whole command": [], "naive": []}
    for _ in range(rounds):
        ids = [bench.start() for _ in range(4)]
        naive.start()
        steps: list[tuple[str, Callable[[], float]]] = [
            ("bare transaction", lambda ids=ids: bench.bare(ids[0])),
            ("runtime", lambda ids=ids: bench.runtime(ids[1])),
            ("whole command", lambda ids=ids: bench.command(ids[2])),
            ("naive", lambda ids=ids: naive.complete(ids[3])),
        ]
        for _ in range(TASKS - 1):
            for name, step in steps:
                found[name].append(step())
    bench.store.close()
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--url", help="database; default: SQLite in a new folder, WAL, synchronous FULL")
    options.add_argument("--rounds", type=int, default=30)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(chosen.url or f"sqlite:///{Path(folder) / 'bench.db'}", chosen.rounds)
    limit = statistics.median(found["bare transaction"])
    for name, times in found.items():
        middle = statistics.median(times)
        print(f"{name:<18}{middle:8.2f} ms{middle / limit:8.1f} x")


if __name__ == "__main__":
    main()
