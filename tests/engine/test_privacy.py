"""Who is kept out, decided in the engine: people who left, the other side, and everybody's private work."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from engine import cases, deployments, inbox, jobs, messages, user_tasks
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import casting, history, incident, job, membership, party, process_instance, user_task
from engine.parties import people
from engine.store import Store
from tests.world import HERE, OWNER, STRANGERS, TEAM, World, build


@pytest.fixture
def world(sqlite_store: Store) -> World:
    return build(sqlite_store)


def change_sides(world: World, who: str, to: str) -> None:
    """Leave one's organisation for another; the casting of the cases stays as it was."""
    with world.store.transaction() as session:
        session.execute(sa.delete(membership).where(membership.c.person_id == world.ids[who]))
        people.join(session, world.ids[who], world.organisations[to], is_admin=True)


def view(world: World, number: str, who: str) -> cases.CaseView:
    with world.store.read() as session:
        return cases.get(session, number, world.actor(session, who))


@pytest.fixture
def any_role(world: World) -> None:
    """The private task belongs to a role that both parties fill, and to the first of them."""
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_text(encoding="utf-8")
    old = 'candidateGroups="bygherre-projektleder" />\n        <zeebe:properties><zeebe:property name="samtrin:v'
    assert diagram.count(old) == 1
    new = old.replace("bygherre-projektleder", "enhver").replace(
        "<zeebe:property", '<zeebe:property name="samtrin:party" value="P1" /><zeebe:property'
    )
    role = {"id": "enhver", "name": {"da": "Enhver"}, "party": "any"}
    role["resolves_to"] = {"bygherre": "bygherre-projektleder"}
    with world.store.transaction() as session:
        roles = json.dumps({"roles": [role]}).encode()
        deployments.deploy(session, {"roles.json": roles, "aftale.bpmn": diagram.replace(old, new).encode()})


def test_who_changes_sides_acts_for_the_old_one_no_more(world: World) -> None:
    """Still cast there, and by the new organisation a person of the case: the two together open nothing."""
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="10")
    task = world.task(number, "skriv")
    with world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "petra"))
    change_sides(world, "petra", TEAM)
    with pytest.raises(Forbidden):
        world.do("petra", task, tekst="x", pris="1")
    with world.store.read() as session:
        by = world.actor(session, "petra")
        found = inbox.search(session, by)
        assert (found.total, inbox.search(session, by, "done").total) == (0, 0)
        assert cases.get(session, number, by).offers == []
        with pytest.raises(Forbidden):
            user_tasks.save_draft(session, task, {}, by)
        with pytest.raises(Forbidden):
            cases.cancel(session, number, "nej", by)
    assert view(world, number, "oda").ball[0].names == ["Petra"]  # she had taken it: it can be handed on


def test_who_leaves_sees_nothing_any_more(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "petra"))
    change_sides(world, "petra", STRANGERS)
    with world.store.read() as session:
        by = world.actor(session, "petra")
        assert [inbox.search(session, by, name).total for name in inbox.VIEWS] == [0, 0, 0, 0]
        with pytest.raises(NotFound):
            user_tasks.get(session, task, by)


@pytest.mark.usefixtures("any_role")
def test_the_state_of_the_others_private_step_shows_nowhere(world: World) -> None:
    """Also where its role is one that both sides fill, so that the drawing alone does not tell whose it is."""
    number = world.start()
    for state in ("now", "done"):
        assert next(s.state for s in view(world, number, "petra").course if s.id == "intern-ramme") == state
        assert {s.state for s in view(world, number, "lis").course if s.id == "intern-ramme"} <= {"waiting"}
        with world.store.read() as session:
            _xml, standing = cases.diagram(session, number, world.actor(session, "lis"))
        assert "intern-ramme" not in {*standing["done"], *standing["active"]}
        if state == "now":
            world.do("petra", world.task(number, "intern-ramme"), ramme="10")


def test_an_empty_role_tells_the_other_side_of_no_private_task(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        cases.cast(session, number, "P1", "bygherre-projektleder", [], by)
    assert view(world, number, "petra").parties[0].vacant == ["Bygherrens projektleder"]
    assert view(world, number, "lis").parties[0].vacant == []


@pytest.mark.usefixtures("any_role")
def test_what_failed_in_private_is_told_to_its_own_side_only(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        task = session.first(sa.select(user_task))
        assert task is not None
        for token in (task.token, "before any task opened"):
            session.insert(
                incident,
                process_instance_id=task.process_instance_id,
                token=token,
                element_id="intern-ramme",
                process_id="aftale",
                kind="expression",
                template="%(cause)s",
                params={"cause": "the secret"},
                created_at=session.now,
            )
    own, other = view(world, number, "petra").incidents, view(world, number, "lis").incidents
    assert str(own[0].message) == "the secret"
    assert len(own) == 2 and [found.id for found in other] == [own[1].id]
    assert "secret" not in str(other[0].message)
    with world.store.transaction() as session, pytest.raises(NotFound):
        cases.retry(session, number, own[0].id, "Rettet", world.actor(session, "lis"))


def test_a_failed_job_tells_people_no_words_of_the_failure(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("INSERT ... another case's words")

    number = world.start()
    monkeypatch.setattr(messages, "publish", broken)
    with world.store.transaction() as session:
        origin = session.scalar(sa.select(user_task.c.process_instance_id))
        payload = {"name": "m", "key": "", "variables": {}, "origin": origin}
        session.insert(job, kind="message", payload=payload, due_at=session.now, retries=1)
    jobs.run_due(world.store)
    (told,) = view(world, number, "lis").incidents
    assert "words" not in str(told.message) and "RuntimeError" in str(told.message)


def test_doing_a_private_task_alone_is_private(world: World) -> None:
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_text(encoding="utf-8")
    own = '<zeebe:property name="samtrin:visibility" value="private" />'
    excludes = '<zeebe:property name="samtrin:excludes" value="skriv" />'
    swapped = (
        diagram.replace(own, own + excludes)
        .replace('sourceRef="start" targetRef="intern-ramme"', 'sourceRef="start" targetRef="skriv"')
        .replace('sourceRef="intern-ramme" targetRef="skriv"', 'sourceRef="skriv" targetRef="intern-ramme"')
        .replace('sourceRef="skriv" targetRef="port"', 'sourceRef="intern-ramme" targetRef="port"')
    )
    with world.store.transaction() as session:
        deployments.deploy(session, {"aftale.bpmn": swapped.encode()})
    number = world.start()
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        cases.cast(session, number, "P1", "bygherre-projektleder", [by.person_id], by)
    world.do("petra", world.task(number, "skriv"), tekst="x", pris="1")
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    with world.store.read() as session:
        assert session.scalar(sa.select(history.c.is_private).where(history.c.kind == "alone")) is True
    assert "alone" in {event.kind for event in view(world, number, "petra").history}
    assert "alone" not in {event.kind for event in view(world, number, "lis").history}


def test_joint_work_is_not_handed_to_another_organisation(world: World) -> None:
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_text(encoding="utf-8")
    role = {"id": "faelles", "name": {"da": "Fælles"}, "party": "joint", "resolves_to": {}}
    joint = diagram.replace('candidateGroups="bygherre-projektleder"', 'candidateGroups="faelles"').replace(
        'value="private"', 'value="shared"'
    )
    with world.store.transaction() as session:
        roles = json.dumps({"roles": [role]}).encode()
        deployments.deploy(session, {"roles.json": roles, "aftale.bpmn": joint.encode()})
    number = world.start()
    with world.store.transaction() as session:
        cases.cast(session, number, "P1", "faelles", [world.ids["petra"]], world.actor(session, "petra"))
        cases.cast(session, number, "P2", "faelles", [world.ids["lis"]], world.actor(session, "lis"))
    task = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        petra, lis = world.actor(session, "petra"), world.actor(session, "lis")
        assert set(user_tasks.get(session, task, petra).candidates) == {world.ids["petra"]}
        with pytest.raises(Invalid):
            user_tasks.assign(session, task, world.ids["lis"], petra)
        user_tasks.claim(session, task, lis)
        with pytest.raises(Conflict):
            user_tasks.assign(session, task, world.ids["petra"], petra)


def test_who_published_is_named_to_colleagues_only(world: World) -> None:
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_bytes() + b"\n"
    with world.store.transaction() as session:
        deployments.deploy(session, {"aftale.bpmn": diagram}, by=world.actor(session, "oda"))
    for who, name in (("petra", "Oda"), ("frida", None)):
        with world.store.read() as session:
            by = world.actor(session, who)
            assert deployments.versions(session, "aftale", by)[0].author == name
            assert {row.deployed_by for row in deployments.listing(session, by)} >= {name}


def test_a_case_sends_nothing_to_strangers(world: World) -> None:
    """A guessed name and key, or a signal, reach only cases that an organisation of the sender is in."""
    ours, theirs = world.start(), world.start("Tag to")
    for number in (ours, theirs):
        world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    with world.store.transaction() as session:
        ids = dict(map(tuple, session.all(sa.select(process_instance.c.number, process_instance.c.id))))
        strangers = sa.update(party).where(party.c.process_instance_id == ids[ours], party.c.key == "P1")
        session.execute(strangers.values(organisation_id=world.organisations[STRANGERS]))
        gone = sa.delete(party).where(party.c.process_instance_id == ids[ours], party.c.key == "P2")
        session.execute(sa.delete(casting).where(casting.c.party_id == world.party(session, ours, "P2")))
        session.execute(gone)
        messages.publish(session, "mere-tid", theirs, {"x": 1}, origin_id=ids[ours])
        asked = sa.select(sa.func.count()).select_from(user_task).where(user_task.c.element_id == "giv-tid")
        assert session.scalar(asked) == 0
        assert messages.missed(session) == []  # it lies there, and is not looked at again and again
        messages.publish(session, "mere-tid", theirs, {"x": 1}, origin_id=ids[theirs])
        assert session.scalar(asked) == 1


def test_the_people_of_others_are_no_choice(world: World) -> None:
    with world.store.read() as session, pytest.raises(NotFound):
        by = world.actor(session, "frida")
        deployments.castable(session, "aftale", "bygherre", world.organisations[OWNER], by)
