"""The page with the drawing, and what it offers instead of typing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from engine import outcomes
from engine.editing import catalog as choices
from engine.editing import owners, properties, variables
from engine.feel.builtins.registry import FUNCTIONS, Builtin
from tests.web.conftest import Browser, words
from tests.world import ROOT, World
from web.pages.modeler_words import WORDS

Login = Callable[[str], Browser]
PAGE = "/processer/aftale/kladde/diagram"


@pytest.fixture
def editor(login: Login, world: World) -> Browser:
    """Petra, who owns the process and has begun a draft."""
    with world.store.transaction() as session:
        owners.add(session, "aftale", world.ids["petra"], None)
    browser = login("petra")
    browser.get("/processer/aftale")
    assert browser.post("/processer/aftale/kladde").status_code == 302
    return browser


def catalog(browser: Browser) -> dict[str, Any]:
    answer = browser.get(f"{PAGE}/katalog.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def save(browser: Browser, name: str, content: bytes) -> None:
    browser.get(PAGE)
    mark = re.search(r'name="csrf-token" content="([^"]+)"', browser.get(PAGE).text)
    assert mark is not None
    address = f"/processer/aftale/kladde/filer/{name}"
    there = browser.get(address)
    revision = {"If-Match": there.headers["ETag"]} if there.status_code == 200 else {}
    answer = browser.client.put(address, data=content, headers={"X-CSRFToken": mark[1], **revision})
    assert answer.status_code == 200, answer.text


def test_the_page_tells_its_script_where_everything_is(editor: Browser) -> None:
    page = editor.get(PAGE)
    assert "Diagram: Lille aftale" in page.text and "Tilbage til kladden" in words(page)
    assert 'data-check="/processer/aftale/kladde/tjek"' in page.text
    assert 'data-saving="/processer/aftale/kladde/filer/aftale.bpmn"' in page.text
    assert 'href="/processer/aftale/kladde/trin"' in page.text  # the same without drawing
    said = re.search(r'data-words="([^"]+)"', page.text)
    assert said and json.loads(unescape(said[1]))["noProblems"] == "Ingen fejl fundet"


def test_only_here_may_styles_stand_in_attributes(editor: Browser) -> None:
    policy = editor.get(PAGE).headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy and "unsafe-eval" not in policy
    for address in ("/processer/aftale/kladde", f"{PAGE}/katalog.json", "/opgaver"):
        assert "style-src-attr 'none'" in editor.get(address).headers["Content-Security-Policy"]


def test_it_is_nobodys_who_does_not_own_the_process(editor: Browser, login: Login) -> None:
    other = login("lis")
    assert other.get(PAGE).status_code == other.get(f"{PAGE}/katalog.json").status_code == 404


def test_what_can_be_chosen_is_there_by_name(editor: Browser) -> None:
    found = catalog(editor)
    assert {"id": "bygherre-ol", "kind": "bygherre"}.items() <= found["roles"][1].items()
    names = {form["id"]: form["name"] for form in found["forms"]}
    assert names["skriv"] == "Skriv aftalen"  # a form is known by the step that asks it
    assert "document:" not in str(found["forms"])
    assert "godkendelsesport" in {process["id"] for process in found["processes"]}
    assert "aftale" not in {process["id"] for process in found["processes"]}
    assert {"id": "kommune", "name": "Kommune"}.items() <= found["kinds"][2].items()
    visibility = next(each for each in found["properties"] if each["name"] == "samtrin:visibility")
    assert [option["label"] for option in visibility["options"]] == [
        "Alle parter",
        "Kun den part, der udfører det",
    ]


def test_the_variables_of_the_process_say_where_they_come_from(editor: Browser) -> None:
    found = {variable["name"]: variable for variable in catalog(editor)["variables"]}
    assert found["sag_id"]["source"] == "Sagens nummer"
    assert found["parter"]["entries"] == ["part_id", "navn", "type", "organisation_id"]
    assert found["emne"]["type"] == "tekst" or found["emne"]["type"] == "text"
    assert found["emne"]["source"].startswith("Spørges om i ")


def test_forms_and_decisions_of_the_draft_come_first(editor: Browser) -> None:
    schema = {
        "type": "default",
        "id": "ny",
        "components": [{"type": "textfield", "key": "svar", "label": "Svar"}],
    }
    save(editor, "ny.form", json.dumps(schema).encode())
    table = (ROOT / "processes/aftaletrin/dmn-pulje.dmn").read_bytes()
    save(editor, "dmn-pulje.dmn", table)
    found = catalog(editor)
    files = [form["file"] for form in found["forms"]]
    assert "ny.form" in files and files == sorted(files, key=lambda file: (not file, file))
    assert found["decisions"][0]["file"] == "dmn-pulje.dmn" and found["decisions"][0]["inputs"]


@pytest.mark.parametrize(
    "broken", [b"", b"<", b"\x00\xff", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<definitions/>"]
)
def test_a_diagram_that_cannot_be_read_leaves_the_rest_to_choose_from(editor: Browser, broken: bytes) -> None:
    save(editor, "aftale.bpmn", broken)
    save(editor, "skriv.form", b"[" * 5000)
    found = catalog(editor)
    assert found["roles"] and found["forms"]
    assert [variable["name"] for variable in found["variables"]] == ["sag_id", "parter", "lukkede_dage"]
    assert editor.get(PAGE).status_code == 200


def test_names_in_files_are_never_markup(editor: Browser) -> None:
    diagram = editor.get("/processer/aftale/kladde/filer/aftale.bpmn").data
    save(editor, "aftale.bpmn", diagram.replace(b"Skriv aftalen", b"&lt;script&gt;alert(1)&lt;/script&gt;"))
    assert "<script>alert" not in editor.get(PAGE).text
    answer = editor.get(f"{PAGE}/katalog.json")
    assert answer.mimetype == "application/json" and answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_property_of_ours_is_in_the_table() -> None:
    """What the engine reads and what the processes say, an owner finds in the panel."""
    read = {
        name
        for folder, pattern in (("engine", "*.py"), ("processes", "*.bpmn"))
        for file in (ROOT / folder).rglob(pattern)
        for name in re.findall(r"samtrin:[a-z]+", file.read_text(encoding="utf-8"))
    }
    jobs = {job.id for job in choices.JOBS}
    assert jobs == set(outcomes.INLINE)
    assert read - jobs == {each.name for each in properties.PROPERTIES} - jobs


def test_the_script_finds_every_text_that_it_asks_for() -> None:
    scripts = [
        ROOT / "web/frontend/src/modeler.js",
        *sorted((ROOT / "web/frontend/src/modeler").glob("*.js")),
    ]
    asked = {
        key
        for script in scripts
        for key in re.findall(r"\bsay\('([^']+)'", script.read_text(encoding="utf-8"))
    }
    asked |= {f"section {each.section}" for each in properties.PROPERTIES}
    asked |= {f"type {type}" for type in (*variables.TYPES.values(), "context")}
    settings = re.findall(
        r"field\('(\w+)', 'zeebe:", (ROOT / "web/frontend/src/modeler/panel.js").read_text("utf-8")
    )
    asked |= {f"setting {id}{end}" for id in settings for end in ("", " help")}
    assert len(settings) >= 6 and asked <= WORDS.keys()


def test_the_functions_that_are_ours_are_those_that_feel_has() -> None:
    for function in variables.FUNCTIONS:
        found = FUNCTIONS[function.name]
        assert isinstance(found, Builtin)
        assert tuple(p.name for p in found.overloads[0].parameters) == function.parameters
