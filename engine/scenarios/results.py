"""What became of a test."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from engine import bpmn
from engine.errors import Message

COUNTED = frozenset({"userTask", "callActivity"})  # what is work to people; coverage is counted in it


class StepResult(NamedTuple):
    """One thing that was done or looked at. ``number``: of its step, from 1; 0 for the start of the case."""

    text: Message
    ok: bool
    detail: Message | None
    number: int


@dataclass(frozen=True, slots=True)
class Result:
    """One test, played until its end or until it failed. ``visited``: ids of the elements of the process that were
    passed or begun; ``failed_at``: the element at which it failed, where one can be named."""

    name: str
    passed: bool
    steps: tuple[StepResult, ...]
    visited: frozenset[str]
    failed_at: str | None

    @property
    def failure(self) -> StepResult | None:
        """The step that failed."""
        return next((step for step in self.steps if not step.ok), None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a process its tests pass: ids of the tasks that are counted, and of those that were passed."""

    tasks: tuple[str, ...]
    tested: frozenset[str]


def coverage(process: bpmn.Process, results: Iterable[Result]) -> Coverage:
    """How many of the tasks of a process all tests together pass."""
    visited: Collection[str] = frozenset().union(*(result.visited for result in results))
    tasks = tuple(element.id for element in process.elements.values() if element.kind in COUNTED)
    return Coverage(tasks, frozenset(tasks) & frozenset(visited))
