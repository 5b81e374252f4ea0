"""Checks models before they are deployed, the same in the editor, on the command line and at deployment.

One table of rules; each rule looks at one process and yields problems that name element, line and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..model import Model
from ..problems import Known, Problem
from . import blanks, calls, elements, events, expressions, flows, ids, loops, paths, reminding, tasks, timers
from .check import Check

RULES: tuple[Callable[[Check], Iterator[Problem]], ...] = (
    ids.rules,
    flows.rules,
    elements.rules,
    events.rules,
    timers.rules,
    tasks.rules,
    reminding.rules,
    loops.rules,
    expressions.rules,
    blanks.rules,
    paths.rules,
    calls.rules,
)


def lint(models: Sequence[Model], known: Known) -> list[Problem]:
    """All problems of models that are to be deployed together, in the order of the files and their lines."""
    together = frozenset(id for model in models for id, p in model.processes.items() if p.executable)
    found: list[Problem] = []
    for model in models:
        found += ids.file_rules(model)
        for process in model.processes.values():
            if process.executable:
                check = Check(model, process, known, together)
                found += [problem for rule in RULES for problem in rule(check)]
    found += calls.cycles(models)
    return sorted(found, key=lambda problem: (problem.file, problem.line or 0))
