"""Nobody's new process listens to what the processes of others send each other."""

from __future__ import annotations

import pytest

from engine import deployments
from engine.editing import drafts, owners, publishing
from engine.errors import Forbidden
from engine.store import Store
from tests.engine.bpmn import draw as d
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    """Petra owns ``aftale``; the others are their owners' alone: one sends a message, one begins with it."""
    made = build(store)
    throws = d.element(
        "endEvent",
        "e",
        d.event("message", messageRef="M1"),
        extensions=d.zeebe("taskDefinition", type="samtrin:message"),
    )
    hails = d.element("endEvent", "e", d.event("signal", signalRef="S1"))
    with store.transaction() as session:
        owners.add(session, "aftale", made.ids["petra"], None)
        deployments.deploy(session, {"a.bpmn": d.xml(d.process("s > e", d.start(), throws, id="sender"))})
        deployments.deploy(session, {"b.bpmn": d.xml(d.process("s > e", d.start(), hails, id="raaber"))})
    return made


def publish(world: World, who: str, xml: bytes) -> None:
    with world.store.transaction() as session:
        by = world.actor(session, who)
        drafts.make(session, "lytter", "Lytter", {"lytter.bpmn": xml}, by)
        draft = drafts.get(session, "lytter", by)
        publishing.publish(session, "lytter", "Ny", by, revision=draft.revision)


LISTENING = [
    d.xml(d.process("s > e", d.start("s", d.event("message", messageRef="M1")), d.end(), id="lytter")),
    d.xml(d.process("s > e", d.start("s", d.event("signal", signalRef="S1")), d.end(), id="lytter")),
]


@pytest.mark.parametrize("xml", LISTENING)
def test_a_process_does_not_begin_with_what_others_send(world: World, xml: bytes) -> None:
    with pytest.raises(Forbidden, match="do not own"):
        publish(world, "petra", xml)


@pytest.mark.parametrize("xml", LISTENING)
def test_it_does_where_one_owns_them_too(world: World, xml: bytes) -> None:
    with world.store.transaction() as session:
        for process_id in ("sender", "raaber"):
            owners.add(session, process_id, world.ids["petra"], None)
    publish(world, "petra", xml)


def test_a_message_that_nobody_knows_is_free(world: World) -> None:
    publish(world, "petra", LISTENING[0].replace(b'name="M1"', b'name="min-egen-besked"'))
