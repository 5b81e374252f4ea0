"""Nothing that a browser or a program sends may hurt: not by its size, its shape or its meaning."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import forms
from engine.errors import Invalid
from engine.forms.text import escape_markdown, markdown
from tests.engine.forms.made import faults, form, options, part, rows

EVERYTHING = form(
    part("textfield", "tekst", validate={"pattern": "^(a+)+$", "minLength": 1, "maxLength": 30}),
    part("textarea", "lang"),
    part("number", "tal", decimalDigits=2, validate={"min": 0, "max": "=loft"}),
    part("datetime", "dato"),
    part("select", "valg", values=options("a", "b")),
    part("checklist", "kryds", values=options("a", "b")),
    part("checkbox", "tak"),
    part("group", "sted", components=[part("textfield", "vej", validate={"validationType": "email"})]),
    rows("t", part("textfield", "a"), part("number", "n"), rows("u", part("checkbox", "c"))),
    part("expression", "sum", expression="=sum(t.n)"),
    part("text", "", id="prosa", text="{{tekst}} {{sum}}"),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
keys = ["tekst", "lang", "tal", "dato", "valg", "kryds", "tak", "sted", "t", "sum"]
row = st.dictionaries(st.sampled_from(["a", "n", "u", "_row"]), json_values)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(keys), json_values | st.lists(row, max_size=3)),
    st.dictionaries(st.sampled_from(keys), json_values),
)
def test_any_json_is_answered_or_refused(raw: dict[str, Any], stored: dict[str, Any]) -> None:
    try:
        clean = EVERYTHING.validate(raw, stored)
        errors = {}
    except Invalid as fault:
        clean, errors = {}, fault.fields
    assert errors or clean.keys() == set(keys)
    EVERYTHING.view(stored, stored, typed=raw, errors=errors)
    EVERYTHING.view(raw, stored)
    if clean:
        EVERYTHING.fields_for_document(clean)
        assert EVERYTHING.validate(clean, stored) == clean, "clean answers are clean"


@pytest.mark.parametrize(
    "raw",
    [
        {"tekst": "a" * 30 + "!"},
        {"tekst": "a" * 1_000_000 + "!"},
        {"lang": "x" * 1_000_000},
        {"tal": "1" * 1_000_000},
        {"tal": "1." * 500_000},
        {"tal": 10**5000},
        {"dato": "1-" * 500_000},
        {"valg": "a" * 1_000_000},
        {"kryds": ["a" * 1_000] * 10_000},
        {"sted": {"vej": "a@" * 9_000}},
        {"t": [{"a": "x"}] * 10_000},
        {"t": [{"u": [{}] * 10_000}]},
    ],
)
def test_huge_answers_are_refused_quickly(raw: dict[str, Any]) -> None:
    begun = time.thread_time()
    found = faults(EVERYTHING, raw)
    EVERYTHING.view({}, {}, typed=raw)
    assert found
    assert all(len(sentence) < 200 for sentence in found.values()), (
        "what was sent does not come back in errors"
    )
    assert time.thread_time() - begun < 1


def test_the_largest_honest_form_is_quick() -> None:
    made = form(
        rows("t", *(part("textfield", f"k{n}", conditional={"hide": f"=k0 = {n}"}) for n in range(10)))
    )
    raw = {"t": [{f"k{n}": "x" * 50 for n in range(10)}] * 200}
    begun = time.thread_time()
    assert len(made.validate(raw, {})["t"]) == 200
    assert time.thread_time() - begun < 1


def test_markup_stays_text_in_every_way_out() -> None:
    evil = '"><script>alert(1)</script>'
    values = {"tekst": evil, "t": [{"a": evil}]}
    view = EVERYTHING.view(values, values)
    prose = next(field for field in view.fields if field.type == "text")
    assert "<script" not in prose.html
    assert view.fields[0].value == evil, "escaping is the template's work"


@given(st.text(max_size=60))
def test_escaped_text_makes_no_markup(text: str) -> None:
    html = markdown("x " + escape_markdown(text))
    assert "<a" not in html and "<em" not in html and "<h" not in html and "<code" not in html


@pytest.mark.parametrize("piece", ["[", "*", "> ", "`", "- ", "![", "|-|\n", "<", "&", "[a](", "**a"])
def test_markdown_is_read_in_bounded_time(piece: str) -> None:
    begun = time.thread_time()
    markdown((piece * 20_000)[:20_000])
    assert time.thread_time() - begun < 3


def test_keys_of_python_are_only_names() -> None:
    made = form(part("textfield", "__class__"), part("textfield", "__proto__.x", id="y"))
    assert made.validate({"__class__": "a", "__proto__": {"x": "b"}}, {}) == {
        "__class__": "a",
        "__proto__": {"x": "b"},
    }


FORMS = sorted((Path(__file__).parents[3] / "forms").glob("*.form"))


@pytest.mark.parametrize("file", FORMS, ids=[file.stem for file in FORMS])
def test_every_form_of_the_house_loads_and_works(file: Path) -> None:
    made = forms.load(file.read_bytes())
    assert made.id == file.stem
    missing = faults(made, {})
    assert all("%(" not in sentence for sentence in missing.values())
    view = made.view({}, {}, typed={}, errors={})
    assert view.fields
    assert isinstance(made.fields_for_document({}), list)
