"""Calendar links in the browser, and the file as a calendar program reads it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import sqlalchemy as sa
from lxml import html

from engine import deadlines
from engine.models import user_task
from tests.web.conftest import Browser, words
from tests.world import World
from web.app import create_app

Login = Callable[[str], Browser]
ADDRESS = re.compile(r"http://localhost(/kalender/[\w-]{43}\.ics)")


def link(browser: Browser, page: str = "/profil", make: str = "/profil/kalender") -> str:
    """Make a link on a page, and read its address there."""
    browser.get(page)
    assert browser.post(make).status_code == 302
    found = ADDRESS.search(browser.get(page).text)
    assert found
    return found[1]


def events(browser: Browser, path: str) -> list[Any]:
    answer = browser.client.get(path)
    assert answer.status_code == 200
    return list(icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_calendar_program_reads_deadlines_without_login(
    world: World, login: Login, visitor: Browser
) -> None:
    number = world.start("Nyt tag")
    path = link(login("petra"))
    answer = visitor.client.get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["summary"]) == "Frist: Fastlæg egen ramme"
    assert str(event["description"]).startswith(f"Sag {number}: Nyt tag\nBoligforeningen Birkely\nhttp://")
    assert event.decoded("dtend") == datetime(2026, 1, 26, 15, 0, tzinfo=UTC)
    assert event.decoded("last-modified") == datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
    (again,) = events(visitor, path)
    assert again["uid"] == event["uid"]


def test_a_moved_deadline_is_the_same_event_on_another_day(
    world: World, login: Login, visitor: Browser
) -> None:
    task = world.task(world.start(), "intern-ramme")
    path = link(login("petra"))
    (before,) = events(visitor, path)
    world.store.clock.stop(datetime(2026, 1, 13, 9, 30, tzinfo=UTC))
    with world.store.transaction() as session:
        deadlines.change(session, task, date(2026, 2, 20), "Ferie", world.actor(session, "petra"))
    (after,) = events(visitor, path)
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") == date(2026, 2, 20) and "dtend" not in after
    assert after.decoded("last-modified") == datetime(2026, 1, 13, 9, 30, tzinfo=UTC)


def test_a_date_at_the_end_of_time_breaks_nothing(world: World, login: Login, visitor: Browser) -> None:
    world.start()
    with world.store.transaction() as session:
        session.execute(sa.update(user_task).values(due_at=datetime(9999, 12, 31, 22, 59, 59, tzinfo=UTC)))
    (event,) = events(visitor, link(login("petra")))
    assert event.decoded("dtstart") == date(9999, 12, 31)


def test_what_people_write_stays_text(world: World, login: Login, visitor: Browser) -> None:
    title = "Tag; gulv, \\ og\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:ond" + "æ" * 90
    world.start(title)
    (event,) = events(visitor, link(login("petra")))
    assert "END:VEVENT" in str(event["description"]) and "Tag; gulv, \\ og" in str(event["description"])
    assert "æ" * 90 in str(event["description"])


def test_nothing_private_of_others_is_in_the_file(world: World, login: Login, visitor: Browser) -> None:
    number = world.start("Nyt tag")
    path = link(login("lis"), f"/sager/{number}/kalender", f"/sager/{number}/kalender/link")
    body = visitor.client.get(path)
    assert "Fastlæg egen ramme" not in body.text and "VEVENT" not in body.text
    assert f"sag {number}" in body.text.replace("\r\n ", "")
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert [str(event["summary"]) for event in events(visitor, path)] == [
        "En uge uden udkast",
        "Frist: Skriv aftalen",
    ]


def test_an_unknown_or_stopped_link_is_no_page(world: World, login: Login, visitor: Browser) -> None:
    petra = login("petra")
    path = link(petra)
    feed_id = re.search(r"/profil/kalender/(\d+)/stop", petra.get("/profil").text)
    assert feed_id
    assert login("oda").post(f"/profil/kalender/{feed_id[1]}/stop").status_code in (400, 404)
    assert visitor.client.get(path).status_code == 200
    petra.get("/profil")
    assert petra.post(f"/profil/kalender/{feed_id[1]}/stop").status_code == 302
    for address in (path, f"/kalender/{'x' * 43}.ics", "/kalender/x.ics", "/kalender/%00.ics"):
        assert visitor.client.get(address).status_code == 404, address
    assert "Lav et kalenderlink" in words(petra.get("/profil"))


def test_what_has_not_changed_is_not_sent_again(world: World, login: Login, visitor: Browser) -> None:
    number = world.start()
    path = link(login("petra"))
    mark = {"If-None-Match": visitor.client.get(path).headers["ETag"]}
    assert visitor.client.get(path, headers=mark).status_code == 304
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert visitor.client.get(path, headers=mark).status_code == 200


def test_guessing_is_slowed_down(world: World) -> None:
    site = create_app(world.store, {"SECRET_KEY": "x", "TESTING": True, "UNKNOWN_CALENDARS": "3 per minute"})
    guesser = site.test_client()
    codes = [guesser.get(f"/kalender/{n:043}.ics").status_code for n in range(5)]
    assert codes == [404, 404, 404, 429, 429]


def test_english_for_who_reads_english(world: World, login: Login, visitor: Browser) -> None:
    world.start()
    petra = login("petra")
    path = link(petra)
    petra.post("/sprog", {"locale": "en", "videre": "/profil"})
    (event,) = events(visitor, path)
    assert str(event["summary"]).startswith("Deadline: ")


def test_five_hundred_tasks_are_quick(world: World, login: Login, visitor: Browser) -> None:
    world.start()
    with world.store.transaction() as session:
        row = session.first(sa.select(user_task))
        assert row is not None
        copies = [
            {**row._asdict(), "id": 1000 + n, "token": f"t{n}", "element_id": f"e{n}"} for n in range(500)
        ]
        session.insert_all(user_task, copies)
    path = link(login("petra"))
    began = time.perf_counter()
    assert len(events(visitor, path)) == 501
    assert time.perf_counter() - began < 5  # a second on a quiet machine, read back included


def test_the_profile_lists_the_links_of_single_cases(world: World, login: Login) -> None:
    number = world.start("Nyt tag")
    petra = login("petra")
    page = f"/sager/{number}/kalender"
    path = link(petra, page, f"{page}/link")
    assert path not in petra.get("/profil").text
    seen = html.fromstring(petra.get("/profil").text)
    assert "Nyt tag" in seen.get_element_by_id("calendar-h").getparent().getparent().text_content()
