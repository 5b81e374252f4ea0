"""Who may know of what in a case: private work, fields and documents, and parties that came late or left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import bpmn, cases, deployments, user_tasks
from engine.clock import Clock
from engine.errors import NotFound
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
from engine.parties import visibility
from engine.store import Session, Store
from tests import secretive
from tests.conftest import MONDAY
from tests.world import World, build

SIGHT = {
    user_task: visibility.visible_to,
    history: visibility.history_visible_to,
    document: visibility.documents_visible_to,
    comment: visibility.comments_visible_to,
    attachment: visibility.attachments_visible_to,
    decision_evaluation: visibility.evaluations_visible_to,
    approval: visibility.approvals_visible_to,
    signature: visibility.signatures_visible_to,
}
YES = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}


@pytest.fixture
def world(store: Store) -> World:
    made = build(store)
    with made.store.transaction() as session:
        deployments.deploy(session, secretive.resources())
    return made


def seen(session: Session, world: World, who: str, table: sa.Table) -> set[int]:
    """Ids of the rows of a table that somebody may know of."""
    by = world.actor(session, who)
    return set(session.execute(sa.select(table.c.id).where(SIGHT[table](by))).scalars())


def at_the_gate(world: World) -> str:
    """A case whose owner has kept to itself what can be kept, and which both sides now read."""
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1000000", note="vores")
    shared = {"tekst": "Vi lægger et nyt tag.", "pris": "250000"}
    own = {"egen_note": "Højst en million", "smertegraense": "1000000", "er_sikker": "true"}
    world.do("petra", world.task(number, "skriv"), **shared, **own)
    return number


def case_id(session: Session, number: str) -> int:
    return int(session.scalar(sa.select(process_instance.c.id).where(process_instance.c.number == number)))


def view(world: World, number: str, who: str) -> cases.CaseView:
    with world.store.read() as session:
        return cases.get(session, number, world.actor(session, who))


def test_what_a_private_step_made_is_its_own_partys(world: World) -> None:
    """A document and the evaluation of a rule, with their results in the party's own variables."""
    number = at_the_gate(world)
    titles = {who: {row.title for row, _ in view(world, number, who).documents} for who in ("petra", "lis")}
    assert titles == {"petra": {secretive.DOCUMENT, "Aftale"}, "lis": {"Aftale"}}
    assert [row.name for row in view(world, number, "petra").evaluations] == ["Holder rammen"]
    assert view(world, number, "lis").evaluations == []
    with world.store.read() as session:
        rows = session.all(sa.select(document).order_by(document.c.id))
        own = world.party(session, number, "P1")
        assert [(row.is_private, row.party_id) for row in rows] == [(True, own), (False, None)]
        assert "vores" in str(rows[0].content)
        found = session.first(sa.select(decision_evaluation))
        assert found is not None and (found.is_private, found.party_id) == (True, own)
        kept = session.scalar(sa.select(process_instance.c.variables))
        assert "rammevurdering" not in bpmn.visible(kept) and "note" not in bpmn.visible(kept)
        assert bpmn.visible(kept, None, "P1")["rammevurdering"] == secretive.RULE


def test_private_fields_of_a_shared_task_are_for_the_own_side(world: World) -> None:
    number = at_the_gate(world)
    with world.store.read() as session:
        row = session.first(sa.select(user_task).where(user_task.c.element_id == "skriv"))
        assert row is not None
        assert row.answers.keys() == {"tekst", "pris", "startdato"}
        own = {"egen_note": "Højst en million", "smertegraense": 1000000, "er_sikker": True}
        assert row.own_answers == {"P1": own}
        done: dict[str, Any] = {
            who: user_tasks.get(session, row.id, world.actor(session, who)) for who in ("otto", "lis")
        }
        assert done["otto"].values.items() >= own.items() and done["otto"].own_side
        assert not done["lis"].values.keys() & own.keys() and not done["lis"].own_side
        frozen = session.scalar(sa.select(document.c.content).where(document.c.title == "Aftale"))
        assert "million" not in str(frozen) and "sikre" not in str(frozen)
        said = session.all(sa.select(history.c.data, history.c.name))
        assert "million" not in str(said)
    for gate, who in (("P1", "otto"), ("P2", "lis")):
        task = world.task(number, "gp-tag-stilling", gate)
        back = {"gp_beslutning": "ret", "gp_bemaerkning": "Skriv mere", "gp_bekraeft": "true"}
        world.do(who, task, **back)
    again = world.task(number, "skriv")
    with world.store.read() as session:
        petra = user_tasks.get(session, again, world.actor(session, "petra"))
        lis = user_tasks.get(session, again, world.actor(session, "lis"))
        assert (
            petra.values["egen_note"] == "Højst en million" and petra.values["tekst"] == lis.values["tekst"]
        )
        assert not {"egen_note", "smertegraense", "er_sikker"} & (lis.values.keys() | lis.context.keys())


def add_everything(session: Session, world: World, number: str, at: datetime) -> None:
    """One shared row of every kind at a moment, said by the owner."""
    case, own = case_id(session, number), world.party(session, number, "P1")
    who = world.ids["petra"]
    base = {"process_instance_id": case, "party_id": own}
    task = session.insert(
        user_task, **base, token=f"t{at}", element_id="x", process_id="aftale", call_path="", name="x",
        role_id="bygherre-ol", is_private=False, state="completed", priority=50, scope="0", properties={},
        created_at=at, completed_at=at,
    )  # fmt: skip
    session.insert(history, **base, at=at, kind="started", is_private=False)
    doc = session.insert(
        document, process_instance_id=case, key=f"d{at}", title="d", version=1, content=[], sha256="0",
        frozen_at=at, is_private=False,
    )  # fmt: skip
    session.insert(comment, **base, is_private=False, person_id=who, text="c", created_at=at)
    session.insert(
        attachment, **base, is_private=False, name="a", media_type="text/plain", size=1, sha256="0",
        person_id=who, created_at=at,
    )  # fmt: skip
    version = session.scalar(sa.select(decision_evaluation.c.decision_definition_id))
    session.insert(
        decision_evaluation, process_instance_id=case, decision_definition_id=version, at=at, decisions=[]
    )
    session.insert(
        approval, **base, user_task_id=task, document_id=doc, sha256="0", role_id="x", person_id=who,
        decision="godkend", decided_at=at,
    )  # fmt: skip
    session.insert(
        signature, **base, document_id=doc, role_id="x", person_id=who, sha256="0", signed_at=at, service="x"
    )


def test_a_party_that_came_late_or_left_knows_its_own_time_only(world: World) -> None:
    number = at_the_gate(world)
    days = [MONDAY + timedelta(days=day) for day in (2, 6)]
    with world.store.transaction() as session:
        before = {table: set(session.execute(sa.select(table.c.id)).scalars()) for table in SIGHT}
        for day in days:
            add_everything(session, world, number, day)
    team = party.c.id == _team(world, number)
    for table in SIGHT:
        with world.store.read() as session:
            new = sorted(set(session.execute(sa.select(table.c.id)).scalars()) - before[table])
            assert len(new) == 2 and set(new) <= seen(session, world, "petra", table), table.name
            assert seen(session, world, "frida", table) == set(), table.name
        between = MONDAY + timedelta(days=4)
        for when, expected in (
            ({}, [True, True]),
            ({"sees_from": between}, [False, True]),
            ({"left_at": between}, [True, False]),
            ({"sees_from": days[0], "left_at": days[1]}, [True, False]),
        ):
            with world.store.transaction() as session:
                whole = {"sees_from": None, "left_at": None}
                session.execute(sa.update(party).where(team).values(**{**whole, **when}))
                ids = seen(session, world, "lis", table)
            assert [key in ids for key in new] == expected, (table.name, when)


def _team(world: World, number: str) -> int:
    with world.store.read() as session:
        return world.party(session, number, "P2")


def test_an_open_task_is_known_to_who_came_while_it_was_open(world: World, clock: Clock) -> None:
    number = at_the_gate(world)
    team = sa.update(party).where(party.c.id == _team(world, number))
    gate, drafting = world.task(number, "gp-tag-stilling", "P1"), None
    with world.store.transaction() as session:
        session.execute(team.values(sees_from=MONDAY + timedelta(days=1)))
        drafting = session.scalar(sa.select(user_task.c.id).where(user_task.c.element_id == "skriv"))
    with world.store.read() as session:
        lis = world.actor(session, "lis")
        assert user_tasks.get(session, gate, lis).state == "open"
        with pytest.raises(NotFound):
            user_tasks.get(session, drafting, lis)
        found = cases.get(session, number, lis)
        assert found.documents == [] and found.history == [] and found.evaluations == []


def test_who_left_keeps_reading_what_was(world: World, clock: Clock) -> None:
    number = at_the_gate(world)
    task = world.task(number, "gp-tag-stilling", "P2")
    clock.stop(MONDAY + timedelta(days=1))
    with world.store.transaction() as session:
        mine = sa.update(party).where(party.c.id == world.party(session, number, "P2"))
        session.execute(mine.values(left_at=session.now))
    clock.stop(MONDAY + timedelta(days=2))
    with world.store.transaction() as session:
        add_everything(session, world, number, session.now)
    with world.store.read() as session:
        lis = world.actor(session, "lis")
        case = cases.get(session, number, lis)
        assert [row.title for row, _ in case.documents] == ["Aftale"]
        assert {happening.at for happening in case.history} == {MONDAY}
        assert case.status == visibility.LEFT and case.ended_at == MONDAY + timedelta(days=1)
        with pytest.raises(NotFound):
            user_tasks.get(session, task, lis)
