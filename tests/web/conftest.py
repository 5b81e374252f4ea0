"""A browser for each person of the small world."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from engine.clock import Clock
from engine.migrations import upgrade
from engine.store import Store
from tests.conftest import MONDAY
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
            re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
            if answer.mimetype == "text/html"
            else None
        )
        self.token = found[1] if found else self.token
        return answer


def words(answer: TestResponse) -> str:
    """The text that a person reads, one blank between elements and none before a sign."""
    text = " ".join(" ".join(html.fromstring(answer.text).find("body").itertext()).split())
    return re.sub(r" ([.,:;)])(?= |$)", r"\1", text)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The world, made once: hashing so many passwords takes long on purpose."""
    file = tmp_path_factory.mktemp("web") / "world.db"
    clock = Clock()
    clock.stop(MONDAY)
    store = Store(f"sqlite:///{file}", clock)
    upgrade(store)
    world = build(store)
    store.close()
    return file, world


@pytest.fixture
def world(built: tuple[Path, World], tmp_path: Path, clock: Clock) -> Iterator[World]:
    """A copy of the world, for one test."""
    file, made = built
    store = Store(f"sqlite:///{shutil.copy(file, tmp_path)}", clock, tmp_path / "files")
    yield World(store, made.organisations, made.ids)
    store.close()


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
