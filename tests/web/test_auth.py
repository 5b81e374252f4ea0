"""Logging in and out, and what is closed to those who have not."""

from __future__ import annotations

import pytest
from werkzeug.routing import Rule

from tests.web.conftest import Browser
from tests.world import PASSWORD, World
from web.app import Site, create_app
from web.auth import OPEN, local_path


def address(rule: Rule) -> str:
    """An address that the rule matches."""
    values = {"task_id": 1, "number": "2026-0001", "party": "P1", "process_id": "aftale", "version": 1}
    values |= {"filename": "dist/manifest.json", "kind": "opgave", "repairing": "flyt", "pausing": "pause"}
    built = rule.build({name: values.get(name, 1) for name in rule.arguments})
    assert built is not None
    return str(built[1])


def closed(site: Site, method: str) -> list[Rule]:
    return [r for r in site.url_map.iter_rules() if method in (r.methods or ()) and r.endpoint not in OPEN]


def test_every_other_page_asks_for_a_login(site: Site, visitor: Browser) -> None:
    pages = closed(site, "GET")
    assert len(pages) > 12
    for rule in pages:
        answer = visitor.get(address(rule))
        assert answer.status_code == 302 and answer.location.startswith("/log-ind?videre="), rule


def test_every_other_command_is_refused_without_a_login(site: Site, visitor: Browser) -> None:
    commands = closed(site, "POST")
    assert len(commands) > 10
    visitor.get("/log-ind")
    for rule in commands:
        answer = visitor.post(address(rule), {"tekst": "Det, jeg skrev"})
        assert answer.status_code == 401, rule
        assert "Det, jeg skrev" in answer.text, rule


def test_every_command_is_refused_without_its_token(site: Site, visitor: Browser) -> None:
    visitor.log_in("petra@example.dk")
    commands = [r for r in site.url_map.iter_rules() if "POST" in (r.methods or ())]
    for rule in (r for r in commands if r.endpoint != "notifications.leave"):  # mail programs post it
        answer = visitor.client.post(address(rule), data={"tekst": "Det, jeg skrev"})
        assert answer.status_code == 400 and "Siden er udløbet" in answer.text, rule
        assert "Det, jeg skrev" in answer.text, rule


def test_only_these_are_open(site: Site) -> None:
    doors = {"static", "health", "login.show", "login.enter"}
    by_secret_link = {"feeds.read", "notifications.leaving", "notifications.leave"}
    invited = {"invitation.show", "invitation.register", "invitation.accept", "invitation.decline"}
    assert doors | by_secret_link | invited == OPEN
    assert site.test_client().get("/health").status_code == 200


def test_log_in_leads_where_one_was_going(visitor: Browser) -> None:
    visitor.get(visitor.get("/sager?visning=all").location)
    answer = visitor.post(
        "/log-ind", {"email": " Petra@Example.dk ", "password": PASSWORD, "videre": "/sager?visning=all"}
    )
    assert (answer.status_code, answer.location) == (302, "/sager?visning=all")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("petra@example.dk", "forkert adgangskode"),
        ("ukendt@example.dk", PASSWORD),
        ("", ""),
        ("x" * 5000, "y" * 9000),
    ],
)
def test_a_wrong_login_says_so_and_keeps_the_address(visitor: Browser, email: str, password: str) -> None:
    answer = visitor.log_in(email, password)
    assert answer.status_code == 422
    assert "Vi kunne ikke logge dig ind" in answer.text
    assert password not in answer.text or not password
    assert visitor.get("/opgaver").status_code == 302


def test_the_session_of_before_is_worth_nothing(site: Site) -> None:
    browser = Browser(site.test_client())
    browser.get("/log-ind")
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    browser.log_in("petra@example.dk")
    with browser.client.session_transaction() as session:
        assert "planted" not in session and session["csrf_token"] != before


def test_log_out_is_a_command_and_ends_the_session(visitor: Browser) -> None:
    visitor.log_in("petra@example.dk")
    assert visitor.get("/log-ud").status_code == 405
    answer = visitor.post("/log-ud")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert visitor.get("/opgaver").status_code == 302


def test_too_many_attempts_on_one_account(visitor: Browser) -> None:
    visitor.get("/log-ind")
    for _attempt in range(5):
        assert visitor.post("/log-ind", {"email": "petra@example.dk", "password": "x"}).status_code == 422
    answer = visitor.post("/log-ind", {"email": "PETRA@example.dk", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Vent fem minutter" in answer.text and int(answer.headers["Retry-After"]) > 0
    # a colleague at the same address can still log in
    assert visitor.post("/log-ind", {"email": "otto@example.dk", "password": PASSWORD}).status_code == 302


def test_logins_that_succeed_are_not_counted(site: Site) -> None:
    for _time in range(7):
        assert Browser(site.test_client()).log_in("petra@example.dk").status_code == 302


@pytest.mark.parametrize(
    ("asked", "safe"),
    [
        ("/sager", "/sager"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_the_way_on_stays_on_this_site(asked: str | None, safe: str) -> None:
    assert local_path(asked) == safe


def test_a_key_is_required(world: World) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY"):
        create_app(world.store, {})


def test_a_person_who_is_gone_is_logged_out(visitor: Browser, world: World) -> None:
    import sqlalchemy as sa

    from engine.models import person

    visitor.log_in("petra@example.dk")
    with world.store.transaction() as session:
        session.execute(sa.update(person).where(person.c.id == world.ids["petra"]).values(is_active=False))
    assert visitor.get("/opgaver").status_code == 302
