"""What only a demo offers: logging in by name, and time that passes at a click."""

from __future__ import annotations

import pytest

from engine.editing import drafts, starters
from tests.web.conftest import Browser, words
from tests.world import World
from web.app import create_app


@pytest.fixture
def demo(world: World) -> Browser:
    return Browser(create_app(world.store, {"SECRET_KEY": "x", "TESTING": True, "DEMO": True}).test_client())


def test_the_login_page_names_who_one_can_be(demo: Browser) -> None:
    page = demo.get("/log-ind?person=cilie@lektielyset.example.dk").text
    assert "Demo: log ind som en af disse" in page and "Foreningen Lektielyset" in page
    assert 'value="cilie@lektielyset.example.dk"' in page and 'value="samtrin-demo"' in page


def test_a_week_passes(demo: Browser, world: World) -> None:
    world.start()
    demo.log_in("petra@example.dk")
    assert "Demo: det er 12. jan. kl. 9" in words(demo.get("/opgaver"))
    assert demo.post("/demo/ur", {"days": "21", "videre": "/opgaver"}).location == "/opgaver"
    text = words(demo.get("/opgaver"))
    assert "Uret er stillet 21 dage frem." in text and "dage over frist" in text


@pytest.mark.parametrize("days", ["", "vrøvl", "0", "-7", "999999"])
def test_nonsense_moves_nothing(demo: Browser, world: World, days: str) -> None:
    before = world.store.clock()
    demo.log_in("petra@example.dk")
    assert demo.post("/demo/ur", {"days": days}).status_code == 422
    assert world.store.clock() == before


def test_elsewhere_there_is_nothing_of_the_kind(visitor: Browser) -> None:
    assert "samtrin-demo" not in visitor.get("/log-ind?person=petra@example.dk").text
    visitor.log_in("petra@example.dk")
    assert visitor.post("/demo/ur", {"days": "7"}).status_code == 404
    assert "Demo" not in words(visitor.get("/opgaver"))


def test_every_page_of_an_owner_bears_the_clock_of_a_demo(demo: Browser, world: World) -> None:
    """The clock stands on every page: no page may hide what it is made with."""
    number = world.written()
    with world.store.transaction() as session:
        by = world.actor(session, "oda")
        drafts.begin(session, "aftale", by)
        drafts.save(session, "aftale", "hvor-dyrt.dmn", starters.table("hvor-dyrt", "Hvor dyrt?"), None, by)
    demo.log_in("oda@example.dk")
    process, case = "/processer/aftale", f"/sager/{number}"
    pages = [
        *("/processer", "/processer/ny", process, f"{process}/flyt", f"{process}/flyt?til=kladde"),
        *(f"{process}/kladde{page}" for page in ("", "/diagram", "/trin", "/proever", "/zip")),
        *(f"{process}/kladde/formular/skriv.form", f"{process}/kladde/tabel/hvor-dyrt.dmn"),
        *(f"{process}/sammenlign?fra=1&til=kladde", case, f"{case}/forloeb", f"{case}/forloeb/pause"),
        f"{case}/forloeb/ret/tilfoej",
    ]
    for page in pages:
        answer = demo.get(page)
        assert answer.status_code == 200 and "Lad en uge gå" in answer.text, page
