"""Deploying: all or nothing, new versions only of what has changed, refusals that name what and where."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from engine import deployments, user_tasks
from engine.errors import Forbidden
from engine.models import form_definition, process_definition
from engine.store import Session, Store
from tests.world import World, build, resources


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def refusal(world: World, files: dict[str, bytes]) -> str:
    with world.store.transaction() as session, pytest.raises(deployments.Rejected) as refused:
        deployments.deploy(session, files)
    return "\n".join(str(problem) for problem in refused.value.problems)


def versions(session: Session, process_id: str) -> list[int]:
    return list(
        session.execute(
            sa.select(process_definition.c.version)
            .where(process_definition.c.process_id == process_id)
            .order_by(process_definition.c.version)
        ).scalars()
    )


def test_what_has_not_changed_gets_no_new_version(world: World) -> None:
    with world.store.transaction() as session:
        done = deployments.deploy(session, resources())
        assert [item for item in done if item.version] == []
        assert versions(session, "aftale") == [1]


def test_a_changed_form_makes_a_new_version_of_the_process_that_shows_it(world: World) -> None:
    form = json.loads(resources()["skriv.form"])
    form["components"][0]["label"] = "Hele teksten"
    number = world.start()
    with world.store.transaction() as session:
        deployments.deploy(session, {"skriv.form": json.dumps(form).encode()})
        assert versions(session, "aftale") == [1, 2]
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    with world.store.read() as session:
        old = user_tasks.get(session, world.task(number, "skriv"), world.actor(session, "petra"))
        assert old.form is not None
        assert old.form.view({}, {}).fields[0].label == "Aftalens tekst"


def test_only_operators_publish(world: World) -> None:
    with world.store.transaction() as session, pytest.raises(Forbidden):
        deployments.deploy(session, resources(), by=world.actor(session, "petra"))


def test_a_missing_form_role_or_process_is_named(world: World) -> None:
    source = resources()["aftale.bpmn"].decode()
    for known, unknown in (
        ('formId="skriv"', 'formId="findes-ikke"'),
        ('candidateGroups="lt-ol"', 'candidateGroups="ukendt-rolle"'),
        ('processId="godkendelsesport"', 'processId="ukendt-proces"'),
    ):
        told = refusal(world, {"aftale.bpmn": source.replace(known, unknown).encode()})
        assert unknown.split('"')[1] in told and "aftale.bpmn" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.bpmn", b"hello"),
        ("a.bpmn", b""),
        ("a.bpmn", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
        ("a.form", b"{"),
        ("a.form", b'{"type": "default"}'),
        ("roles.json", b"[]"),
        ("virus.exe", b"MZ"),
    ],
)
def test_a_file_that_is_no_model_is_refused_by_name(world: World, name: str, content: bytes) -> None:
    assert name in refusal(world, {name: content}) or name == "virus.exe"
    with world.store.read() as session:
        assert versions(session, "aftale") == [1]


def test_one_bad_file_keeps_the_good_ones_out(world: World) -> None:
    good = json.loads(resources()["skriv.form"])
    good["id"] = "ny-formular"
    refusal(world, {"ny.form": json.dumps(good).encode(), "a.bpmn": b"nonsense"})
    with world.store.read() as session:
        found = session.first(
            sa.select(form_definition.c.id).where(form_definition.c.form_id == "ny-formular")
        )
    assert found is None


def test_the_form_that_begins_a_case_keeps_nothing_private(world: World) -> None:
    """Neither brought alone, nor with its process, nor by a process that takes a form that is there already."""
    form = json.loads(resources()["aftale-start.form"])
    form["components"][0]["properties"] = {"visibility": "private"}
    secret = json.dumps(form).encode()
    process = resources()["aftale.bpmn"]
    for files in ({"start.form": secret}, {**resources(), "aftale-start.form": secret}):
        told = refusal(world, files)
        assert "The form aftale-start begins the case" in told and "emne" in told
    form["id"] = "egen"
    with world.store.transaction() as session:
        deployments.deploy(session, {"egen.form": json.dumps(form).encode()})
    taken = process.replace(b'formId="aftale-start"', b'formId="egen"')
    assert taken != process
    assert "The form egen begins the case" in refusal(world, {"aftale.bpmn": taken})
    with world.store.read() as session:
        assert versions(session, "aftale") == [1]
