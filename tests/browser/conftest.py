"""The site with its demo organisations, and the people of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from engine.clock import HOME, Clock
from engine.demo import installation
from engine.migrations import upgrade
from engine.store import Store

from .person import Person
from .site import Site, files

START = datetime(2026, 1, 12, 10, 0, tzinfo=HOME)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all processes and people, and no case yet; made once."""
    file = tmp_path_factory.mktemp("browser") / "samtrin.db"
    store = Store(f"sqlite:///{file}", _stopped())
    upgrade(store)
    with store.transaction() as session:
        installation.set_up(session, files())
    store.close()
    return file


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Iterator[Site]:
    """The site on a copy of it; the clock stands at the morning when the worked case begins."""
    database = f"sqlite:///{shutil.copy(installed, tmp_path)}"
    running = Site(Store(database, _stopped(), tmp_path / "files"))
    yield running
    running.close()


def _stopped() -> Clock:
    clock = Clock()
    clock.stop(START)
    return clock


@pytest.fixture
def meet(browser: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """Opens a browser for somebody by first name, logged in. Whatever a browser complains about fails the test: a
    violated content policy is such a complaint."""
    people: dict[str, Person] = {}

    def at_the_door(first: str, **options: Any) -> Person:
        if first not in people:
            people[first] = Person(browser, site, first, **options).log_in()
        return people[first]

    yield at_the_door
    said = [note for person in people.values() for note in person.said]
    for person in people.values():
        person.context.close()
    assert said == []
