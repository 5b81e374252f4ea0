"""Runs test cases and counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.dmn import Model, evaluate, read_all
from engine.feel import FeelError
from engine.feel.values import Value

from .cases import Case, Node, cases
from .compare import same


@dataclass(slots=True)
class Count:
    passed: int = 0
    failed: int = 0

    def add(self, passed: bool) -> None:
        self.passed += passed
        self.failed += not passed

    @property
    def rate(self) -> float:
        total = self.passed + self.failed
        return self.passed / total if total else 1.0

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed ({self.rate:.1%})"


@dataclass(slots=True)
class Level:
    """`valued`: of the nodes that expect a value rather than null."""

    all: Count
    valued: Count
    failures: list[str]


def run_level(folders: list[Path]) -> Level:
    level = Level(Count(), Count(), [])
    for folder in folders:
        for node, actual, passed in run_folder(folder):
            level.all.add(passed)
            if node.expected is not None:
                level.valued.add(passed)
            if not passed:
                level.failures.append(f"{node.case} {node.decision}: {actual!r} instead of {node.expected!r}")
    return level


def run_folder(folder: Path) -> Iterator[tuple[Node, Value | FeelError, bool]]:
    """(node, result or error, passed) of every node of a test. An error counts as null, as the kit has it."""
    models: dict[str, Model] = {}
    fault: FeelError | None = None
    try:
        models = read_all({file.name: file.read_bytes() for file in sorted(folder.glob("*.dmn"))})
    except FeelError as error:
        fault = error
    for case in cases(folder):
        model = models.get(case.model) or models.get(f"{case.model}.dmn")
        for node in case.nodes:
            actual = _result(model, case, node, fault)
            yield node, actual, same(None if isinstance(actual, FeelError) else actual, node.expected)


def _named(value: Value, name: str) -> bool:
    return isinstance(value, dict) and name in value and len(value) > 1


def _result(model: Model | None, case: Case, node: Node, fault: FeelError | None) -> Value | FeelError:
    if model is None:
        return fault or FeelError("There is no model %(name)s.", name=case.model)
    try:
        value = evaluate(model, node.invocable or node.decision, case.inputs, all_inputs=False).value
        # of a service with several outputs, the kit awaits each by its name
        return value[node.decision] if node.invocable and _named(value, node.decision) else value
    except FeelError as error:
        return error
