"""What a page is given to show."""

from __future__ import annotations

import pytest

from engine.errors import Invalid, Message
from tests.engine.forms.made import find, form, options, part, rows


def test_values_are_written_in_the_language_of_the_page() -> None:
    made = form(
        part("number", "pris", decimalDigits=2, appearance={"suffixAdorner": "kr."}),
        part("number", "aar"),
        part("datetime", "dato"),
        part("datetime", "tid", subtype="time"),
        part("datetime", "naar", subtype="datetime"),
    )
    values = {
        "pris": 1250000.5,
        "aar": 2026,
        "dato": "2026-12-24",
        "tid": "14:30:00",
        "naar": "2026-12-24T14:30:00",
    }
    danish, english = made.view(values, {}), made.view(values, {}, locale="en")
    assert [field.value for field in danish.fields] == [
        "1.250.000,50",
        "2026",
        "2026-12-24",
        "14:30",
        "2026-12-24T14:30",
    ]
    assert english.fields[0].value == "1,250,000.50"
    assert danish.fields[0].suffix == "kr."
    assert [field.input for field in danish.fields] == ["text", "text", "date", "time", "datetime-local"]
    assert [field.inputmode for field in danish.fields] == ["decimal", "decimal", "", "", ""]


def test_a_view_can_be_sent_back_as_it_is() -> None:
    made = form(
        part("number", "pris", decimalDigits=2),
        part("datetime", "naar", subtype="datetime"),
        rows("t", part("number", "n"), part("datetime", "d")),
    )
    values = {"pris": 1250.5, "naar": "2026-12-24T14:30:00", "t": [{"n": 1.25, "d": "2026-01-31"}]}
    for locale in ("da", "en"):
        view = made.view(values, {}, locale=locale)
        raw = {"pris": find(view, "pris").value, "naar": find(view, "naar").value}
        raw["t"] = [{"n": find(view, "t.0.n").value, "d": find(view, "t.0.d").value, "_row": "0"}]  # type: ignore[assignment]
        assert made.validate(raw, values, locale=locale) == values


def test_what_was_typed_is_shown_again_with_its_faults_in_order() -> None:
    made = form(
        part("textfield", "navn", validate={"required": True}),
        rows("t", part("number", "n"), validate={"minLength": 2}),
        part("radio", "valg", values=options("a", "b"), validate={"required": True}),
        part("checkbox", "tak"),
    )
    typed = {"navn": "", "t": [{"n": "tolv"}, {"n": "5"}]}
    with pytest.raises(Invalid) as caught:
        made.validate(typed, {"tak": True})
    view = made.view({"tak": True}, {}, typed=typed, errors=caught.value.fields)
    assert [anchor for anchor, _ in view.errors] == ["f-navn", "f-t-0-n", "f-valg--1"]
    assert find(view, "t.0.n").value == "tolv"
    assert str(find(view, "t.0.n").error) == "Write N (row 1) as a number such as 1.250,5"
    assert not find(view, "tak").checked, "an unticked box is not sent, and stays unticked"


def test_a_fault_of_no_field_comes_last_and_leads_nowhere() -> None:
    view = form(part("textfield")).view({}, {}, errors={"andet": Message("No"), "x": Message("Yes")})
    assert view.errors == (("f-x", Message("Yes")), ("", Message("No")))


def test_fields_share_the_line_as_their_layout_says() -> None:
    def placed(key: str, row: str, columns: int | None) -> dict[str, object]:
        return part("textfield", key, layout={"row": row, "columns": columns})

    made = form(
        placed("a", "r1", 8),
        placed("b", "r1", None),
        placed("c", "r2", None),
        placed("d", "r2", None),
        placed("e", "r3", 4),
        part("textfield", "f"),
        part("textfield", "g", layout={"row": "r4", "columns": 6}, conditional={"hide": "=true"}),
        placed("h", "r4", 6),
    )
    assert [(field.width, field.starts) for field in made.view({}, {}).fields] == [
        (8, True),
        (4, False),
        (6, True),
        (6, False),
        (4, True),
        (12, True),
        (6, True),
    ]


def test_a_table_of_few_plain_columns_is_compact() -> None:
    small = find(
        form(rows("t", part("textfield", "a"), part("number", "b"), part("datetime", "c"))).view({}, {}), "t"
    )
    assert small.compact
    assert [(field.width, field.starts) for field in small.rows[0].fields] == [(4, False)] * 3
    large = find(form(rows("t", part("textfield", "a"), part("textarea", "b"))).view({}, {}), "t")
    assert not large.compact
    assert [field.width for field in large.rows[0].fields] == [6, 12]


def test_short_options_stand_beside_each_other() -> None:
    marks = part("radio", "a", values=options(1, 2, 3, 4, 5))
    words = part("radio", "b", values=options("godkend", "send tilbage med bemærkninger", "stop"))
    view = form(marks, words, rows("t", {**marks, "id": "c"}, {**words, "id": "d"})).view({}, {})
    assert [find(view, path).brief for path in ("a", "b", "t.0.a", "t.0.b")] == [True, False, True, False]
    assert [find(view, path).width for path in ("a", "b", "t.0.a", "t.0.b")] == [12, 12, 6, 12]


def test_focus_goes_to_the_first_field_of_a_new_row() -> None:
    made = form(rows("t", part("textfield", "fast", readonly=True), part("textfield", "a")))
    view = made.view({}, {}, typed={"t": [{}, {}]}, focus="t.1")
    assert find(view, "t.1.a").focus
    assert not find(view, "t.0.a").focus
    assert find(made.view({}, {}, typed={}, focus="t"), "t").focus


def test_texts_hold_expressions() -> None:
    made = form(
        part(
            "text", "", id="t", text="# Til {{navn}}\n\nBeløb over **{{graense}} kr.** fra {{dato}}{{intet}}."
        ),
        part("textfield", "x", label='="Navn på " + navn', description="Skriv {{i}}"),
    )
    context = {
        "navn": "[Klik](https://ond.example) <b>*nu*</b>\n# Stort",
        "graense": 50000,
        "dato": "2026-12-24",
    }
    view = made.view({}, context)
    assert view.fields[0].html == (
        "<h3>Til [Klik](https://ond.example) &lt;b&gt;*nu*&lt;/b&gt;</h3>\n<p># Stort</p>\n"
        "<p>Beløb over <strong>50.000 kr.</strong> fra 24-12-2026.</p>\n"
    )
    assert view.fields[1].label.startswith("Navn på [Klik]")


def test_headings_fit_under_those_of_the_page() -> None:
    made = form(
        part("text", "", id="a", text="## To\n\n### Tre"),
        part("text", "", id="b", text="# En\n\n###### Seks"),
    )
    first, second = (field.html for field in made.view({}, {}).fields)
    assert first == "<h3>To</h3>\n<h4>Tre</h4>\n"
    assert second == "<h3>En</h3>\n<h6>Seks</h6>\n"


def test_markdown_cannot_carry_script() -> None:
    source = (
        "<script>alert(1)</script>\n\n"
        "[a](javascript:alert(1)) [b](data:text/html,x) ![c](https://x/y.png) [d](/sager)"
    )
    html = form(part("html", "", id="h", content=source)).view({}, {}).fields[0].html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert '<a href="/sager" rel="noopener noreferrer">d</a>' in html


def test_a_table_to_read() -> None:
    columns = [{"label": "Post", "key": "post"}, {"label": "Beløb", "key": "tal.kr"}]
    made = form(
        {"type": "table", "id": "t", "label": "Budget", "dataSource": "=poster", "columns": columns},
        {"type": "table", "id": "u", "dataSource": "=intet", "columnsExpression": "=kolonner"},
    )
    context = {"poster": [{"post": "Bed", "tal": {"kr": 60000}}, {"post": True}, "x"], "kolonner": columns}
    first, second = made.view({}, context).fields
    assert first.heads == ("Post", "Beløb")
    assert first.cells == (("Bed", "60.000"), ("Ja", ""), ("", ""))
    assert (second.heads, second.cells) == (("Post", "Beløb"), ())


def test_stored_values_of_another_shape_are_shown_and_break_nothing() -> None:
    odd = {
        "a": {"b": 1},
        "n": "tolv",
        "d": 5,
        "s": ["x"],
        "m": "x",
        "c": "ja",
        "t": {"x": 1},
        "u": [1, {"z": {}}],
    }
    made = form(
        part("textfield", "a"),
        part("number", "n"),
        part("datetime", "d"),
        part("select", "s", values=options("x")),
        part("checklist", "m", values=options("x")),
        part("checkbox", "c"),
        rows("t", part("textfield", "z")),
        rows("u", part("textfield", "z", id="z2")),
    )
    view = made.view(odd, odd)
    assert find(view, "a").value == "1"
    assert find(view, "n").value == "tolv"
    assert len(made.fields_for_document(odd)) == 8
