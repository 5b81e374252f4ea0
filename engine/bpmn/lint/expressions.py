"""Every FEEL expression of a process, compiled; every mapping target, spelt right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine import feel
from engine.causes import cause

from ..model import Element, Flow
from ..problems import Problem
from .check import Check

_TARGET = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_VISIBILITY = ("shared", "private")


def rules(check: Check) -> Iterator[Problem]:
    """Syntax, with the position; functions that do not exist; names of variables."""
    for flow in check.process.flows.values():
        if flow.condition is not None:
            yield from _compiled(check, flow, "condition", flow.condition)
    for element in check.elements:
        for what, text in _always(element):
            yield from _compiled(check, element, what, text)
        for what, source in _maybe(element):
            if source is not None and source.startswith("="):
                yield from _compiled(check, element, what, source)
        yield from _targets(check, element)
    title = check.process.properties.get("samtrin:title", "")
    if title.startswith("="):
        yield from _compiled(check, next(iter(check.elements)), "samtrin:title", title)


def _always(element: Element) -> Iterator[tuple[str, str]]:
    """Texts that are expressions with or without ``=``."""
    loop = element.loop
    texts = {
        "completion condition": element.completion_condition,
        "activation condition": element.activation_condition,
        "input collection": loop and loop.collection,
        "output element": loop and loop.output_item,
        "loop condition": loop and loop.condition,
        "loop cardinality": loop and loop.cardinality,
    }
    yield from ((what, text) for what, text in texts.items() if text)
    yield from (
        ("condition", trigger.text)
        for trigger in element.triggers
        if trigger.kind == "conditional" and trigger.text
    )


def _maybe(element: Element) -> Iterator[tuple[str, str | None]]:
    """Texts that are expressions only after ``=``."""
    task, job = element.task, element.job
    yield from (
        ("name", element.name if element.kind == "userTask" else None),
        ("formId", element.form_id),
        ("candidateGroups", element.roles),
        ("assignee", task.assignee),
        ("dueDate", task.due),
        ("followUpDate", task.follow_up),
        ("priority", task.priority),
        ("script", element.script),
        ("processId", element.called_process),
        ("decisionId", element.decision),
        ("activeElementsCollection", element.active_elements),
    )
    if job is not None:
        yield from (("task type", job.type), ("retries", job.retries))
    yield from ((f"mapping to {m.target}", m.source) for m in (*element.inputs, *element.outputs))
    yield from ((name, text) for name, text in element.properties.items() if name.startswith("samtrin:"))
    for trigger in element.triggers:
        yield from (
            (f"{trigger.kind} name", trigger.name),
            ("correlation key", trigger.correlation_key),
            ("timer", trigger.text if trigger.kind == "timer" else None),
        )


def _compiled(check: Check, at: Element | Flow, what: str, text: str) -> Iterator[Problem]:
    source = text.removeprefix("=")
    try:
        expression = feel.compile(source)
    except feel.FeelError as problem:
        yield check.error(
            at,
            "The %(what)s %(text)s is no FEEL, at character %(position)s: %(cause)s",
            what=what,
            text=text[:200],
            position=problem.position,
            cause=cause(problem),
        )
        return
    for name in sorted(expression.names):
        if re.search(rf"(?<!\w){re.escape(name)}\s*\(", source):
            yield check.error(at, "The %(what)s calls %(name)s, which is no function.", what=what, name=name)


def _targets(check: Check, element: Element) -> Iterator[Problem]:
    targets = [mapping.target for mapping in (*element.inputs, *element.outputs)]
    loop = element.loop
    targets += [
        name for name in (element.result, loop and loop.item, loop and loop.output_collection) if name
    ]
    for target in targets:
        if not _TARGET.fullmatch(target):
            yield check.error(
                element,
                "%(target)s is no variable name: letters, digits and _, dots reach into objects.",
                target=repr(target),
            )
    visibility = element.properties.get("samtrin:visibility", "shared")
    if not visibility.startswith("=") and visibility not in _VISIBILITY:
        yield check.error(
            element, "samtrin:visibility is shared or private, not %(value)s.", value=repr(visibility)
        )
