"""A test made of a case that has been: what people did and chose, and nothing that is theirs alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import Invalid, NotFound
from engine.scenarios import Scenario, Task, Wait, write
from engine.scenarios.recording import record
from engine.store import Store
from tests.world import World


def recorded(world: World, number: str, who: str, process_id: str = "aftale") -> Scenario:
    with world.store.read() as session:
        return record(session, number, process_id, world.actor(session, who), "Som sidst")


def test_who_did_what_and_what_passed_between(store: Store, world: World) -> None:
    number = world.start("HEMMELIGT EMNE")
    world.do("petra", world.task(number, "intern-ramme"), ramme="73114209", note="HEMMELIG NOTE")
    store.clock.advance(timedelta(days=3))
    world.do("petra", world.task(number, "skriv"), tekst="HEMMELIGE ORD", pris="99887")
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), gp_beslutning="godkend", gp_bekraeft="true")
    made = recorded(world, number, "petra")
    assert made == Scenario(
        "Som sidst",
        ("bygherre", "leveranceteam"),
        {},
        "",
        (
            Task("intern-ramme", party="P1"),
            Wait("P3D"),
            Task("skriv", party="P1"),
            Task("gp-tag-stilling", party="P1", answers={"gp_beslutning": "godkend", "gp_bekraeft": True}),
        ),
    )
    for secret in (b"HEMMELIG", b"73114209", b"99887"):
        assert secret not in write([made])


def test_the_other_side_records_no_private_work(world: World) -> None:
    number = world.written()
    assert [step.task for step in recorded(world, number, "lis").steps if isinstance(step, Task)] == ["skriv"]


def test_a_case_of_others_or_of_another_process_is_not_recorded(world: World) -> None:
    number = world.start()
    with pytest.raises(NotFound):
        recorded(world, number, "frida")
    with pytest.raises(Invalid, match="another process"):
        recorded(world, number, "petra", "godkendelsesport")
