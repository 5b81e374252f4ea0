"""The case page, the list of cases, casting, cancelling."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine import deployments
from tests.web.conftest import Browser, words
from tests.world import HERE, World

Login = Callable[[str], Browser]


@pytest.fixture
def number(world: World) -> str:
    return world.written("Nyt tag")


def test_the_page_tells_where_the_case_stands(login: Login, number: str) -> None:
    text = words(login("petra").get(f"/sager/{number}"))
    for part in ("Nyt tag", "Bolden er hos", "Skriv aftalen", "Udført", "Godkend aftalen", "Team Tagsten"):
        assert part in text
    assert 'Petra udførte "Skriv aftalen"' in text and "Petra startede sagen" in text


def test_the_other_party_sees_nothing_of_what_is_private(login: Login, number: str) -> None:
    browser = login("lis")
    page = browser.get(f"/sager/{number}").text
    assert "Fastlæg egen ramme" not in page and "1000000" not in page
    assert "intern-ramme" not in browser.get(f"/sager/{number}/tilstand.json").text


@pytest.mark.parametrize("path", ["", "/diagram.bpmn", "/tilstand.json", "/besaetning/P1"])
def test_a_foreign_case_is_not_there(login: Login, number: str, path: str) -> None:
    browser = login("frida")
    assert browser.get(f"/sager/{number}{path}").status_code == 404
    assert browser.get(f"/sager/2099-9999{path}").status_code == 404


def test_the_diagram_and_its_state(login: Login, number: str) -> None:
    browser = login("petra")
    drawn = browser.get(f"/sager/{number}/diagram.bpmn")
    assert drawn.mimetype == "application/xml" and b"bpmn:process" in drawn.data
    state = browser.get(f"/sager/{number}/tilstand.json").json
    assert "skriv" in state["done"] and "port" in state["active"] and state["incidents"] == []


def test_documents_and_approvals_are_listed(login: Login, world: World, number: str) -> None:
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), gp_beslutning="godkend", gp_bekraeft="true")
    text = words(login("lis").get(f"/sager/{number}"))
    assert "Aftale, version 1" in text and "Otto · Bygherrens operationelle ledelse Godkendt" in text


def test_people_are_changed_by_their_own_side(login: Login, world: World, number: str) -> None:
    browser = login("petra")
    page = browser.get(f"/sager/{number}/besaetning/P1")
    assert "Hvem gør hvad hos Boligforeningen Birkely?" in words(page)
    answer = browser.post(
        f"/sager/{number}/besaetning/P1",
        {
            "rolle-bygherre-projektleder": [str(world.ids["oda"])],
            "rolle-bygherre-ol": [str(world.ids["otto"])],
        },
    )
    assert answer.location == f"/sager/{number}"
    text = words(browser.get(f"/sager/{number}"))
    assert "Bygherrens projektleder Oda" in text
    assert "Petra valgte, hvem der er Bygherrens projektleder" in text


def test_an_empty_role_that_a_task_waits_for_warns(login: Login, world: World, number: str) -> None:
    browser = login("petra")
    browser.post(f"/sager/{number}/besaetning/P1", {"rolle-bygherre-projektleder": [str(world.ids["petra"])]})
    text = words(browser.get(f"/sager/{number}"))
    assert "rollen er ikke besat: Bygherrens operationelle ledelse" in text


@pytest.mark.parametrize(
    ("who", "party", "code"),
    [("petra", "P2", 403), ("lis", "P1", 403), ("petra", "P9", 404), ("frida", "P1", 404)],
)
def test_nobody_chooses_the_people_of_others(
    login: Login, world: World, number: str, who: str, party: str, code: int
) -> None:
    browser = login(who)
    assert browser.get(f"/sager/{number}/besaetning/{party}").status_code == code
    assert browser.post(f"/sager/{number}/besaetning/{party}", {"rolle-lt-ol": "1"}).status_code == code


def test_a_stranger_cannot_be_cast(login: Login, world: World, number: str) -> None:
    answer = login("petra").post(
        f"/sager/{number}/besaetning/P1", {"rolle-bygherre-ol": [str(world.ids["frida"])]}
    )
    assert answer.status_code == 422 and "Vælg personer, der hører til Boligforeningen Birkely" in words(
        answer
    )


def test_cancelling_wants_a_reason_and_a_tick(login: Login, number: str) -> None:
    browser = login("petra")
    unsure = browser.post(f"/sager/{number}/annuller", {"reason": "Taget holder"})
    assert unsure.status_code == 422 and "Taget holder" in unsure.text
    for reason in ("", "   ", "x" * 2001):
        assert browser.post(f"/sager/{number}/annuller", {"reason": reason, "sure": "1"}).status_code == 422
    browser.post(f"/sager/{number}/annuller", {"reason": "Taget <holder>", "sure": "1"})
    page = browser.get(f"/sager/{number}")
    assert "Annulleret" in words(page) and "Begrundelse: Taget <holder>" in words(page)
    assert "Ingen sager her" in words(browser.get("/sager"))
    assert "Nyt tag" in words(browser.get("/sager?visning=ended"))
    again = browser.post(f"/sager/{number}/annuller", {"reason": "igen", "sure": "1"})
    assert again.status_code == 409 and "Sagen er afsluttet" in words(again)


def test_the_other_party_cannot_cancel(login: Login, number: str) -> None:
    browser = login("lis")
    assert "Annullér sagen" not in browser.get(f"/sager/{number}").text
    assert browser.post(f"/sager/{number}/annuller", {"reason": "Nej", "sure": "1"}).status_code == 403


def test_a_case_that_stands_still_says_so_and_can_be_tried_again(login: Login, world: World) -> None:
    stuck = (HERE / "fixtures" / "aftale.bpmn").read_bytes()
    for old, new in ((b' default="til-stop"', b""), (b'="ret"', b'="x"'), (b'= "ret"', b'= "x"')):
        stuck = stuck.replace(old, new)
    end = b'sourceRef="resultat" targetRef="slut-stop" />'
    never = b'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=false</bpmn:conditionExpression>'
    stuck = stuck.replace(end, end[:-3] + b">" + never + b"</bpmn:sequenceFlow>")
    with world.store.transaction() as session:
        deployments.deploy(session, {"aftale.bpmn": stuck})
    number = world.written()
    no = {
        "gp_beslutning": "stop",
        "gp_bemaerkning": "Nej tak",
        "gp_bekraeft": "true",
        "gp_stop_bekraeft": "true",
    }
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), **no)
    world.do("lis", world.task(number, "gp-tag-stilling", "P2"), **no)
    browser = login("lis")
    page = browser.get(f"/sager/{number}")
    assert "Processen står stille" in words(page)
    assert "Ingen betingelse er sand, og der er ingen standardpil." in words(page)
    retry = re.search(r'action="([^"]+/fejl/[0-9]+)"', page.text)
    assert retry
    unreasoned = browser.post(retry[1], {"reason": " "})
    assert unreasoned.status_code == 422 and "Skriv, hvad der er rettet" in words(unreasoned)
    assert browser.post(retry[1], {"reason": "Pilen er tegnet"}).location == f"/sager/{number}"
    assert "bad processen prøve igen: Pilen er tegnet" in words(browser.get(f"/sager/{number}"))
    assert login("frida").post(retry[1], {"reason": "x"}).status_code == 404
    again = browser.post(retry[1], {"reason": "Igen"})
    assert again.status_code == 409 and "En anden har allerede taget sig af det" in words(again)


def test_an_unknown_incident_is_not_there(login: Login, number: str) -> None:
    assert login("petra").post(f"/sager/{number}/fejl/99").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"), [("", True), ("?q=tag", True), ("?q=kælder", False), ("?proces=x", False)]
)
def test_cases_are_found(login: Login, number: str, query: str, found: bool) -> None:
    text = words(login("lis").get(f"/sager{query}"))
    assert (f"sag {number}" in text) is found
    assert ("Ingen sager passer" in text) is not found


def test_a_stranger_has_no_cases(login: Login, number: str) -> None:
    assert "Ingen sager her" in words(login("frida").get("/sager?visning=all"))


def test_what_the_process_offers_is_a_button_for_those_it_names(login: Login, world: World) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert "Bed om mere tid" not in words(login("lis").get(f"/sager/{number}"))
    petra = login("petra")
    page = petra.get(f"/sager/{number}")
    action = re.search(rf'action="(/sager/{number}/tilbud/\d+)"', page.text)
    assert action and "Bed om mere tid" in words(page)
    assert petra.post(action[1]).status_code == 302
    assert 'Petra satte "Bed om mere tid" i gang' in words(petra.get(f"/sager/{number}"))
    assert petra.post(f"/sager/{number}/tilbud/4711").status_code == 404
