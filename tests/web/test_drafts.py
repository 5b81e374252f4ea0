"""Drafts on the pages: the person's own, and never overwritten by an older window."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from engine import user_tasks
from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def task(world: World) -> int:
    return world.task(world.start(), "intern-ramme")


def mark(page: Any) -> str:
    found = re.search(r'name="_draft" value="([0-9a-f]*)"', page.text)
    assert found
    return found[1]


def test_a_window_that_knows_the_newest_draft_goes_on_from_it(login: Login, task: int) -> None:
    petra = login("petra")
    known = mark(petra.get(f"/opgaver/{task}"))
    assert known == ""
    for typed in ("1", "12", "12", "123"):
        answer = petra.post(f"/opgaver/{task}/kladde", {"ramme": typed, "_draft": known}, **JSON)
        assert answer.status_code == 200
        known = answer.json["mark"]
    page = petra.get(f"/opgaver/{task}")
    assert mark(page) == known and 'value="123"' in page.text


def test_an_older_window_does_not_overwrite_a_newer_draft(login: Login, task: int) -> None:
    petra = login("petra")
    old = mark(petra.get(f"/opgaver/{task}"))
    petra.post(f"/opgaver/{task}/kladde", {"ramme": "111", "_draft": old}, **JSON)
    answer = petra.post(f"/opgaver/{task}/kladde", {"ramme": "222", "_draft": old})
    assert answer.status_code == 409
    assert "Du har skrevet i opgaven i et andet vindue" in words(answer)
    assert 'value="222"' in answer.text  # without JavaScript: what was typed here is there to be saved again
    assert 'value="111"' in petra.get(f"/opgaver/{task}").text
    again = petra.post(f"/opgaver/{task}/kladde", {"ramme": "222", "_draft": mark(answer)})
    assert again.status_code == 302
    assert 'value="222"' in petra.get(f"/opgaver/{task}").text


def test_the_page_s_own_secrets_are_not_kept(login: Login, world: World, task: int) -> None:
    petra = login("petra")
    petra.get(f"/opgaver/{task}")
    petra.post(f"/opgaver/{task}/kladde", {"ramme": "1", "fingerprint": "0" * 64, "_draft": ""})
    with world.store.read() as session:
        assert user_tasks.get(session, task, world.actor(session, "petra")).draft == {"ramme": "1"}


def test_a_draft_is_for_the_writers_own_eyes(login: Login, task: int) -> None:
    petra, oda = login("petra"), login("oda")
    petra.get(f"/opgaver/{task}")
    petra.post(f"/opgaver/{task}/kladde", {"ramme": "4711", "_draft": ""})
    page = oda.get(f"/opgaver/{task}")
    assert "4711" not in page.text and mark(page) == ""
    assert oda.post(f"/opgaver/{task}/kladde", {"ramme": "5", "_draft": ""}).status_code == 302
