"""Roles in a running case: deputies, handing over, what will be missing, and leaving."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, deployments, inbox, user_tasks
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import casting, notification, user_task
from engine.store import Store
from tests.world import HERE, OWNER, TEAM, World, build

LEADER, MANAGEMENT = "bygherre-projektleder", "bygherre-ol"


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def do(world: World, command: Callable[..., Any], *args: Any, who: str = "petra", **options: Any) -> Any:
    with world.store.transaction() as session:
        return command(session, *args, by=world.actor(session, who), **options)


def read(world: World, question: Callable[..., Any], *args: Any, who: str = "petra") -> Any:
    with world.store.read() as session:
        return question(session, *args, by=world.actor(session, who))


def recast(world: World, number: str, role: str, *people: str, who: str = "petra", **options: Any) -> None:
    ids = [world.ids[first] for first in people]
    do(world, cases.cast, number, "P1", role, ids, who=who, **options)


def deploy(world: World, roles: list[dict[str, Any]], **changes: str) -> None:
    """The small process with other roles; ``changes``: words of its diagram to be replaced."""
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_text(encoding="utf-8")
    for old, new in changes.items():
        diagram = diagram.replace(f'"{old.replace("_", "-")}"', f'"{new}"')
    with world.store.transaction() as session:
        files = {"roles.json": json.dumps({"roles": roles}).encode(), "aftale.bpmn": diagram.encode()}
        deployments.deploy(session, files)


def test_a_deputy_does_what_a_holder_does_and_is_named_after_them(world: World) -> None:
    number = world.start()
    recast(world, number, LEADER, "petra", deputies=[world.ids["otto"]])
    task = world.task(number, "intern-ramme")
    view = read(world, cases.get, number)
    role = next(r for r in view.parties[0].roles if r.role_id == LEADER)
    assert (role.people, role.deputies) == (
        [(world.ids["petra"], "Petra")],
        [(world.ids["otto"], "Otto")],
    )
    assert view.ball[0].names == ["Petra", "Otto"]
    assert task in [row.key for row in read(world, lambda s, by: inbox.search(s, by), who="otto").rows]
    world.do("otto", task, ramme="1")


def test_who_is_both_is_a_holder_and_new_holders_leave_the_deputies(world: World) -> None:
    number = world.start()
    both = [world.ids["petra"], world.ids["otto"]]
    recast(world, number, LEADER, "petra", deputies=both)
    recast(world, number, LEADER, "oda")
    with world.store.read() as session:
        held = session.all(
            sa.select(casting.c.person_id, casting.c.is_deputy)
            .where(casting.c.role_id == LEADER)
            .order_by(casting.c.person_id)
        )
    assert [tuple(row) for row in held] == [(world.ids["otto"], True), (world.ids["oda"], False)]


@pytest.mark.parametrize("field", ["people", "deputies"])
def test_nobody_casts_the_people_of_another_organisation(world: World, field: str) -> None:
    number = world.start()
    for stranger in ("lis", "frida"):
        chosen = {"people": [], "deputies": [], field: [world.ids[stranger]]}
        with pytest.raises(Invalid):
            do(world, cases.cast, number, "P1", LEADER, chosen["people"], deputies=chosen["deputies"])
    with pytest.raises(Forbidden):
        do(world, cases.cast, number, "P1", LEADER, [], who="lis")
    with pytest.raises(NotFound):
        do(world, cases.cast, number, "P1", "lt-ol", [])
    with pytest.raises(NotFound):
        do(world, cases.cast, number, "P1", LEADER, [], who="frida")


def taken(world: World, number: str) -> int:
    task = world.task(number, "intern-ramme")
    do(world, user_tasks.claim, task)
    return task


def assignee(world: World, task: int) -> int | None:
    with world.store.read() as session:
        found: int | None = session.scalar(sa.select(user_task.c.assignee_id).where(user_task.c.id == task))
    return found


def test_the_one_who_takes_over_gets_the_tasks_and_the_note(world: World) -> None:
    number = world.start()
    recast(world, number, LEADER, "petra")
    task = taken(world, number)
    recast(world, number, LEADER, "otto", note=" Beløbet er aftalt. ")
    assert assignee(world, task) == world.ids["otto"]
    assert read(world, cases.note_on, task, who="otto") == ("Beløbet er aftalt.", "Petra")
    assert read(world, cases.note_on, task, who="lis") is None
    told = {event.kind: event for event in read(world, cases.get, number).history}
    assert told["recast"].is_private and told["recast"].data["note"] == "Beløbet er aftalt."
    assert "recast" not in {event.kind for event in read(world, cases.get, number, who="lis").history}
    with world.store.read() as session:
        new = session.all(sa.select(notification).where(notification.c.person_id == world.ids["otto"]))
    assert ("new_task", task) in {(row.kind, row.user_task_id) for row in new}
    world.do("otto", task, ramme="1")
    assert read(world, cases.note_on, task, who="otto") is None


def test_where_several_take_over_the_role_gets_it_back(world: World) -> None:
    number = world.start()
    task = taken(world, number)
    recast(world, number, LEADER, "otto", "oda")
    assert assignee(world, task) == world.ids["otto"]  # Oda was there before: Otto is the one who came
    recast(world, number, LEADER, "petra", "lis"[:0] or "oda")
    recast(world, number, LEADER, "otto", "petra")
    with world.store.transaction() as session:
        session.execute(
            sa.update(user_task).where(user_task.c.id == task).values(assignee_id=world.ids["otto"])
        )
    recast(world, number, LEADER, "oda")
    recast(world, number, LEADER, "petra", "otto")
    assert assignee(world, task) is None


def test_what_others_have_taken_stays_with_them(world: World) -> None:
    number = world.start()
    task = taken(world, number)
    recast(world, number, LEADER, "petra")  # Oda leaves the role, Petra has the task
    recast(world, number, MANAGEMENT, "otto")
    assert assignee(world, task) == world.ids["petra"]


def test_a_note_has_an_end(world: World) -> None:
    number = world.start()
    with pytest.raises(Invalid) as refused:
        recast(world, number, LEADER, "otto", note="x" * 2001)
    assert list(refused.value.fields) == ["note"]


def test_a_role_that_nobody_fills_leaves_its_tasks_to_the_stand_in(world: World) -> None:
    deploy(
        world,
        [{"id": LEADER, "name": {"da": "L"}, "party": "bygherre", "resolves_to": {"bygherre": MANAGEMENT}}],
    )
    number = world.start()
    task = taken(world, number)
    recast(world, number, LEADER, note="Nu er det jer.")
    assert assignee(world, task) is None
    with world.store.read() as session:
        role = session.scalar(sa.select(user_task.c.role_id).where(user_task.c.id == task))
    assert role == MANAGEMENT
    world.do("otto", task, ramme="1")


def told(world: World, number: str, who: str = "petra") -> list[tuple[str | None, str | None, str, str]]:
    found = read(world, cases.vacancies, number, who=who)
    return [(v.party_name, v.role_name, v.task_name, v.why) for v in found]


def test_vacancies_ahead_come_in_the_order_of_the_case(world: World) -> None:
    number = world.start()
    assert told(world, number) == []
    recast(world, number, MANAGEMENT)
    gate = (OWNER, "Bygherrens operationelle ledelse", "Godkend aftalen", "role")
    assert told(world, number) == [gate]
    recast(world, number, LEADER)
    leader = "Bygherrens projektleder"
    assert told(world, number) == [(OWNER, leader, "Fastlæg egen ramme", "role"), gate]
    # the private task is no business of the others, the one after it is
    assert told(world, number, "lis") == [(OWNER, leader, "Skriv aftalen", "role"), gate]


def test_what_is_behind_the_case_is_not_missed(world: World) -> None:
    number = world.written()
    recast(world, number, MANAGEMENT, "otto")
    assert told(world, number) == []
    with world.store.transaction() as session:
        session.execute(sa.delete(casting).where(casting.c.role_id == "lt-ol"))
    assert told(world, number)[0] == (
        TEAM,
        "Leveranceteamets operationelle ledelse",
        "Godkend aftalen",
        "role",
    )
    do(world, cases.cancel, number, "Slut")
    assert told(world, number) == []
    with pytest.raises(NotFound):
        read(world, cases.vacancies, number, who="frida")


def test_a_joint_group_is_missing_only_when_no_party_has_a_seat_taken(world: World) -> None:
    deploy(
        world,
        [{"id": "styregruppe", "name": {"da": "Styregruppe"}, "party": "joint", "resolves_to": {}}],
        bygherre_projektleder="styregruppe",
        private="shared",
    )
    number = world.start()
    assert (None, "Styregruppe", "Fastlæg egen ramme", "role") in told(world, number)
    do(world, cases.cast, number, "P2", "styregruppe", [world.ids["lis"]], who="lis")
    assert [v for v in told(world, number) if v[1] == "Styregruppe"] == []


def leave(world: World, number: str, who: str = "lis", party_key: str = "P2", reason: str = "Slut") -> None:
    do(world, cases.leave, number, party_key, reason, who=who)


def test_who_leaves_keeps_what_was_and_sees_nothing_more(world: World) -> None:
    number = world.written()
    gate = world.task(number, "gp-tag-stilling", "P2")
    do(world, user_tasks.claim, gate, who="lis")
    world.store.clock.advance(timedelta(hours=1))
    leave(world, number, reason=" Vi lukker. ")
    assert assignee(world, gate) is None
    with pytest.raises(NotFound):
        world.do("lis", gate, gp_beslutning="godkend", gp_bekraeft="true")
    world.store.clock.advance(timedelta(hours=1))
    recast(world, number, MANAGEMENT, "otto")
    theirs, ours = read(world, cases.get, number, who="lis"), read(world, cases.get, number)
    assert "completed_task" in {e.kind for e in theirs.history}
    assert "cast" not in {e.kind for e in theirs.history}
    assert {"left", "cast"} <= {e.kind for e in ours.history}
    gone = ours.parties[1]
    assert (gone.left_reason, gone.roles, gone.may_cast) == ("Vi lukker.", [], False)
    assert gone.left_at == world.store.clock() - timedelta(hours=1)
    assert (TEAM, None, "Godkend aftalen", "left") in told(world, number)
    assert not theirs.parties[1].may_cast and not theirs.may_retry and theirs.offers == []


def test_who_may_not_leave(world: World) -> None:
    number = world.start()
    for who, key, refusal in (
        ("lars", "P2", Forbidden),  # no administrator
        ("petra", "P2", Forbidden),  # of another organisation
        ("petra", "P1", Forbidden),  # the case is theirs
        ("lis", "P9", NotFound),
        ("frida", "P2", NotFound),
    ):
        with pytest.raises(refusal):
            leave(world, number, who, key)
    for reason in (" ", "x" * 2001):
        with pytest.raises(Invalid) as refused:
            leave(world, number, reason=reason)
        assert list(refused.value.fields) == ["reason"]
    leave(world, number)
    with pytest.raises(Conflict, match="left already"):
        leave(world, number)
    with pytest.raises(Conflict):
        do(world, cases.invite, number, "P2", "Gry", "gry@example.dk")
    with pytest.raises(Forbidden):
        do(world, cases.cast, number, "P2", "lt-ol", [world.ids["lis"]], who="lis")
    ended = world.start("Tag to")
    do(world, cases.cancel, ended, "Slut")
    with pytest.raises(Conflict):
        leave(world, ended)


def test_tasks_of_one_who_left_wait_for_nobody_else(world: World) -> None:
    """A gate that asks both sides stays shut: nobody answers for the one who is gone."""
    number = world.start()
    leave(world, number)
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    world.do("petra", world.task(number, "skriv"), tekst="x", pris="1")
    gate = world.task(number, "gp-tag-stilling", "P2")
    for who in ("petra", "otto", "lis"):
        with pytest.raises((Forbidden, NotFound)):
            world.do(who, gate, gp_beslutning="godkend", gp_bekraeft="true")
