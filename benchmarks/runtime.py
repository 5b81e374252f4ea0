"""What a step of the BPMN runtime costs as a case grows old: loops, parallel instances, parallel blocks.

    python -m benchmarks.runtime [--url URL] [--synchronous NORMAL]

Each completion is durable: lock the instance, load its state, run, store it, write the opened task and the moves.
Beside it, taking turns, the bare SQLAlchemy Core transaction of the same rows, and SpiffWorkflow used naively (the
whole instance as JSON out and in), its depth limit lifted."""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.util.task import BpmnTaskIterator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import bpmn

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d"><process id="p" isExecutable="true">'
)
tables = sa.MetaData()
case = sa.Table(
    "bench_case",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("tokens", sa.LargeBinary),
    sa.Column("variables", sa.LargeBinary),
)
row = sa.Table(
    "bench_row",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.Integer),
    sa.Column("kind", sa.String(20)),
    sa.Column("token", sa.String(20)),
)


def flow(source: str, target: str, condition: str = "") -> str:
    inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def sequence() -> str:
    names = [f"t{number}" for number in range(10)]
    tasks = "".join(f'<userTask id="{name}"/>' for name in names)
    path = ["s", *names, "e"]
    return tasks + "".join(map(flow, path, path[1:]))


def loop(condition: str) -> str:
    gates = '<exclusiveGateway id="m"/><exclusiveGateway id="q" default="q_e"/><userTask id="a"/>'
    return (
        gates + flow("s", "m") + flow("m", "a") + flow("a", "q") + flow("q", "m", condition) + flow("q", "e")
    )


def hundred() -> str:
    each = '<zeebe:loopCharacteristics inputCollection="=for i in 1..100 return i" inputElement="i"/>'
    many = f"<multiInstanceLoopCharacteristics><extensionElements>{each}</extensionElements>"
    task = f'<userTask id="a">{many}</multiInstanceLoopCharacteristics></userTask>'
    return task + flow("s", "a") + flow("a", "e")


def blocks(count: int) -> str:
    made, last = "", "s"
    for n in range(count):
        made += f'<parallelGateway id="f{n}"/><task id="a{n}"/><task id="b{n}"/><parallelGateway id="j{n}"/>'
        made += flow(last, f"f{n}") + flow(f"f{n}", f"a{n}") + flow(f"f{n}", f"b{n}")
        made += flow(f"a{n}", f"j{n}") + flow(f"b{n}", f"j{n}")
        last = f"j{n}"
    return made + flow(last, "e")


def document(inside: str) -> bytes:
    return f'{HEAD}<startEvent id="s"/><endEvent id="e"/>{inside}</process></definitions>'.encode()


class NoCalls:
    """The processes here call no others."""

    def latest(self, process_id: str) -> bpmn.Definition:
        raise LookupError(process_id)

    get = latest


class Ours:
    """One case in the table, completed task by task."""

    def __init__(self, engine: sa.Engine, inside: str) -> None:
        self.engine = engine
        self.definition = bpmn.compile(bpmn.read(document(inside), "bench"), "p", "1")
        out = bpmn.run(self.definition, None, bpmn.Start({"text": "x" * 2000}), now=NOW, library=NoCalls())
        self.open = [task.key for task in out.tasks]
        values = {"tokens": out.state.tokens, "variables": out.state.variables}
        with engine.begin() as connection:
            self.id = connection.execute(case.insert().values(**values)).inserted_primary_key[0]
            self.stored = values

    def complete(self, **variables: Any) -> float:
        begin = time.perf_counter()
        with self.engine.begin() as connection:
            found = connection.execute(sa.select(case).where(case.c.id == self.id).with_for_update()).one()
            state = bpmn.State(found.tokens, found.variables)
            command = bpmn.Complete(self.open.pop(0), variables)
            out = bpmn.run(self.definition, state, command, now=NOW, library=NoCalls())
            values = {"tokens": out.state.tokens}
            if out.variables_changed:
                values["variables"] = out.state.variables
            self.stored = {**self.stored, **values}
            self.rows = [("task", task.key) for task in out.tasks] + [(m.kind, m.key) for m in out.history]
            self.write(connection, values, self.rows)
        self.open += [task.key for task in out.tasks]
        return (time.perf_counter() - begin) * 1000

    def bare(self) -> float:
        """The rows of the last completion, written again with nothing around them."""
        begin = time.perf_counter()
        with self.engine.begin() as connection:
            connection.execute(sa.select(case).where(case.c.id == self.id).with_for_update()).one()
            self.write(connection, self.stored, self.rows)
        return (time.perf_counter() - begin) * 1000

    def write(self, connection: sa.Connection, values: dict[str, bytes], rows: list[tuple[str, str]]) -> None:
        connection.execute(case.update().where(case.c.id == self.id).values(**values))
        made = [{"case_id": self.id, "kind": kind, "token": token} for kind, token in rows]
        connection.execute(row.insert(), made)


class Naive:
    """SpiffWorkflow as its documentation shows it."""

    def __init__(self, engine: sa.Engine, inside: str) -> None:
        BpmnTaskIterator.__init__.__defaults__ = (None, 10**9, True, False, None)
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(document(inside))))
        workflow = BpmnWorkflow(parser.get_spec("p"))
        workflow.task_tree.data.update(text="x" * 2000, again=True)
        workflow.do_engine_steps()
        self.engine, self.serializer = engine, BpmnWorkflowSerializer()
        with engine.begin() as connection:
            text = self.serializer.serialize_json(workflow).encode()
            self.id = connection.execute(case.insert().values(tokens=text)).inserted_primary_key[0]

    def complete(self) -> float:
        begin = time.perf_counter()
        with self.engine.begin() as connection:
            text = connection.execute(sa.select(case.c.tokens).where(case.c.id == self.id)).scalar_one()
            workflow = self.serializer.deserialize_json(text.decode())
            workflow.get_tasks(state=TaskState.READY, manual=True)[0].run()
            workflow.do_engine_steps()
            text = self.serializer.serialize_json(workflow).encode()
            connection.execute(case.update().where(case.c.id == self.id).values(tokens=text))
            rows = [
                {"case_id": self.id, "kind": kind, "token": "1"} for kind in ("task", "completed", "entered")
            ]
            connection.execute(row.insert(), rows)
        return (time.perf_counter() - begin) * 1000


def turns(count: int, *steps: Callable[[], float]) -> list[float]:
    """The median of each step, taking turns."""
    found = [[step() for step in steps] for _ in range(count)]
    return [statistics.median(column) for column in zip(*found, strict=True)]


def show(name: str, ours: float, bare: float, naive: float | None = None) -> None:
    beside = ""
    if naive:
        added = (naive - bare) / (ours - bare)
        beside = f"   naive {naive:8.2f} ms {naive / ours:6.1f} x ours, adds {added:.0f} x as much to bare"
    print(f"{name:<34}{ours:8.3f} ms {ours / bare:5.2f} x bare {bare:.3f}{beside}")


def measure(engine: sa.Engine) -> None:
    found = []
    for _ in range(12):
        ours, naive = Ours(engine, sequence()), Naive(engine, sequence())
        found.append(turns(9, ours.complete, ours.bare, naive.complete))
    show(
        "one of 10 sequential user tasks", *(statistics.median(column) for column in zip(*found, strict=True))
    )

    ours, naive = Ours(engine, loop("=again")), Naive(engine, loop("again"))
    done = 0
    for until in (10, 500, 1000, 5000):
        while done < until - 10:
            ours.complete(again=True)
            done += 1
            if done < 480:
                naive.complete()
        # the naive one in a turn of its own: its hundred thousand objects empty the processor's caches for the others
        middle = turns(20, lambda: ours.complete(again=True), ours.bare)
        beside = turns(20, naive.complete) if until == 500 else []
        show(f"the same at loop round {until}", *middle, *beside)
        done += 20
    print(f"live state after {done} rounds: {len(ours.stored['tokens'])} bytes")

    many = Ours(engine, hundred())
    show("one of 100 parallel instances", *turns(60, many.complete, many.bare))
    begin = time.perf_counter()
    Ours(engine, blocks(40))
    print(f"40 parallel blocks in a row, start to end: {(time.perf_counter() - begin) * 1000:.1f} ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--url", help="database; default: SQLite in a new folder, WAL, synchronous FULL")
    options.add_argument(
        "--synchronous", default="FULL", help="SQLite's setting; NORMAL leaves the disk out of it"
    )
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(chosen.url or f"sqlite:///{Path(folder) / 'bench.db'}")
        if engine.dialect.name == "sqlite":

            @sa.event.listens_for(engine, "connect")
            def settings(connection: Any, _: Any) -> None:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA synchronous = {chosen.synchronous}")

        tables.drop_all(engine)
        tables.create_all(engine)
        measure(engine)
        tables.drop_all(engine)
        engine.dispose()


if __name__ == "__main__":
    main()
