"""Deploying: check everything, then write what has changed, in one transaction.

A process version is its diagram together with the form versions that it uses, so a changed form makes a new version
of every process that shows it. Running cases keep the version that they began on. Source: design.md "Deploy"."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from engine import bpmn, forms
from engine.errors import Fault, Forbidden, Invalid
from engine.models import (
    form_definition,
    job,
    process_definition,
    process_form,
    role_definition,
    subscription,
)
from engine.parties.people import Actor
from engine.store import Session

from . import library

LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class Deployed:
    """One resource: kind is process, form or roles; version None where nothing had changed."""

    kind: str
    id: str
    name: str
    version: int | None


class Rejected(Invalid):
    """Nothing was deployed. ``problems``: what is wrong, file by file."""

    def __init__(self, problems: list[Any]) -> None:
        super().__init__("The files cannot be published. Mend what is listed and try again")
        self.problems = problems


def deploy(session: Session, files: Mapping[str, bytes], by: Actor | None = None) -> list[Deployed]:
    """Publish *.bpmn, *.form and roles.json files, all or nothing. ``by`` None: the installation itself.

    Raises Forbidden, Rejected (with every problem found)."""
    if by is not None and not by.is_operator:
        raise Forbidden("Only the installation's operators can publish processes")
    problems: list[Any] = []
    models: list[bpmn.Model] = []
    schemas: dict[str, dict[str, Any]] = {}
    roles: list[dict[str, Any]] = []
    for name, content in files.items():
        try:
            _read(name, content, models, schemas, roles)
        except bpmn.Rejected as rejected:
            problems += rejected.problems
        except Fault as fault:
            problems.append(bpmn.Problem("error", name, None, None, fault.template, fault.params))
    if not problems:
        problems = bpmn.lint(models, _known(session, models, schemas, roles))
    if any(problem.severity == "error" for problem in problems):
        raise Rejected(problems)
    done = _write_roles(session, roles) + [_write_form(session, key, s) for key, s in schemas.items()]
    changed = {item.id for item in done if item.kind == "form" and item.version}
    sources = {
        process_id: (files[model.file], model.file, process)
        for model in models
        for process_id, process in model.processes.items()
        if process.executable
    }
    for row in _users_of(session, changed, sources):
        model = bpmn.read(row.xml, row.file_name)
        sources[row.process_id] = (row.xml, row.file_name, model.processes[row.process_id])
    done += [_write_process(session, *source, by) for source in sources.values()]
    session.store.caches.clear()
    return done


def _read(
    name: str,
    content: bytes,
    models: list[bpmn.Model],
    schemas: dict[str, dict[str, Any]],
    roles: list[dict[str, Any]],
) -> None:
    if len(content) > LIMIT:
        raise Invalid("The file is larger than %(limit)s MB", limit=LIMIT // 1_000_000)
    if name.endswith(".bpmn"):
        models.append(bpmn.read(content, name))
    elif name.endswith(".form"):
        schema = _json(content)
        if not isinstance(schema, dict):
            raise Invalid("The form is not a JSON object")
        schemas[forms.load(schema).id] = schema
    elif name.endswith("roles.json"):
        roles += _roles(_json(content))
    else:
        raise Invalid("Only .bpmn files, .form files and roles.json can be published")


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Invalid("The file is not JSON") from None


def _roles(data: Any) -> list[dict[str, Any]]:
    found = data.get("roles") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise Invalid("roles.json needs a list named roles")
    for role in found:
        if not (
            isinstance(role, dict) and isinstance(role.get("id"), str) and isinstance(role.get("name"), dict)
        ):
            raise Invalid("Every role in roles.json needs an id and a name")
    return found


def _known(
    session: Session,
    models: list[bpmn.Model],
    schemas: Mapping[str, Any],
    roles: list[dict[str, Any]],
) -> bpmn.Known:
    """What the processes may refer to: what is being deployed, and what is deployed already."""

    def ids(column: sa.Column[str]) -> set[str]:
        return set(session.execute(sa.select(column).distinct()).scalars())

    return bpmn.Known(
        forms=ids(form_definition.c.form_id) | set(schemas),
        roles=ids(role_definition.c.role_id) | {role["id"] for role in roles},
        processes=ids(process_definition.c.process_id) | {key for model in models for key in model.processes},
        decisions=None,
    )


def _write_roles(session: Session, roles: list[dict[str, Any]]) -> list[Deployed]:
    done = []
    for position, role in enumerate(roles):
        values = {
            "name": role["name"],
            "party_kind": str(role.get("party") or "any"),
            "resolves_to": role.get("resolves_to") or {},
            "position": position,
        }
        where = role_definition.c.role_id == role["id"]
        if session.execute(sa.update(role_definition).where(where).values(**values)).rowcount == 0:
            session.insert_all(role_definition, [{"role_id": role["id"], **values}])
            done.append(Deployed("role", role["id"], role["name"].get("da", role["id"]), 1))
    return done


def _write_form(session: Session, form_id: str, schema: dict[str, Any]) -> Deployed:
    digest = hashlib.sha256(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)).hexdigest()
    newest = session.first(
        sa.select(form_definition.c.version, form_definition.c.digest)
        .where(form_definition.c.form_id == form_id)
        .order_by(form_definition.c.version.desc())
    )
    if newest and newest.digest == digest:
        return Deployed("form", form_id, form_id, None)
    version = newest.version + 1 if newest else 1
    session.insert(
        form_definition,
        form_id=form_id,
        version=version,
        schema=schema,
        digest=digest,
        deployed_at=session.now,
    )
    return Deployed("form", form_id, form_id, version)


def _users_of(session: Session, forms_changed: set[str], deployed: Mapping[str, Any]) -> list[Any]:
    """The newest versions of the other processes that show one of these forms."""
    newest = (
        sa.select(process_definition.c.process_id, sa.func.max(process_definition.c.version).label("version"))
        .group_by(process_definition.c.process_id)
        .subquery()
    )
    rows = session.all(
        sa.select(process_definition)
        .join(
            newest,
            sa.and_(
                newest.c.process_id == process_definition.c.process_id,
                newest.c.version == process_definition.c.version,
            ),
        )
        .where(
            process_definition.c.id.in_(
                sa.select(process_form.c.process_definition_id).where(
                    process_form.c.form_id.in_(forms_changed)
                )
            )
        )
    )
    return [row for row in rows if row.process_id not in deployed]


def _write_process(
    session: Session, xml: bytes, file_name: str, process: bpmn.Process, by: Actor | None
) -> Deployed:
    pins = _pins(session, {element.form_id for element in process.elements.values() if element.form_id})
    digest = hashlib.sha256(xml + orjson.dumps(pins, option=orjson.OPT_SORT_KEYS)).hexdigest()
    newest = session.first(
        sa.select(process_definition.c.version, process_definition.c.digest)
        .where(process_definition.c.process_id == process.id)
        .order_by(process_definition.c.version.desc())
    )
    if newest and newest.digest == digest:
        return Deployed("process", process.id, process.name, None)
    version = newest.version + 1 if newest else 1
    made = session.insert(
        process_definition,
        process_id=process.id,
        version=version,
        name=process.name or process.id,
        file_name=file_name,
        xml=xml,
        digest=digest,
        properties=dict(process.properties),
        is_startable=bool(process.properties.get("samtrin:parties"))
        and library.none_start(process) is not None,
        deployed_at=session.now,
        deployed_by=by.person_id if by else None,
    )
    session.insert_all(
        process_form,
        [
            {"process_definition_id": made, "form_id": key, "form_definition_id": pin}
            for key, pin in pins.items()
        ],
    )
    _move_starts(session, process, made)
    return Deployed("process", process.id, process.name, version)


def _pins(session: Session, form_ids: set[str]) -> dict[str, int]:
    rows = session.all(
        sa.select(form_definition.c.form_id, sa.func.max(form_definition.c.id).label("newest"))
        .where(form_definition.c.form_id.in_(form_ids))
        .group_by(form_definition.c.form_id)
    )
    return {row.form_id: row.newest for row in rows}


def _move_starts(session: Session, process: bpmn.Process, definition_id: int) -> None:
    """Messages, signals and timers start the newest version only."""
    versions = sa.select(process_definition.c.id).where(process_definition.c.process_id == process.id)
    session.execute(sa.delete(subscription).where(subscription.c.process_definition_id.in_(versions)))
    session.execute(sa.delete(job).where(job.c.kind == "start", job.c.token == process.id))
    for wait in bpmn.start_waits(library.definition(session, definition_id), session.now):
        if wait.kind == "timer":
            schedule_start(session, definition_id, wait)
        else:
            session.insert(
                subscription,
                kind=wait.kind,
                name=wait.name or "",
                correlation_key="",
                process_definition_id=definition_id,
                element_id=wait.element_id,
            )


def schedule_start(session: Session, definition_id: int, wait: bpmn.StartWait) -> None:
    """A timer start event: a job when it is due. ``token`` names the process, for the next version to clear."""
    session.insert(
        job,
        kind="start",
        process_instance_id=None,
        token=wait.process_id,
        payload={"definition": definition_id, "element": wait.element_id, "timer": wait.timer},
        due_at=wait.due,
        retries=3,
    )
