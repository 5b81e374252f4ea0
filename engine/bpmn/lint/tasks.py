"""Tasks: what a worker, a form, a role, a script or a decision needs. A start event may have a form too."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Element
from ..problems import Problem
from .check import Check

_JOBS = frozenset(("serviceTask", "sendTask"))


def rules(check: Check) -> Iterator[Problem]:
    """Every task can be done by somebody."""
    for element in check.elements:
        yield from _job(check, element)
        yield from _form(check, element)
        if element.kind == "userTask":
            yield from _user_task(check, element)
        if element.kind == "scriptTask" and element.job is None and not element.script:
            yield check.error(element, "The script task has neither zeebe:script nor zeebe:taskDefinition.")
        if element.kind == "businessRuleTask" and element.job is None:
            yield from _decision(check, element)


def _job(check: Check, element: Element) -> Iterator[Problem]:
    throws = element.event == "message" and element.kind in ("intermediateThrowEvent", "endEvent")
    if element.kind in _JOBS or throws:
        if element.job is None:
            yield check.error(element, "Nobody can do this: add zeebe:taskDefinition with a type.")
        elif not element.job.type.removeprefix("=").strip():
            yield check.error(element, "The type of zeebe:taskDefinition is empty.")


def _form(check: Check, element: Element) -> Iterator[Problem]:
    form, known = element.form_id, check.known.forms
    if form and not form.startswith("=") and known is not None and form not in known:
        yield check.error(element, "The form %(form)s does not exist.", form=form)


def _user_task(check: Check, element: Element) -> Iterator[Problem]:
    known = check.known
    if known.roles is None:
        return
    if not element.roles and not element.lane:
        yield check.error(element, "Nobody may do this task: set candidateGroups or draw it in a lane.")
    elif not element.roles:
        if element.lane not in known.roles:
            yield check.error(
                element, "The lane %(role)s is no role: rename it, or set candidateGroups.", role=element.lane
            )
    elif not element.roles.startswith("="):
        for role in (part.strip() for part in element.roles.split(",")):
            if role not in known.roles:
                yield check.error(element, "The role %(role)s does not exist.", role=role)


def _decision(check: Check, element: Element) -> Iterator[Problem]:
    decision, known = element.decision, check.known.decisions
    if not decision:
        yield check.error(element, "The task needs zeebe:calledDecision or zeebe:taskDefinition.")
    elif known is not None and not decision.startswith("=") and decision not in known:
        yield check.error(element, "The decision %(decision)s does not exist.", decision=decision)
