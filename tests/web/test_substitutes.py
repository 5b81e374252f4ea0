"""The page of substitutes, and both names wherever people read who did something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import html

from engine.models import substitute
from engine.parties import people
from tests.web.conftest import Browser, words
from tests.world import OWNER, STRANGERS, World

Login = Callable[[str], Browser]
PATH = "/profil/stedfortraedere"
YES = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}


def name(browser: Browser, world: World, doer: str, **fields: Any) -> Any:
    browser.get(PATH)
    sent = {"substitute": world.ids[doer], "first_day": "2026-01-12", "last_day": "2026-01-16", **fields}
    return browser.post(PATH, sent)


def test_a_person_names_a_substitute_and_ends_it_early(login: Login, world: World) -> None:
    otto = login("otto")
    assert "Ingen er stedfortræder for dig" in words(otto.get(PATH))
    assert name(otto, world, "oda").location == PATH
    page = otto.get(PATH)
    assert "Oda for Otto 12. jan. til 16. jan. Alle processer Alle organisationer" in words(page)
    (path,) = html.fromstring(page.text).xpath('//form[contains(@action,"/slut")]/@action')
    assert login("lis").post(path).status_code == 404
    assert otto.post(path).location == PATH
    assert "Afsluttet 12. jan. kl. 9 af Otto" in words(otto.get(PATH))


def test_the_page_says_that_nothing_is_passed_on(login: Login) -> None:
    assert "Det går ikke videre" in words(login("otto").get(PATH))


def test_an_administrator_names_one_for_a_colleague(login: Login, world: World) -> None:
    petra = login("petra")
    assert "Hvem er væk?" in words(petra.get(PATH)) and "Hvem er væk?" not in words(login("otto").get(PATH))
    fields = {"person": world.ids["otto"], "organisation": world.organisations[OWNER]}
    assert name(petra, world, "oda", **fields).status_code == 302
    assert "Valgt af Petra, der er administrator i organisationen" in words(login("otto").get(PATH))


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"substitute": ""}, 422, "Vælg, hvem der skal være stedfortræder"),
        ({"substitute": str(10**30)}, 404, ""),
        ({"substitute": "²"}, 404, ""),
        ({"substitute": "987654"}, 422, "Stedfortræderen skal høre til samme organisation"),
        ({"person": "987654"}, 404, ""),
        ({"person": "x"}, 404, ""),
        ({"organisation": str(2**63)}, 404, ""),
        ({"process": "findes-ikke"}, 404, ""),
        ({"first_day": ""}, 422, "Skriv en dato"),
        ({"last_day": "i morgen"}, 422, "Skriv en dato"),
        ({"last_day": "9999-12-31"}, 422, "En periode kan højst være et år"),
        ({"first_day": "2026-01-11"}, 422, "Første dag kan tidligst være i dag"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    login: Login, world: World, fields: dict[str, str], status: int, says: str
) -> None:
    answer = name(login("petra"), world, "otto", **fields)
    assert answer.status_code == status and says in words(answer)
    with world.store.read() as session:
        assert session.first(sa.select(substitute)) is None


def test_an_overlap_names_who_and_when(login: Login, world: World) -> None:
    petra = login("petra")
    name(petra, world, "otto")
    answer = name(petra, world, "oda")
    assert answer.status_code == 422
    assert "Otto er allerede stedfortræder fra 12. jan. 2026 til 16. jan. 2026" in words(answer)


def test_somebody_of_two_organisations_chooses_one(login: Login, world: World) -> None:
    with world.store.transaction() as session:
        people.join(session, world.ids["otto"], world.organisations[STRANGERS])
    otto = login("otto")
    assert "Vælg én organisation" in words(name(otto, world, "oda"))
    assert name(otto, world, "oda", organisation=world.organisations[OWNER]).status_code == 302
    assert OWNER in words(otto.get(PATH))


def test_everybody_reads_who_did_it_for_whom(login: Login, world: World) -> None:
    number = world.written()
    with world.store.transaction() as session:
        people.join(session, world.ids["frida"], world.organisations[OWNER])
    name(login("otto"), world, "frida")
    frida = login("frida")
    assert "For Otto" in words(frida.get("/opgaver"))
    assert "For Otto" in words(frida.get(f"/opgaver?for={world.ids['otto']}"))
    assert "Ingen opgaver passer" in words(frida.get(f"/opgaver?for={world.ids['petra']}"))
    task = world.task(number, "gp-tag-stilling", "P1")
    assert "Du gør det som stedfortræder for Otto. Alle i sagen kan se det." in words(
        frida.get(f"/opgaver/{task}")
    )
    world.do("frida", task, **YES)
    assert "For Otto" in words(frida.get("/opgaver?visning=done"))
    for who in ("lis", "petra"):
        reader = login(who)
        case = words(reader.get(f"/sager/{number}"))
        assert "Frida for Otto godkendte Aftale, version 1" in case
        assert "Frida for Otto udførte opgaven" in words(reader.get(f"/opgaver/{task}"))
    gate = words(login("lis").get(f"/opgaver/{world.task(number, 'gp-tag-stilling', 'P2')}"))
    assert "Frida for Otto" in gate


def test_the_course_says_both_names(login: Login, world: World) -> None:
    number = world.start()
    name(login("petra"), world, "otto")
    world.do("otto", world.task(number, "intern-ramme"), ramme="1")
    assert "12. jan. · Otto for Petra" in words(login("petra").get(f"/sager/{number}"))


def test_who_drafted_is_told_why_they_cannot_answer_for_another(login: Login, world: World) -> None:
    number = world.written()
    name(login("otto"), world, "petra")
    task = world.task(number, "gp-tag-stilling", "P1")
    assert "Du har selv skrevet med på udkastet" in words(login("petra").get(f"/opgaver/{task}"))
