"""The hostile suite pasted into a draft: every page of it answers, and nothing bad is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.editing import drafts
from engine.models import process_definition
from tests.web.conftest import Browser
from tests.world import World

FOLDER = Path(__file__).parents[2].parent / "shared" / "conformance" / "hostile"
HOME = "/processer/p/kladde"
PAGES = (
    *("", "/diagram", "/diagram/katalog.json", "/trin", "/proever", "/zip", ".zip", "/filer/p.bpmn"),
    *("/tabel/p.bpmn", "/formular/p.bpmn"),
)


def files() -> list[Path]:
    """The files of the suite that lie beside the repository."""
    return sorted(FOLDER.glob("*.bpmn"))


def rejected() -> set[str]:
    """Those that must never be published, by the suite's own word."""
    listed = FOLDER / "hostile.json"
    entries = json.loads(listed.read_text("utf-8")) if listed.exists() else []
    return {name for entry in entries if entry["expect"] == ["rejected"] for name in entry["files"]}


@pytest.mark.skipif(not FOLDER.exists(), reason="the hostile inputs do not lie beside the repository")
@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_every_page_of_a_draft_bears_it(file: Path, world: World, login: Callable[[str], Browser]) -> None:
    browser = login("oda")
    content = file.read_bytes()
    with world.store.transaction() as session:
        by = world.actor(session, "oda")
        drafts.make(session, "p", "<script>alert(1)</script>", {"p.bpmn": content}, by)
    for page in PAGES:
        answer = browser.get(HOME + page)
        assert answer.status_code in (200, 404, 409, 422), page
        if answer.mimetype == "text/html":
            assert "<script>alert(1)" not in answer.text and "<img src=x" not in answer.text, page
        if page != "/filer/p.bpmn":
            assert b"root:" not in answer.data, page  # no file of the machine
    browser.get(HOME)
    on_screen = browser.client.post(
        f"{HOME}/tjek",
        json={"p.bpmn": content.decode("utf-8", "replace")},
        headers={"X-CSRFToken": browser.token},
    )
    assert on_screen.status_code == 200 and isinstance(on_screen.json["problems"], list)
    done = browser.post(f"{HOME}/udgiv", {"revision": "1", "note": "Ondt"})
    assert done.status_code in (302, 422)
    with world.store.read() as session:
        published = session.all(
            sa.select(process_definition.c.process_id).where(process_definition.c.process_id == "p")
        )
    assert len(published) == (done.status_code == 302)
    assert not (published and file.name in rejected())


@pytest.mark.parametrize(
    "text",
    ["", "ikke xml", "<", "\ufeff", "{}", "<a/>", "<!DOCTYPE a><a/>", "\N{SNAKE}" * 1000, "<a>" * 5000],
)
def test_nonsense_is_told_as_what_it_is(text: str, world: World, login: Callable[[str], Browser]) -> None:
    browser = login("oda")
    with world.store.transaction() as session:
        drafts.begin(session, "aftale", world.actor(session, "oda"))
    home = "/processer/aftale/kladde"
    browser.get(home)
    for name in ("aftale.bpmn", "skriv.form", "ny.dmn", "aftale.scenarios.json"):
        answer = browser.client.post(
            f"{home}/tjek", json={name: text}, headers={"X-CSRFToken": browser.token}
        )
        assert answer.status_code == 200
        assert any(one["file"] == name and one["severity"] == "error" for one in answer.json["problems"]), (
            name
        )
