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
