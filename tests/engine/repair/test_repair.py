"""Repairs of cases: approvals hold, data comes back, each act has a reason, and each may do what is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import audit, bpmn, cases, repair
from engine.cases.listing import find
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import (
    approval,
    history,
    party,
    process_instance,
    process_owner,
    user_task,
    variable_change,
)
from engine.repair import variables
from engine.store import Store
from tests.conftest import MONDAY
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def key(world: World, number: str, element: str) -> str:
    with world.store.read() as session:
        row = find(session, number, world.actor(session, "oda"))
        return next(
            p.key for p in repair.places(session, row, world.actor(session, "oda")) if p.element.id == element
        )


def asked(
    world: World, number: str, act: str, element: str | None = None, target: str | None = None
) -> repair.Asked:
    return repair.Asked(act, key(world, number, element) if element else None, target)


def preview(world: World, number: str, question: repair.Asked, who: str = "oda") -> repair.Effect:
    with world.store.read() as session:
        return repair.preview(session, number, question, world.actor(session, who))


def do(
    world: World, number: str, question: repair.Asked, who: str = "oda", reason: str = "Det gik galt"
) -> None:
    with world.store.transaction() as session:
        by = world.actor(session, who)
        version = find(session, number, by).version
        repair.do(session, number, question, reason, version, by)


def state(world: World, number: str) -> Any:
    with world.store.read() as session:
        return session.first(sa.select(process_instance).where(process_instance.c.number == number))


def shared(world: World, number: str) -> dict[str, Any]:
    return bpmn.local(state(world, number).variables)


def acts(world: World, number: str, kind: str) -> list[Any]:
    with world.store.read() as session:
        return session.all(
            sa.select(history).where(
                history.c.kind == kind, history.c.process_instance_id == state(world, number).id
            )
        )


def drafted(world: World) -> str:
    """A case whose internal frame is set and whose agreement is being written."""
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1000000")
    return number


def test_going_back_to_a_step_gives_it_the_data_it_had(world: World) -> None:
    number = world.written(pris="250000")
    assert shared(world, number)["tekst"] == "Vi lægger et nyt tag."
    question = asked(world, number, "back", "port", "skriv")
    effect = preview(world, number, question)
    assert ("Aftale", 1) in effect.voided and effect.target == "Skriv aftalen" and not effect.ends
    written = {each.name: (each.by_name, each.task_name) for each in effect.restored}
    assert ("Petra", "Skriv aftalen") in written.values()
    do(world, number, question)
    assert "tekst" not in shared(world, number) and "pris" not in shared(world, number)
    world.do("petra", world.task(number, "skriv"), tekst="Anden tekst", pris="1")
    assert shared(world, number)["tekst"] == "Anden tekst"
    assert acts(world, number, "repair_back")[0].data["reason"] == "Det gik galt"
    with world.store.read() as session:
        assert audit.verify(session, state(world, number).id).intact


def test_a_given_approval_falls_away_in_words_when_its_gate_is_left(world: World) -> None:
    number = world.written()
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), gp_beslutning="godkend", gp_bekraeft="true")
    do(world, number, asked(world, number, "back", "port", "skriv"))
    with world.store.read() as session:
        (answer,) = session.all(sa.select(approval))
    assert answer.voided_at is not None and acts(world, number, "voided")
    world.do("petra", world.task(number, "skriv"), tekst="Igen", pris="1")
    for party_key, who in (("P1", "otto"), ("P2", "lis")):
        world.do(
            who, world.task(number, "gp-tag-stilling", party_key), gp_beslutning="godkend", gp_bekraeft="true"
        )
    assert state(world, number).ended_at_element == "slut-aftalt"


@pytest.mark.parametrize(
    ("act", "element", "target"),
    [
        ("skip", "port", None),
        ("remove", "port", None),
        ("move", "port", "slut-aftalt"),
        ("move", "port", "resultat"),
        ("skip", "gp-svar", None),
        ("skip", "gp-tag-stilling", None),
        ("move", "gp-svar", "gp-slut"),
        ("back", "gp-svar", "gp-find-godkendere"),
        ("add", None, "slut-aftalt"),
        ("add", None, "resultat"),
        ("add", "port", "gp-slut"),
    ],
)
def test_nobody_gets_past_an_approval(
    world: World, act: str, element: str | None, target: str | None
) -> None:
    number = world.written()
    question = asked(world, number, act, element, target)
    for attempt in (preview, do):
        with pytest.raises(Forbidden):
            attempt(world, number, question)


def test_before_the_approval_no_step_leads_past_it(world: World) -> None:
    number = drafted(world)
    for target in ("resultat", "slut-aftalt", "slut-stop"):
        with pytest.raises(Forbidden):
            preview(world, number, asked(world, number, "move", "skriv", target))
    with pytest.raises(Forbidden):
        preview(world, number, asked(world, number, "remove", "skriv"))
    do(world, number, asked(world, number, "move", "skriv", "port"))
    assert world.task(number, "gp-tag-stilling", "P2")


def test_what_an_approval_gave_is_not_written_by_hand(world: World) -> None:
    number = world.written()
    with world.store.read() as session:
        by = world.actor(session, "oda")
        shown = repair.scopes(session, find(session, number, by), by)
    known = {each.name: each.may_correct for scope in shown for each in scope.variables}
    assert not any(known.get(name) for name in ("parter", "sag_id", "port_resultat"))
    assert not any(name.startswith("gp_") for name in known) and known["tekst"]


def test_a_step_can_be_skipped_and_another_begun(world: World) -> None:
    number = drafted(world)
    do(world, number, asked(world, number, "add", None, "ryk"))
    assert world.task(number, "ryk")
    do(world, number, asked(world, number, "skip", "ryk"))
    with pytest.raises(AssertionError):
        world.task(number, "ryk")
    with pytest.raises(Invalid):
        do(world, number, asked(world, number, "skip", "skriv"), reason=" ")
    do(world, number, asked(world, number, "skip", "skriv"))
    assert world.task(number, "gp-tag-stilling", "P1")


def test_what_was_read_is_what_is_done(world: World) -> None:
    number = drafted(world)
    question = asked(world, number, "move", "skriv", "port")
    seen = preview(world, number, question)
    do(world, number, asked(world, number, "add", None, "ryk"))
    with pytest.raises(Conflict), world.store.transaction() as session:
        repair.do(session, number, question, "x", seen.version, world.actor(session, "oda"))


def test_who_may(world: World) -> None:
    number = drafted(world)
    question = asked(world, number, "skip", "skriv")
    for who in ("petra", "otto", "lis"):
        with pytest.raises(Forbidden):
            preview(world, number, question, who)
    with pytest.raises(NotFound):
        preview(world, number, question, "frida")
    with world.store.transaction() as session:
        session.insert_all(
            process_owner,
            [
                {"process_id": "aftale", "person_id": world.ids[who], "granted_at": session.now}
                for who in ("lis", "frida")
            ],
        )
    assert preview(world, number, question, "lis").closing == ["Skriv aftalen"]
    with pytest.raises(NotFound):  # who owns the process but is not in the case
        preview(world, number, question, "frida")


def test_who_drafted_does_not_skip_those_who_check(world: World) -> None:
    number = drafted(world)
    with world.store.transaction() as session:
        session.insert_all(
            process_owner,
            [{"process_id": "aftale", "person_id": world.ids["petra"], "granted_at": session.now}],
        )
        session.execute(
            sa.update(user_task)
            .where(user_task.c.element_id == "skriv")
            .values(properties={"samtrin:excludes": ["intern-ramme"]})
        )
    for act, target in (("skip", None), ("move", "port")):
        with pytest.raises(Forbidden):
            preview(world, number, asked(world, number, act, "skriv", target), "petra")
    assert preview(world, number, asked(world, number, "skip", "skriv"), "oda").closing


def test_the_other_sides_private_work_is_neither_shown_nor_touched(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        session.insert_all(
            process_owner,
            [{"process_id": "aftale", "person_id": world.ids["lis"], "granted_at": session.now}],
        )
    question = asked(world, number, "skip", "intern-ramme")
    with pytest.raises(NotFound):
        preview(world, number, question, "lis")
    world.do("petra", world.task(number, "intern-ramme"), ramme="73114209")
    with world.store.read() as session:
        by = world.actor(session, "lis")
        row = find(session, number, by)
        assert "73114209" not in repr(repair.scopes(session, row, by))
        view = repair.live_view(session, number, by)
        assert "intern-ramme" not in [stage.id for stage in view.stages] + list(view.figures.of)
        mine = repr(repair.scopes(session, row, world.actor(session, "petra")))
    assert "73114209" in mine
    for scope in ("party:P1", "0"):
        with pytest.raises(NotFound), world.store.transaction() as session:
            by = world.actor(session, "lis")
            variables.correct(session, number, scope, "ramme", "text", "1", "x", row.version, by)


def test_a_variable_is_corrected_with_its_type(world: World) -> None:
    number = world.start("Nyt tog")
    with world.store.transaction() as session:
        by = world.actor(session, "oda")
        version = find(session, number, by).version
        variables.correct(session, number, "case", "emne", "text", "Nyt tag", "Slåfejl", version, by)
    assert shared(world, number)["emne"] == "Nyt tag"
    (act,) = acts(world, number, "repair_variable")
    assert act.data == {"reason": "Slåfejl", "variable": "emne", "value": "Nyt tag"}
    with world.store.read() as session:
        kept = session.all(sa.select(variable_change).order_by(variable_change.c.id.desc()))
    assert bpmn.load_values(kept[0].before) == {"0": {"emne": ["Nyt tog"]}}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "1.234,50", "1234.50"),
        ("number", " 12 ", "12"),
        ("boolean", "true", "True"),
        ("json", '[1, "a"]', "[1, 'a']"),
        ("empty", "x", "None"),
        ("text", "a\r\nb", "a\nb"),
    ],
)
def test_what_is_typed_is_read_as_its_kind(kind: str, text: str, value: str) -> None:
    assert str(variables.parsed(kind, text)) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "abc"),
        ("number", "1e999999"),
        ("number", "NaN"),
        ("boolean", "ja"),
        ("json", "{"),
        ("python", "1"),
    ],
)
def test_what_is_no_such_thing_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        variables.parsed(kind, text)
    assert "value" in refused.value.fields


def test_a_party_that_came_late_sees_what_was_written_since(world: World) -> None:
    number = world.start("Tidligt emne")
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    world.store.clock.stop(MONDAY + timedelta(days=1))
    with world.store.transaction() as session:
        mine = world.party(session, number, "P2")
        session.execute(sa.update(party).where(party.c.id == mine).values(sees_from=session.now))
    world.do("petra", world.task(number, "skriv"), tekst="Nyt", pris="1")
    with world.store.read() as session:
        by = world.actor(session, "lis")
        shown = repr(repair.scopes(session, find(session, number, by), by))
    assert "Nyt" in shown and "Tidligt emne" not in shown


def test_the_live_page_counts_times_and_spans(world: World) -> None:
    number = world.written()
    do(world, number, asked(world, number, "back", "port", "skriv"))
    with world.store.read() as session:
        view = repair.live_view(session, number, world.actor(session, "oda"))
        stages = {stage.id: stage for stage in view.stages}
        assert (stages["skriv"].figure.times, stages["skriv"].state) == (2, "now")
        assert stages["port"].called == "port" and stages["port"].is_gate
        inner = repair.live_view(session, number, world.actor(session, "oda"), "port")
        assert inner.process.id == "godkendelsesport" and inner.figures.of["gp-tag-stilling"].times == 2
        for path in ("skriv", "port/x", "nowhere", "../port"):
            with pytest.raises(NotFound):
                repair.live_view(session, number, world.actor(session, "oda"), path)


def test_a_case_on_hold_is_repaired_and_stays_on_hold(world: World) -> None:
    number = drafted(world)
    with world.store.transaction() as session:
        repair.suspend(session, number, "Vi venter", world.actor(session, "petra"))
    do(world, number, asked(world, number, "move", "skriv", "skriv"))
    assert state(world, number).status == "suspended"
    with pytest.raises(Conflict):
        world.do("petra", world.task(number, "skriv"), tekst="x", pris="1")
    with world.store.transaction() as session:
        cases.cancel(session, number, "Slut", world.actor(session, "petra"))
    assert state(world, number).status == "cancelled"
