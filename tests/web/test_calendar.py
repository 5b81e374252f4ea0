"""Deadlines and closed days on the pages: why, moved by hand, closed, counted again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from engine.clock import HOME
from engine.models import user_task
from tests.web.conftest import Browser, words
from tests.world import World
from web import whys
from web.app import Site

Login = Callable[[str], Browser]
BEFORE_EASTER = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)
WEEK = {"first": "2026-04-07", "last": "2026-04-10", "name": ""}


def test_the_task_says_why_its_date(world: World, login: Login) -> None:
    world.store.clock.stop(BEFORE_EASTER)
    oda = login("oda")
    oda.get("/lukkedage")
    assert oda.post("/lukkedage", WEEK).status_code == 302
    page = login("petra").get(f"/opgaver/{world.task(world.start(), 'intern-ramme')}")
    assert (
        "Hvorfor den dato? 10 arbejdsdage fra 27. marts; skærtorsdag, langfredag, anden påskedag og jeres "
        "lukkedage (7.–10. april) tæller ikke med"
    ) in words(page)


def test_why_in_english_and_in_the_singular(site: Site, login: Login) -> None:
    counted = {"count": 1, "day": "2026-12-30", "holidays": ["2026-12-31"], "closed": []}
    template = "%(days)s before %(day)s, not counting %(skipped)s"
    why = {"template": template, "params": counted}
    today = BEFORE_EASTER.date()
    with site.test_request_context("/?"):
        assert whys.sentence(why, today) == "1 arbejdsdag før 30. december; nytårsaften tæller ikke med"
        closed = {"first": "2027-01-29", "last": "2027-02-02", "name": "Ferie"}
        counted["closed"] = [closed]
        assert "nytårsaften og Ferie (29. januar 2027–2. februar 2027)" in str(whys.sentence(why, today))
    assert whys.sentence(None, today) is None


def test_moving_a_deadline_asks_for_day_and_reason(world: World, login: Login) -> None:
    number = world.start()
    petra, address = login("petra"), f"/opgaver/{world.task(number, 'intern-ramme')}"
    petra.get(address)
    refused = petra.post(f"{address}/frist", {"day": "20. februar", "reason": "Ferie"})
    assert refused.status_code == 422 and "Skriv en dato" in words(refused)
    refused = petra.post(f"{address}/frist", {"day": "2026-02-20", "reason": " "})
    assert refused.status_code == 422 and "Skriv, hvorfor fristen flyttes" in words(refused)
    assert 'value="2026-02-20"' in refused.text
    assert petra.post(f"{address}/frist", {"day": "2026-02-20", "reason": "<b>Ferie"}).status_code == 302
    page = petra.get(address)
    assert "Fre. 20. feb." in words(page) and "Sat af Petra den 12. januar: <b>Ferie" in words(page)
    told = words(petra.get(f"/sager/{number}"))
    assert 'flyttede fristen for "Fastlæg egen ramme" fra 26. jan. 2026 til 20. feb. 2026: <b>Ferie' in told


def test_who_may_not_move_a_deadline_is_offered_nothing(world: World, login: Login) -> None:
    number = world.written()
    address = f"/opgaver/{world.task(number, 'gp-tag-stilling', 'P1')}"
    lis = login("lis")
    assert "Flyt fristen" not in words(lis.get(address))
    answer = lis.post(f"{address}/frist", {"day": "2026-02-20", "reason": "Ferie"})
    assert answer.status_code == 403


def test_closed_days_of_the_installation(world: World, login: Login) -> None:
    world.start()
    oda, petra = login("oda"), login("petra")
    assert "Lukkedage" in words(oda.get("/opgaver")) and "Lukkedage" not in words(petra.get("/opgaver"))
    oda.get("/lukkedage")
    assert oda.post("/lukkedage", {"first": "", "last": "2026-01-15"}).status_code == 422
    closed = {"first": "2026-01-14", "last": "2026-01-15", "name": "<i>Kursus"}
    assert oda.post("/lukkedage", closed).status_code == 302
    page = oda.get("/lukkedage")
    assert "14.–15. januar <i>Kursus" in words(page)
    assert "Fastlæg egen ramme sag 2026-0001 26. jan. 28. jan." in words(page)
    overlapping = oda.post("/lukkedage", {**closed, "first": "2026-01-15", "last": "2026-01-16"})
    assert overlapping.status_code == 422 and "overlapper en" in words(overlapping)
    assert oda.post("/lukkedage/frister").status_code == 302
    page = oda.get("/lukkedage")
    assert "1 frist er flyttet." in words(page) and "Frister, der ville flytte sig" not in words(page)
    assert oda.post("/lukkedage/fjern", {"first": "2026-01-14", "last": "2026-01-15"}).status_code == 302
    assert "Der er ingen lukkedage" in words(oda.get("/lukkedage"))


def test_others_read_the_closed_days_and_cannot_change_them(login: Login) -> None:
    petra = login("petra")
    page = petra.get("/lukkedage")
    assert page.status_code == 200 and "Luk dagene" not in words(page)
    petra.get("/profil")
    for path in ("/lukkedage", "/lukkedage/fjern", "/lukkedage/frister"):
        assert petra.post(path, WEEK).status_code == 403, path


def test_closed_days_of_a_case_and_its_dates(world: World, login: Login) -> None:
    number = world.start()
    petra, page = login("petra"), f"/sager/{number}/kalender"
    assert "Fastlæg egen ramme Frist · Boligforeningen Birkely" in words(petra.get(page))
    closed = {"first": "2026-01-14", "last": "2026-01-15"}
    assert petra.post(f"/sager/{number}/lukkedage", closed).status_code == 302
    assert "14.–15. januar" in words(petra.get(page))
    assert petra.post(f"/sager/{number}/lukkedage", closed).status_code == 422
    assert petra.post(f"/sager/{number}/frister").status_code == 302
    petra.get(page)
    assert petra.post(f"/sager/{number}/lukkedage/fjern", closed).status_code == 302
    told = words(petra.get(f"/sager/{number}"))
    assert "aftalte lukkedage i sagen fra 14. jan. 2026 til 15. jan. 2026" in told
    assert 'regnede fristen for "Fastlæg egen ramme" om: fra 26. jan. 2026 til 28. jan. 2026' in told
    assert "Datoer Alle datoer og lukkedage Følg sagens frister i din kalender" in told
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    assert "Datoer 19. jan. En uge uden udkast I forløbet" in words(petra.get(f"/sager/{number}"))
    frida = login("frida")
    assert frida.get(page).status_code == 404
    assert frida.post(f"/sager/{number}/lukkedage", closed).status_code == 404


def test_the_inbox_hints_at_why_and_when_to_follow_up(world: World, login: Login) -> None:
    task_id = world.task(world.start(), "intern-ramme")
    with world.store.transaction() as session:
        at = datetime(2026, 1, 15, tzinfo=HOME)
        session.execute(sa.update(user_task).where(user_task.c.id == task_id).values(follow_up_at=at))
    petra = login("petra")
    page = petra.get("/opgaver")
    assert 'title="10 arbejdsdage fra 12. januar"' in page.text
    assert "Følg op fra 15. jan." in words(page)
    assert "Følg op fra 15. jan." in words(petra.get(f"/opgaver/{task_id}"))
