"""Tables: rows come and go, keep what may not be changed, and say which row is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.forms.made import faults, find, form, options, part, rows, shown

REQUIRED = {"required": True}
ASSETS = form(
    rows(
        "aktiver",
        part("textfield", "navn", validate=REQUIRED),
        part("select", "art", values=options("sted", "event")),
        part("number", "vaerdi", decimalDigits=2),
        part("checkbox", "fast"),
    )
)


def test_rows_are_cleaned_and_empty_ones_left_out() -> None:
    raw = {
        "aktiver": [
            {"_row": "", "navn": " Laden ", "art": "sted", "vaerdi": "1.000,50", "fast": "true"},
            {"_row": "", "navn": "", "art": "", "vaerdi": " "},
            {"navn": "Festen", "ukendt": "x"},
        ]
    }
    assert ASSETS.validate(raw, {}) == {
        "aktiver": [
            {"navn": "Laden", "art": "sted", "vaerdi": 1000.5, "fast": True},
            {"navn": "Festen", "art": None, "vaerdi": None, "fast": False},
        ]
    }


def test_faults_name_the_row_that_was_sent() -> None:
    raw = {"aktiver": [{}, {"vaerdi": "meget"}, {"navn": "x", "art": "y"}]}
    assert faults(ASSETS, raw) == {
        "aktiver.1.navn": "Fill in Navn (row 2)",
        "aktiver.1.vaerdi": "Write Vaerdi (row 2) as a number such as 1.250,50",
        "aktiver.2.art": "Choose among the answers that are listed: Art (row 3)",
    }


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Add at least one row: T"),
        ({"t": []}, "Add at least one row: T"),
        ({"t": ""}, "Add at least one row: T"),
        ({"t": [{"a": " "}, {}]}, "Add at least one row: T"),
        ({"t": "x"}, "T has a form that cannot be read"),
        ({"t": {"a": "x"}}, "T has a form that cannot be read"),
        ({"t": ["x"]}, "T has a form that cannot be read"),
        ({"t": [{"a": "x"}] * 201}, "T may have at most 200 rows"),
        ({"t": [{"a": "x"}] * 10_000}, "T may have at most 200 rows"),
    ],
)
def test_the_table_as_a_whole(sent: dict[str, Any], said: str) -> None:
    assert faults(form(rows("t", part("textfield", "a"), validate=REQUIRED)), sent) == {"t": said}


def test_the_number_of_rows_may_be_limited() -> None:
    made = form(rows("t", part("textfield", "a"), validate={"minLength": 2, "maxLength": 3}))
    assert faults(made, {}) == {}
    assert faults(made, {"t": [{"a": "x"}]}) == {"t": "T must have at least 2 rows"}
    assert faults(made, {"t": [{"a": "x"}] * 4}) == {"t": "T may have at most 3 rows"}


def test_a_table_begins_with_empty_rows_only_when_it_was_never_answered() -> None:
    made = form(rows("t", part("textfield", "a"), defaultRepetitions=2))
    assert shown(made.view({}, {})) == ["t", "t.0.a", "t.1.a"]
    assert shown(made.view({"t": []}, {})) == ["t"]
    assert shown(made.view({"t": [{"a": "x"}]}, {})) == ["t", "t.0.a"]
    assert shown(made.view({"t": [{"a": "x"}]}, {}, typed={})) == ["t"], "all rows were removed"


def test_default_values_alone_do_not_make_a_row() -> None:
    made = form(
        rows("t", part("textfield", "a"), part("select", "b", values=options("x", "y"), defaultValue="x"))
    )
    assert find(made.view({}, {}), "t.0.b").options[0].chosen
    assert made.validate({"t": [{"a": "", "b": "x"}]}, {}) == {"t": []}
    assert made.validate({"t": [{"a": "", "b": "y"}]}, {}) == {"t": [{"a": None, "b": "y"}]}
    only = form(rows("t", part("select", "b", values=options("x", "y"), defaultValue="x")))
    assert only.validate({"t": [{"b": "x"}]}, {}) == {"t": [{"b": "x"}]}


SCORED = form(
    rows(
        "valg",
        part("textfield", "navn", readonly=True),
        part("number", "point", disabled=True),
        part("checkbox", "valgt"),
    )
)
STORED = {"valg": [{"id": "k1", "navn": "A", "point": 3}, {"id": "k2", "navn": "B", "point": 9}]}


def test_rows_keep_what_the_form_may_not_change_or_does_not_show() -> None:
    raw = {"valg": [{"_row": "1", "valgt": "true", "point": "100"}]}
    assert SCORED.validate(raw, STORED) == {"valg": [{"id": "k2", "navn": "B", "point": 9, "valgt": True}]}


@pytest.mark.parametrize("mark", ["7", "-1", "x", "", None, "0000000000", "²", {"a": 1}])
def test_a_row_of_unknown_origin_is_a_new_row(mark: Any) -> None:
    raw = {"valg": [{"_row": mark, "valgt": "true"}]}
    assert SCORED.validate(raw, STORED) == {"valg": [{"navn": None, "point": None, "valgt": True}]}


def test_a_stored_row_may_be_claimed_once() -> None:
    raw = {"valg": [{"_row": "0", "valgt": "true"}, {"_row": "0", "valgt": "true"}]}
    assert SCORED.validate(raw, STORED)["valg"] == [
        {"id": "k1", "navn": "A", "point": 3, "valgt": True},
        {"navn": None, "point": None, "valgt": True},
    ]


def test_a_table_of_fixed_rows_neither_grows_nor_shrinks() -> None:
    made = form(
        rows("t", part("textfield", "hvem", readonly=True), part("textfield", "syn"), allowAddRemove=False)
    )
    stored = {"t": [{"hvem": "A"}, {"hvem": "B", "syn": "før"}]}
    assert made.validate({"t": [{"syn": "x"}, {"syn": ""}, {"syn": "z", "hvem": "C"}]}, stored) == {
        "t": [{"hvem": "A", "syn": "x"}, {"hvem": "B", "syn": None}]
    }
    assert not find(made.view(stored, {}), "t").growable
    assert made.validate({}, {"t": [{"hvem": "A"}]}) == {"t": [{"hvem": "A", "syn": None}]}


def test_a_table_that_may_not_be_changed_is_only_shown() -> None:
    made = form(rows("t", part("textfield", "a", validate=REQUIRED), readonly=True))
    stored = {"t": [{"a": "x"}, {"a": None}]}
    assert made.validate({"t": [{"a": "hack"}]}, stored) == {}
    view = made.view(stored, {}, typed={"t": [{"a": "hack"}]})
    assert [find(view, path).text for path in ("t.0.a", "t.1.a")] == ["x", ""]
    assert not find(view, "t").growable


def test_tables_in_tables() -> None:
    made = form(
        rows(
            "grupper",
            part("textfield", "navn"),
            rows("medlemmer", part("textfield", "hvem", validate=REQUIRED), part("number", "timer")),
        )
    )
    raw = {"grupper": [{"navn": "A", "medlemmer": [{"hvem": "x", "timer": "3"}, {"timer": "y"}]}]}
    assert faults(made, raw) == {
        "grupper.0.medlemmer.1.hvem": "Fill in Hvem (row 2)",
        "grupper.0.medlemmer.1.timer": "Write Timer (row 2) as a number such as 1.250,5",
    }
    raw["grupper"][0]["medlemmer"][1] = {}
    assert made.validate(raw, {}) == {"grupper": [{"navn": "A", "medlemmer": [{"hvem": "x", "timer": 3}]}]}


def test_a_group_in_a_row() -> None:
    made = form(rows("t", part("group", "sted", components=[part("textfield", "vej")])))
    assert made.validate({"t": [{"sted": {"vej": "x"}}]}, {}) == {"t": [{"sted": {"vej": "x"}}]}
    assert shown(made.view({"t": [{"sted": {"vej": "x"}}]}, {})) == ["t", "t.0.", "t.0.sted.vej"]
