"""A form on the screen, worked out as tasks do, with what its editor may see."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.editing import preview, starters
from engine.editing.preview import Preview
from engine.errors import Invalid, ModelFault
from engine.store import Store
from tests.world import TEAM, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def drawn(world: World, *components: dict[str, Any], **options: Any) -> Preview:
    schema = json.dumps({"type": "default", "id": "f", "components": components}).encode()
    with world.store.read() as session:
        return preview.draw(session, schema, world.actor(session, "petra"), "da", **options)


def choices(world: World, key: str) -> list[str]:
    shown = drawn(world, {"type": "select", "id": "s", "key": "s", "label": "S", "valuesKey": key})
    return [option.label for option in shown.view.fields[0].options]


def test_lists_hold_what_the_editor_may_see(world: World) -> None:
    assert set(choices(world, "personer")) == {"Petra", "Otto", "Oda"}
    assert TEAM in choices(world, "organisationer")
    assert choices(world, "parter_valg") == ["Boligforeningen Birkely"]


def test_nothing_typed_shows_defaults_and_no_errors(world: World) -> None:
    field = {
        "type": "textfield",
        "id": "a",
        "key": "a",
        "label": "A",
        "defaultValue": "hej",
        "validate": {"required": True},
    }
    shown = drawn(world, field)
    assert shown.view.fields[0].value == "hej" and shown.view.errors == () and shown.sent is None


def test_sending_answers_or_says_why_not(world: World) -> None:
    field = {"type": "textfield", "id": "a", "key": "a", "label": "A", "validate": {"required": True}}
    assert drawn(world, field, typed={}, send=True).view.errors
    done = drawn(world, field, typed={"a": "svar"}, send=True)
    assert done.sent == [{"key": "a", "label": "A", "value": "svar"}] and done.view.errors == ()


def test_private_fields_are_shown_to_who_tries(world: World) -> None:
    field = {
        "type": "textfield",
        "id": "a",
        "key": "a",
        "label": "A",
        "properties": {"visibility": "private"},
    }
    done = drawn(world, field, typed={"a": "svar"}, send=True)
    assert done.view.fields[0].private and done.sent is not None and done.sent[0]["value"] == "svar"


def test_what_is_read_from_a_case_is_asked_for_once_and_used(world: World) -> None:
    components = [
        {"type": "text", "id": "t", "text": "{{pris}} {{pris + antal}} {{svar}}"},
        {
            "type": "textfield",
            "id": "s",
            "key": "svar",
            "label": "Svar",
            "conditional": {"hide": "=pris > 5"},
        },
    ]
    shown = drawn(world, *components)
    assert [one.name for one in shown.of_case] == ["antal", "pris"] and len(shown.view.fields) == 2
    filled = drawn(world, *components, case={"pris": "6", "antal": "1", "andet": "3"})
    assert len(filled.view.fields) == 1 and "6 7" in filled.view.fields[0].html


def test_a_value_that_cannot_be_read_is_told_and_left_out(world: World) -> None:
    (one,) = drawn(world, {"type": "text", "id": "t", "text": "{{pris}}"}, case={"pris": "[1,"}).of_case
    assert one.fault is not None and one.typed == "[1,"


def test_a_form_that_asks_for_too_much_is_stopped(world: World) -> None:
    endless = "{{count(for a in 1..100000, b in 1..100000 return a)}}"
    with pytest.raises(ModelFault):
        drawn(world, {"type": "text", "id": "t", "text": endless})


def test_a_form_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        drawn(world, {"type": "iframe", "id": "x"})


def test_a_new_form_is_one_of_ours(world: World) -> None:
    with world.store.read() as session:
        made = preview.draw(
            session,
            starters.form("min-formular", "**Nyt** {{spørgsmål}}"),
            world.actor(session, "petra"),
            "da",
        )
    assert made.of_case == () and [field.type for field in made.view.fields] == ["text", "textfield"]
    assert "<strong>" not in made.view.fields[0].html
