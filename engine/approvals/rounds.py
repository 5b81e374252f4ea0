"""The rounds of a gate. A round is one version of the document: who is asked about it, who has answered, and what
becomes of the answers when the round is over or a newer version overtakes it.

What counts as passed is decided in the called process (``gp-afgoer`` in godkendelsesport.bpmn), never here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import bpmn, history
from engine.models import approval, document, organisation, party, subscription, user_task
from engine.models import history as history_table
from engine.parties.people import Actor
from engine.store import Session

from . import follow_ups

if TYPE_CHECKING:
    from engine.instances import Live

YES = ("godkend", "betinget")
PASSED = "godkendt"
NEW_VERSION = "dokument-ny-udgave"  # the message that a gate's round waits for


@dataclass(frozen=True, slots=True)
class Stand:
    """Who has answered a task's round already, themselves or through a substitute: for another party, in the same
    role, or in another role of the same party."""

    elsewhere: frozenset[int] = frozenset()
    here: frozenset[int] = frozenset()
    other_role: frozenset[int] = frozenset()


def is_gate(task: Any) -> bool:
    return bool(task.properties.get("samtrin:gate"))


def document_id(task: Any) -> int | None:
    """The document version that a gate's task asks about; None in a model that does not say."""
    key = task.properties.get("samtrin:document")
    return key if isinstance(key, int) else None


def asked(
    session: Session, instance_id: int, state: str = "open", *where: sa.ColumnElement[bool]
) -> list[Any]:
    """The gate tasks of a case in a state, in order, with the names of their parties."""
    rows = session.all(
        sa.select(
            user_task,
            organisation.c.id.label("organisation_id"),
            organisation.c.name.label("party_name"),
            party.c.key.label("party_key"),
        )
        .outerjoin(party, party.c.id == user_task.c.party_id)
        .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
        .where(user_task.c.process_instance_id == instance_id, user_task.c.state == state, *where)
        .order_by(user_task.c.id)
    )
    return [row for row in rows if is_gate(row)]


def sealed(session: Session, instance_id: int) -> set[int]:
    """Ids of the document versions whose answers are for nobody but the own party yet: not all have answered, and the
    deadline has not run out. Source: aftaletrin dossier 4 and 7.3, "own answer hidden until all have answered"."""
    return {
        document_id(task) or 0
        for task in asked(session, instance_id)
        if task.properties.get("samtrin:sealed") and (task.due_at is None or task.due_at > session.now)
    }


def is_sealed(session: Session, task: Any, by: Actor) -> bool:
    """Whether an answered task belongs to another party in a round that is still sealed to this person."""
    mine = task.organisation_id in by.organisation_ids
    return not mine and document_id(task) in sealed(session, task.process_instance_id)


def sealed_acts(session: Session, instance_id: int, by: Actor) -> list[int]:
    """Ids of the history rows that tell what another party has answered at a gate that is still sealed."""
    hidden = sealed(session, instance_id)
    if not hidden:
        return []
    rows = session.all(
        sa.select(history_table.c.id, history_table.c.data, party.c.organisation_id)
        .outerjoin(party, party.c.id == history_table.c.party_id)
        .where(history_table.c.process_instance_id == instance_id, history_table.c.kind == "answered")
    )
    return [
        row.id
        for row in rows
        if row.data["document"] in hidden and row.organisation_id not in by.organisation_ids
    ]


def stand(session: Session, task: Any) -> Stand:
    """Who has answered the task's round already."""
    asked_about = document_id(task)
    if not is_gate(task) or asked_about is None:
        return Stand()
    rows = session.all(
        sa.select(
            approval.c.person_id, approval.c.on_behalf_of, approval.c.party_id, approval.c.role_id
        ).where(
            approval.c.process_instance_id == task.process_instance_id, approval.c.document_id == asked_about
        )
    )
    groups: dict[str, set[int]] = {"elsewhere": set(), "here": set(), "other_role": set()}
    for row in rows:
        same = "here" if row.role_id == task.role_id else "other_role"
        group = same if row.party_id == task.party_id else "elsewhere"
        groups[group] |= {who for who in (row.person_id, row.on_behalf_of) if who is not None}
    return Stand(**{name: frozenset(found) for name, found in groups.items()})


def decide(session: Session, live: Live, wait: bpmn.Wait, variables: dict[str, Any]) -> dict[str, Any]:
    """Job ``samtrin:decision``: a round is over. Not passed, its yes votes are void; passed, its conditions hold.

    Variables: ``dok`` {id}, ``port_resultat``."""
    known = variables.get("dok")
    frozen = session.first(
        sa.select(document).where(
            document.c.id == (known.get("id") if isinstance(known, dict) else None),
            document.c.process_instance_id == live.id,
        )
    )
    if frozen is None:
        return {}
    result = str(variables.get("port_resultat"))
    history.note(
        session,
        live.id,
        "decided",
        element_id=wait.element_id,
        process_id=wait.process_id,
        name=frozen.title,
        data={"result": result, "document": frozen.id, "version": frozen.version, "sha256": frozen.sha256},
    )
    if result == PASSED:
        follow_ups.schedule(session, frozen.id)
        return {}
    against = session.first(
        sa.select(approval.c.id)
        .where(approval.c.document_id == frozen.id, approval.c.decision.not_in(YES))
        .order_by(approval.c.id)
    )
    void(session, frozen, against.id if against else None)
    return {}


def void(session: Session, frozen: Any, by_answer: int | None) -> None:
    """Void the yes votes for a version, because of an answer, or (None) of a newer version."""
    voided = session.execute(
        sa.update(approval)
        .where(
            approval.c.document_id == frozen.id, approval.c.decision.in_(YES), approval.c.voided_at.is_(None)
        )
        .values(voided_at=session.now, voided_by=by_answer)
    )
    if voided.rowcount:
        history.note(
            session,
            frozen.process_instance_id,
            "voided",
            name=frozen.title,
            data={"version": frozen.version, "count": voided.rowcount},
        )


def overtaken(session: Session, live: Live, wait: bpmn.Wait) -> list[bpmn.Command]:
    """The open rounds whose document the job ``wait`` has given a newer version: their answers are void, and they ask
    about that instead. What a gate freezes for its own round leaves other gates alone: two that run side by side may
    be about two papers of one kind, such as supplements.

    Source: aftaletrin dossier 4, "Binding rule"."""
    under_way = {document_id(task) for task in asked(session, live.id) if task.process_id != wait.process_id}
    if not under_way:
        return []
    commands: list[bpmn.Command] = []
    newest = document.alias("newest")
    last = (
        sa.select(sa.func.max(newest.c.version))
        .where(newest.c.process_instance_id == document.c.process_instance_id, newest.c.key == document.c.key)
        .scalar_subquery()
    )
    for row in session.all(
        sa.select(document, subscription.c.token)
        .join(subscription, subscription.c.process_instance_id == document.c.process_instance_id)
        .where(
            document.c.process_instance_id == live.id,
            document.c.id.in_(under_way),
            subscription.c.kind == "message",
            subscription.c.name == NEW_VERSION,
            subscription.c.correlation_key == sa.cast(document.c.id, sa.String),
            document.c.version < last,
        )
    ):
        void(session, row, None)
        now = session.first(
            sa.select(document)
            .where(document.c.process_instance_id == live.id, document.c.key == row.key)
            .order_by(document.c.version.desc())
        )
        assert now is not None
        commands.append(bpmn.Deliver(row.token, {"ny_udgave": as_variable(now)}))
    return commands


def as_variable(frozen: Any) -> dict[str, Any]:
    """A document version as the process variable ``dok``."""
    return {
        "id": frozen.id,
        "noegle": frozen.key,
        "titel": frozen.title,
        "version": frozen.version,
        "sha256": frozen.sha256,
    }
