"""``samtrin new process``: what it writes can be published and played as it is, and it overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from engine import bpmn, cases, deployments
from engine.demo import resources
from engine.editing import starting_point
from engine.errors import Invalid
from engine.models import user_task
from engine.parties import people
from engine.scenarios import running
from engine.store import Store
from tests import world
from tests.world import PASSWORD, World
from web import paths
from web.cli import main

SIDES = {"mona": ("Foreningen Prøve", "civil"), "viggo": ("Firma Prøve", "virksomhed")}
YES = {"gp_beslutning": "godkend", "gp_bekraeft": "on"}
NO = {"gp_beslutning": "ret", "gp_bemaerkning": "Skriv, hvem der gør hvad", "gp_bekraeft": "on"}


def new(folder: Path, name: str = "Fælles festival & mere") -> Result:
    return CliRunner().invoke(main, ["new", "process", name, "--into", str(folder)])


def shared() -> dict[str, bytes]:
    """The gate, which any installation has."""
    gate = ("godkendelsesport.bpmn", "vilkaar.bpmn", "f-vilkaar.form")
    parts = world.resources().items()
    return {name: content for name, content in parts if name in gate or name.startswith("gp-")}


def deployed(store: Store, files: dict[str, bytes], writes: str, decides: str) -> World:
    """The files published with the shared parts; one person in each party, who has both roles."""
    with store.transaction() as session:
        deployments.deploy(session, shared())
        deployments.deploy(session, files)
        organisations, ids = {}, {}
        for first, (name, kind) in SIDES.items():
            organisations[name] = people.create_organisation(session, name, kind)
            ids[first] = people.create_person(session, first.title(), f"{first}@example.dk", PASSWORD)
            people.join(session, ids[first], organisations[name], (writes, decides), is_admin=True)
    return World(store, organisations, ids)


def play(its_world: World, process_id: str) -> None:
    """A case in which the other party first sends the proposal back, and then both approve it."""
    parties = {f"P{number}": id for number, id in enumerate(its_world.organisations.values(), start=1)}
    with its_world.store.transaction() as session:
        by = its_world.actor(session, "mona")
        number = cases.start(session, process_id, {"emne": "Sommerfest"}, parties, {}, by)
    for answer, text in ((NO, "Vi holder en fest"), (YES, "Vi holder en fest, og I betaler")):
        its_world.do("mona", its_world.task(number, "skriv-forslag"), forslag_tekst=text)
        its_world.do("mona", its_world.task(number, "gp-tag-stilling", "P1"), **YES)
        its_world.do("viggo", its_world.task(number, "gp-tag-stilling", "P2"), **answer)
    with its_world.store.read() as session:
        view = cases.get(session, number, its_world.actor(session, "mona"))
        due = session.execute(sa.select(user_task.c.due_at).order_by(user_task.c.id)).scalars().first()
    assert (view.title, view.status, view.ended_at_name) == (
        "Sommerfest",
        "completed",
        "Forslaget er godkendt",
    )
    assert due is not None and due.date().isoformat() == "2026-01-19"


def test_a_new_process_is_published_and_played_to_its_end(store: Store, tmp_path: Path) -> None:
    made = new(tmp_path)
    assert made.exit_code == 0, made.output
    folder = tmp_path / "processes" / "faelles-festival-mere"
    assert {file.name for file in folder.iterdir()} == {
        "faelles-festival-mere.bpmn",
        "faelles-festival-mere.scenarios.json",
        "roles.json",
        "README.md",
    }
    files = resources(folder, tmp_path / "forms")
    assert len(files) == 5
    its_world = deployed(store, files, "faelles-festival-mere-projektleder", "faelles-festival-mere-ledelse")
    play(its_world, "faelles-festival-mere")


def test_the_browser_s_starting_point_uses_the_roles_that_are_there(sqlite_store: Store) -> None:
    roles = {"roles.json": (paths.processes() / "partnerskabsruten/roles.json").read_bytes()}
    files = starting_point.files("naboskab", 'Nabo "skab" <1>')
    its_world = deployed(sqlite_store, {**files, **roles}, "part-projektleder", "part-ledelse")
    with sqlite_store.read() as session:
        assert deployments.read(session, files)[1] == []
        by = its_world.actor(session, "mona")
        tests = running.run(session, "naboskab", by, files)
        assert [(test.name, test.passed) for test in tests] == [
            (name, True) for name, *_rest in starting_point.TESTS
        ]
    assert bpmn.read(files["naboskab.bpmn"], "").processes["naboskab"].name == 'Nabo "skab" <1>'
    play(its_world, "naboskab")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    assert new(tmp_path).exit_code == 0
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    again = new(tmp_path)
    assert again.exit_code == 1 and "is there already" in again.output
    (tmp_path / "forms" / "en-anden-start.form").write_text("mit eget")
    assert new(tmp_path, "En anden").exit_code == 1
    assert not (tmp_path / "processes" / "en-anden").exists()
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Ærø på ny", "aeroe-paa-ny"),
        ("  3 skridt  ", "p-3-skridt"),
        ("../../etc/passwd", "etc-passwd"),
        ("Café – sommer", "cafe-sommer"),
        ("x" * 300, "x" * 58),
    ],
)
def test_an_id_is_made_from_the_name(name: str, id: str) -> None:
    assert starting_point.slug(name) == id


@pytest.mark.parametrize("name", ["", "   ", "+++", "日本"])
def test_a_name_without_letters_is_refused(tmp_path: Path, name: str) -> None:
    refused = new(tmp_path, name)
    assert refused.exit_code == 1 and "letters" in refused.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("process_id", "name"),
    [("Stor", "Navn"), ("a/b", "Navn"), ("", "Navn"), ("godt", ""), ("godt", "x" * 201), ("godt", "a\x00b")],
)
def test_a_bad_id_or_name_is_refused(process_id: str, name: str) -> None:
    with pytest.raises(Invalid):
        starting_point.files(process_id, name)


def test_a_form_s_heading_is_plain_text() -> None:
    schema = starting_point.empty_form("tom", "Skriv {{=1}} [her](javascript:1)").decode()
    assert "{{" not in schema and "[her]" not in schema and "Skriv" in schema
