"""The search page and the field in the top bar."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

from engine import comments
from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]


def test_every_page_has_the_field(login: Login) -> None:
    page = html.fromstring(login("petra").get("/opgaver").text)
    form = page.xpath("//form[@role='search'][@action='/soeg']")[0]
    assert form.xpath(".//input[@name='q']") and form.get("method") is None


def test_an_empty_search_says_what_to_do(login: Login) -> None:
    assert "Hvad leder du efter?" in words(login("petra").get("/soeg"))
    for text in ("+++", "   ", '"*"'):
        assert login("petra").get("/soeg", query_string={"q": text}).status_code == 200


def test_what_is_found_is_grouped_and_leads_on(world: World, login: Login) -> None:
    number = world.written("Nyt tag på Birkely", tekst="Taget bliver rødt")
    with world.store.transaction() as session:
        comments.write(session, number, "Taget haster", world.actor(session, "petra"), private=False)
    answer = login("lis").get("/soeg?q=tag")
    page = html.fromstring(answer.text)
    assert [h.text for h in page.xpath("//main//h2")] == ["Sager", "Opgaver", "Dokumenter", "Kommentarer"]
    assert {mark.text for mark in page.xpath("//mark")} >= {"tag", "Taget"}
    links = page.xpath("//main//ul//a/@href")
    browser = login("lis")
    assert len(links) == len([a for a in links if browser.get(a.partition("#")[0]).status_code == 200]) >= 4
    alone = words(login("lis").get("/soeg?q=tag&slags=comment"))
    assert "Taget haster" in alone and "Viser 1–1 af 1" in alone


def test_words_are_shown_as_words(world: World, login: Login) -> None:
    world.start("<script>alert(1)</script> & tag")
    text = login("petra").get("/soeg?q=script").text
    assert "&lt;<mark>script</mark>&gt;" in text and "<script>alert" not in text
    assert '"><b>' not in login("petra").get("/soeg", query_string={"q": '"><b>x'}).text


def test_others_private_words_are_not_even_counted(world: World, login: Login) -> None:
    number = world.start()
    with world.store.transaction() as session:
        comments.write(session, number, "Kun vi ved det", world.actor(session, "petra"), private=True)
    assert "Kun vi ved det" in words(login("otto").get("/soeg?q=kun"))
    for who in ("lis", "frida"):
        assert "Vi fandt ingenting" in words(login(who).get("/soeg?q=kun"))


def test_a_deleted_comment_is_gone(world: World, login: Login) -> None:
    number = world.start()
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        made = comments.write(session, number, "Forhastet ord", by, private=False)
        comments.delete(session, number, made, by)
    assert "Vi fandt ingenting" in words(login("petra").get("/soeg?q=forhastet"))


@pytest.mark.parametrize(
    "query", [f"q={'x' * 10000}", "q=a&slags=nej&side=-3", "q=petra&slags=person&side=99999999999999999999"]
)
def test_hostile_questions(login: Login, query: str) -> None:
    assert login("petra").get(f"/soeg?{query}").status_code == 200
