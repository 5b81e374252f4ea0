"""What an editor offers instead of typing: roles, forms, decisions, processes, documents, kinds of party, the
properties that Samtrin adds, and the variables of the process.

The draft's own files come before what is published under the same id. A file that cannot be read is left out: what
is wrong with it is told by the check, not here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments, dmn, feel, forms
from engine.deployments.library import TEMPLATE
from engine.errors import Fault, Message
from engine.models import decision_definition, form_definition, process_definition, role_definition
from engine.parties import kinds
from engine.parties.people import Actor
from engine.store import Session

from . import drafts, properties, variables
from .variables import Function, Variable


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose by name. ``kind``: of a role, the kind of party that fills it, ``any`` or ``joint``;
    ``file``: where in the draft it stands, empty for what is published only; ``inputs``: what a decision reads."""

    id: str
    name: str | Message
    kind: str = ""
    file: str = ""
    inputs: tuple[str, ...] = ()

    @property
    def in_draft(self) -> bool:
        return bool(self.file)


@dataclass(frozen=True, slots=True)
class Catalog:
    roles: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    decisions: tuple[Choice, ...]
    processes: tuple[Choice, ...]
    documents: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    jobs: tuple[Choice, ...]
    properties: tuple[properties.Property, ...]
    variables: tuple[Variable, ...]
    functions: tuple[Function, ...]


# work that Samtrin does by itself, by the type of a service task
JOBS = (
    Choice("samtrin:document", Message("Freeze a document in a new version")),
    Choice("samtrin:mail", Message("Send a mail to people of the case")),
    Choice("samtrin:message", Message("Send a message to another case")),
    Choice("samtrin:decision", Message("Close a round of approval")),
)


def of(session: Session, process_id: str, by: Actor) -> Catalog:
    """The catalogue of a draft, names in the language of ``by``. Raises NotFound for who may not edit it."""
    files = drafts.contents(session, process_id, by)
    own_forms = dict(_readable(files, ".form", _form))
    models = dict(_readable(files, ".bpmn", lambda data: bpmn.read(data, "")))
    process = next((m.processes[process_id] for m in models.values() if process_id in m.processes), None)

    def form(form_id: str) -> forms.Form | None:
        return own_forms.get(f"{form_id}.form") or _published(session, form_id)

    return Catalog(
        _roles(session, by.locale),
        _forms(session, own_forms, process),
        _decisions(session, files),
        _processes(session, process_id),
        _documents(session),
        tuple(Choice(kind, name) for kind, name in kinds.NAMES.items()),
        JOBS,
        properties.PROPERTIES,
        variables.of(process, form),
        variables.FUNCTIONS,
    )


def _readable(
    files: Mapping[str, bytes], ending: str, read: Callable[[bytes], Any]
) -> Iterator[tuple[str, Any]]:
    for name, data in files.items():
        if name.endswith(ending):
            with suppress(Fault, bpmn.Rejected, feel.FeelError, ValueError, RecursionError):
                yield name, read(data)


def _form(data: bytes) -> forms.Form:
    return forms.load(json.loads(data.decode("utf-8-sig")))


def _roles(session: Session, locale: str) -> tuple[Choice, ...]:
    rows = session.all(sa.select(role_definition).order_by(role_definition.c.position))
    return tuple(
        Choice(row.role_id, row.name.get(locale) or row.name.get("da") or row.role_id, row.party_kind)
        for row in rows
    )


def _newest(column: sa.Column[Any]) -> Any:
    """Ids of the newest row of each thing that ``column`` names."""
    table = column.table
    return sa.select(sa.func.max(table.c.id)).group_by(column)


def _published(session: Session, form_id: str) -> forms.Form | None:
    newest = session.scalar(
        sa.select(sa.func.max(form_definition.c.id)).where(form_definition.c.form_id == form_id)
    )
    return deployments.form_version(session, newest) if newest else None


def _forms(
    session: Session, own: Mapping[str, forms.Form], process: bpmn.Process | None
) -> tuple[Choice, ...]:
    """The draft's forms first. A form has no name of its own: it is known by the step that asks it."""
    steps: dict[str, str] = {}
    for element in process.elements.values() if process else ():
        if element.form_id and element.name:
            steps.setdefault(element.form_id, element.name)
    ids = session.execute(sa.select(form_definition.c.form_id).distinct()).scalars()
    published = {form_id for form_id in ids if not form_id.startswith(TEMPLATE)}
    drafted = {form.id: file for file, form in own.items()}
    return (
        *(Choice(form_id, steps.get(form_id, form_id), file=drafted[form_id]) for form_id in sorted(drafted)),
        *(Choice(form_id, steps.get(form_id, form_id)) for form_id in sorted(published - drafted.keys())),
    )


def _decisions(session: Session, files: Mapping[str, bytes]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    newest = decision_definition.c.id.in_(_newest(decision_definition.c.decision_id))
    for row in session.all(sa.select(decision_definition).where(newest)):
        found[row.decision_id] = Choice(row.decision_id, row.name)
    for file, model in _readable(files, ".dmn", dmn.read):
        for decision in model.decisions:
            inputs = tuple(sorted(decision.reads))
            found[decision.id] = Choice(decision.id, decision.name or decision.id, "", file, inputs)
    return tuple(sorted(found.values(), key=lambda choice: (not choice.file, str(choice.name))))


def _processes(session: Session, process_id: str) -> tuple[Choice, ...]:
    newest = process_definition.c.id.in_(_newest(process_definition.c.process_id))
    rows = session.all(sa.select(process_definition).where(newest).order_by(process_definition.c.name))
    return tuple(Choice(row.process_id, row.name) for row in rows if row.process_id != process_id)


def _documents(session: Session) -> tuple[Choice, ...]:
    ids = session.execute(
        sa.select(form_definition.c.form_id)
        .where(form_definition.c.form_id.startswith(TEMPLATE, autoescape=True))
        .distinct()
        .order_by(form_definition.c.form_id)
    ).scalars()
    keys = [form_id.removeprefix(TEMPLATE) for form_id in ids]
    return tuple(Choice(key, key) for key in keys)
