"""The live page of a case: what each may see and do there, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]


def place(world: World, number: str, element: str) -> str:
    """The key of what stands at an element."""
    from engine import repair
    from engine.cases.listing import find

    with world.store.read() as session:
        by = world.actor(session, "oda")
        found = [p for p in repair.places(session, find(session, number, by), by) if p.element.id == element]
    return found[0].key


def ask(browser: Browser, number: str, act: str, **query: str) -> Any:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return browser.get(f"/sager/{number}/forloeb/ret/{act}?{asked}")


def confirm(browser: Browser, page: Any, reason: str = "Det gik galt") -> Any:
    form = html.fromstring(page.text).xpath("//form[.//textarea[@name='reason']]")[0]
    fields = {i.get("name"): i.get("value") for i in form.xpath(".//input[@name]")}
    return browser.post(form.get("action"), {**fields, "reason": reason})


def test_the_page_tells_where_the_case_stands(world: World, login: Login) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1000000")
    oda = login("oda")
    text = words(oda.get(f"/sager/{number}/forloeb"))
    assert "Skriv aftalen" in text and "I gang" in text and "En uge uden udkast" in text
    figures = oda.get(f"/sager/{number}/forloeb/tal.json").json
    assert figures["active"] == {"skriv": 1} and figures["heat"]["skriv"]["times"] == 1
    assert [frame["id"] for frame in figures["frames"]][-1] == "skriv"
    assert oda.get(f"/sager/{number}/forloeb/diagram.bpmn").mimetype == "application/xml"


def test_the_other_side_sees_neither_private_steps_nor_private_answers(world: World, login: Login) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="73114209")
    lis, petra = login("lis"), login("petra")
    for path in ("", "/tal.json"):
        shown = lis.get(f"/sager/{number}/forloeb{path}").text
        assert "intern-ramme" not in shown and "73114209" not in shown and "73.114.209" not in shown
    assert "73.114.209" in petra.get(f"/sager/{number}/forloeb").text


def test_somebody_moves_a_step_and_the_history_tells_why(world: World, login: Login) -> None:
    number = world.written()
    oda = login("oda")
    key = place(world, number, "port")
    page = ask(oda, number, "tilbage", sted=key, til="skriv")
    text = words(page)
    assert "Sagen går videre ved" in text and "version 1" in text
    assert confirm(oda, page, "  ").status_code == 422
    page = ask(oda, number, "tilbage", sted=key, til="skriv")
    assert confirm(oda, page).status_code == 302
    assert world.task(number, "skriv")
    case = words(oda.get(f"/sager/{number}"))
    assert "Det gik galt" in case and "tog sagen tilbage" in case
    world.do("petra", world.task(number, "skriv"), tekst="Igen", pris="1")


def test_what_was_read_is_what_is_done(world: World, login: Login) -> None:
    number = world.start()
    oda = login("oda")
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    page = ask(oda, number, "flyt", sted=place(world, number, "skriv"), til="skriv")
    world.do("petra", world.task(number, "skriv"), tekst="x", pris="1")
    assert confirm(oda, page).status_code in (404, 409)


@pytest.mark.parametrize(
    ("act", "target"), [("flyt", "slut-aftalt"), ("flyt", "port"), ("spring", ""), ("fjern", "")]
)
def test_an_approval_is_neither_left_out_nor_got_past(
    world: World, login: Login, act: str, target: str
) -> None:
    number = world.written()
    oda = login("oda")
    for element in ("port", "gp-svar"):
        page = ask(oda, number, act, sted=place(world, number, element), til=target)
        if (element, target) != ("port", "port"):
            assert 'name="reason"' not in page.text and 'role="alert"' in page.text


def test_hold_and_go_on(world: World, login: Login) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    petra, task = login("petra"), world.task(number, "skriv")
    page = petra.get(f"/sager/{number}/forloeb/pause")
    assert confirm(petra, page, "Vi venter på kommunen").status_code == 302
    assert "på pause" in words(petra.get(f"/sager/{number}"))
    shown = petra.get(f"/opgaver/{task}")
    assert "på pause" in words(shown)
    assert petra.post(f"/opgaver/{task}", {"tekst": "x", "pris": "1"}).status_code == 409
    assert "Vi venter på kommunen" in words(login("lis").get(f"/sager/{number}/forloeb"))
    assert confirm(petra, petra.get(f"/sager/{number}/forloeb/fortsaet")).status_code == 302
    world.do("petra", task, tekst="x", pris="1")


def test_information_is_corrected_by_those_who_may(world: World, login: Login) -> None:
    number = world.start("Nyt tog")
    oda = login("oda")
    page = oda.get(f"/sager/{number}/forloeb")
    assert "Nyt tog" in words(page)
    asked = oda.get(f"/sager/{number}/forloeb/variabel?omraade=case&navn=emne")
    form = html.fromstring(asked.text).xpath("//form[.//textarea[@name='value']]")[0]
    fields = {i.get("name"): i.get("value") for i in form.xpath(".//input[@name]")}
    sent = {**fields, "kind": "number", "value": "tag", "reason": "Slåfejl"}
    assert oda.post(form.get("action"), sent).status_code == 422
    assert oda.post(form.get("action"), {**sent, "kind": "text", "value": "Nyt tag"}).status_code == 302
    assert "Nyt tag" in words(oda.get(f"/sager/{number}/forloeb"))
    assert oda.get(f"/sager/{number}/forloeb/variabel?omraade=case&navn=parter").status_code == 404


@pytest.mark.parametrize(
    ("who", "structure", "hold"),
    [("oda", 200, 200), ("petra", 403, 200), ("lis", 403, 200), ("otto", 403, 403), ("frida", 404, 404)],
)
def test_who_may_what(world: World, login: Login, who: str, structure: int, hold: int) -> None:
    number = world.start()
    browser = login(who)
    assert browser.get(f"/sager/{number}/forloeb/ret/tilfoej").status_code == structure
    assert browser.get(f"/sager/{number}/forloeb/pause").status_code == hold
    shown = browser.get(f"/sager/{number}/forloeb")
    assert shown.status_code == (404 if who == "frida" else 200)
    assert bool(re.search("/ret/flyt", shown.text)) == (who == "oda")
