"""Reading what is deployed: compiled processes and forms, each built once per version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, forms
from engine.forms import template
from engine.forms.template import Template
from engine.models import form_definition, process_definition, process_form
from engine.store import Session

from . import decisions

TEMPLATE = "document:"  # begins the name under which a document template lies among the forms


def definition(session: Session, definition_id: int) -> bpmn.Definition:
    """The compiled process version with this id."""
    cache = session.store.caches.setdefault("definitions", {})
    found = cache.get(definition_id)
    if found is None:
        row = session.first(sa.select(process_definition).where(process_definition.c.id == definition_id))
        if row is None:
            raise LookupError(f"no process version {definition_id}")
        model = bpmn.read(row.xml, row.file_name)
        found = cache[definition_id] = bpmn.compile(model, row.process_id, str(row.id))
    return found  # type: ignore[no-any-return]


class Library:
    """What the runtime asks for: called processes (bpmn.Library) and, for a case, decisions (bpmn.Decider)."""

    def __init__(self, session: Session, root: bpmn.Definition | None = None, instance_id: int = 0) -> None:
        self._session, self._root, self._instance_id = session, root, instance_id

    def latest(self, process_id: str) -> bpmn.Definition:
        newest = self._session.scalar(
            sa.select(sa.func.max(process_definition.c.id)).where(
                process_definition.c.process_id == process_id
            )
        )
        if newest is None:
            raise LookupError(process_id)
        return definition(self._session, newest)

    def get(self, key: str) -> bpmn.Definition:
        return definition(self._session, int(key))

    def decide(
        self, decision_id: str, variables: dict[str, Any], now: datetime, private_to: str | None
    ) -> Any:
        keys = [member.key for member in family(self._session, self._root)] if self._root else []
        version_id = decisions.pinned(self._session, keys, decision_id)
        if version_id is None:
            raise LookupError(decision_id)
        return decisions.decide(
            self._session, self._instance_id, version_id, decision_id, variables, now, private_to
        )


def form_version(session: Session, form_definition_id: int) -> forms.Form:
    """The form version with this id, ready to show and check."""
    cache = session.store.caches.setdefault("forms", {})
    found = cache.get(form_definition_id)
    if found is None:
        schema = session.scalar(
            sa.select(form_definition.c.schema).where(form_definition.c.id == form_definition_id)
        )
        if schema is None:
            raise LookupError(f"no form version {form_definition_id}")
        found = cache[form_definition_id] = forms.load(schema)
    return found  # type: ignore[no-any-return]


def document_template(session: Session, key: str) -> Template | None:
    """The newest template of the documents with this key, or None."""
    row = session.first(
        sa.select(form_definition.c.id, form_definition.c.schema)
        .where(form_definition.c.form_id == f"{TEMPLATE}{key}")
        .order_by(form_definition.c.version.desc())
    )
    return template.load(row.schema) if row else None


def pinned_forms(session: Session, definition_key: str) -> dict[str, int]:
    """form id -> form version id, as pinned when the process version was deployed."""
    cache = session.store.caches.setdefault("pins", {})
    found = cache.get(definition_key)
    if found is None:
        rows = session.all(
            sa.select(process_form.c.form_id, process_form.c.form_definition_id).where(
                process_form.c.process_definition_id == int(definition_key)
            )
        )
        found = cache[definition_key] = {row.form_id: row.form_definition_id for row in rows}
    return found  # type: ignore[no-any-return]


def family(session: Session, root: bpmn.Definition) -> list[bpmn.Definition]:
    """A process and those that it calls, directly or not; each once, the root first."""
    library = Library(session)
    found = {root.process.id: root}
    todo = [root]
    while todo:
        for element in todo.pop().process.elements.values():
            called = element.called_process
            if called and not called.startswith("=") and called not in found:
                try:
                    found[called] = library.latest(called)
                except LookupError:
                    continue
                todo.append(found[called])
    return list(found.values())


def form(session: Session, root: bpmn.Definition, form_id: str) -> forms.Form | None:
    """The version of a form that a process or one that it calls uses, else the newest; None where there is none."""
    for member in family(session, root):
        pin = pinned_forms(session, member.key).get(form_id)
        if pin is not None:
            return form_version(session, pin)
    newest: Any = session.scalar(
        sa.select(sa.func.max(form_definition.c.id)).where(form_definition.c.form_id == form_id)
    )
    return form_version(session, newest) if newest else None


def none_start(process: bpmn.Process) -> bpmn.Element | None:
    """The start event that a person uses: the one without a trigger."""
    return next((event for event in process.start_events if event.event == "none"), None)
