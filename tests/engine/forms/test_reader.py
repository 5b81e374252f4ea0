"""Bad forms are refused at the door, with the component and the reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import forms
from engine.errors import Invalid
from tests.engine.forms.made import form, options, part, rows


def refusal(*components: Any) -> str:
    with pytest.raises(Invalid) as caught:
        form(*components)
    return str(caught.value)


@pytest.mark.parametrize(
    ("component", "reason"),
    [
        (part("iframe"), "unknown type iframe"),
        (part("textfield", "a b", id="x"), "key is not a name"),
        (part("textfield", "__class__.x y", id="x"), "key is not a name"),
        ({"type": "textfield", "id": "x"}, "key is not a name"),
        (part("textfield", validate={"pattern": "("}), "the pattern cannot be used"),
        (part("textfield", validate={"pattern": "(?=a)"}), "the pattern cannot be used"),
        (part("textfield", validate={"pattern": "(a{1000}){1000}"}), "the pattern cannot be used"),
        (part("textfield", validate={"pattern": "a" * 501}), "pattern is not a text of at most 500"),
        (part("textfield", validate={"validationType": "cpr"}), "unknown type cpr"),
        (part("textfield", validate=[1]), "validate is not an object"),
        (
            part("textfield", validate={"maxLength": "ti"}),
            "maxLength is not an expression that begins with =",
        ),
        (part("textfield", validate={"required": "ja"}), "required is not an expression that begins with ="),
        (part("textfield", validate={"required": 1}), "required is neither true nor false"),
        (part("textfield", conditional={"hide": "=1 +"}), "hide is not an expression that can be read"),
        (part("textfield", conditional={"hide": "x = 1"}), "hide is not an expression that begins with ="),
        (part("textfield", label="=("), "label is not an expression that can be read"),
        (part("textfield", label="{{1 +}}"), "label is not an expression that can be read"),
        (part("text", text="{{#if x}}y{{/if}}"), "is not supported in texts"),
        (part("textfield", label=["x"]), "label is not a text"),
        (part("textfield", layout={"columns": 99}), "columns is not a whole number from 0 to 12"),
        (part("textfield", defaultValue=["x"]), "defaultValue does not fit the type"),
        (part("textfield", disabled="nej"), "disabled is not an expression"),
        (part("textfield", properties={"autocomplete": 'x" onfocus=alert(1)'}), "autocomplete is not a name"),
        (part("number", decimalDigits=2.5), "decimalDigits is not a whole number"),
        (part("number", validate={"min": [1]}), "min is not a number"),
        (part("number", validate={"min": float("nan")}), "min is not a number"),
        (part("number", defaultValue="5"), "defaultValue does not fit the type"),
        (part("datetime", subtype="week"), "unknown type week"),
        (part("select"), "values is not a list"),
        (part("select", values=options("a", "a")), "an answer stands twice"),
        (part("select", values=options(1, "1")), "an answer stands twice"),
        (part("select", values=[{"label": "A"}]), "needs a label and a value"),
        (part("select", values=["a"]), "needs a label and a value"),
        (part("select", values=[{"label": str(n), "value": n} for n in range(501)]), "at most 500 entries"),
        (part("select", valuesExpression="=for"), "valuesExpression is not an expression that can be read"),
        (part("select", valuesKey="personer; drop"), "valuesKey is not a name"),
        (part("expression"), "expression is not an expression that begins with ="),
        (part("table", dataSource="x"), "dataSource is not an expression that begins with ="),
        (part("table", dataSource="=x", columns="y"), "columns is not a list"),
        (
            rows("x", part("textfield", "a"), defaultRepetitions=1000),
            "defaultRepetitions is not a whole number",
        ),
        (rows(""), "path is not a name"),
        ({"type": "separator", "id": "to ord"}, "id is not a name"),
        ({"type": "separator", "id": "<b>"}, "id is not a name"),
    ],
)
def test_a_bad_component_is_refused_by_name(component: dict[str, Any], reason: str) -> None:
    said = refusal(component)
    assert reason in said
    assert str(component["id"]) in said


def test_ids_are_unique_in_the_whole_form() -> None:
    assert "Component b: the id is used twice" in refusal(
        part("textfield", "a", id="b"), rows("t", part("textfield", "c", id="b"))
    )


@pytest.mark.parametrize(
    "components",
    [
        [part("textfield", "a", id="1"), part("number", "a", id="2")],
        [
            part("textfield", "a", id="1"),
            part("group", "", id="g", components=[part("textfield", "a", id="2")]),
        ],
        [
            part("textfield", "a", id="1"),
            part("group", "a", id="g", components=[part("textfield", "b", id="2")]),
        ],
        [part("textfield", "a.b", id="1"), part("textfield", "a", id="2")],
        [rows("a", part("textfield", "b", id="1"), id="l"), part("textfield", "a.b", id="2")],
        [rows("a", part("textfield", "b", id="1"), part("textfield", "b", id="2"))],
    ],
)
def test_two_components_may_not_hold_the_same_value(components: list[dict[str, Any]]) -> None:
    assert "is used twice" in refusal(*components)


def test_groups_may_share_a_path_and_rows_have_names_of_their_own() -> None:
    made = form(
        part("group", "adresse", id="g1", components=[part("textfield", "vej")]),
        part("group", "adresse", id="g2", components=[part("textfield", "by")]),
        rows("a", part("textfield", "navn", id="1")),
        rows("b", part("textfield", "navn", id="2")),
    )
    assert [field.key for field in made.fields] == ["adresse.vej", "adresse.by", "a", "b"]


def test_too_many_and_too_deep() -> None:
    assert "more than 500 components" in refusal(*(part("separator", id=f"s{n}") for n in range(501)))
    nest = part("textfield", "leaf")
    for depth in range(5):
        nest = part("group", "", id=f"g{depth}", components=[nest])
    assert "more than 5 deep" in refusal(nest)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"id": "x", "id": "y", "components": []}', "given twice"),
        (
            '{"id": "x", "components": [{"type": "number", "key": "x", "defaultValue": NaN}]}',
            "NaN is not JSON",
        ),
        ("[" * 200_000, "not valid JSON"),
        (" " * 1_000_001, "larger than"),
        ('{"components": []}', "has no id"),
        ('{"id": "x"}', "is not a form-js form"),
        ('{"id": "x", "type": "x", "components": []}', "is not a form-js form"),
        ('{"id": "x", "components": ["y"]}', "Component number 1 is not an object"),
        (b"\xff\xfe", "not valid JSON"),
    ],
)
def test_bad_json_is_refused(text: str | bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        forms.load(text)


def test_json_text_bytes_and_objects_make_the_same_form() -> None:
    schema = {"type": "default", "id": "x", "components": [part("textfield", "æble")]}
    text = json.dumps(schema)
    loaded = [forms.load(source) for source in (schema, text, text.encode())]
    assert {made.fields[0].key for made in loaded} == {"æble"}
    assert all(made.schema == schema for made in loaded)


def test_a_form_as_the_editor_writes_it() -> None:
    made = forms.load(
        {
            "components": [
                {
                    "text": "# Hej",
                    "type": "text",
                    "layout": {"row": "Row_1", "columns": None},
                    "id": "Field_1",
                },
                {
                    "label": "Navn",
                    "type": "textfield",
                    "layout": {"row": "Row_2", "columns": None},
                    "id": "Field_2",
                    "key": "navn",
                },
                {"subtype": "date", "dateLabel": "Dato", "type": "datetime", "id": "Field_3", "key": "dato"},
                {
                    "label": "Vælg",
                    "values": [{"label": "A", "value": "a"}],
                    "type": "taglist",
                    "id": "Field_4",
                    "key": "valg",
                },
            ],
            "type": "default",
            "id": "Form_1",
            "executionPlatform": "Camunda Cloud",
            "schemaVersion": 18,
        }
    )
    assert [field.label for field in made.view({}, {}).fields] == ["", "Navn", "Dato", "Vælg"]
