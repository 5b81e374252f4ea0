"""Answers as a document shows them."""

from __future__ import annotations

from engine.forms import load
from tests.engine.forms.made import form, options, part, rows


def test_every_type_as_people_read_it() -> None:
    made = form(
        part("textfield", "navn"),
        part("textarea", "tekst"),
        part("number", "pris", decimalDigits=2, appearance={"suffixAdorner": "kr."}),
        part("number", "aar"),
        part("datetime", "dato"),
        part("select", "art", values=[{"label": "Et sted", "value": "sted"}]),
        part("checklist", "kryds", values=options("a", "b")),
        part("checkbox", "tak"),
        part("expression", "sum", expression="=pris * 2", label="I alt", decimalDigits=2),
        part("expression", "skjult", expression="=1", label=""),
        part("textfield", "tom"),
        part("text", "", id="prosa", text="Hej"),
    )
    values = {
        "navn": "Anna <b>", "tekst": "to\nlinjer", "pris": 1250000.5, "aar": 2026, "dato": "2026-12-24",
        "art": "sted", "kryds": ["b", "a"], "tak": True,
    }  # fmt: skip
    assert {field["key"]: field["value"] for field in made.fields_for_document(values)} == {
        "navn": "Anna <b>",
        "tekst": "to\nlinjer",
        "pris": "1.250.000,50 kr.",
        "aar": "2026",
        "dato": "24-12-2026",
        "art": "Et sted",
        "kryds": "A, B",
        "tak": "Ja",
        "sum": "2.500.001,00",
        "tom": "",
    }


def test_tables_have_columns_and_rows() -> None:
    made = form(
        rows(
            "poster",
            part("textfield", "hvad"),
            part("number", "kr", decimalDigits=2),
            part("textfield", "note", conditional={"hide": '=hvad != "Bed"'}),
        )
    )
    values = {"poster": [{"hvad": "Sti", "kr": 5}, {"hvad": "Bed", "kr": None, "note": "stort"}]}
    assert made.fields_for_document(values) == [
        {
            "key": "poster",
            "label": "Poster",
            "value": "Hvad: Sti, Kr: 5,00\nHvad: Bed, Note: stort",
            "columns": ["Hvad", "Kr", "Note"],
            "rows": [["Sti", "5,00", ""], ["Bed", "", "stort"]],
        }
    ]


def test_hidden_fields_do_not_stand_in_a_document() -> None:
    made = form(part("checkbox", "a"), part("textfield", "b", conditional={"hide": "=not(a)"}))
    assert [field["key"] for field in made.fields_for_document({"a": False, "b": "gammelt"})] == ["a"]


def test_options_from_the_context_are_named_by_it() -> None:
    made = form(part("select", "hvem", valuesExpression="=personer"))
    people = {"personer": [{"label": "Anna", "value": "7"}]}
    assert made.fields_for_document({"hvem": "7"}, people)[0]["value"] == "Anna"
    assert made.fields_for_document({"hvem": "8"}, people)[0]["value"] == "8"


def test_the_same_answers_give_the_same_document() -> None:
    schema = {"type": "default", "id": "x", "components": [part("number", "a", decimalDigits=2)]}
    assert load(schema).fields_for_document({"a": 1}) == load(schema).fields_for_document({"a": 1.0})
