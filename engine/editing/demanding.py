"""Whether the tests of a process must pass before it is published: a property of the process in its diagram."""

from __future__ import annotations

from engine.errors import Invalid
from engine.outline.document import Document
from engine.parties.people import Actor
from engine.scenarios.demands import PROPERTY, REQUIRED
from engine.store import Session

from . import drafts


def demand_tests(session: Session, process_id: str, yes: bool, by: Actor) -> None:
    """Put the demand into the draft's diagram, or take it out; the rest stays as it is written.

    Raises NotFound, bpmn.Rejected, Invalid (the process is not in the diagram)."""
    draft = drafts.get(session, process_id, by)
    try:
        document = Document(drafts.content(session, process_id, draft.diagram, by), draft.diagram, process_id)
    except KeyError:
        raise Invalid("The diagram has no process with the id %(id)s", id=process_id) from None
    document.set_property(document.scope_node(None), PROPERTY, REQUIRED if yes else None)
    revision = next(file.revision for file in draft.files if file.name == draft.diagram)
    drafts.save(session, process_id, draft.diagram, document.written(), revision, by)
