"""Deploying: check everything, then write what has changed, in one transaction.

A process version is its diagram together with the form versions that it uses, so a changed form makes a new version
of every process that shows it. Running cases keep the version that they began on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy as sa

from engine import bpmn, dmn, forms
from engine.errors import Fault, Forbidden, Invalid
from engine.forms import template
from engine.models import (
    counter,
    decision_definition,
    form_definition,
    process_definition,
    role_definition,
)
from engine.parties.people import Actor
from engine.store import Session

from . import decisions, versions
from .versions import Deployed

LIMIT = 5_000_000
SCENARIOS = ".scenarios.json"  # after the id of the process that it tests


class Rejected(Invalid):
    """Nothing was deployed. ``problems``: what is wrong, file by file."""

    def __init__(self, problems: list[bpmn.Problem]) -> None:
        super().__init__("The files cannot be published. Mend what is listed and try again")
        self.problems = problems


@dataclass(slots=True)
class Content:
    """What the files hold. ``schemas``: form id -> form-js JSON; ``templates``: document key -> its template's JSON;
    ``tables``: file name -> its decisions; ``scenarios``: process id -> its tests."""

    models: list[bpmn.Model] = field(default_factory=list)
    schemas: dict[str, dict[str, Any]] = field(default_factory=dict)
    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dmn.Model] = field(default_factory=dict)
    roles: list[dict[str, Any]] = field(default_factory=list)
    scenarios: dict[str, dict[str, Any]] = field(default_factory=dict)


def deploy(session: Session, files: Mapping[str, bytes], by: Actor | None = None) -> list[Deployed]:
    """Publish *.bpmn, *.dmn, *.form, *.scenarios.json and roles.json files, all or nothing. ``by`` None: the
    installation itself. Raises Forbidden, Rejected (with every problem found)."""
    if by is not None and not by.is_operator:
        raise Forbidden("Only the installation's operators can publish processes")
    return write(session, files, by)


def write(
    session: Session, files: Mapping[str, bytes], by: Actor | None, note: str | None = None
) -> list[Deployed]:
    """Publish, after the caller has looked whether ``by`` may. ``note``: what is new. Raises Rejected."""
    one_at_a_time(session)
    try:
        return _write(session, files, by, note)
    finally:
        session.store.caches.clear()  # a version that is rolled back leaves its id to the next one


def one_at_a_time(session: Session) -> None:
    """Wait until nobody else publishes: what one looks at before must still be so when one writes."""
    session.put(counter, name="deployment", value=0)


def _write(
    session: Session, files: Mapping[str, bytes], by: Actor | None, note: str | None
) -> list[Deployed]:
    content, problems = read(session, files)
    if any(problem.severity == "error" for problem in problems):
        raise Rejected(problems)
    done = versions.write_roles(session, content.roles)
    done += [versions.write_form(session, form_id, schema) for form_id, schema in content.schemas.items()]
    done += [versions.write_template(session, key, schema) for key, schema in content.templates.items()]
    for name, table in content.tables.items():
        for key, version in decisions.write(session, name, files[name], table).items():
            done.append(Deployed("decision", key, key, version))
    changed = {item.id for item in done if item.kind in ("form", "decision") and item.version}
    sources = {
        process_id: (files[model.file], model.file, process)
        for model in content.models
        for process_id, process in model.processes.items()
        if process.executable
    }
    for row in versions.users_of(session, changed, sources):
        model = bpmn.read(row.xml, row.file_name)
        sources[row.process_id] = (row.xml, row.file_name, model.processes[row.process_id])
    for process_id, source in sources.items():
        tests = content.scenarios.get(process_id) or versions.newest_scenarios(session, process_id)
        done.append(versions.write_process(session, *source, tests, by, note))
    return done


def read(session: Session, files: Mapping[str, bytes]) -> tuple[Content, list[bpmn.Problem]]:
    """All files read, and what is wrong with them."""
    content = Content()
    problems: list[bpmn.Problem] = []
    for name, data in files.items():
        try:
            _read(name, data, content)
        except bpmn.Rejected as rejected:
            problems += rejected.problems
        except Fault as fault:
            element = fault.params.get("element") or fault.params.get("component")  # of a decision, of a form
            problems.append(bpmn.Problem("error", name, element, None, fault.template, fault.params))
    if not problems:
        problems = bpmn.lint(content.models, _known(session, content)) + _start_forms(session, content)
    return content, problems


def _start_forms(session: Session, content: Content) -> list[bpmn.Problem]:
    """Forms that begin a case have no private fields: what is sent before there are parties is everybody's. Looked at
    are the processes to be deployed and those that are and use a form to be deployed."""
    models = list(content.models)
    brought = {key: process for model in models for key, process in model.processes.items()}
    for row in versions.users_of(session, set(content.schemas), brought):
        models.append(bpmn.read(row.xml, row.file_name))
    starts = [
        (model.file, element)
        for model in models
        for process in model.processes.values()
        for element in process.elements.values()
        if element.kind == "startEvent" and element.form_id
    ]
    found = []
    for file, start in starts:
        schema = content.schemas.get(start.form_id or "") or versions.newest_form(
            session, start.form_id or ""
        )
        private = forms.load(schema).private if schema else ()
        if private:
            text = (
                "The form %(form)s begins the case, so it cannot have private fields: %(fields)s. "
                "Ask for them in a task."
            )
            params = {"form": start.form_id, "fields": ", ".join(sorted(private))}
            found.append(bpmn.Problem("error", file, start.id, start.line, text, params))
    return found


def _read(name: str, data: bytes, into: Content) -> None:
    if len(data) > LIMIT:
        raise Invalid("The file is larger than %(limit)s MB", limit=LIMIT // 1_000_000)
    if name.endswith(".bpmn"):
        into.models.append(bpmn.read(data, name))
    elif name.endswith(".form"):
        schema = _json(data)
        if not isinstance(schema, dict):
            raise Invalid("The form is not a JSON object")
        into.schemas[forms.load(schema).id] = schema
    elif name.endswith(template.SUFFIX):
        into.templates[template.load(data).document] = _json(data)
    elif name.endswith(".dmn"):
        into.tables[name] = decisions.read(data)
    elif name.endswith(SCENARIOS):
        into.scenarios[name.rpartition("/")[2].removesuffix(SCENARIOS)] = _scenarios(_json(data))
    elif name.endswith("roles.json"):
        into.roles += _roles(_json(data))
    else:
        raise Invalid(
            "Only .bpmn, .dmn, .form, .document.json and .scenarios.json files and roles.json can be published"
        )


def _json(content: bytes) -> Any:
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))  # nothing that it could not write again
    except orjson.JSONDecodeError:
        raise Invalid("The file is not JSON") from None


def _scenarios(data: Any) -> dict[str, Any]:
    """The tests of a process, as they are; what is in them is looked at when they run."""
    if not (isinstance(data, dict) and isinstance(data.get("scenarios"), list)):
        raise Invalid("A file of tests needs a list named scenarios")
    return data


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


def _known(session: Session, content: Content) -> bpmn.Known:
    """What the processes may refer to: what is being deployed, and what is deployed already."""

    def ids(column: sa.Column[str]) -> set[str]:
        return set(session.execute(sa.select(column).distinct()).scalars())

    return bpmn.Known(
        forms=versions.forms_only(ids(form_definition.c.form_id)) | set(content.schemas),
        roles=ids(role_definition.c.role_id) | {role["id"] for role in content.roles},
        processes=ids(process_definition.c.process_id)
        | {key for model in content.models for key in model.processes},
        decisions=ids(decision_definition.c.decision_id)
        | {key for table in content.tables.values() for key in table.elements},
    )
