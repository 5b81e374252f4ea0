"""The inbox page: what it lists, filters, and says when there is nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]


def test_the_front_page_is_the_inbox(login: Login) -> None:
    assert login("petra").get("/").location == "/opgaver"


def test_an_empty_inbox_says_when_something_will_come(login: Login) -> None:
    text = words(login("lis").get("/opgaver"))
    assert "Intet venter på dig" in text and "så snart bolden er hos dig" in text


def test_a_task_is_listed_with_case_role_and_deadline(login: Login, world: World) -> None:
    number = world.start("Nyt tag på <b>Birkely</b>")
    answer = login("petra").get("/opgaver")
    text = words(answer)
    assert "1 åben opgave til dig og dine roller." in text
    for part in (
        "Fastlæg egen ramme",
        f"sag {number}",
        "Bygherrens projektleder",
        "Kun jeres egen organisation",
    ):
        assert part in text
    assert "Man. 26. jan." in text  # ten working days from Monday the 12th
    assert "&lt;b&gt;Birkely&lt;/b&gt;" in answer.text and "<b>Birkely" not in answer.text


def test_a_task_is_taken_from_the_list(login: Login, world: World) -> None:
    world.start()
    browser = login("petra")
    task = world.task("2026-0001", "intern-ramme")
    assert "Tag opgaven" in browser.get("/opgaver").text
    assert browser.post(f"/opgaver/{task}/tag").location == f"/opgaver/{task}"
    assert "Kun mine 1" in words(browser.get("/opgaver?visning=mine"))
    assert "Alt er fordelt" not in words(browser.get("/opgaver?visning=open"))
    assert "Ufordelte 0" in words(browser.get("/opgaver?visning=unassigned"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?q=ramme", True),
        ("?q=findes+ikke", False),
        ("?q=%25", False),
        ("?proces=aftale", True),
        ("?proces=anden", False),
        ("?rolle=bygherre-projektleder", True),
        ("?rolle=lt-ol", False),
        ("?frist=overdue", False),
        ("?frist=week", False),
        ("?frist=vrøvl", True),
        ("?side=vrøvl", True),
        ("?side=-3", True),
        ("?side=99999999999999999999", True),
        ("?visning=vrøvl", True),
    ],
)
def test_filters(login: Login, world: World, query: str, found: bool) -> None:
    world.start()
    text = words(login("petra").get(f"/opgaver{query}"))
    assert ("Fastlæg egen ramme" in text) is found
    assert ("Ingen opgaver passer" in text) is not found


def test_the_done_are_listed_with_when(login: Login, world: World) -> None:
    world.written()
    text = words(login("petra").get("/opgaver?visning=done"))
    assert "Skriv aftalen" in text and "12. jan. kl. 9" in text


def test_many_tasks_come_in_pages(login: Login, world: World) -> None:
    for number in range(27):
        world.start(f"Tag {number}")
    browser = login("petra")
    assert "Viser 1–25 af 27" in words(browser.get("/opgaver"))
    second = browser.get("/opgaver?side=2&q=ramme")
    assert "Viser 26–27 af 27" in words(second)
    assert "q=ramme" in second.text.split('rel="prev"')[0].rsplit("href", 1)[1]
