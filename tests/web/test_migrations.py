"""Moving running cases, as an owner does it in the browser; and the question to the parties."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from engine import deployments, jobs
from engine.editing import drafts, owners
from engine.models import process_instance, user_task
from tests.web.conftest import Browser, words
from tests.world import World, resources

FLYT = "/processer/aftale/flyt"


def changed(*edits: tuple[str, str]) -> dict[str, bytes]:
    """The agreement process with some of its text replaced."""
    xml = resources()["aftale.bpmn"].decode()
    for old, new in edits:
        assert old in xml
        xml = xml.replace(old, new)
    return {"aftale.bpmn": xml.encode()}


RENAMED = changed(('id="skriv" name="Skriv aftalen"', 'id="skriv" name="Skriv et udkast"'))
CONSENT = changed(
    ('id="skriv" name="Skriv aftalen"', 'id="skriv" name="Skriv et udkast"'),
    (
        '<zeebe:property name="samtrin:title"',
        '<zeebe:property name="samtrin:migration" value="consent" /><zeebe:property name="samtrin:title"',
    ),
)


def replaced_task() -> dict[str, bytes]:
    """The writing task is another one."""
    xml = resources()["aftale.bpmn"].decode().replace('"skriv"', '"udkast"').replace(">skriv<", ">udkast<")
    xml = xml.replace('formId="udkast"', 'formId="skriv"').replace("Skriv aftalen", "Lav et udkast")
    return {"aftale.bpmn": xml.encode()}


@pytest.fixture
def owner(world: World, login: Callable[[str], Browser]) -> Browser:
    """Petra owns the process; she is in the cases that she starts."""
    with world.store.transaction() as session:
        owners.add(session, "aftale", world.ids["petra"], None)
    return login("petra")


def publish(world: World, files: dict[str, bytes]) -> None:
    with world.store.transaction() as session:
        deployments.deploy(session, files)


def begun(world: World, subject: str = "Nyt tag") -> str:
    """A case in which the agreement is being written."""
    number = world.start(subject)
    world.do("petra", world.task(number, "intern-ramme"), ramme="1000000")
    return number


def standing(world: World, number: str) -> list[str]:
    """Names of the open tasks of a case, as its people see them."""
    with world.store.read() as session:
        return list(
            session.execute(
                sa.select(user_task.c.name)
                .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
                .where(process_instance.c.number == number, user_task.c.state == "open")
                .order_by(user_task.c.id)
            ).scalars()
        )


def test_an_owner_sees_what_a_version_means_and_moves_the_cases(owner: Browser, world: World) -> None:
    number = begun(world)
    publish(world, RENAMED)
    page = owner.get(FLYT)
    assert "Kan flyttes 1 sag" in words(page) and "Nyt tag" in words(page)
    refused = owner.post(FLYT, {"til": "2", "reason": " "})
    assert refused.status_code == 422 and "Skriv, hvorfor sagerne flyttes" in words(refused)
    answer = owner.post(FLYT, {"til": "2", "reason": "Bedre navn"})
    assert answer.status_code == 302
    progress = owner.get(answer.location)
    assert 'http-equiv="refresh"' in progress.text and "0 af 1 sager er færdige" in words(progress)
    jobs.run_due(world.store)
    progress = owner.get(answer.location)
    assert "refresh" not in progress.text and "1 af 1 sager er færdige" in words(progress)
    assert "Skriv et udkast" in standing(world, number)
    case = words(owner.get(f"/sager/{number}"))
    assert (
        "version 2" in case
        and "flyttede sagen fra version 1 af Lille aftale til version 2: Bedre navn" in case
    )
    assert "Bedre navn" in words(owner.get(FLYT))
    world.do("petra", world.task(number, "skriv"), tekst="Vi lægger tag.", pris="1")


def test_a_step_that_is_gone_is_asked_about(owner: Browser, world: World) -> None:
    number = begun(world)
    publish(world, replaced_task())
    page = owner.get(FLYT)
    assert 'Sager står ved "Skriv aftalen": det findes ikke i den nye version' in words(page)
    assert 'Gå til "Lav et udkast"' in words(page) and "Vente på den gamle version" in words(page)
    assert "Flyt sagerne" not in words(page)
    page = owner.get(f"{FLYT}?til=2&m.skriv=udkast")
    assert "Kan flyttes 1 sag" in words(page) and 'name="m.skriv" value="udkast"' in page.text
    answer = owner.post(
        FLYT, {"til": "2", "reason": "Nyt id", "m.skriv": "udkast", "hvilke": "nogle", "sag": number}
    )
    assert answer.status_code == 302
    jobs.run_due(world.store)
    assert "1 af 1 sager er færdige" in words(owner.get(answer.location))
    assert world.task(number, "udkast")


def test_a_draft_is_rehearsed_before_it_is_published(owner: Browser, world: World) -> None:
    begun(world)
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        drafts.begin(session, "aftale", petra)
        draft = drafts.get(session, "aftale", petra)
        revision = next(file.revision for file in draft.files if file.name == "aftale.bpmn")
        drafts.save(session, "aftale", "aftale.bpmn", replaced_task()["aftale.bpmn"], revision, petra)
    page = words(owner.get(f"{FLYT}?til=kladde"))
    assert "Du skal sige hvorhen 1 sag" in page and "Sådan ville det være, hvis du udgav nu" in page


def test_only_owners_and_operators_move_cases(world: World, login: Callable[[str], Browser]) -> None:
    begun(world)
    publish(world, RENAMED)
    stranger = login("frida")
    assert stranger.get(FLYT).status_code == 404
    assert stranger.post(FLYT, {"til": "2", "reason": "x"}).status_code == 404
    assert stranger.get(f"{FLYT}/1").status_code == 404
    operator = login("oda")
    assert operator.get(FLYT).status_code == 200


def test_an_owner_who_is_not_in_a_case_learns_only_that_there_is_one(
    world: World, login: Callable[[str], Browser]
) -> None:
    number = begun(world, "Hemmeligt tag")
    publish(world, RENAMED)
    with world.store.transaction() as session:
        owners.add(session, "aftale", world.ids["frida"], None)
    frida = login("frida")
    page = frida.get(FLYT)
    assert "1 sag, som du ikke er med i" in words(page)
    refused = frida.post(FLYT, {"til": "2", "reason": "x", "hvilke": "nogle", "sag": number})
    assert refused.status_code == 422
    moved = frida.post(FLYT, {"til": "2", "reason": "Bedre navn"})
    jobs.run_due(world.store)
    report = frida.get(moved.location)
    assert "1 af 1 sager" in words(report)
    for text in (page.text, refused.text, report.text):
        assert "Hemmeligt" not in text and number not in text.replace(f'value="{number}"', "")


def test_the_parties_say_yes_first_where_the_process_wants_it(
    owner: Browser, world: World, login: Callable[[str], Browser]
) -> None:
    number = begun(world)
    publish(world, CONSENT)
    assert "Spørg sagernes parter" in words(owner.get(FLYT))
    move = owner.post(FLYT, {"til": "2", "reason": "Bedre navn"}).location
    jobs.run_due(world.store)
    assert "Venter på parterne 1 sag" in words(owner.get(move))
    asked = f"/sager/{number}/ny-version"
    page = words(owner.get(f"/sager/{number}"))
    assert "Parterne bliver spurgt, om sagen skal følge version 2" in page
    page = owner.get(asked)
    assert "Skriv et udkast" in words(page) and "Bedre navn" in words(page)
    form = {"flytning": move.rpartition("/")[2], "remark": ""}
    assert login("frida").get(asked).status_code == 404
    assert owner.post(asked, {**form, "part": "P2", "svar": "ja"}).status_code == 404
    assert owner.post(asked, {**form, "part": "P1"}).status_code == 422
    assert owner.post(asked, {**form, "part": "P1", "svar": "ja"}).status_code == 302
    assert owner.post(asked, {**form, "part": "P1", "svar": "nej"}).status_code == 409
    jobs.run_due(world.store)
    assert standing(world, number) != [] and "Skriv et udkast" not in standing(world, number)
    lis = login("lis")
    lis.get(asked)
    assert lis.post(asked, {**form, "part": "P2", "svar": "ja", "remark": "Fint"}).status_code == 302
    jobs.run_due(world.store)
    assert "Skriv et udkast" in standing(world, number)
    assert owner.get(asked).status_code == 404


def test_one_no_and_the_case_stays(owner: Browser, world: World, login: Callable[[str], Browser]) -> None:
    number = begun(world)
    publish(world, CONSENT)
    move = owner.post(FLYT, {"til": "2", "reason": "Bedre navn"}).location
    lis = login("lis")
    lis.get(f"/sager/{number}/ny-version")
    form = {"flytning": move.rpartition("/")[2], "part": "P2", "svar": "nej"}
    assert lis.post(f"/sager/{number}/ny-version", form).status_code == 302
    jobs.run_due(world.store)
    assert "En af sagens parter har sagt nej" in words(owner.get(move))
    assert "Skriv aftalen" in standing(world, number)
    assert "sagde nej til version 2" in words(owner.get(f"/sager/{number}"))
