"""The list of a draft's steps: opening it, changing it, and taking the last change back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from engine import bpmn
from engine.editing import drafts, starters
from engine.errors import Conflict, Invalid, Message, NotFound
from engine.models import draft_file
from engine.parties.people import Actor
from engine.store import Session

from .document import Document
from .flow import NeedsDiagram
from .plane import NoRoom

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft as a list shows it. ``revision``: of the diagram; ``forms``: form id -> form-js JSON."""

    document: Document
    draft: drafts.Draft
    revision: int
    forms: Mapping[str, bytes]

    @property
    def process(self) -> bpmn.Process:
        return self.document.process


def opened(session: Session, process_id: str, by: Actor) -> Opened:
    """Raises NotFound, Invalid where the diagram cannot be read."""
    draft = drafts.get(session, process_id, by)
    files = drafts.contents(session, process_id, by)
    diagram = next(file for file in draft.files if file.name == draft.diagram)
    forms = {name.removesuffix(".form"): data for name, data in files.items() if name.endswith(".form")}
    return Opened(_read(files[draft.diagram], draft), draft, diagram.revision, forms)


def change(
    session: Session,
    process_id: str,
    by: Actor,
    revision: int,
    edit: Callable[[Document], Result],
) -> tuple[Result, Opened, Opened]:
    """Change the diagram that was shown as ``revision`` and save it. Returns what ``edit`` does, and the draft before
    and after.

    Raises NotFound, drafts.Stale (somebody saved meanwhile), NeedsDiagram, Invalid."""
    before = opened(session, process_id, by)
    _is_still(before, revision)
    work = _read(before.document.written(), before.draft)
    try:
        result = edit(work)
    except NoRoom:
        raise NeedsDiagram("The drawing cannot be changed by the list. Use the diagram") from None
    content = work.written()
    _hold_to_lint(before.document.model, _read(content, before.draft).model)
    drafts.save(session, process_id, before.draft.diagram, content, revision, by)
    return result, before, opened(session, process_id, by)


def new_form(session: Session, process_id: str, by: Actor, title: str, wish: str) -> str:
    """An empty form in the draft for a task. Returns its id."""
    taken = {file.name for file in drafts.get(session, process_id, by).files}
    form_id, number = wish, 2
    while f"{form_id}.form" in taken:
        form_id, number = f"{wish}-{number}", number + 1
    drafts.save(session, process_id, f"{form_id}.form", starters.form(form_id, title), None, by)
    return form_id


def may_undo(session: Session, found: Opened, by: Actor) -> bool:
    """Whether the last change of the diagram was one's own, and can be taken back."""
    return _previous(session, found, by) is not None


def undo(session: Session, process_id: str, by: Actor, revision: int) -> None:
    """Take one's own last change of the diagram back. Raises NotFound, Conflict, drafts.Stale."""
    found = opened(session, process_id, by)
    _is_still(found, revision)
    previous = _previous(session, found, by)
    if previous is None:
        raise Conflict("There is nothing to undo: the last change was somebody else's")
    drafts.save(session, process_id, found.draft.diagram, previous, revision, by)


def element(process: bpmn.Process, id: str) -> bpmn.Element:
    """An element of the process. Raises NotFound."""
    if id not in process.elements:
        raise NotFound("That step is no longer in the diagram")
    return process.elements[id]


def place(process: bpmn.Process, id: str) -> bpmn.Flow:
    """A flow of the process. Raises Invalid."""
    if id not in process.flows:
        text = Message("Choose a place from the list")
        raise Invalid(text.template, {"place": text})
    return process.flows[id]


def _previous(session: Session, found: Opened, by: Actor) -> bytes | None:
    row = session.first(
        sa.select(draft_file.c.previous).where(
            draft_file.c.process_draft_id == found.draft.id,
            draft_file.c.name == found.draft.diagram,
            draft_file.c.saved_by == by.person_id,
        )
    )
    return bytes(row.previous) if row and row.previous is not None else None


def _is_still(found: Opened, revision: int) -> None:
    if found.revision != revision:
        diagram = next(file for file in found.draft.files if file.name == found.draft.diagram)
        raise drafts.Stale(diagram.saved_by_name, diagram.saved_at, diagram.revision)


def _read(content: bytes, draft: drafts.Draft) -> Document:
    try:
        document = Document(content, draft.diagram, draft.process_id)
    except bpmn.Rejected as rejected:
        raise Invalid(
            "The diagram cannot be read: %(reason)s",
            reason=Message(rejected.problems[0].template, rejected.problems[0].params),
        ) from None
    except KeyError:
        raise Invalid("The diagram holds no process with the id %(id)s", id=draft.process_id) from None
    elements = document.process.elements
    if any(
        flow.source not in elements or flow.target not in elements for flow in document.process.flows.values()
    ):
        raise Invalid("An arrow of the diagram leads from or to nothing. Mend it in the diagram first.")
    return document


def _hold_to_lint(before: bpmn.Model, after: bpmn.Model) -> None:
    """A change in the list never makes a diagram worse. Raises NeedsDiagram."""
    known = Counter((p.severity, p.template) for p in bpmn.lint([before], bpmn.Known()))
    for problem in bpmn.lint([after], bpmn.Known()):
        if known[problem.severity, problem.template] == 0:
            reason = Message(problem.template, problem.params)
            raise NeedsDiagram("The list cannot do this: %(reason)s Use the diagram", reason=reason)
        known[problem.severity, problem.template] -= 1
