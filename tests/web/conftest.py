"""A browser for each person of the small world."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from engine.store import Store
from tests.world import PASSWORD, World, build
from web.app import Site, create_app


class Browser:
    """A test client that sends the CSRF token of the page that it looked at last."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, address: str, **options: Any) -> TestResponse:
        return self._seen(self.client.get(address, **options))

    def post(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self._seen(
            self.client.post(address, data={"csrf_token": self.token, **(data or {})}, **options)
        )

    def log_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        self.get("/log-ind")
        answer = self.post("/log-ind", {"email": email, "password": password})
        self.get("/profil")
        return answer

    def _seen(self, answer: TestResponse) -> TestResponse:
        found = (
            re.search(r'name="csrf_token" value="([^"]+)"', answer.text) if answer.is_json is False else None
        )
        self.token = found[1] if found else self.token
        return answer


def words(answer: TestResponse) -> str:
    """The text that a person reads, blanks run together."""
    return " ".join(html.fromstring(answer.text).find("body").text_content().split())


@pytest.fixture
def world(sqlite_store: Store) -> World:
    return build(sqlite_store)


@pytest.fixture
def site(world: World) -> Site:
    return create_app(world.store, {"SECRET_KEY": "only for tests", "TESTING": True})


@pytest.fixture
def visitor(site: Site) -> Browser:
    """Somebody who has not logged in."""
    return Browser(site.test_client())


@pytest.fixture
def login(site: Site) -> Callable[[str], Browser]:
    """Logs a person of the world in, by first name."""

    def browse(first: str) -> Browser:
        browser = Browser(site.test_client())
        assert browser.log_in(f"{first}@example.dk").status_code == 302
        return browser

    return browse
