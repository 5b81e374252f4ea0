"""What a browser sends: names become nested values, and buttons change rows."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, request
from werkzeug.datastructures import MultiDict

from engine.errors import Invalid
from tests.engine.forms.made import faults, form, part, rows
from web import fields


def test_an_answer_is_no_change() -> None:
    assert fields.change(MultiDict([("a", "x")])) is None


@pytest.mark.parametrize(
    ("pairs", "nested"),
    [
        ([("a", "x")], {"a": "x"}),
        ([("a", "x"), ("a", "y")], {"a": ["x", "y"]}),
        ([("t.0.a", "x"), ("t.1.a", "y")], {"t": [{"a": "x"}, {"a": "y"}]}),
        ([("t[1][a]", "y"), ("t[0][a]", "x")], {"t": [{"a": "x"}, {"a": "y"}]}),
        ([("t.7.a", "y"), ("t.03.a", "x")], {"t": [{"a": "x"}, {"a": "y"}]}),
        ([("a.b.c", "x"), ("a.b.d", "y")], {"a": {"b": {"c": "x", "d": "y"}}}),
        ([("a", "x"), ("a.b", "y")], {"a": "x"}),
        ([("a.b", "y"), ("a", "x")], {"a": {"b": "y"}}),
        ([("t.0.a", "x"), ("t.a", "y")], {"t": {"0": {"a": "x"}, "a": "y"}}),
        ([("t.0._row", "2")], {"t": [{"_row": "2"}]}),
        ([("ærø.øl", "x")], {"ærø": {"øl": "x"}}),
        ([("a", "x\x00y")], {"a": "xy"}),
        (
            [
                ("_row_add", "t"),
                ("_x", "y"),
                ("", "x"),
                ("a..b", "x"),
                ("a.", "x"),
                ("[a]", "x"),
                ("a[", "x"),
            ],
            {},
        ),
        (
            [("a-b", "x"), ("a b", "x"), ("a[b]c", "x"), ("<a>", "x"), ("a\n", "x"), ("t.999999.a", "x")],
            {"t": {"999999": {"a": "x"}}},
        ),
        ([("a" * 201, "x"), ("a" + ".b" * 12, "x"), (".".join("a" * 100_000), "x")], {}),
    ],
)
def test_names_become_nested_values(pairs: list[tuple[str, str]], nested: dict[str, Any]) -> None:
    assert fields.raw_from(MultiDict(pairs)) == nested


def test_more_fields_than_anybody_fills_in_are_refused() -> None:
    with pytest.raises(Invalid):
        fields.raw_from(MultiDict((f"a{n}", "x") for n in range(20_001)))


@pytest.mark.parametrize(
    "target", ["", "x", "t", "t.0", "t.9", "t.x", "_row", "t.0.a", "t[0]", "." * 300, "a.b.c", "t.-1"]
)
@pytest.mark.parametrize("button", ["_row_add", "_row_remove", "_refresh"])
def test_buttons_with_odd_targets_break_nothing(button: str, target: str) -> None:
    change = fields.change(MultiDict([("t.0.a", "x"), (button, target)]))
    assert change is not None
    made = form(rows("t", part("textfield", "a")))
    assert made.view({}, {}, typed=change.typed, focus=change.focus).fields
    assert faults(made, change.typed).keys() <= {"t"}


def test_no_table_grows_beyond_its_limit() -> None:
    pairs = [(f"t.{n}.a", "x") for n in range(200)]
    change = fields.change(MultiDict([*pairs, ("_row_add", "t")]))
    assert change is not None and len(change.typed["t"]) == 200


def test_a_real_post() -> None:
    body = "t.0.a=1&t.0.a=2&t%5B1%5D%5Ba%5D=%C3%A6&kryds=x&kryds=y"
    with Flask("web").test_request_context(
        "/", method="POST", data=body, content_type="application/x-www-form-urlencoded"
    ):
        assert fields.raw_from(request.form) == {"t": [{"a": ["1", "2"]}, {"a": "æ"}], "kryds": ["x", "y"]}
