"""The answers at gates: writing one down, and reading those that somebody may know of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, history
from engine.errors import Conflict, Invalid
from engine.models import approval, document, organisation, party, person
from engine.parties.casting import role_names
from engine.parties.people import Actor
from engine.parties.visibility import approvals_visible_to, documents_visible_to, visible_to
from engine.store import Session

from . import conditions, rounds

YES = "godkend"
CONDITIONAL = "betinget"
DECISIONS = (YES, CONDITIONAL, "ret", "vent", "stop")
OWN = ("gp_intern_note", "gp_best_tekst")  # for the party itself: kept with the answer, never a variable


@dataclass(frozen=True, slots=True)
class Answer:
    """``decision`` None: it is sealed until all have answered; ``lukket``: the gate was decided without it.
    ``overtaken``: void because of a newer version, not of another answer."""

    party_name: str | None
    role_name: str
    person_name: str | None
    decision: str | None
    remark: str | None
    internal_note: str | None
    decided_at: datetime | None
    voided_at: datetime | None
    document_id: int
    document_version: int
    task_id: int | None
    overtaken: bool = False
    for_name: str | None = None


def record(
    session: Session,
    state: bpmn.State,
    task: Any,
    values: dict[str, Any],
    fingerprint: str | None,
    by: Actor,
    on_behalf_of: int | None = None,
) -> dict[str, Any]:
    """Write an answer down and take the party's own note out of the variables. Returns what goes to the process.

    ``on_behalf_of``: in whose place a substitute answers. Raises Conflict when the page showed other words than those
    now frozen, Invalid for an unknown decision."""
    frozen = bound(session, task, bpmn.visible(state.variables, task.scope))
    if fingerprint != frozen.sha256:
        raise Conflict(
            "The document has changed since you opened the page. Read the new version and answer again"
        )
    decision = values.get("gp_beslutning") or values.get("gp_best_beslutning")
    if decision not in DECISIONS:
        raise Invalid("Choose a decision")
    made = session.insert(
        approval,
        process_instance_id=task.process_instance_id,
        user_task_id=task.id,
        document_id=frozen.id,
        sha256=frozen.sha256,
        party_id=task.party_id,
        role_id=task.role_id,
        person_id=by.person_id,
        on_behalf_of=on_behalf_of,
        decision=decision,
        remark=values.get("gp_bemaerkning"),
        internal_note=" ".join(str(values[key]) for key in OWN if values.get(key)) or None,
        decided_at=session.now,
    )
    history.note(
        session,
        task.process_instance_id,
        "answered",
        by=by.person_id,
        party_id=task.party_id,
        on_behalf_of=on_behalf_of,
        is_private=task.is_private,
        element_id=task.element_id,
        name=frozen.title,
        data={
            "decision": decision,
            "document": frozen.id,
            "version": frozen.version,
            "sha256": frozen.sha256,
        },
    )
    kept = {key: value for key, value in values.items() if key not in OWN}
    if decision == CONDITIONAL:
        kept["gp_vilkaar"] = conditions.add(session, task, made, values.get("gp_vilkaar") or [])
    return kept


def bound(session: Session, task: Any, values: dict[str, Any]) -> sa.Row[Any]:
    """The document version that a gate's task is about. Raises Conflict where the model froze none."""
    known = values.get("dok")
    key = rounds.document_id(task) or (known.get("id") if isinstance(known, dict) else None)
    row = session.first(
        sa.select(document).where(
            document.c.id == key, document.c.process_instance_id == task.process_instance_id
        )
    )
    if row is None:
        raise Conflict("The gate has no frozen document. The process's owner must mend the model")
    return row


def of_documents(session: Session, instance_id: int, keys: Collection[str], by: Actor) -> list[Answer]:
    """The answers to all versions of documents that a person may know of, newest version first, with what is sealed
    left out; and the tasks that fell away because the gate was decided without them."""
    given = _given(session, instance_id, keys, by)
    return sorted(
        [*given, *_closed(session, instance_id, keys, by)], key=lambda found: -found.document_version
    )


def _given(session: Session, instance_id: int, keys: Collection[str], by: Actor) -> list[Answer]:
    absent = person.alias("absent")
    rows = session.all(
        sa.select(
            approval,
            document.c.version,
            person.c.name.label("person_name"),
            absent.c.name.label("for_name"),
            organisation.c.name.label("party_name"),
            organisation.c.id.label("organisation_id"),
        )
        .join(document, document.c.id == approval.c.document_id)
        .join(person, person.c.id == approval.c.person_id)
        .outerjoin(absent, absent.c.id == approval.c.on_behalf_of)
        .outerjoin(party, party.c.id == approval.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            document.c.process_instance_id == instance_id,
            document.c.key.in_(keys),
            approvals_visible_to(by),
        )
        .order_by(approval.c.id)
    )
    names = role_names(session, by.locale)
    hidden = rounds.sealed(session, instance_id)
    found = []
    for row in rows:
        own = row.organisation_id in by.organisation_ids
        told = own or row.document_id not in hidden
        found.append(
            Answer(
                row.party_name,
                names.get(row.role_id, row.role_id),
                row.person_name,
                row.decision if told else None,
                row.remark if told else None,
                row.internal_note if own else None,
                row.decided_at,
                row.voided_at,
                row.document_id,
                row.version,
                row.user_task_id,
                row.voided_at is not None and row.voided_by is None,
                row.for_name,
            )
        )
    return found


def _closed(session: Session, instance_id: int, keys: Collection[str], by: Actor) -> list[Answer]:
    """Who was asked and need not answer: the gate passed, or could no longer pass, without them."""
    tasks = [
        task
        for task in rounds.asked(session, instance_id, "terminated", visible_to(by))
        if rounds.document_id(task) is not None
    ]
    if not tasks:
        return []
    versions = session.all(
        sa.select(document.c.id, document.c.version).where(
            document.c.id.in_([rounds.document_id(task) for task in tasks]),
            document.c.process_instance_id == instance_id,
            document.c.key.in_(keys),
            documents_visible_to(by),
        )
    )
    version = {row.id: row.version for row in versions}
    names = role_names(session, by.locale)
    return [
        Answer(
            task.party_name,
            names.get(task.role_id, task.role_id),
            None,
            "lukket",
            None,
            None,
            task.completed_at,
            None,
            rounds.document_id(task) or 0,
            version[rounds.document_id(task) or 0],
            task.id,
        )
        for task in tasks
        if rounds.document_id(task) in version
    ]
