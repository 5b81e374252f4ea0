"""What a person may know of: the cases that an organisation of theirs is a party to, and what lies in them.

Each condition stands here once, for one table; whoever reads that table for somebody adds it to the query. The rule is
the same for all: what is private is its own party's; a party that joined later (``sees_from``) knows nothing of what
was over before, and one that has left (``left_at``) nothing of what was not over by then: to its people the case stands
still on that day. The shape of the process and which of its shared steps are done is no secret to who came later; what
was answered in them, and by whom, is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.models import (
    approval,
    attachment,
    comment,
    decision_evaluation,
    document,
    history,
    party,
    process_instance,
    signature,
    user_task,
)
from engine.store import Session

from .people import Actor

LEFT = "left"  # the status of a case to those who have left it


def visible_instances(by: Actor) -> sa.Select[tuple[int]]:
    """Select of the ids of the cases that the person may know of."""
    return sa.select(party.c.process_instance_id).where(party.c.organisation_id.in_(by.organisation_ids))


def present_instances(by: Actor) -> sa.Select[tuple[int]]:
    """Those of ``visible_instances`` that the person has not left."""
    return visible_instances(by).where(party.c.left_at.is_(None))


def left_at(by: Actor) -> sa.ScalarSelect[Any]:
    """When the person's parties had all left the case, in a query of process_instance; empty while one takes part."""
    own = party.alias("own_place")
    last = sa.case((sa.func.count(own.c.left_at) == sa.func.count(), sa.func.max(own.c.left_at)))
    return (
        sa.select(last)
        .where(
            own.c.process_instance_id == process_instance.c.id,
            own.c.organisation_id.in_(by.organisation_ids),
        )
        .correlate(process_instance)
        .scalar_subquery()
    )


def left(session: Session, instance_id: int, by: Actor) -> datetime | None:
    """``left_at`` of one case."""
    where = process_instance.c.id == instance_id
    found: datetime | None = session.scalar(sa.select(left_at(by)).select_from(process_instance).where(where))
    return found


def case_columns(by: Actor) -> list[sa.ColumnElement[Any]]:
    """The columns of process_instance as the person may know them. To those who have left a case it ended with that,
    and how it really went on they do not learn."""
    away = left_at(by)
    told: dict[str, sa.ColumnElement[Any]] = {
        "status": sa.case((away.is_(None), process_instance.c.status), else_=sa.literal(LEFT)),
        "ended_at": sa.case((away.is_(None), process_instance.c.ended_at), else_=away),
        "ended_at_element": sa.case((away.is_(None), process_instance.c.ended_at_element)),
        "cancel_reason": sa.case((away.is_(None), process_instance.c.cancel_reason)),
    }
    return [
        told[column.name].label(column.name) if column.name in told else column
        for column in process_instance.c
    ]


def parties_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on party rows: who has left does not learn who came after."""
    own = party.alias("own_place")
    return (
        sa.exists()
        .where(
            own.c.process_instance_id == party.c.process_instance_id,
            own.c.organisation_id.in_(by.organisation_ids),
            sa.or_(own.c.left_at.is_(None), party.c.sees_from.is_(None), party.c.sees_from < own.c.left_at),
        )
        .correlate(party)
    )


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on user_task rows. A task is over when it was completed or fell away."""
    return _known(by, user_task, over=user_task.c.completed_at)


def history_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on history rows."""
    return _known(by, history, over=history.c.at)


def documents_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on document rows."""
    return _known(by, document, over=document.c.frozen_at)


def comments_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on comment rows; a deleted comment is its reader's to leave out."""
    return _known(by, comment, over=comment.c.created_at)


def attachments_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on attachment rows; a removed one is its reader's to leave out."""
    return _known(by, attachment, over=attachment.c.created_at)


def evaluations_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on decision_evaluation rows: what the rules looked at in a party's private step is its own."""
    return _known(by, decision_evaluation, over=decision_evaluation.c.at)


def approvals_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on approval rows: an answer is as private as the task that gave it."""
    task = user_task.alias("answered_task")
    private = sa.exists().where(task.c.id == approval.c.user_task_id, task.c.is_private).correlate(approval)
    return _known(by, approval, over=approval.c.decided_at, private=private)


def signatures_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on signature rows: a signature is as private as the document under it."""
    signed = document.alias("signed_document")
    private = (
        sa.exists().where(signed.c.id == signature.c.document_id, signed.c.is_private).correlate(signature)
    )
    return _known(by, signature, over=signature.c.signed_at, private=private)


def _known(
    by: Actor,
    table: sa.Table,
    *,
    over: sa.ColumnElement[Any],
    private: sa.ColumnElement[bool] | None = None,
) -> sa.ColumnElement[bool]:
    """Whether one of the person's parties may know of a row. ``over``: when it happened or came to its end; empty while
    it has not."""
    private = table.c.is_private if private is None else private
    own = party.alias("own_party")
    return (
        sa.exists()
        .where(
            own.c.process_instance_id == table.c.process_instance_id,
            own.c.organisation_id.in_(by.organisation_ids),
            sa.or_(sa.not_(private), table.c.party_id == own.c.id),
            sa.or_(own.c.sees_from.is_(None), over.is_(None), over >= own.c.sees_from),
            sa.or_(own.c.left_at.is_(None), over < own.c.left_at),
        )
        .correlate(table)
    )
