"""Several tasks at once from the inbox, and the person's own filters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

from engine import user_tasks
from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]


def drafts(world: World, count: int) -> list[int]:
    return [world.task(world.start(f"Sag {place}"), "intern-ramme") for place in range(count)]


def test_ticked_tasks_are_taken_and_the_rest_say_why(login: Login, world: World) -> None:
    tasks = drafts(world, 3)
    with world.store.transaction() as session:
        user_tasks.claim(session, tasks[0], world.actor(session, "oda"))
    browser = login("petra")
    page = html.fromstring(browser.get("/opgaver?q=sag").text)
    boxes = page.xpath("//input[@type='checkbox'][@form='together']/@value")
    assert sorted(map(int, boxes)) == tasks and page.xpath("//form[@id='together']")
    answer = browser.post("/opgaver?visning=open&q=sag", {"task": tasks, "act": "claim"})
    assert answer.location == "/opgaver?visning=open&q=sag"
    text = words(browser.get(answer.location))
    assert "Du har taget 2 opgaver." in text
    assert "1 opgave er uændret (“Fastlæg egen ramme”): Oda har taget opgaven" in text


def test_ticked_tasks_are_handed_over(login: Login, world: World) -> None:
    tasks = drafts(world, 2)
    browser = login("petra")
    page = html.fromstring(browser.get("/opgaver").text)
    assert page.xpath("//select[@name='person']/option/text()") == ["Vælg", "Oda", "Petra"]
    browser.post("/opgaver", {"task": tasks, "act": "assign", "person": world.ids["oda"]})
    assert "2 opgaver er givet videre." in words(browser.get("/opgaver"))
    assert "Kun mine 2" in words(login("oda").get("/opgaver"))


def test_ticked_tasks_get_a_new_deadline(login: Login, world: World) -> None:
    tasks = drafts(world, 2)
    browser = login("petra")
    browser.get("/opgaver")
    sent = {"task": tasks, "act": "deadline", "day": "2026-02-20", "reason": "Vinterferie"}
    browser.post("/opgaver", sent)
    text = words(browser.get("/opgaver"))
    assert "2 frister er flyttet." in text and text.count("Fre. 20. feb.") == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "claim", "task": []}, "Sæt først hak"),
        ({"act": "claim", "task": list(range(1, 40))}, "højst 25"),
        ({"act": "assign", "person": ""}, "Vælg en kollega"),
        ({"act": "assign", "person": "6"}, "Vælg en, der har rollen"),
        ({"act": "deadline", "day": "i morgen", "reason": "x"}, "Vælg den nye dag"),
        ({"act": "deadline", "day": "2026-02-20", "reason": ""}, "Skriv, hvorfor"),
        ({"act": "slet"}, "Vælg, hvad du vil gøre"),
        ({}, "Vælg, hvad du vil gøre"),
        ({"act": "claim", "task": ["987654", str(2**63 - 1)]}, "findes ikke"),
        ({"act": "claim", "task": ["x", "-1", str(10**30)]}, "Sæt først hak"),
    ],
)
def test_what_cannot_be_done_keeps_what_was_chosen(
    login: Login, world: World, sent: dict[str, object], said: str
) -> None:
    tasks = drafts(world, 2)
    browser = login("petra")
    browser.get("/opgaver")
    answer = browser.post("/opgaver?q=sag", {"task": tasks, **sent})
    assert answer.status_code in (409, 422) and said in words(answer)
    page = html.fromstring(answer.text)
    if "task" not in sent:
        assert len(page.xpath("//input[@form='together'][@checked]")) == 2
    assert page.xpath("//input[@id='reason']/@value") == [sent.get("reason", "")]
    assert "Kun mine 0" in words(browser.get("/opgaver"))


def test_strangers_tick_nothing(login: Login, world: World) -> None:
    tasks = drafts(world, 1)
    browser = login("frida")
    browser.get("/opgaver")
    assert browser.post("/opgaver", {"task": tasks, "act": "claim"}).status_code == 409
    assert "Kun mine 0" in words(login("petra").get("/opgaver"))


def test_a_filter_is_kept_used_renamed_and_deleted(login: Login, world: World) -> None:
    world.start("Nyt tag")
    browser = login("petra")
    assert "Gem dette filter" not in words(browser.get("/opgaver"))
    assert "Gem dette filter" in words(browser.get("/opgaver?visning=mine&q=tag&frist=week"))
    kept = browser.post("/opgaver/filtre?visning=mine&q=tag&frist=week&andet=x", {"name": "Ugens <tage>"})
    assert kept.location == "/opgaver?visning=mine&frist=week&q=tag"
    page = html.fromstring(browser.get(kept.location).text)
    tab = page.xpath("//nav[@class='tabs']/a[@aria-current='page']")
    assert [link.get("href") for link in tab] == [kept.location] and "Ugens <tage>" in tab[0].text_content()
    assert "Gem dette filter" not in page.text_content()
    number = html.fromstring(browser.get("/opgaver/filtre").text).xpath("//form[@class='rename']/@action")[0]
    browser.post(number, {"name": "Tage"})
    assert "Tage" in words(browser.get("/opgaver"))
    browser.post(number.replace("/navn", "/slet"))
    assert "Du har ikke gemt nogen filtre" in words(browser.get("/opgaver/filtre"))


def test_a_filter_needs_a_name_of_its_own(login: Login, world: World) -> None:
    browser = login("petra")
    browser.get("/opgaver?q=tag")
    for name, said in (("", "Giv filteret et navn"), ("x" * 81, "højst være på 80 tegn")):
        answer = browser.post("/opgaver/filtre?q=tag", {"name": name})
        assert answer.status_code == 422 and said in words(answer)
    browser.post("/opgaver/filtre?q=tag", {"name": "Tag"})
    answer = browser.post("/opgaver/filtre?q=mur", {"name": "Tag"})
    assert answer.status_code == 422 and "allerede et filter, der hedder Tag" in words(answer)
    browser.post("/opgaver/filtre?q=mur", {"name": "Mur"})
    action = html.fromstring(browser.get("/opgaver/filtre").text).xpath("//form[@class='rename']/@action")[0]
    answer = browser.post(action, {"name": "Tag"})
    page = html.fromstring(answer.text)
    assert answer.status_code == 422 and len(page.xpath("//input[@aria-invalid='true']")) == 1
    assert login("otto").post(action, {"name": "x"}).status_code in (400, 404)


def test_others_filters_are_not_there(login: Login) -> None:
    browser = login("petra")
    browser.get("/opgaver?q=tag")
    browser.post("/opgaver/filtre?q=tag", {"name": "Petras"})
    action = html.fromstring(browser.get("/opgaver/filtre").text).xpath("//form[@class='rename']/@action")[0]
    other = login("otto")
    assert "Petras" not in other.get("/opgaver/filtre").text
    for path in (action, action.replace("/navn", "/slet")):
        assert other.post(path, {"name": "Mit"}).status_code == 404
    assert "Petras" in browser.get("/opgaver").text
