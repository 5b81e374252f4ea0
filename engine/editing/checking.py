"""What is wrong with a draft, by the same rules as publishing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa

from engine import bpmn, deployments
from engine.models import role_definition
from engine.parties.people import Actor
from engine.scenarios import problems as of_tests
from engine.store import Session

from . import drafts


def check(
    session: Session, process_id: str, by: Actor, replace: Mapping[str, bytes] | None = None
) -> list[bpmn.Problem]:
    """The problems of a draft, errors first; ``replace``: files as they are on somebody's screen, unsaved.

    Raises NotFound, Invalid for a file that the draft cannot hold."""
    files = drafts.contents(session, process_id, by)
    for name, content in (replace or {}).items():
        drafts.check_name(name, process_id)
        files[name] = content
    return problems(session, process_id, files)


def problems(session: Session, process_id: str, files: Mapping[str, bytes]) -> list[bpmn.Problem]:
    """What is wrong with the files of one process."""
    content, found = deployments.read(session, files)
    diagram = f"{process_id}.bpmn"
    for model in content.models:
        others = [key for key, process in model.processes.items() if process.executable and key != process_id]
        if others:
            text = "A draft holds one process. Move %(others)s to a draft of its own"
            found.append(bpmn.Problem("error", diagram, others[0], None, text, {"others": others}))
        process = model.processes.get(process_id)
        if process is None or not process.executable:
            text = "The diagram needs a process with the id %(id)s that can be run"
            found.append(bpmn.Problem("error", diagram, None, None, text, {"id": process_id}))
    for name in files:
        if name.endswith(".form") and content.schemas and name.removesuffix(".form") not in content.schemas:
            text = "The form in this file must have the id %(id)s, as the file is called"
            found.append(bpmn.Problem("error", name, None, None, text, {"id": name.removesuffix(".form")}))
    found += of_tests.problems(session, process_id, files)
    found += _nobodys(session, content.models)
    return sorted(found, key=lambda problem: (problem.severity != "error", problem.file))


def _nobodys(session: Session, models: Iterable[bpmn.Model]) -> Iterator[bpmn.Problem]:
    """Tasks of a role that every party has, which do not say whose they are: held together by nobody, unless a task of
    the process casts the role."""
    rows = session.all(sa.select(role_definition).where(role_definition.c.party_kind == "any"))
    everybodys = {row.role_id: row.name.get("da", row.role_id) for row in rows if row.resolves_to}
    for model in models:
        elements = [element for process in model.processes.values() for element in process.elements.values()]
        if any(element.properties.get("samtrin:casting") for element in elements):
            continue
        for element in elements:
            held = element.roles or element.lane or ""
            shared = [everybodys[role] for role in map(str.strip, held.split(",")) if role in everybodys]
            if element.kind == "userTask" and shared and not element.properties.get("samtrin:party"):
                text = "Every party has the role %(role)s. Choose whose task this is, or nobody finds it in the inbox"
                params = {"role": shared[0]}
                yield bpmn.Problem("warning", model.file, element.id, element.line, text, params)
