"""Gates: both sides, the same words, and what a no does to the yes votes."""

from __future__ import annotations

import pytest

from engine import cases, user_tasks
from engine.errors import Conflict, Forbidden, Invalid
from engine.store import Store
from tests.world import World, build

YES = {"gp_beslutning": "godkend", "gp_bekraeft": "on"}
STOP = {
    "gp_beslutning": "stop",
    "gp_bemaerkning": "Nej tak",
    "gp_stop_bekraeft": "on",
    "gp_bekraeft": "on",
}


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def gate(world: World, number: str, who: str, party: str):  # type: ignore[no-untyped-def]
    with world.store.read() as session:
        task = world.task(number, "gp-tag-stilling", party)
        return user_tasks.get(session, task, world.actor(session, who)).gate


def answer(world: World, number: str, who: str, party: str, **values: str) -> None:
    world.do(who, world.task(number, "gp-tag-stilling", party), **(values or YES))


def status(world: World, number: str) -> tuple[str, str | None]:
    with world.store.read() as session:
        view = cases.get(session, number, world.actor(session, "petra"))
    return view.status, view.ended_at_name


def test_both_sides_must_approve(world: World) -> None:
    number = world.written()
    shown = gate(world, number, "otto", "P1")
    assert [(m.role_name, m.party_name, m.people) for m in shown.missing] == [
        ("Bygherrens operationelle ledelse", "Boligforeningen Birkely", ["Oda", "Otto"]),
        ("Leveranceteamets operationelle ledelse", "Team Tagsten", ["Lars", "Lis"]),
    ]
    answer(world, number, "otto", "P1")
    assert status(world, number) == ("active", None)
    assert [a.decision for a in gate(world, number, "lis", "P2").answers] == ["godkend"]
    answer(world, number, "lis", "P2")
    assert status(world, number) == ("completed", "Aftalt")


def test_the_document_holds_the_fields_and_their_fingerprint(world: World) -> None:
    number = world.written()
    document = gate(world, number, "otto", "P1").document
    assert (document.title, document.version, len(document.sha256)) == ("Aftale", 1, 64)
    fields = {field["label"]: field["value"] for field in document.content[0]["fields"]}
    assert document.content[0]["heading"] == "Skriv aftalen"
    assert fields["Aftalens tekst"] == "Vi lægger et nyt tag."
    assert fields["Pris"] == "250.000,00 kr."
    assert gate(world, number, "lis", "P2").document.sha256 == document.sha256


def test_sending_back_reopens_the_draft_and_voids_the_yes(world: World) -> None:
    number = world.written()
    answer(world, number, "otto", "P1")
    answer(
        world, number, "lis", "P2", gp_beslutning="ret", gp_bemaerkning="Prisen er for lav", gp_bekraeft="on"
    )
    with world.store.read() as session:
        view = cases.get(session, number, world.actor(session, "petra"))
    answers = {a.party_name: a for _, found in view.documents for a in found}
    assert answers["Boligforeningen Birkely"].voided_at == world.store.clock()
    assert answers["Team Tagsten"].voided_at is None
    assert answers["Team Tagsten"].remark == "Prisen er for lav"
    assert [happening.kind for happening in view.history][:3].count("voided") == 1

    world.do("petra", world.task(number, "skriv"), tekst="Vi lægger et nyt tag.", pris="300000")
    second = gate(world, number, "otto", "P1")
    assert (second.document.version, second.answers) == (2, [])
    assert [a.decision for a in second.earlier] == ["godkend", "ret"]
    answer(world, number, "lis", "P2")
    answer(world, number, "otto", "P1")
    assert status(world, number) == ("completed", "Aftalt")


def test_a_yes_after_a_no_counts_for_nothing(world: World) -> None:
    number = world.written()
    answer(world, number, "lis", "P2", gp_beslutning="ret", gp_bemaerkning="Nej", gp_bekraeft="on")
    answer(world, number, "otto", "P1")
    with world.store.read() as session:
        view = cases.get(session, number, world.actor(session, "otto"))
    assert all(a.voided_at for _, found in view.documents for a in found if a.decision == "godkend")


def test_who_drafted_may_not_approve_for_the_same_party(world: World) -> None:
    number = world.start()
    world.do("oda", world.task(number, "intern-ramme"), ramme="1")
    world.do("oda", world.task(number, "skriv"), tekst="Kort", pris="1")
    with pytest.raises(Forbidden) as refused:
        answer(world, number, "oda", "P1")
    assert "draft" in str(refused.value)
    answer(world, number, "otto", "P1")


def test_who_drafted_may_approve_when_the_party_has_nobody_else(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        cases.cast(session, number, "P1", "bygherre-ol", [world.ids["oda"]], by)
    world.do("oda", world.task(number, "intern-ramme"), ramme="1")
    world.do("oda", world.task(number, "skriv"), tekst="Kort", pris="1")
    answer(world, number, "oda", "P1")
    with world.store.read() as session:
        view = cases.get(session, number, world.actor(session, "lis"))
    assert "alone" in [happening.kind for happening in view.history]


def test_an_answer_to_other_words_is_refused(world: World) -> None:
    number = world.written()
    task = world.task(number, "gp-tag-stilling", "P1")
    with world.store.transaction() as session, pytest.raises(Conflict):
        user_tasks.complete(session, task, YES, world.actor(session, "otto"), fingerprint="0" * 64)


def test_a_no_needs_a_reason(world: World) -> None:
    number = world.written()
    with pytest.raises(Invalid) as refused:
        answer(world, number, "lis", "P2", gp_beslutning="ret", gp_bekraeft="on")
    assert list(refused.value.fields) == ["gp_bemaerkning"]


def test_an_internal_note_is_for_the_own_party(world: World) -> None:
    number = world.written()
    answer(world, number, "otto", "P1", **YES, gp_intern_note="Vi går højere, hvis de presser")
    with world.store.read() as session:
        for who, expected in (("petra", "Vi går højere, hvis de presser"), ("lis", None)):
            view = cases.get(session, number, world.actor(session, who))
            assert [a.internal_note for _, found in view.documents for a in found] == [expected]
    lis = world.task(number, "gp-tag-stilling", "P2")
    with world.store.read() as session:
        assert "Vi går højere" not in repr(user_tasks.get(session, lis, world.actor(session, "lis")))


def test_waiting_asks_again_on_the_day(world: World) -> None:
    from datetime import timedelta

    from engine import jobs

    number = world.written()
    answer(world, number, "otto", "P1")
    answer(
        world,
        number,
        "lis",
        "P2",
        gp_beslutning="vent",
        gp_bemaerkning="Efter ferien",
        gp_vent_til="2026-02-02",
        gp_bekraeft="on",
    )
    world.store.clock.advance(timedelta(days=14))
    assert jobs.run_due(world.store) == 0  # the draft is done, and its reminder gone with it
    world.store.clock.advance(timedelta(days=8))
    assert jobs.run_due(world.store) == 1
    assert gate(world, number, "otto", "P1").document.version == 2


def test_stop_ends_the_case(world: World) -> None:
    number = world.written()
    answer(world, number, "otto", "P1")
    answer(world, number, "lis", "P2", **STOP)
    assert status(world, number) == ("completed", "Stoppet")
