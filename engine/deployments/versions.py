"""Versions: what is written when something deployed has changed, and only then.

A process version is its diagram together with the form and decision versions that it uses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from engine import bpmn
from engine.models import (
    form_definition,
    job,
    process_decision,
    process_definition,
    process_form,
    role_definition,
    subscription,
)
from engine.parties.people import Actor
from engine.store import Session

from . import decisions, library
from .library import TEMPLATE


@dataclass(frozen=True, slots=True)
class Deployed:
    """One resource: kind is process, form, document, decision or role; version None where nothing had changed."""

    kind: str
    id: str
    name: str
    version: int | None


def write_roles(session: Session, roles: list[dict[str, Any]]) -> list[Deployed]:
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


def write_template(session: Session, key: str, schema: dict[str, Any]) -> Deployed:
    """A document template lies among the forms, under a name that no form can have. No process version pins it: a
    document is frozen with the newest, and what is frozen never changes."""
    version = write_form(session, f"{TEMPLATE}{key}", schema).version
    return Deployed("document", key, key, version)


def forms_only(ids: set[str]) -> set[str]:
    return {form_id for form_id in ids if not form_id.startswith(TEMPLATE)}


def write_form(session: Session, form_id: str, schema: dict[str, Any]) -> Deployed:
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


def newest_form(session: Session, form_id: str) -> dict[str, Any] | None:
    """The form-js JSON of the newest version of a form."""
    found: dict[str, Any] | None = session.scalar(
        sa.select(form_definition.c.schema)
        .where(form_definition.c.form_id == form_id)
        .order_by(form_definition.c.version.desc())
        .limit(1)
    )
    return found


def users_of(session: Session, changed: set[str], deployed: Mapping[str, Any]) -> list[Any]:
    """The newest versions of the other processes that use one of these forms or decisions."""
    showing = sa.select(process_form.c.process_definition_id).where(process_form.c.form_id.in_(changed))
    asking = sa.select(process_decision.c.process_definition_id).where(
        process_decision.c.decision_id.in_(changed)
    )
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
        .where(sa.or_(process_definition.c.id.in_(showing), process_definition.c.id.in_(asking)))
    )
    return [row for row in rows if row.process_id not in deployed]


def newest_scenarios(session: Session, process_id: str) -> dict[str, Any] | None:
    """The tests of the newest version of a process."""
    found: dict[str, Any] | None = session.scalar(
        sa.select(process_definition.c.scenarios)
        .where(process_definition.c.process_id == process_id)
        .order_by(process_definition.c.version.desc())
        .limit(1)
    )
    return found


def write_process(
    session: Session,
    xml: bytes,
    file_name: str,
    process: bpmn.Process,
    scenarios: dict[str, Any] | None,
    by: Actor | None,
    note: str | None,
) -> Deployed:
    pins = _pins(session, {element.form_id for element in process.elements.values() if element.form_id})
    asked = {element.decision for element in process.elements.values() if element.decision}
    tables = decisions.newest(session, asked)
    parts = [pins, tables] if scenarios is None else [pins, tables, scenarios]
    digest = hashlib.sha256(xml + orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()
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
        note=note,
        scenarios=scenarios,
    )
    session.insert_all(
        process_form,
        [
            {"process_definition_id": made, "form_id": key, "form_definition_id": pin}
            for key, pin in pins.items()
        ],
    )
    session.insert_all(
        process_decision,
        [
            {"process_definition_id": made, "decision_id": key, "decision_definition_id": pin}
            for key, pin in tables.items()
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
