"""Private fields on shared work: whose they are, and what each side sees of them.

Their answers lie in the private scope of the party that gave them, and on the task beside the answers that all read
(``own_answers``), so that whoever reads ``answers`` reads nothing private."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import bpmn, forms
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session


def side(session: Session, task: Any, by: Actor) -> str | None:
    """Key of the party for which this person reads and writes the task's private fields: the task's own, or where it
    is joint the person's. None where it is somebody else's."""
    if task.party_id is not None:
        return task.party_key if task.organisation_id in by.organisation_ids else None
    rows = casting.parties(session, task.process_instance_id)
    return next((str(row.key) for row in rows if row.organisation_id in by.organisation_ids), None)


def variables(
    state: bpmn.State, task: Any, form: forms.Form | None = None, own: str | None = None
) -> dict[str, Any]:
    """The variables that the task can see: its party's private ones for a private task, and otherwise of what the
    private fields hold only what is kept by ``own``."""
    if task.is_private:
        return bpmn.visible(state.variables, task.scope, private_to=task.party_key)
    seen = bpmn.visible(state.variables, task.scope)
    if form is None or not form.private:
        return seen
    kept = bpmn.visible(state.variables, task.scope, private_to=own) if own else {}
    return opened(form, seen) | {name: kept[name] for name in form.private if name in kept}


def opened(form: forms.Form | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that everybody may read who may read the task."""
    return {name: value for name, value in values.items() if form is None or name not in form.private}


def closed(form: forms.Form | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the private fields."""
    return {name: value for name, value in values.items() if form is not None and name in form.private}


def answered(task: Any, own: str | None) -> dict[str, Any]:
    """What a completed task was answered with, as the party with the key ``own`` may read it."""
    return {**(task.answers or {}), **(task.own_answers or {}).get(own, {})}
