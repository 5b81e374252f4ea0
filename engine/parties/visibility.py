"""What a person may know of: the cases that an organisation of theirs is a party to, and what lies in them.

Each condition stands here once, for one table; whoever reads that table for somebody adds it to the query. The rule is
the same for all: what is private is its own party's; a party that joined later (``sees_from``) knows nothing of what
was over before, and one that has left (``left_at``) nothing of what came after."""

from __future__ import annotations

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
    signature,
    user_task,
)

from .people import Actor


def visible_instances(by: Actor) -> sa.Select[tuple[int]]:
    """Select of the ids of the cases that the person may know of."""
    return sa.select(party.c.process_instance_id).where(party.c.organisation_id.in_(by.organisation_ids))


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on user_task rows. A task is over when it was completed or fell away, and new when it opened."""
    return _known(by, user_task, begun=user_task.c.created_at, over=user_task.c.completed_at)


def history_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on history rows."""
    return _known(by, history, begun=history.c.at)


def documents_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on document rows."""
    return _known(by, document, begun=document.c.frozen_at)


def comments_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on comment rows; a deleted comment is its reader's to leave out."""
    return _known(by, comment, begun=comment.c.created_at)


def attachments_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on attachment rows; a removed one is its reader's to leave out."""
    return _known(by, attachment, begun=attachment.c.created_at)


def evaluations_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on decision_evaluation rows: what the rules looked at in a party's private step is its own."""
    return _known(by, decision_evaluation, begun=decision_evaluation.c.at)


def approvals_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on approval rows: an answer is as private as the task that gave it."""
    task = user_task.alias("answered_task")
    private = sa.exists().where(task.c.id == approval.c.user_task_id, task.c.is_private).correlate(approval)
    return _known(by, approval, begun=approval.c.decided_at, private=private)


def signatures_visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on signature rows: a signature is as private as the document under it."""
    signed = document.alias("signed_document")
    private = (
        sa.exists().where(signed.c.id == signature.c.document_id, signed.c.is_private).correlate(signature)
    )
    return _known(by, signature, begun=signature.c.signed_at, private=private)


def _known(
    by: Actor,
    table: sa.Table,
    *,
    begun: sa.ColumnElement[Any],
    over: sa.ColumnElement[Any] | None = None,
    private: sa.ColumnElement[bool] | None = None,
) -> sa.ColumnElement[bool]:
    """Whether one of the person's parties may know of a row. ``begun``: when it came about; ``over``: when it was over
    (empty while it is not), which is the same moment for whatever merely happened."""
    over = begun if over is None else over
    private = table.c.is_private if private is None else private
    own = party.alias("own_party")
    return (
        sa.exists()
        .where(
            own.c.process_instance_id == table.c.process_instance_id,
            own.c.organisation_id.in_(by.organisation_ids),
            sa.or_(sa.not_(private), table.c.party_id == own.c.id),
            sa.or_(own.c.sees_from.is_(None), over.is_(None), over >= own.c.sees_from),
            sa.or_(own.c.left_at.is_(None), begun < own.c.left_at),
        )
        .correlate(table)
    )
