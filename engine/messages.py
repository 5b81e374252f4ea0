"""Messages between cases and from outside: matched by name and key, kept for a while when nobody waits yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine import bpmn, instances, outbox
from engine.models import job, message, organisation, party, process_instance, subscription
from engine.parties import casting
from engine.store import Session

KEEP = timedelta(days=30)
SUSPENDED = sa.select(process_instance.c.id).where(process_instance.c.status == "suspended")


def publish(
    session: Session,
    name: str,
    key: str,
    variables: dict[str, Any],
    *,
    keep: timedelta = KEEP,
    origin_id: int | None = None,
) -> int:
    """Give the message to one waiting instance per process, or let it start a case, or keep it. Returns how many
    were served."""
    waiting = session.all(
        sa.select(subscription)
        .where(
            subscription.c.kind == "message",
            subscription.c.name == name,
            sa.or_(subscription.c.correlation_key == key, subscription.c.process_definition_id.is_not(None)),
            _within_reach(origin_id),
        )
        # those who wait before those who begin, in the order of their locks: two publishers never hold each other up
        .order_by(subscription.c.process_definition_id.is_not(None), subscription.c.process_instance_id)
    )
    on_hold = _on_hold(session, waiting)
    served: set[str] = set()
    for row in waiting:
        if row.process_definition_id is not None:
            _start(session, row, variables, origin_id)
            served.add(f"start {row.process_definition_id}")
            continue
        if row.process_instance_id in on_hold:
            continue
        live = instances.lock(session, row.process_instance_id)
        if live.definition.process.id in served or not _still_waits(session, row.id):
            continue
        served.add(live.definition.process.id)
        instances.advance(session, live, bpmn.Deliver(row.token, variables))
    if (on_hold or not served) and keep > timedelta():
        session.after_commit.append(session.store.wake)  # somebody may have begun to wait at this very moment
        session.insert(
            message,
            name=name,
            correlation_key=key,
            variables=variables,
            origin_id=origin_id,
            published_at=session.now,
            expires_at=session.now + keep,
        )
    return len(served)


def missed(session: Session) -> list[int]:
    """Ids of the subscriptions for which a message lies ready: each was written while the other was not yet to be
    seen, so neither found the other."""
    fits = sa.and_(
        message.c.name == subscription.c.name, message.c.correlation_key == subscription.c.correlation_key
    )
    found = session.execute(
        sa.select(subscription.c.id)
        .distinct()
        .join(message, fits)
        .where(
            subscription.c.kind == "message",
            subscription.c.process_instance_id.is_not(None),
            message.c.expires_at > session.now,
            outbox.reaches(subscription.c.process_instance_id),
            subscription.c.process_instance_id.not_in(SUSPENDED),
        )
    )
    return list(found.scalars())


def meet(session: Session, subscription_id: int) -> bool:
    """Hand a message that lies ready to a subscription that still waits for it. Returns whether it did."""
    row = session.first(sa.select(subscription).where(subscription.c.id == subscription_id))
    if row is None:
        return False
    live = instances.lock(session, row.process_instance_id)
    if not _still_waits(session, row.id):
        return False
    variables = outbox.take_buffered(session, live.id, row.name, row.correlation_key)
    if variables is None:
        return False
    instances.advance(session, live, bpmn.Deliver(row.token, variables))
    return True


def broadcast(
    session: Session,
    name: str,
    variables: dict[str, Any],
    origin_id: int | None = None,
    only: int | None = None,
) -> None:
    """Tell a signal to every case that waits for it, other than its thrower, and to every start event; or to the case
    ``only``, which was on hold when the signal came. A case on hold hears it when it goes on."""
    waiting = session.all(
        sa.select(subscription)
        .where(subscription.c.kind == "signal", subscription.c.name == name, _within_reach(origin_id))
        .order_by(subscription.c.process_instance_id, subscription.c.id)
    )
    if only is not None:
        waiting = [row for row in waiting if row.process_instance_id == only]
    on_hold = _on_hold(session, waiting)
    for instance_id in sorted(on_hold):
        kept = {"name": name, "variables": variables, "origin": origin_id, "only": instance_id}
        session.insert(
            job,
            kind="signal",
            process_instance_id=instance_id,
            payload=kept,
            due_at=session.now,
            retries=3,
            is_held=True,
        )
    for row in waiting:
        if row.process_instance_id in on_hold:
            continue
        if row.process_definition_id is not None:
            _start(session, row, variables, origin_id)
        elif row.process_instance_id != origin_id:
            live = instances.lock(session, row.process_instance_id)
            if _still_waits(session, row.id):
                instances.advance(session, live, bpmn.Deliver(row.token, variables))


def _on_hold(session: Session, waiting: list[sa.Row[Any]]) -> set[int]:
    """Ids of those of the subscribed cases that are suspended."""
    cases = [row.process_instance_id for row in waiting if row.process_instance_id is not None]
    if not cases:
        return set()
    return set(session.execute(SUSPENDED.where(process_instance.c.id.in_(cases))).scalars())


def _within_reach(origin_id: int | None) -> sa.ColumnElement[bool]:
    """Which subscriptions a case may reach: start events, and the cases that one of its organisations is in; what it
    sends carries its variables, and strangers are not to read them."""
    if origin_id is None:
        return sa.true()
    senders = sa.select(party.c.organisation_id).where(party.c.process_instance_id == origin_id)
    together = sa.select(party.c.process_instance_id).where(party.c.organisation_id.in_(senders))
    return sa.or_(
        subscription.c.process_definition_id.is_not(None), subscription.c.process_instance_id.in_(together)
    )


def _still_waits(session: Session, subscription_id: int) -> bool:
    return session.first(sa.select(subscription.c.id).where(subscription.c.id == subscription_id)) is not None


def _start(session: Session, row: Any, payload: dict[str, Any], origin_id: int | None) -> None:
    """A message start event: the payload's ``parter`` become the parties of the new case."""
    parties: list[tuple[str, str, int]] = []
    senders = {}
    if origin_id:
        senders = {p.key: p for p in casting.parties(session, origin_id)}
    for entry in payload.get("parter") or []:
        key = str(entry["part_id"])
        sender = senders.get(key)
        chosen = entry.get("organisation_id") or (sender.organisation_id if sender else None)
        known = session.first(sa.select(organisation).where(organisation.c.id == int(chosen or 0)))
        if known is None:
            raise ValueError(f"message start without organisation for party {key}")
        kind = entry.get("type") or known.kind
        parties.append((key, kind, known.id))

    def same_people(instance_id: int) -> None:
        for made in casting.parties(session, instance_id):
            for sender in senders.values():
                if sender.organisation_id == made.organisation_id:
                    casting.copy(session, sender.id, made.id)

    instances.begin(
        session,
        row.process_definition_id,
        bpmn.Start({k: v for k, v in payload.items() if k != "parter"}, row.element_id),
        parties,
        origin_id=origin_id,
        prepare=same_people,
    )
