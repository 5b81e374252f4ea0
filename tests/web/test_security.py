"""Headers, cookies and sizes."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Browser
from tests.world import World
from web.app import create_app


def policy(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


@pytest.mark.parametrize("path", ["/log-ind", "/opgaver", "/findes-ikke", "/health"])
def test_every_answer_has_the_strict_policy(visitor: Browser, path: str) -> None:
    answer = visitor.get(path)
    found = policy(answer.headers["Content-Security-Policy"])
    assert found["default-src"] == "'none'"
    assert found["script-src"] == found["form-action"] == found["connect-src"] == "'self'"
    assert found["base-uri"] == found["frame-ancestors"] == found["style-src-attr"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_nonce_is_new_each_time_and_known_to_the_page(visitor: Browser) -> None:
    nonces = set()
    for _time in range(3):
        answer = visitor.get("/log-ind")
        nonce = re.search(r"'nonce-([\w-]+)'", answer.headers["Content-Security-Policy"])
        assert nonce and f'content="{nonce[1]}"' in answer.text
        nonces.add(nonce[1])
    assert len(nonces) == 3


def test_no_page_carries_script_or_style_of_its_own(visitor: Browser) -> None:
    visitor.log_in("petra@example.dk")
    for path in ("/opgaver", "/sager", "/sager/ny", "/processer", "/processer/aftale", "/profil"):
        text = visitor.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text), path


def test_pages_are_not_kept_by_proxies_yet_come_back_with_back(visitor: Browser) -> None:
    visitor.log_in("petra@example.dk")
    assert visitor.get("/opgaver").headers["Cache-Control"] == "private, no-cache"


def test_the_cookie_is_closed_to_scripts_and_other_sites(visitor: Browser) -> None:
    cookie = visitor.get("/log-ind").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie


def test_over_https_the_cookie_never_goes_without(world: World) -> None:
    site = create_app(world.store, {"SECRET_KEY": "x", "PREFERRED_URL_SCHEME": "https", "TESTING": True})
    answer = site.test_client().get("/log-ind", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_too_much_is_refused_in_plain_words(world: World) -> None:
    config = {"SECRET_KEY": "x", "TESTING": True, "MAX_CONTENT_LENGTH": 10_000}
    browser = Browser(create_app(world.store, config).test_client())
    browser.log_in("petra@example.dk")
    answer = browser.post("/sprog", {"locale": "d" * 20_000})
    assert answer.status_code == 413 and "for stort at sende" in answer.text


def test_our_own_failure_is_told_without_its_inside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    site = create_app(world.store, {"SECRET_KEY": "x"})
    browser = Browser(site.test_client())
    browser.log_in("petra@example.dk")

    def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError("the secret of the inside")

    monkeypatch.setattr("engine.inbox.search", fail)
    answer = browser.get("/opgaver")
    assert answer.status_code == 500 and "Noget gik galt hos os" in answer.text
    assert "secret of the inside" not in answer.text


@pytest.mark.parametrize(("path", "method", "code"), [("/findes-ikke", "GET", 404), ("/log-ud", "GET", 405)])
def test_wrong_addresses_say_what_to_do(visitor: Browser, path: str, method: str, code: int) -> None:
    visitor.log_in("petra@example.dk")
    answer = visitor.client.open(path, method=method)
    assert answer.status_code == code and "Gå til mine opgaver" in answer.text


@pytest.mark.parametrize(
    "path", ["/opgaver?q=a%00b", "/sager/2026%00", "/processer/a%00", f"/opgaver/{10**30}"]
)
def test_what_no_database_takes_is_not_there(visitor: Browser, path: str) -> None:
    visitor.log_in("petra@example.dk")
    assert visitor.get(path).status_code == 404


def test_a_drawing_is_no_page_of_this_site(visitor: Browser, world: World) -> None:
    """It is XML of whoever published it, and could carry a form that asks for a password."""
    visitor.log_in("petra@example.dk")
    for path in ("/processer/aftale/1.bpmn", f"/sager/{world.start()}/diagram.bpmn"):
        assert visitor.get(path).headers["Content-Disposition"] == "attachment"


def test_a_nul_in_an_answer_is_left_out(visitor: Browser, world: World) -> None:
    visitor.log_in("petra@example.dk")
    number = world.start()
    visitor.post(f"/sager/{number}/annuller", {"reason": "Ta\0get", "sure": "1"})
    assert "Begrundelse: Taget" in visitor.get(f"/sager/{number}").text
