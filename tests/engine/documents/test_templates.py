"""Which answers a document shows, and in which order: said by a template that is data and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine import deployments, user_tasks
from engine.documents import fingerprint
from engine.errors import Invalid
from engine.forms import template
from engine.store import Store
from tests.world import ROOT, World, build

from .papers import section, text

OURS = sorted((ROOT / "forms").glob(f"*{template.SUFFIX}"))


def made(**more: Any) -> template.Template:
    return template.load({"document": "dok", "sections": [{"heading": "Det hele", "fields": ["a"]}], **more})


def keys_of(components: list[dict[str, Any]]) -> set[str]:
    own = {str(component.get("key") or component.get("path")) for component in components}
    groups = [c for c in components if c["type"] == "group"]
    return own.union(*(keys_of(group["components"]) for group in groups))


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_ours_name_their_document_and_fields_that_exist(file: Path) -> None:
    found = template.load(file.read_bytes())
    assert file.name == f"{found.document}{template.SUFFIX}"
    forms = {form.stem: json.loads(form.read_bytes()) for form in (ROOT / "forms").glob("*.form")}
    known = set().union(*(keys_of(form["components"]) for form in forms.values()))
    assert {key for part in found.parts for key in part.fields} <= known
    assert set(found.also) <= set(forms)


def test_what_is_frozen_to_be_signed_has_one() -> None:
    assert {file.name.removesuffix(template.SUFFIX) for file in OURS} >= {
        "dok-partnerskabsaftale",
        "dok-dialogpapir",
        "d-aftaleseddel",
        "d-afleveringsprotokol",
    }


def test_what_no_section_names_comes_after_them() -> None:
    shown = [
        section("Opgave et", text("a", "A", "1"), text("b", "B", "2")),
        section("Opgave to", text("c", "C", "3"), text("d", "D", "4")),
    ]
    found = made(rest="Resten.", leave_out=["d"], signatures={"heading": "Underskrifter"}).arrange(
        shown, [], []
    )
    assert [(s["heading"], s.get("text"), [f["key"] for f in s["fields"]]) for s in found] == [
        ("Det hele", None, ["a"]),
        ("Opgave et", "Resten.", ["b"]),
        ("Opgave to", None, ["c"]),
        ("Underskrifter", None, []),
    ]
    assert found[-1]["signatures"] is True


def test_sections_without_anything_in_them_are_left_out() -> None:
    sections = [{"heading": "Tomt", "fields": ["x"]}, {"heading": "Parter", "parties": True}]
    found = made(sections=sections).arrange([], [], ["Den ene", "Den anden"])
    assert [(s["heading"], s["fields"][0]["value"]) for s in found] == [("Parter", "Den ene\nDen anden")]


@pytest.mark.parametrize(
    "wrong",
    [
        b"{",
        b"[]",
        {"sections": [{"heading": "H"}]},
        {"document": "../x", "sections": [{"heading": "H"}]},
        {"document": "dok", "sections": []},
        {"document": "dok", "sections": [{"fields": ["a"]}]},
        {"document": "dok", "sections": [{"heading": "H", "script": "x"}]},
        {"document": "dok", "sections": [{"heading": "H"}], "html": "<b>"},
        {"document": "dok", "sections": [{"heading": "H", "fields": [1]}]},
        {"document": "dok", "sections": [{"heading": {"x": 1}}]},
    ],
)
def test_a_wrong_template_is_refused(wrong: Any) -> None:
    with pytest.raises(Invalid):
        template.load(wrong)


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def test_a_document_is_frozen_as_its_template_says(world: World) -> None:
    schema = {
        "document": "dok-aftale",
        "intro": "{{tekst}} #tekst",
        "sections": [{"heading": "Pris", "fields": ["pris"]}],
        "signatures": {"heading": "Underskrifter", "text": "Skriv her."},
    }
    with world.store.transaction() as session:
        done = deployments.deploy(session, {"dok-aftale.document.json": json.dumps(schema).encode()})
        assert [(item.kind, item.id, item.version) for item in done] == [("document", "dok-aftale", 1)]
    number = world.written()
    with world.store.read() as session:
        task = world.task(number, "gp-tag-stilling", "P1")
        gate = user_tasks.get(session, task, world.actor(session, "otto")).gate
    assert gate is not None
    assert [s["heading"] for s in gate.document.content] == ["", "Pris", "Skriv aftalen", "Underskrifter"]
    assert gate.document.content[0]["text"] == "{{tekst}} #tekst"
    assert gate.document.content[1]["fields"][0]["value"] == "250.000,00 kr."
    words = {"title": "Aftale", "sections": gate.document.content}
    assert fingerprint(words) == gate.document.sha256


def test_an_unchanged_template_makes_no_new_version(world: World) -> None:
    file = {"x.document.json": b'{"document": "dok-aftale", "sections": [{"heading": "H"}]}'}
    with world.store.transaction() as session:
        deployments.deploy(session, file)
    with world.store.transaction() as session:
        assert [item.version for item in deployments.deploy(session, file)] == [None]
        found = deployments.document_template(session, "dok-aftale")
        assert found is not None and found.parts[0].heading == "H"
        assert deployments.document_template(session, "dok-andet") is None


def test_a_wrong_template_publishes_nothing(world: World) -> None:
    with world.store.transaction() as session, pytest.raises(deployments.Rejected) as refused:
        deployments.deploy(session, {"x.document.json": b"{}"})
    assert "key of its document" in str(refused.value.problems[0])
