"""The tests of a process, as its owners write them in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from lxml import html

from engine.editing import drafts, owners
from tests.web.conftest import Browser, words
from tests.world import World

HOME = "/processer/aftale/kladde/proever"


@pytest.fixture
def owner(world: World, login: Callable[[str], Browser]) -> Browser:
    """Petra, who owns the process and has begun a draft."""
    with world.store.transaction() as session:
        owners.add(session, "aftale", world.ids["petra"], None)
        drafts.begin(session, "aftale", world.actor(session, "petra"))
    browser = login("petra")
    browser.get(HOME)
    return browser


def fields(answer: Any) -> dict[str, Any]:
    """The table on a page, as a browser would send it."""
    form = html.fromstring(answer.text).get_element_by_id("main").forms[0]
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def press(browser: Browser, address: str, do: str, **typed: Any) -> Any:
    """Open a test, type, and press a button of the table."""
    sent = fields(browser.get(address)) | {name.replace("__", "."): text for name, text in typed.items()}
    answer = browser.post(address, {**sent, "_do": do})
    if answer.status_code == 307:  # the same form again, elsewhere
        return browser.post(answer.location, sent, follow_redirects=True)
    return browser.get(answer.location) if answer.status_code == 302 else answer


def kept(world: World) -> Any:
    with world.store.read() as session:
        content = drafts.content(session, "aftale", "aftale.scenarios.json", world.actor(session, "petra"))
    return orjson.loads(content)["scenarios"]


def test_an_owner_writes_a_test_as_a_table_and_sees_it_pass(owner: Browser, world: World) -> None:
    page = owner.post(f"{HOME}/ny", {"name": "Udkastet skrives"}, follow_redirects=True)
    assert page.status_code == 200
    first = f"{HOME}/1"
    press(owner, first, "save", start__add="text.emne")
    press(owner, first, "add:task", start__a__text__emne="Nyt tag")
    page = press(owner, first, "add:expect")
    assert "Fastlæg egen ramme" in page.text
    press(owner, first, "save", s1__new__which="skriv", s1__new__what="open")
    page = press(owner, first, "run", s1__new__case="false")
    assert kept(world) == [
        {
            "name": "Udkastet skrives",
            "start": {"emne": "Nyt tag"},
            "steps": [
                {"task": "intern-ramme"},
                {"expect": {"open": ["skriv"], "ended": False}},
            ],
        }
    ]
    assert "Alle prøver består (1)." in words(page)
    assert "Består" in words(owner.get(HOME))
    assert owner.get(f"{HOME}/tilstand.json?nr=1").json["incidents"] == []
    assert "intern-ramme" in owner.get(f"{HOME}/tilstand.json").json["done"]


def put(world: World, *tests: dict[str, Any]) -> None:
    """Give the draft these tests, past the page."""
    content = orjson.dumps({"scenarios": list(tests)})
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        draft = drafts.get(session, "aftale", by)
        revision = next((file.revision for file in draft.files if file.kind == "scenarios"), None)
        drafts.save(session, "aftale", "aftale.scenarios.json", content, revision, by)


WRITTEN = {
    "name": "Alt",
    "at": "2026-02-02T09:00",
    "start": {"emne": "Nyt tag"},
    "steps": [
        {
            "task": "intern-ramme",
            "role": "bygherre-ol",
            "party": "P1",
            "answers": {"ramme": 5},
            "refused": True,
        },
        {"wait": "P5D"},
        {"wait": "P1DT2H"},
        {"until": "2026-03-02T09:00"},
        {
            "message": "afbryd",
            "key": "=sag_id",
            "variables": {"ja": True, "tekst": "nej", "tal": 1.5, "ord": "true"},
        },
        {
            "expect": {
                "open": ["skriv"],
                "variables": {"x": [1, None]},
                "ended": "slut-aftalt",
                "incident": True,
            }
        },
    ],
}


def test_what_is_on_the_page_is_saved_as_it_was(owner: Browser, world: World) -> None:
    put(world, WRITTEN)
    press(owner, f"{HOME}/1", "save")
    assert kept(world) == [WRITTEN]


def test_steps_are_moved_and_removed_and_answers_taken_away(owner: Browser, world: World) -> None:
    put(world, WRITTEN)
    answer = owner.post(f"{HOME}/1", {**fields(owner.get(f"{HOME}/1")), "_do": "down:0"})
    assert answer.location.endswith("trin=2#step-2")
    assert 'id="step-2" open' in owner.get(answer.location).text
    press(owner, f"{HOME}/1", "up:5")
    press(owner, f"{HOME}/1", "remove:3")
    press(owner, f"{HOME}/1", "drop:s1:ramme")
    for which in ("open:skriv", "variable:x", "ended:slut-aftalt", "incident:True"):
        press(owner, f"{HOME}/1", f"drop:s3:{which}")
    press(owner, f"{HOME}/1", "drop:start:emne")
    press(owner, f"{HOME}/1", "add:until:s1")
    for nothing in ("up:99", "remove:x", "drop:s77:a", "drop:s0:ramme", "jump:1", ""):
        press(owner, f"{HOME}/1", nothing)
    (test,) = kept(world)
    assert "start" not in test
    assert [next(iter(step)) for step in test["steps"]] == [
        "wait",
        "task",
        "until",
        "wait",
        "expect",
        "message",
    ]
    assert "answers" not in test["steps"][1]
    assert test["steps"][4] == {"expect": {}}


def test_each_kind_of_step_is_added_ready_to_be_filled(owner: Browser, world: World) -> None:
    put(world, {"name": "Ny"})
    for kind in ("task", "wait", "until", "message", "expect"):
        assert press(owner, f"{HOME}/1", f"add:{kind}").status_code == 200
    press(owner, f"{HOME}/1", "at:s0", s0__add="text.note")
    typed = {
        "s1.count": "3",
        "s1.unit": "months",
        "s3.message": "mere-tid",
        "s3.variables": "a = 1\nb=to\nintet\n",
    }
    more = {"s4.new.name": "pris", "s4.new.value": "250000", "s4.new.case": "moving"}
    press(owner, f"{HOME}/1", "save", **typed, **more)
    press(
        owner,
        f"{HOME}/1",
        "save",
        **{"s4.new.name": "emne", "s4.new.value": "Nyt tag", "s4.new.case": "true"},
    )
    (test,) = kept(world)
    assert test["steps"] == [
        {"task": "intern-ramme", "answers": {"note": ""}},
        {"wait": "P3M"},
        {"until": "2026-02-02T09:00"},
        {"message": "mere-tid", "variables": {"a": 1, "b": "to"}},
        {"expect": {"variables": {"pris": 250000, "emne": "Nyt tag"}, "ended": True, "incident": False}},
    ]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": " "}, "Giv prøven et navn"),
        ({"s1.count": "snart"}, "som et helt tal"),
        ({"s3.until": "i morgen"}, "i morgen er ikke et tidspunkt"),
        ({"s3.until": "9999-01-01T00:00"}, "Uret bliver mellem 2000 og 2100"),
        ({"at": "x"}, "x er ikke et tidspunkt"),
        ({"s2.length": "P900Y"}, "Uret kan kun gå frem"),
        ({"s0.a.data.rows": "[{"}, "rows skal skrives som JSON"),
        ({"party": ["civil"] * 11}, "En prøve kan højst have 10 parter"),
    ],
)
def test_what_cannot_be_saved_stays_on_the_page(
    owner: Browser, world: World, typed: dict[str, Any], why: str
) -> None:
    put(world, WRITTEN)
    sent = {**fields(owner.get(f"{HOME}/1")), "s4.key": "=min_nøgle", **typed}
    page = owner.post(f"{HOME}/1", sent)
    assert page.status_code == 422
    assert why in words(page)
    assert "=min_nøgle" in page.text
    assert kept(world) == [WRITTEN]


def test_who_saves_too_late_is_told_and_loses_nothing(owner: Browser, world: World) -> None:
    put(world, WRITTEN, {"name": "En anden"})
    mine = fields(owner.get(f"{HOME}/1"))
    put(world, {"name": "Først nu"}, {"name": "Alt"})
    page = owner.post(f"{HOME}/1", {**mine, "s4.key": "=min_nøgle"})
    assert page.status_code == 409
    assert "Det, du skrev, står her endnu" in words(page) and "=min_nøgle" in page.text
    owner.post(f"{HOME}/1", fields(page))
    assert [test["name"] for test in kept(world)] == ["Først nu", "Alt"]
    assert kept(world)[1]["steps"][4]["key"] == "=min_nøgle"


def test_a_test_that_fails_says_where_on_the_list_the_table_and_the_diagram(
    owner: Browser, world: World
) -> None:
    steps = [{"task": "intern-ramme"}, {"expect": {"open": ["ryk"]}}, {"task": "skriv"}]
    put(world, {"name": "God", "steps": steps[:1]}, {"name": "Dårlig", "steps": steps})
    listed = owner.post(HOME, follow_redirects=True)
    assert "1 af 2 prøver fejler." in words(listed)
    assert "Trin 2: “Ryk for udkastet” er åben. Det er den ikke. Åbne opgaver: “Skriv aftalen”." in words(
        listed
    )
    assert "1 af 5 opgaver er prøvet." in words(listed)
    table = words(owner.get(f"{HOME}/2"))
    assert "Fejler" in table and "Ikke nået" in table
    assert owner.get(f"{HOME}/tilstand.json?nr=1").json["incidents"] == []
    state = owner.get(f"{HOME}/tilstand.json").json
    assert state["incidents"] == ["ryk"] and "intern-ramme" in state["done"]
    assert "1 af 2 fejler" in words(owner.get("/processer/aftale/kladde"))


def test_the_demand_is_set_on_the_page_and_stops_publishing(owner: Browser, world: World) -> None:
    put(world, {"name": "Dårlig", "steps": [{"expect": {"ended": True}}]})
    page = owner.post(f"{HOME}/krav", {"required": "1"}, follow_redirects=True)
    assert 'name="required" value="1" checked' in page.text
    front = owner.get("/processer/aftale/kladde")
    assert "De skal alle bestå, før kladden kan udgives." in words(front)
    revision = html.fromstring(front.text).xpath("string(//input[@name='revision']/@value)")
    refused = owner.post("/processer/aftale/kladde/udgiv", {"note": "Nyt", "revision": revision})
    assert refused.status_code == 422 and "Prøven “Dårlig” fejler i trin 1" in words(refused)
    page = owner.post(f"{HOME}/krav", follow_redirects=True)
    assert 'name="required" value="1" checked' not in page.text


def test_a_case_becomes_a_test(owner: Browser, world: World) -> None:
    number = world.written("HEMMELIGT EMNE")
    assert number in owner.get(HOME).text
    page = owner.post(f"{HOME}/ny", {"name": "Som sidst", "case": number}, follow_redirects=True)
    assert "HEMMELIGT" not in page.text
    assert [step["task"] for step in kept(world)[0]["steps"]] == ["intern-ramme", "skriv"]
    assert owner.post(f"{HOME}/ny", {"name": "x", "case": "2099-0001"}).status_code == 404
    twice = owner.post(f"{HOME}/ny", {"name": "Som sidst"})
    assert twice.status_code == 422 and "To prøver hedder Som sidst" in words(twice)


def test_a_test_is_removed_by_its_name(owner: Browser, world: World) -> None:
    put(world, {"name": "Første"}, {"name": "Anden"})
    assert owner.post(f"{HOME}/1/fjern", {"name": "Anden"}).status_code == 404
    owner.post(f"{HOME}/1/fjern", {"name": "Første"})
    assert [test["name"] for test in kept(world)] == ["Anden"]


def test_a_file_that_cannot_be_read_is_said_in_words(owner: Browser, world: World) -> None:
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        drafts.save(session, "aftale", "aftale.scenarios.json", b'{"scenarios": [7]}', None, by)
    page = owner.get(HOME)
    assert page.status_code == 200
    assert "Prøverne kan ikke vises. Prøve 1: Det skal være et JSON-objekt." in words(page)
    assert owner.get(f"{HOME}/1").status_code == 422
    assert owner.get("/processer/aftale/kladde").status_code == 200


def test_texts_of_a_test_are_never_markup(owner: Browser, world: World) -> None:
    evil = "<script>alert(1)</script>"
    steps = [
        {"task": evil, "role": evil, "party": evil, "answers": {evil: evil, "x": [evil]}},
        {"message": evil, "key": evil, "variables": {evil: evil}},
        {"expect": {"open": [evil], "variables": {evil: evil}, "ended": evil}},
    ]
    put(world, {"name": evil, "parties": [evil], "start": {evil: evil}, "steps": steps})
    for address in (HOME, f"{HOME}/1", "/processer/aftale/kladde"):
        assert evil not in owner.get(address).text
    assert evil not in owner.post(HOME, follow_redirects=True).text


def test_nobody_else_sees_or_changes_the_tests(
    owner: Browser, world: World, login: Callable[[str], Browser], visitor: Browser
) -> None:
    put(world, WRITTEN)
    stranger = login("lis")
    for address in (HOME, f"{HOME}/1", f"{HOME}/tilstand.json"):
        assert stranger.get(address).status_code == 404
        assert visitor.get(address).status_code == 302
    for address in (HOME, f"{HOME}/ny", f"{HOME}/krav", f"{HOME}/1", f"{HOME}/1/fjern"):
        assert stranger.post(address, {"name": "Alt"}).status_code == 404
    for missing in (0, 2, 10**30):
        assert owner.get(f"{HOME}/{missing}").status_code == 404
    assert kept(world) == [WRITTEN]
