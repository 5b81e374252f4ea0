"""The page of the audit trail, its files, and the command that checks them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import audit
from engine.cases.views import TOLD
from engine.models import history
from tests.web.conftest import Browser, words
from tests.web.test_cli import run
from tests.world import World
from web.pages.audit import KINDS

Login = Callable[[str], Browser]
PRIVATE = "Fastlæg egen ramme"


def test_the_page_tells_who_did_what(world: World, login: Login) -> None:
    number = world.written()
    page = words(login("petra").get(f"/sager/{number}/spor"))
    assert "Udførte opgaven" in page and PRIVATE in page and "Petra" in page
    others = login("lis").get(f"/sager/{number}/spor")
    assert PRIVATE not in others.text and "1 linje vises ikke" in words(others)


def test_every_kind_of_act_has_its_words() -> None:
    assert set(TOLD) - set(KINDS) == set()


def test_the_case_leads_there(world: World, login: Login) -> None:
    number = world.start()
    assert f'href="/sager/{number}/spor"' in login("petra").get(f"/sager/{number}").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("slags=started", True),
        ("slags=cast", False),
        ("part=P2", False),
        ("fra=2026-01-12&til=2026-01-12", True),
        ("fra=2026-01-13", False),
        ("til=2026-01-11", False),
        ("fra=i+gaar&til=9999-12-31&person=x&side=-1", True),
        (f"person={10**30}", True),
    ],
)
def test_filters(world: World, login: Login, query: str, found: bool) -> None:
    page = words(login("petra").get(f"/sager/{world.start()}/spor?{query}"))
    assert ("Ingen linjer passer" not in page) == found


def test_the_files_are_checked_without_a_database(world: World, login: Login, tmp_path: Path) -> None:
    number = world.written()
    with world.store.read() as session:
        head = audit.export(session, number, world.actor(session, "petra")).head
    for who in ("petra", "lis"):
        for kind in ("csv", "json"):
            answer = login(who).get(f"/sager/{number}/spor.{kind}")
            assert f'filename="spor-{number}.{kind}"' in answer.headers["Content-Disposition"]
            assert (PRIVATE in answer.get_data(as_text=True)) == (who == "petra")
            file = tmp_path / f"{who}.{kind}"
            file.write_bytes(answer.data)
            told = run("verify", file, "--head", head.upper())
            assert told.exit_code == 0 and f"entries, head {head}" in told.output
            file.write_bytes(answer.data.replace(b"completed_task", b"cancelled"))
            told = run("verify", file)
            assert told.exit_code == 1 and "broken at entry" in told.output


def test_strangers_find_no_trail(world: World, login: Login) -> None:
    number = world.start()
    for ending in ("", ".csv", ".json"):
        assert login("frida").get(f"/sager/{number}/spor{ending}").status_code == 404


def test_a_case_is_checked_in_the_database(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.written()
    monkeypatch.setenv("SAMTRIN_DATABASE_URL", world.store.url)
    checked = ("verify", "--case", number, "--data", tmp_path)
    assert run(*checked).output.startswith("intact, ")
    with world.store.transaction() as session:
        session.execute(sa.delete(history).where(history.c.seq == 2))
    told = run(*checked)
    assert told.exit_code == 1 and "broken at entry 2: expected entry 2, found entry 3" in told.output
    assert "no such case" in run("verify", "--case", "2099-0001", "--data", tmp_path).output


def test_the_command_asks_for_one_thing(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"{")
    assert run("verify").exit_code == 2
    told = run("verify", tmp_path / "x.json")
    assert told.exit_code == 1 and "not whole JSON" in told.output and "Traceback" not in told.output
