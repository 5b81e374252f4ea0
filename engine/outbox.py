"""Messages on their way out of a case, and those kept until somebody waits for them.

A message leaves as a job in the same transaction that threw it: it exists exactly when the throw does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import bpmn
from engine.models import job, message, party, subscription
from engine.store import Session

if TYPE_CHECKING:
    from engine.instances import Live


def send(session: Session, live: Live, wait: bpmn.Wait, variables: dict[str, Any]) -> dict[str, Any]:
    """Job ``samtrin:message``: publish the element's message, as a job of its own once this change is committed."""
    session.insert(
        job,
        kind="message",
        process_instance_id=None,
        token=None,
        payload={
            "name": wait.name,
            "key": _text(variables.get("correlation_key")),
            "variables": variables.get("payload") or {},
            "origin": live.id,
        },
        due_at=session.now,
        retries=3,
    )
    session.after_commit.append(session.store.wake)
    return {}


def broadcast(session: Session, live: Live, signal: bpmn.Signal) -> None:
    """A signal thrown in a case: all other cases are told, as a job of its own."""
    session.insert(
        job,
        kind="signal",
        process_instance_id=None,
        token=None,
        payload={"name": signal.name, "variables": dict(signal.variables), "origin": live.id},
        due_at=session.now,
        retries=3,
    )
    session.after_commit.append(session.store.wake)


def take_buffered(session: Session, instance_id: int, name: str, key: str) -> dict[str, Any] | None:
    """The variables of the oldest kept message that fits, which is used up; None when there is none. Those of cases
    that no organisation of this one is in are left alone."""
    row = session.first(
        sa.select(message)
        .where(
            message.c.name == name,
            message.c.correlation_key == key,
            message.c.expires_at > session.now,
            reaches(sa.literal(instance_id, sa.BigInteger)),
        )
        .order_by(message.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    session.execute(sa.delete(message).where(message.c.id == row.id))
    return dict(row.variables)


def reaches(instance_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """The condition on message rows that a case may be handed one: from outside, or from a case that one of its
    organisations is in; what it carries is not for strangers."""
    own, theirs = party.alias("own"), party.alias("theirs")
    together = sa.exists().where(
        own.c.process_instance_id == instance_id,
        theirs.c.process_instance_id == message.c.origin_id,
        theirs.c.organisation_id == own.c.organisation_id,
    )
    return sa.or_(message.c.origin_id.is_(None), together.correlate(message, subscription))


def _text(value: Any) -> str:
    """A correlation key as text; nothing is the empty key."""
    return "" if value is None else str(value)
