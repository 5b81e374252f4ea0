"""Gates: every answer is bound to the SHA-256 of the frozen document that the person was shown.

All answers of one round name the same document version. One answer other than yes voids that version's yes votes:
they do not carry over to the next version. Source: partnerskabsruten dossier 4, aftaletrin dossier 4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, history
from engine.errors import Conflict, Invalid
from engine.models import approval, document, organisation, party, person, user_task
from engine.parties.casting import role_names
from engine.parties.people import Actor
from engine.parties.visibility import approvals_visible_to, documents_visible_to
from engine.store import Session

YES = "godkend"
DECISIONS = (YES, "ret", "vent", "stop")
OWN = ("gp_intern_note", "gp_best_tekst")  # for the party itself: kept with the answer, never a variable


@dataclass(frozen=True, slots=True)
class Answer:
    party_name: str | None
    role_name: str
    person_name: str | None
    decision: str | None
    remark: str | None
    internal_note: str | None
    decided_at: datetime | None
    voided_at: datetime | None
    document_version: int
    task_id: int | None
    for_name: str | None = None  # in whose place a substitute answered


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate as one task sees it. ``missing``: [(role name, party name)] who has not answered this round."""

    port_id: str
    title: str
    rule: str
    document: sa.Row[Any]
    answers: list[Answer]
    earlier: list[Answer]
    missing: list[tuple[str, str | None]]


def gate_of(session: Session, state: bpmn.State, task: Any, by: Actor) -> Gate | None:
    """The gate that an open task belongs to, or None for an ordinary task."""
    if not is_gate(task):
        return None
    values = bpmn.visible(state.variables, task.scope)
    frozen = _frozen(session, task.process_instance_id, values)
    answers = [
        answer for answer in _answers(session, frozen, by) if answer.document_version <= frozen.version
    ]
    names = role_names(session, by.locale)
    waiting = [row for row in _open(session, task) if _same(state, row, frozen.id)]
    return Gate(
        str(values.get("port_id") or ""),
        str(values.get("port_titel") or task.name),
        task.properties["samtrin:gate"],
        frozen,
        [a for a in answers if a.document_version == frozen.version],
        [a for a in answers if a.document_version < frozen.version],
        [(names.get(row.role_id, row.role_id), row.party_name) for row in waiting],
    )


def is_gate(task: Any) -> bool:
    return bool(task.properties.get("samtrin:gate"))


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
    frozen = _frozen(session, task.process_instance_id, bpmn.visible(state.variables, task.scope))
    if fingerprint != frozen.sha256:
        raise Conflict(
            "The document has changed since you opened the page. Read the new version and answer again"
        )
    decision = values.get("gp_beslutning") or values.get("gp_best_beslutning")
    if decision not in DECISIONS:
        raise Invalid("Choose a decision")
    against = session.first(
        sa.select(approval.c.id).where(approval.c.document_id == frozen.id, approval.c.decision != YES)
    )
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
        voided_at=session.now if against and decision == YES else None,
        voided_by=against.id if against and decision == YES else None,
    )
    if decision != YES:
        _void(session, frozen, made, by)
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
    return {key: value for key, value in values.items() if key not in OWN}


def _void(session: Session, frozen: sa.Row[Any], by_answer: int, by: Actor) -> None:
    voided = session.execute(
        sa.update(approval)
        .where(
            approval.c.document_id == frozen.id, approval.c.decision == YES, approval.c.voided_at.is_(None)
        )
        .values(voided_at=session.now, voided_by=by_answer)
    )
    if voided.rowcount:
        history.note(
            session,
            frozen.process_instance_id,
            "voided",
            by=by.person_id,
            name=frozen.title,
            data={"version": frozen.version, "count": voided.rowcount},
        )


def of_case(session: Session, instance_id: int, by: Actor) -> list[tuple[sa.Row[Any], list[Answer]]]:
    """Every document of a case that this person may know of, newest version first, with the answers bound to it."""
    documents = session.all(
        sa.select(document)
        .where(document.c.process_instance_id == instance_id, documents_visible_to(by))
        .order_by(document.c.key, document.c.version.desc())
    )
    if not documents:
        return []
    found = {row.id: _answers(session, row, by) for row in documents}
    return [(row, [a for a in found[row.id] if a.document_version == row.version]) for row in documents]


def _frozen(session: Session, instance_id: int, values: dict[str, Any]) -> sa.Row[Any]:
    """The document version that the gate is about. Raises Conflict where the model froze none."""
    known = values.get("dok")
    key = known.get("id") if isinstance(known, dict) else None
    row = session.first(
        sa.select(document).where(document.c.id == key, document.c.process_instance_id == instance_id)
    )
    if row is None:
        raise Conflict("The gate has no frozen document. The process's owner must mend the model")
    return row


def _answers(session: Session, frozen: sa.Row[Any], by: Actor) -> list[Answer]:
    away = person.alias("away")
    rows = session.all(
        sa.select(
            approval,
            document.c.version,
            person.c.name.label("person_name"),
            away.c.name.label("for_name"),
            organisation.c.name.label("party_name"),
            organisation.c.id.label("organisation_id"),
        )
        .join(document, document.c.id == approval.c.document_id)
        .join(person, person.c.id == approval.c.person_id)
        .outerjoin(away, away.c.id == approval.c.on_behalf_of)
        .outerjoin(party, party.c.id == approval.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            document.c.process_instance_id == frozen.process_instance_id,
            document.c.key == frozen.key,
            approvals_visible_to(by),
        )
        .order_by(document.c.version.desc(), approval.c.id)
    )
    names = role_names(session, by.locale)
    return [
        Answer(
            row.party_name,
            names.get(row.role_id, row.role_id),
            row.person_name,
            row.decision,
            row.remark,
            row.internal_note if row.organisation_id in by.organisation_ids else None,
            row.decided_at,
            row.voided_at,
            row.version,
            row.user_task_id,
            row.for_name,
        )
        for row in rows
    ]


def _open(session: Session, task: Any) -> list[Any]:
    rows = session.all(
        sa.select(user_task, organisation.c.name.label("party_name"))
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            user_task.c.process_instance_id == task.process_instance_id,
            user_task.c.state == "open",
            user_task.c.call_path == task.call_path,
        )
        .order_by(user_task.c.id)
    )
    return [row for row in rows if is_gate(row)]


def _same(state: bpmn.State, task: Any, document_id: int) -> bool:
    known = bpmn.visible(state.variables, task.scope).get("dok")
    return isinstance(known, dict) and known.get("id") == document_id
