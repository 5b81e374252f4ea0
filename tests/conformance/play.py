"""Plays one case: deploys, starts, walks the plan, compares with what is expected."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from engine import bpmn
from engine.bpmn.moments import duration

from .host import Case, Host, Message

CLOCK = "2026-01-05T09:00:00+00:00"


class Unmet(Exception):
    """What was expected, and what came."""


class Player:
    """``restart``: save and load after every step; ``stepwise``: one engine step at a time."""

    def __init__(
        self, folder: Path, entry: dict[str, Any], *, restart: bool = False, stepwise: bool = False
    ) -> None:
        self.folder, self.entry, self.restart = folder, entry, restart
        clock = datetime.fromisoformat(entry.get("clock", CLOCK).replace("Z", "+00:00"))
        self.host = Host(clock, stepwise)

    def play(self) -> None:
        """Raises ``Unmet``."""
        entry = self.entry
        self.host.deploy([(name, (self.folder / name).read_bytes()) for name in entry["bpmn"]])
        if entry.get("start") != "none":
            self.host.start(entry["process"], entry.get("variables", {}))
        self.settle()
        for step in entry.get("plan", ()):
            self.step(step)
            self.settle()
        self.expect(entry["expect"], None)

    def settle(self) -> None:
        """Let everything happen that needs no stimulus; then, where that is asked for, save and load."""
        self.host.tick(self.host.now)
        if self.restart:
            self.host = Host.load(self.host.save())

    # -- steps

    def step(self, step: dict[str, Any]) -> None:
        """One entry of a plan."""
        host, variables = self.host, step.get("variables", {})
        match step:
            case {"job": kind}:
                case, wait = self._pick([job for job in self._jobs(step) if job[2].job_type == kind], step)
                self._work(case, wait, step, variables)
            case {"complete": element}:
                tasks = [
                    (n, c, t)
                    for c in self._cases(step)
                    for n, t in c.tasks.values()
                    if t.element_id == element
                ]
                case, task = self._pick(tasks, step)
                host.run(case, bpmn.Complete(task.key, variables))
            case {"message": name}:
                until = duration(step["ttl"]).after(host.now) if "ttl" in step else host.now
                host.publish(
                    Message(name, step.get("correlationKey", ""), variables, until, step.get("messageId"))
                )
            case {"signal": name}:
                host.signal(name, variables)
            case {"advance": text}:
                host.tick(duration(text).after(host.now))
            case {"start": process}:
                host.start(process, variables)
            case {"cancel": _}:
                host.run(self._case(step), bpmn.Cancel())
            case {"restart": _}:
                self.host = Host.load(host.save())
            case {"resolve": element}:
                found = [
                    (0, c, i)
                    for c in self._cases(step)
                    for i in c.incidents.values()
                    if i.element_id == element
                ]
                case, incident = self._pick(found, step)
                host.run(case, bpmn.Resolve(incident.key, variables))
            case {"expectActive": ids}:
                self._same(sorted(ids), sorted(set(ids) & self._active(step)), "active elements")
            case {"expectInactive": ids}:
                self._same([], sorted(set(ids) & self._active(step)), "active elements")
            case {"check": expected}:
                self.expect(expected, step)
            case _:
                raise Unmet(f"unknown step {step}")

    def _work(self, case: Case, wait: bpmn.Wait, step: dict[str, Any], variables: dict[str, Any]) -> None:
        if "error" in step:
            error = step["error"]
            self.host.run(case, bpmn.ThrowError(wait.key, error["code"], error.get("message", ""), variables))
        elif "fail" in step:
            if step["fail"].get("retries", 0) <= 0:
                self.host.run(case, bpmn.Fail(wait.key, step["fail"].get("message", "")))
        else:
            self.host.run(case, bpmn.Complete(wait.key, variables))

    def _jobs(self, step: dict[str, Any]) -> list[tuple[int, Case, bpmn.Wait]]:
        return [
            (order, case, wait)
            for case in self._cases(step)
            for order, wait in case.waits.values()
            if wait.kind == "job" and wait.key not in case.incidents
        ]

    def _pick(self, found: list[tuple[int, Case, Any]], step: dict[str, Any]) -> tuple[Case, Any]:
        found.sort(key=lambda item: item[0])
        index = step.get("index", 0)
        if index >= len(found):
            raise Unmet(f"step {step}: nothing to do it with")
        return found[index][1:]

    def _cases(self, step: dict[str, Any] | None) -> list[Case]:
        number = (step or {}).get("instance")
        return self.host.cases if number is None else self.host.cases[number - 1 : number]

    def _case(self, step: dict[str, Any] | None) -> Case:
        number = (step or {}).get("instance", 1)
        if len(self.host.cases) < number:
            raise Unmet(f"there is no instance {number}")
        return self.host.cases[number - 1]

    def _active(self, step: dict[str, Any]) -> set[str]:
        return set().union(*(case.active() for case in self._cases(step)))

    # -- expectations

    def expect(self, expected: dict[str, Any], step: dict[str, Any] | None) -> None:
        """All keys must hold."""
        cases = self.host.cases
        if "instanceCount" in expected:
            self._same(expected["instanceCount"], len(cases), "instances")
        if "completedCount" in expected:
            ended = sum(case.status != "active" for case in cases)
            self._same(expected["completedCount"], ended, "ended instances")
        if "instances" in expected:
            self._same(len(expected["instances"]), len(cases), "instances")
            for each, case in zip(expected["instances"], cases, strict=True):
                self._expect_case(each, case)
        elif set(expected) - {"instanceCount", "completedCount"}:
            self._expect_case(expected, self._case(step))

    def _expect_case(self, expected: dict[str, Any], case: Case) -> None:
        done = Counter(moved.element_id for moved in case.history if moved.kind == "completed")
        variables = case.variables()
        jobs = [w.job_type for _, w in case.waits.values() if w.kind == "job" and w.key not in case.incidents]
        actual: dict[str, Any] = {
            "completed": case.status == "completed",
            "canceled": case.status == "terminated",
            "process": case.process_id,
            "openTasks": sorted(task.element_id for _, task in case.tasks.values()),
            "openJobs": sorted(map(str, jobs)),
        }
        if "incident" in expected:
            wanted = [] if expected["incident"] is None else [expected["incident"]]
            came = [f"{i.element_id}: {i}" for i in case.incidents.values()]
            self._same(
                wanted, [i.element_id for i in case.incidents.values()], f"incident ({'; '.join(came)})"
            )
        for key, value in actual.items():
            if key in expected:
                self._same(expected[key], value, key)
        for id in expected.get("visited", ()):
            if not done[id]:
                raise Unmet(f"{id} completed, but it has not")
        for id in expected.get("notVisited", ()):
            if done[id]:
                raise Unmet(f"{id} not completed, but it has")
        for id, count in expected.get("counts", {}).items():
            self._same(count, done[id], f"completions of {id}")
        for name, value in expected.get("variables", {}).items():
            if name not in variables:
                raise Unmet(f"variable {name}, but it does not exist")
            self._same(_typed(value), _typed(variables[name]), f"variable {name}")
        for name in expected.get("absentVariables", ()):
            if name in variables:
                raise Unmet(f"no variable {name}, but it is {variables[name]!r}")

    def _same(self, expected: Any, actual: Any, what: str) -> None:
        if expected != actual:
            raise Unmet(f"{what} {expected!r}, came {actual!r}")


def _typed(value: Any) -> Any:
    """JSON with booleans told from numbers."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return value
