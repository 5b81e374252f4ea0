"""Call activities: what they call, and processes that call one another in a ring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Element, Model
from ..problems import Problem
from .check import Check


def rules(check: Check) -> Iterator[Problem]:
    """The called process is named and, where that is known, exists."""
    for element in check.elements:
        if element.kind != "callActivity":
            continue
        called, known = element.called_process, check.known.processes
        if not called:
            yield check.error(
                element, "The call activity names no process: set zeebe:calledElement processId."
            )
        elif not called.startswith("=") and known is not None and called not in known | check.together:
            yield check.error(element, "The called process %(process)s does not exist.", process=called)


def cycles(models: Sequence[Model]) -> Iterator[Problem]:
    """Rings of calls end only by a choice at run time: a warning."""
    calls: dict[str, list[tuple[Element, str]]] = {}
    files: dict[str, str] = {}
    for model in models:
        for process in model.processes.values():
            found = [e for e in process.elements.values() if e.kind == "callActivity" and e.called_process]
            calls[process.id] = [(element, element.called_process or "") for element in found]
            files[process.id] = model.file
    for process_id, outgoing in calls.items():
        for element, called in outgoing:
            if process_id in _reached(called, calls):
                template = "%(process)s calls itself through %(called)s: make sure that a choice ends it."
                params = {"process": process_id, "called": called}
                yield Problem("warning", files[process_id], element.id, element.line, template, params)


def _reached(start: str, calls: dict[str, list[tuple[Element, str]]]) -> set[str]:
    reached: set[str] = set()
    todo = [start]
    while todo:
        id = todo.pop()
        if id not in reached:
            reached.add(id)
            todo.extend(called for _, called in calls.get(id, ()))
    return reached
