"""What a move does to the rows of a case: tasks, timers, jobs, notices, history; and when it does not happen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import bpmn, cases, deployments, instances, jobs, migrating, user_tasks
from engine.bpmn import migration
from engine.errors import Invalid, NotFound
from engine.models import (
    history,
    incident,
    job,
    migration_case,
    notification,
    process_definition,
    process_instance,
    user_task,
)
from engine.store import Store
from engine.user_tasks import rights
from tests.engine.bpmn import draw as d
from tests.world import OWNER, TEAM, World, build, resources

from .crowd import FORMS, facts, tasks
from .kinds import BOARD, LEAD, task

S, E = d.start(), d.end()


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def publish(world: World, path: str, *parts: str, extensions: str = "") -> int:
    """A version of process p. Returns its number."""
    xml = d.xml(d.process(path, *parts, id="p", extensions=extensions))
    with world.store.transaction() as session:
        deployments.deploy(session, {"p.bpmn": xml, **FORMS})
        newest = sa.select(sa.func.max(process_definition.c.version)).where(
            process_definition.c.process_id == "p"
        )
        return int(session.scalar(newest))


def begin(world: World, **variables: Any) -> int:
    with world.store.transaction() as session:
        newest = sa.select(sa.func.max(process_definition.c.id)).where(process_definition.c.process_id == "p")
        parties = [
            ("P1", "bygherre", world.organisations[OWNER]),
            ("P2", "leveranceteam", world.organisations[TEAM]),
        ]
        return instances.begin(session, session.scalar(newest), bpmn.Start(variables), parties)


def ask(world: World, version: int, who: str = "oda", **mapping: str | None) -> int:
    with world.store.transaction() as session:
        return migrating.request(session, "p", version, mapping, "Bedre forløb", world.actor(session, who))


def state(world: World, case: int) -> list[tuple[str, str | None]]:
    """How the moves of a case went: (state, why)."""
    with world.store.read() as session:
        rows = session.all(
            sa.select(migration_case)
            .where(migration_case.c.process_instance_id == case)
            .order_by(migration_case.c.migration_id)
        )
        return [(row.state, row.template and row.template % (row.params or {})) for row in rows]


def one(world: World, table: sa.Table, *where: Any) -> Any:
    with world.store.read() as session:
        return session.execute(sa.select(table).where(*where)).one()


def test_an_open_task_follows_the_new_version_and_keeps_what_is_people_s(world: World) -> None:
    publish(world, "s > a > e", S, task("a", form="kort"), E)
    case = begin(world)
    with world.store.transaction() as session:
        (row,) = tasks(session, case)
        user_tasks.claim(session, row.id, world.actor(session, "petra"))
        user_tasks.save_draft(session, row.id, {"svar": "Næsten færdig"}, world.actor(session, "petra"))
    before = facts(world.store, case)
    version = publish(world, "s > a > e", S, task("a", form="lang", name="Skriv udkast"), E)
    ask(world, version)
    jobs.run_due(world.store)
    assert facts(world.store, case) == before
    now = one(world, user_task, user_task.c.id == row.id)
    assert (now.name, now.assignee_id, now.due_at) == ("Skriv udkast", world.ids["petra"], row.due_at)
    with world.store.read() as session:
        form = deployments.form_version(session, now.form_definition_id)
        view = user_tasks.get(session, row.id, world.actor(session, "petra"))
    assert form.id == "lang" and view.draft == {"svar": "Næsten færdig"}
    told = one(world, notification, notification.c.kind == "task_changed")
    assert (told.person_id, told.user_task_id) == (world.ids["petra"], row.id)


def test_a_task_goes_to_its_new_role_and_from_whoever_may_not_do_it(world: World) -> None:
    publish(world, "s > a > e", S, task("a", role=LEAD), E)
    case = begin(world)
    with world.store.transaction() as session:
        user_tasks.claim(session, tasks(session, case)[0].id, world.actor(session, "petra"))
    ask(world, publish(world, "s > a > e", S, task("a", role=BOARD), E))
    jobs.run_due(world.store)
    now = one(world, user_task, user_task.c.process_instance_id == case)
    assert (now.role_id, now.assignee_id) == (BOARD, None)


def test_a_reminder_of_a_task_that_is_called_otherwise_still_comes(world: World) -> None:
    publish(world, "s > a > e", S, task("a", name="Skriv"), E)
    case = begin(world)
    where = (job.c.process_instance_id == case, job.c.kind == "reminder")
    before = one(world, job, *where)
    ask(world, publish(world, "s > x > e", S, task("x", name="Skriv"), E))
    jobs.run_due(world.store)
    after = one(world, job, *where)
    assert (after.due_at, after.token) == (before.due_at, before.token)
    assert after.payload == {**before.payload, "element": "x"}


def test_a_worker_s_job_follows_the_new_version(world: World) -> None:
    publish(world, "s > t > e", S, d.job("t", "gammel"), E)
    case = begin(world)
    ask(world, publish(world, "s > t > e", S, d.job("t", "ny"), E))
    jobs.run_due(world.store)
    assert one(world, job, job.c.process_instance_id == case).kind == "ny"


def test_an_incident_goes_with_its_element(world: World) -> None:
    gate = d.element("exclusiveGateway", "g", name="Vej")
    publish(world, "s > g; g > a: =x > 1; a > e", S, gate, task("a"), E)
    case = begin(world, x=0)
    other = d.element("exclusiveGateway", "h", name="Vej")
    ask(world, publish(world, "s > h; h > a: =x < 1; a > e", S, other, task("a"), E))
    jobs.run_due(world.store)
    row = one(world, incident, incident.c.process_instance_id == case)
    assert (row.element_id, row.resolved_at) == ("h", None)
    with world.store.transaction() as session:
        instances.advance(session, instances.lock(session, case), bpmn.Resolve(row.token))
        assert [each.element_id for each in tasks(session, case)] == ["a"]


def test_what_is_done_of_a_renamed_step_is_done_of_the_step(world: World) -> None:
    publish(world, "s > a > b > e", S, task("a", name="Skriv"), task("b"), E)
    case = begin(world)
    with world.store.transaction() as session:
        user_tasks.complete(session, tasks(session, case)[0].id, {}, world.actor(session, "petra"))
    excluding = d.user(
        "b",
        name="Opgaven b",
        extensions=d.zeebe("assignmentDefinition", candidateGroups=LEAD) + d.properties(samtrin_excludes="x"),
    )
    ask(world, publish(world, "s > x > b > e", S, task("x", name="Skriv"), excluding, E))
    jobs.run_due(world.store)
    with world.store.read() as session:
        row, petra = tasks(session, case)[0], world.actor(session, "petra")
        done = session.all(
            sa.select(history.c.element_id).where(
                history.c.process_instance_id == case, history.c.kind == "completed"
            )
        )
        refusal = rights.refusal(session, rights.find(session, row.id, petra), petra)
    assert {each.element_id for each in done} == {"s", "x"}
    assert refusal is not None


def test_a_case_on_hold_is_moved_and_what_is_new_in_it_is_held(world: World) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    case = begin(world)
    with world.store.transaction() as session:
        session.execute(
            sa.update(process_instance).where(process_instance.c.id == case).values(status="suspended")
        )
    edge = d.boundary("t", "a", d.timer("Duration", "PT1H"))
    ask(world, publish(world, "s > a > e; t > e2", S, task("a"), edge, E, d.end("e2")))
    jobs.run_due(world.store)
    assert state(world, case) == [("moved", None)]
    assert one(world, process_instance, process_instance.c.id == case).status == "suspended"
    assert one(world, job, job.c.process_instance_id == case, job.c.kind == "timer").is_held


def test_a_case_that_cannot_be_moved_stays_untouched_and_says_why(world: World) -> None:
    publish(world, "s > a > b > e", S, task("a"), task("b"), E)
    case = begin(world)
    before = one(world, process_instance, process_instance.c.id == case)
    version = publish(world, "s > b > e", S, task("b", name="Noget andet"), E)
    ask(world, version)
    ask(world, version, a=None)
    jobs.run_due(world.store)
    assert [each[0] for each in state(world, case)] == ["stayed", "stayed"]
    assert "the case would end" in (state(world, case)[1][1] or "")
    assert one(world, process_instance, process_instance.c.id == case) == before


def test_a_task_that_was_done_meanwhile_is_no_hindrance(world: World) -> None:
    publish(world, "s > a > b > e", S, task("a"), task("b"), E)
    gone, ended = begin(world), begin(world)
    ask(world, publish(world, "s > b > c > e", S, task("b"), task("c"), E))
    with world.store.transaction() as session:
        for case, count in ((gone, 1), (ended, 2)):
            for _ in range(count):
                user_tasks.complete(session, tasks(session, case)[0].id, {}, world.actor(session, "petra"))
    jobs.run_due(world.store)
    assert state(world, gone) == [("moved", None)]
    assert state(world, ended) == [("stayed", "The case has ended")]


def test_a_newer_request_takes_the_place_of_an_older(world: World) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    case = begin(world)
    ask(world, publish(world, "s > a > b > e", S, task("a"), task("b"), E))
    ask(world, publish(world, "s > a > c > e", S, task("a"), task("c"), E))
    jobs.run_due(world.store)
    assert [each[0] for each in state(world, case)] == ["stayed", "moved"]
    row = one(world, process_instance, process_instance.c.id == case)
    assert one(world, process_definition, process_definition.c.id == row.process_definition_id).version == 3


def test_a_server_that_stops_half_way_goes_on(world: World) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    made = [begin(world) for _ in range(6)]
    moving = ask(world, publish(world, "s > a > b > e", S, task("a"), task("b"), E))
    jobs.run_due(world.store, limit=2, kinds={migrating.KIND})
    with world.store.read() as session:
        found = migrating.progress(session, "p", moving, world.actor(session, "oda"))
        assert (found.moved.count, found.waiting.count, found.is_running) == (2, 4, True)
    again = Store(world.store.engine.url.render_as_string(hide_password=False), world.store.clock)
    jobs.run_due(again)
    again.close()
    assert {state(world, case)[0][0] for case in made} == {"moved"}
    with world.store.read() as session:
        found = migrating.progress(session, "p", moving, world.actor(session, "oda"))
    assert found.report.finished_at is not None and found.report.moved == 6


def test_a_move_that_goes_wrong_changes_nothing_and_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    case = begin(world)
    moving = ask(world, publish(world, "s > a > b > e", S, task("a"), task("b"), E))

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(migration, "migrate", fail)
    for _ in range(4):
        jobs.run_due(world.store)
        world.store.clock.advance(timedelta(hours=1))
    with world.store.read() as session:
        found = migrating.progress(session, "p", moving, world.actor(session, "oda"))
        assert session.first(sa.select(incident)) is None
    assert (found.failed.count, found.is_running) == (1, False)
    assert state(world, case) == [("waiting", None)]


def test_going_back_to_an_older_version(world: World) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    publish(world, "s > a > b > e", S, task("a"), task("b"), E)
    case = begin(world)
    ask(world, 1)
    jobs.run_due(world.store)
    row = one(world, process_instance, process_instance.c.id == case)
    assert one(world, process_definition, process_definition.c.id == row.process_definition_id).version == 1


def test_an_approval_that_is_under_way_moves_with_the_gate_that_is_called(world: World) -> None:
    number = world.written()
    files = resources()
    name = "godkendelsesport.bpmn"
    xml = files[name].decode()
    changed = xml.replace("<bpmn:documentation>", "<bpmn:documentation>Ny: ", 1)
    assert changed != xml
    with world.store.transaction() as session:
        deployments.deploy(session, {name: changed.encode()})
        process_id = next(
            process.id
            for process in bpmn.read(changed.encode(), name).processes.values()
            if process.executable
        )
        oda = world.actor(session, "oda")
        assert migrating.rehearse(session, process_id, None, oda).moves.count == 1
        migrating.request(session, process_id, 2, {}, "Bedre ord", oda)
    jobs.run_due(world.store)
    case = one(world, process_instance, process_instance.c.number == number)
    assert state(world, case.id) == [("moved", None)]
    with world.store.read() as session:
        waiting = tasks(session, case.id)
    assert waiting and all(row.properties.get("samtrin:gate") for row in waiting)
    world.do("otto", waiting[0].id, gp_beslutning="godkend", gp_bekraeft="on")


@pytest.mark.parametrize(
    ("mapping", "reason"), [({"a": "findes-ikke"}, "Bedre"), ({}, "  "), ({}, "x" * 2001)]
)
def test_a_request_that_makes_no_sense(world: World, mapping: dict[str, str | None], reason: str) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    begin(world)
    version = publish(world, "s > a > b > e", S, task("a"), task("b"), E)
    with world.store.transaction() as session, pytest.raises(Invalid):
        migrating.request(session, "p", version, mapping, reason, world.actor(session, "oda"))


def test_only_those_who_look_after_the_process(world: World) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    begin(world)
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        for refused in (
            lambda: migrating.request(session, "p", 1, {}, "x", petra),
            lambda: migrating.rehearse(session, "p", None, petra),
            lambda: migrating.progress(session, "p", 1, petra),
            lambda: migrating.earlier(session, "p", petra),
        ):
            with pytest.raises(NotFound):
                refused()


def approving(id: str, **more: str) -> str:
    box = d.zeebe("assignmentDefinition", candidateGroups=BOARD) + d.properties(samtrin_sign="aftale", **more)
    return d.user(id, name="Skriv under", extensions=box)


def test_an_approval_ahead_does_not_fall_away_without_the_parties(world: World) -> None:
    publish(world, "s > a > g > e", S, task("a"), approving("g"), E)
    case, past = begin(world), begin(world)
    with world.store.transaction() as session:
        (row,) = tasks(session, past)
        instances.advance(session, instances.lock(session, past), bpmn.Complete(row.token))
        (row,) = tasks(session, past)
        number = session.scalar(sa.select(process_instance.c.number).where(process_instance.c.id == case))
    version = publish(world, "s > a > b > e", S, task("a"), task("b"), E)
    with world.store.read() as session:
        found = migrating.rehearse(session, "p", None, world.actor(session, "oda"), {"g": "b"})
    assert (found.moves.count, found.asked) == (2, 2)
    moving = ask(world, version, g="b")
    jobs.run_due(world.store)
    assert (state(world, case), state(world, past)) == ([("consent", None)], [("consent", None)])
    for who, key in (("petra", "P1"), ("lis", "P2")):
        with world.store.transaction() as session:
            migrating.answer(session, number, moving, key, True, "", world.actor(session, who))
    jobs.run_due(world.store)
    assert (state(world, case), state(world, past)) == ([("moved", None)], [("consent", None)])


def test_an_approval_that_stays_asks_nobody(world: World) -> None:
    publish(world, "s > a > g > e", S, task("a"), approving("g"), E)
    case = begin(world)
    ask(world, publish(world, "s > a > x > g > c > e", S, task("a"), task("x"), approving("g"), task("c"), E))
    jobs.run_due(world.store)
    assert state(world, case) == [("moved", None)]


def test_a_party_that_leaves_is_not_waited_for(world: World) -> None:
    wanting = d.zeebe("property", name="samtrin:migration", value="consent")
    publish(world, "s > a > e", S, task("a"), E, extensions=f"<zeebe:properties>{wanting}</zeebe:properties>")
    case = begin(world)
    moving = ask(world, publish(world, "s > a > b > e", S, task("a"), task("b"), E))
    number = one(world, process_instance, process_instance.c.id == case).number
    with world.store.transaction() as session:
        assert not migrating.answer(session, number, moving, "P1", True, "", world.actor(session, "petra"))
    with world.store.transaction() as session:
        cases.leave(session, number, "P2", "Vi har fået nok", world.actor(session, "lis"))
    jobs.run_due(world.store)
    assert state(world, case) == [("moved", None)]


def test_a_case_that_could_not_be_moved_when_it_was_asked_for_is_not_moved_unasked(world: World) -> None:
    wanting = d.zeebe("property", name="samtrin:migration", value="consent")
    box = f"<zeebe:properties>{wanting}</zeebe:properties>"
    publish(world, "s > a > b > e", S, task("a"), task("b"), E, extensions=box)
    case = begin(world)
    ask(world, publish(world, "s > b > c > e", S, task("b"), task("c"), E))
    with world.store.transaction() as session:
        (row,) = tasks(session, case)
        instances.advance(session, instances.lock(session, case), bpmn.Complete(row.token))
    jobs.run_due(world.store)
    ((how, why),) = state(world, case)
    assert how == "stayed" and "parties" in (why or "")


def test_a_task_keeps_its_place_where_the_model_means_the_same(world: World) -> None:
    publish(world, "s > a > e", S, task("a"), E)
    case = begin(world)
    with world.store.transaction() as session:
        (row,) = tasks(session, case)
        session.execute(sa.update(user_task).where(user_task.c.id == row.id).values(role_id=BOARD))
    ask(world, publish(world, "s > a > b > e", S, task("a"), task("b"), E))
    jobs.run_due(world.store)
    assert one(world, user_task, user_task.c.id == row.id).role_id == BOARD
