"""What people may set off by themselves in a case: message events that the model offers with a label.

An event that carries ``samtrin:offer`` (the words on the button) shows on the case's page as long as it can be caught;
``samtrin:roles`` (role ids, comma separated) says who may, if not everybody in the case. Whoever takes the offer sends
the message; the variables ``anmoder_rolle`` and ``anmoder_part`` say who it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments, history, instances
from engine.errors import NotFound
from engine.models import casting, membership, party, subscription
from engine.parties.people import Actor
from engine.store import Session
from engine.user_tasks import rights

from .listing import find


@dataclass(frozen=True, slots=True)
class Offer:
    id: int
    label: str
    documentation: str
    role_id: str
    party_key: str


def offers(session: Session, instance_id: int, definition: bpmn.Definition, by: Actor) -> list[Offer]:
    """What this person may set off now, each event once."""
    offered = {
        _waits_as(member.process, element): element
        for member in deployments.family(session, definition)
        for element in member.process.elements.values()
        if element.properties.get("samtrin:offer")
    }
    if not offered:
        return []
    held = session.all(
        sa.select(casting.c.role_id, party.c.key)
        .join(party, party.c.id == casting.c.party_id)
        .join(membership, rights.still_member)
        .where(party.c.process_instance_id == instance_id, casting.c.person_id == by.person_id)
        .order_by(casting.c.role_id)
    )
    waiting = session.all(
        sa.select(subscription.c.id, subscription.c.element_id)
        .where(
            subscription.c.process_instance_id == instance_id,
            subscription.c.element_id.in_(list(offered)),
        )
        .order_by(subscription.c.id)
    )
    found: dict[str, Offer] = {}
    for row in waiting:
        element = offered[row.element_id]
        roles = {r.strip() for r in element.properties.get("samtrin:roles", "").split(",") if r.strip()}
        mine = next((h for h in held if not roles or h.role_id in roles), None)
        if mine is not None and row.element_id not in found:
            label = element.properties["samtrin:offer"]
            found[row.element_id] = Offer(row.id, label, element.documentation, mine.role_id, mine.key)
    return list(found.values())


def _waits_as(process: bpmn.Process, element: bpmn.Element) -> str:
    """The id that an event waits under: a start event inside an event subprocess waits as the subprocess."""
    parent = process.elements[element.parent] if element.parent else None
    return parent.id if parent is not None and parent.by_event else element.id


def take(session: Session, number: str, offer_id: int, by: Actor) -> None:
    """Set it off. Raises NotFound when it is not offered (any more) to this person."""
    row: Any = find(session, number, by)
    live = instances.lock(session, row.id)
    mine = next((o for o in offers(session, row.id, live.definition, by) if o.id == offer_id), None)
    if mine is None:
        raise NotFound("This cannot be done in the case any more")
    token = session.scalar(sa.select(subscription.c.token).where(subscription.c.id == offer_id))
    history.note(session, row.id, "set_off", by=by.person_id, name=mine.label)
    who = {"anmoder_rolle": mine.role_id, "anmoder_part": mine.party_key}
    live.by = by.person_id
    instances.advance(session, live, bpmn.Deliver(token, who))
