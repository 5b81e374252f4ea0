"""Forms drawn on a page: every control is labelled and described, faults are tied to it, buttons change rows."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, render_template_string
from lxml import html
from werkzeug.datastructures import MultiDict

from engine import forms
from engine.errors import Invalid
from tests.engine.forms.made import form, options, part, rows
from web import fields, i18n
from web.app import asset

ROOT = Path(__file__).parents[2]
CATALOGUE = json.loads((ROOT / "web/translations/da/forms.json").read_text(encoding="utf-8"))
PAGE = """{% from 'fields/form.html' import render, summary %}
<!doctype html><html lang="da"><body>{{ summary(view) }}
<form method="post" novalidate>{{ render(view) }}<button class="send">Send</button></form></body></html>"""


@pytest.fixture
def app() -> Flask:
    """The templates and the language of the site, without the site."""
    app = Flask("web")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    i18n.install(app)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters["due"] = str  # the signs of the house come in a file with the badges of deadlines
    return app


def drawn(app: Flask, view: forms.FormView, locale: str = "da") -> html.HtmlElement:
    with app.test_request_context("/"):
        g.locale = locale
        return html.document_fromstring(render_template_string(PAGE, view=view))


def sent(page: html.HtmlElement, button: str = "") -> MultiDict[str, str]:
    """What a browser sends of this page, with the button of this name pressed."""
    element = page.forms[0]
    pairs = list(element.form_values())
    for pressed in element.xpath(".//button[@name=$name]", name=button)[-1:] if button else []:
        pairs.append((button, pressed.get("value")))
    return MultiDict(pairs)


EVERYTHING = form(
    part("textfield", "navn", description="Kun I kan se det", validate={"required": True}),
    part("textfield", "mail", validate={"validationType": "email"}, properties={"autocomplete": "email"}),
    part("textarea", "tekst", validate={"required": True}),
    part("number", "pris", decimalDigits=2, appearance={"prefixAdorner": "ca.", "suffixAdorner": "kr."}),
    part("datetime", "dato", validate={"required": True}),
    part("datetime", "tid", subtype="time"),
    part("select", "art", values=options("sted", "event"), validate={"required": True}),
    part("radio", "vej", values=options("a", "b"), description="Vælg med omhu", validate={"required": True}),
    part("checklist", "kryds", values=options("x", "y", "z"), validate={"required": True}),
    part("taglist", "emner", valuesExpression="=emneliste"),
    part("checkbox", "tak", validate={"required": True}),
    part("textfield", "fast", readonly=True, description="Kan ikke ændres"),
    part("text", "", id="prosa", text="## Husk\n\nEt **bilag**"),
    part("separator", "", id="linje"),
    part("spacer", "", id="luft"),
    part(
        "group",
        "sted",
        label="Stedet",
        components=[part("textfield", "vejnavn", validate={"required": True})],
    ),
    part("textfield", "andet", conditional={"hide": '=art != "event"'}),
    rows(
        "rækker",
        part("textfield", "hvad", validate={"required": True}),
        part("number", "timer"),
        validate={"required": True},
    ),
    rows("lister", part("textarea", "note"), rows("under", part("checkbox", "ja")), defaultRepetitions=2),
    part("expression", "sum", expression="=sum(rækker.timer)", label="Timer i alt"),
    {
        "type": "table",
        "id": "tabel",
        "label": "Overblik",
        "dataSource": "=[{a: 1}]",
        "columns": [{"label": "A", "key": "a"}],
    },
)


def views() -> dict[str, forms.FormView]:
    """The form as it is first met, after a refusal, and with answers."""
    try:
        EVERYTHING.validate({}, {})
    except Invalid as fault:
        errors: Mapping[str, Any] = fault.fields
    values = {"art": "event", "kryds": ["x"], "rækker": [{"hvad": "a", "timer": 2}], "tekst": "\nto\nlinjer"}
    return {
        "first": EVERYTHING.view({}, {}),
        "refused": EVERYTHING.view({}, {}, typed={}, errors=errors),
        "answered": EVERYTHING.view(values, {"emneliste": ["klima", "bolig"]}),
    }


@pytest.mark.parametrize("state", ["first", "refused", "answered"])
def test_every_control_has_a_label_and_every_reference_a_target(app: Flask, state: str) -> None:
    page = drawn(app, views()[state])
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    labelled = set(page.xpath("//label/@for"))
    controls = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert len(controls) > 13
    assert [control.get("name") for control in controls if control.get("id") not in labelled] == []
    assert labelled <= set(ids)
    for reference in page.xpath("//@aria-describedby | //@aria-labelledby"):
        assert set(reference.split()) <= set(ids)
    for link in page.xpath("//a/@href"):
        assert link.removeprefix("#") in ids
    for group in page.xpath("//fieldset"):
        assert group[0].tag == "legend" and group[0].text_content().strip()
    for button in page.xpath("//button[not(@aria-hidden)]"):
        assert button.text_content().strip()
    assert page.xpath("//script | //style | //@style | //@onclick") == []


def test_faults_are_tied_to_their_fields_and_summed_up_with_focus(app: Flask) -> None:
    view = views()["refused"]
    page = drawn(app, view)
    (summary,) = page.find_class("errors")
    assert summary.get("role") == "alert" and summary.get("autofocus") is not None
    assert summary.text_content().split("\n")[1].strip() == "9 felter skal rettes"
    assert len(summary.xpath(".//a")) == len(view.errors) == 9
    for name in ("navn", "tekst", "dato", "art", "tak", "sted.vejnavn"):
        (control,) = page.xpath("//*[@name=$name]", name=name)
        assert control.get("aria-invalid") == "true"
        described = [
            page.get_element_by_id(target).text_content()
            for target in control.get("aria-describedby").split()
        ]
        assert described[0].startswith("Fejl: "), "the fault is read first"
    (radios,) = page.xpath("//fieldset[@role='radiogroup']")
    assert radios.get("aria-required") == "true"


def test_ids_are_unique_whatever_the_keys(app: Flask) -> None:
    said = {"description": "Hjælp", "appearance": {"suffixAdorner": "kr."}}
    inner = [part("textfield", "hint", id="i1", **said), part("textfield", "err", id="i2", **said)]
    more = [
        part("number", "add", id="i3", **said),
        part("radio", "x_1", id="i4", values=options("a"), **said),
    ]
    made = form(
        part("group", "a", id="g1", components=inner, **said),
        part("group", "a", id="g2", components=more, **said),
        rows(
            "add",
            part("text", "", id="t", text="x"),
            part("group", "b", id="g3", components=[part("textfield", "c")]),
        ),
    )
    page = drawn(app, made.view({"add": [{}, {}]}, {}))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) > 15


def test_the_decision_of_a_page_may_be_large(app: Flask) -> None:
    made = form(part("radio", "svar", values=options("ja", "nej"), properties={"look": "large"}))
    page = drawn(app, made.view({}, {}))
    assert (
        len(page.find_class("choice")) == 2 and not page.find_class("tick") and not page.find_class("brief")
    )


def test_optional_fields_are_marked(app: Flask) -> None:
    page = drawn(app, views()["first"])
    marked = {
        label.text_content()
        for label in page.xpath("//label | //legend")
        if "(valgfrit)" in label.text_content()
    }
    assert {text.split()[0] for text in marked} == {
        "Mail",
        "Pris",
        "Tid",
        "Emner",
        "Lister",
        "Note",
        "Under",
        "Timer",
    }


def test_native_controls(app: Flask) -> None:
    page = drawn(app, views()["answered"])
    kinds = {control.get("name"): control.get("type") for control in page.xpath("//input")}
    assert (kinds["dato"], kinds["tid"], kinds["mail"], kinds["pris"]) == ("date", "time", "email", "text")
    assert page.xpath("//input[@name='pris']/@inputmode") == ["decimal"]
    assert page.xpath("//input[@name='mail']/@autocomplete") == ["email"]
    assert page.xpath("//textarea[@name='tekst']/text()") == ["\n\nto\nlinjer"], (
        "its own first line break is not lost"
    )
    assert page.xpath("//select[@name='art']/option[@selected]/@value") == ["event"]
    assert page.xpath("//p[@id='f-sum']/text()") == ["2"]
    assert not page.xpath("//*[@name='fast' or @name='sum']"), "what may not be changed is no control"


def test_enter_sends_the_form_and_presses_no_other_button(app: Flask) -> None:
    first = drawn(app, views()["answered"]).xpath("//form//button")[0]
    assert first.get("name") is None and first.get("formnovalidate") is None


def test_markup_in_texts_and_values_is_escaped(app: Flask) -> None:
    evil = "\"><script>alert('x')</script>"
    made = form(
        part("textfield", "a", label=evil, description=evil, appearance={"suffixAdorner": evil}),
        part("textarea", "b", label="</textarea>" + evil),
        part("radio", "c", label=evil, values=[{"label": evil, "value": evil}]),
        part("select", "d", values=[{"label": evil, "value": evil}]),
        part("textfield", "e", label=evil, readonly=True),
        rows("f", part("textfield", "g", label=evil), label=evil),
        part("text", "", id="t", text=evil + " {{a}}"),
        part("group", "", id="h", label=evil, components=[part("separator", "", id="s")]),
    )
    values = {"a": evil, "b": "</textarea>" + evil, "c": evil, "d": evil, "e": evil, "f": [{"g": evil}]}
    typed = {**values, "c": "x", "d": "y"}
    with pytest.raises(Invalid) as caught:
        made.validate(typed, values)
    for view in (
        made.view(values, values),
        made.view(values, values, typed=typed, errors=caught.value.fields),
    ):
        page = drawn(app, view)
        assert page.xpath("//script") == []
        assert page.xpath("//input[@name='a']/@value") == [evil]
        assert len(page.xpath("//textarea")) == 1


def test_a_page_sent_back_untouched_gives_the_values_that_it_showed(app: Flask) -> None:
    values = {
        "navn": 'Anna "B" <c>',
        "mail": "a@eksempel.dk",
        "tekst": "to\nlinjer & mere",
        "pris": 1250.5,
        "dato": "2026-12-24",
        "tid": "14:30:00",
        "art": "event",
        "vej": "b",
        "kryds": ["x", "z"],
        "emner": ["klima"],
        "tak": True,
        "fast": "urørt",
        "sted": {"vejnavn": "Gade", "postnr": 5000},
        "andet": "ø",
        "rækker": [{"hvad": "a", "timer": 2.5, "id": 7}, {"hvad": "b", "timer": 1}],
        "lister": [{"note": "x", "under": [{"ja": True}]}],
    }
    context = {**values, "emneliste": ["klima", "bolig"]}
    for locale in ("da", "en"):
        page = drawn(app, EVERYTHING.view(values, context, locale=locale), locale)
        raw = fields.raw_from(sent(page))
        clean = EVERYTHING.validate(raw, context, locale=locale, values=values)
        assert clean == {key: value for key, value in values.items() if key != "fast"} | {"sum": 3.5}


def test_rows_are_added_and_removed_without_a_script(app: Flask) -> None:
    made = form(rows("t", part("textfield", "a"), part("checkbox", "b")), part("textfield", "c"))
    stored = {"t": [{"a": "x", "id": 1}, {"a": "y", "id": 2}]}

    def press(page: html.HtmlElement, button: str) -> html.HtmlElement:
        change = fields.change(sent(page, button))
        assert change is not None
        return drawn(app, made.view(stored, stored, typed=change.typed, focus=change.focus))

    page = press(drawn(app, made.view(stored, stored)), "_row_add")
    assert page.xpath("//input[@autofocus]/@name") == ["t.2.a"]
    page.xpath("//input[@name='t.2.a']")[0].set("value", "z")
    page.xpath("//input[@name='c']")[0].set("value", "bliver")
    page = press(press(page, "_row_remove"), "_row_add")
    assert page.xpath("//input[@name='t.1.a']/@value") == ["y"]
    assert page.xpath("//input[@name='c']/@value") == ["bliver"]
    form_data = sent(page)
    form_data.poplist("t.0.a")
    form_data.add("t.0.a", "")
    assert made.validate(fields.raw_from(form_data), stored, values=stored) == {
        "t": [{"id": 2, "a": "y", "b": False}],
        "c": "bliver",
    }


def test_the_last_row_can_be_removed(app: Flask) -> None:
    made = form(rows("t", part("textfield", "a")))
    page = drawn(app, made.view({}, {}))
    change = fields.change(sent(page, "_row_remove"))
    assert change == fields.Change({"t": []}, "t")
    after = drawn(app, made.view({}, {}, typed=change.typed, focus=change.focus))
    assert after.xpath("//input[@type='text']") == []
    assert after.xpath("//button[@autofocus]/@name") == ["_row_add"]
    again = fields.change(sent(after, "_row_add"))
    assert again == fields.Change({"t": [{}]}, "t.0")


def test_a_refresh_shows_what_the_new_answers_ask_for(app: Flask) -> None:
    made = form(
        part("radio", "vej", values=options("a", "b")),
        part("textfield", "x", conditional={"hide": '=vej != "b"'}),
    )
    page = drawn(app, made.view({}, {}))
    assert not page.xpath("//input[@name='x']")
    assert page.xpath("//button[@name='_refresh']/@value") == ["vej"]
    assert page.xpath("//@data-refresh") == ["vej"]
    change = fields.change(MultiDict([("vej", "b"), ("_refresh", "vej")]))
    assert change == fields.Change({"vej": "b"}, "vej")
    after = drawn(app, made.view({}, {}, typed=change.typed, focus=change.focus))
    assert after.xpath("//input[@name='x']") and after.xpath("//input[@autofocus]/@name") == ["vej"]


def test_everything_that_forms_say_is_there_in_danish() -> None:
    said = {
        node.value
        for file in (ROOT / "engine/forms").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "%(" in node.value
    }
    assert len(said) > 40
    assert said - i18n.catalogue("da").keys() == set()


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    files = [
        *(ROOT / "engine/forms").glob("*.py"),
        ROOT / "web/fields.py",
        *(ROOT / "web/templates").rglob("*.html"),
    ]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [text for text in CATALOGUE if text not in source] == []


def test_every_form_of_the_house_can_be_drawn(app: Flask) -> None:
    files = sorted((ROOT / "forms").glob("*.form"))
    for file in files:
        made = forms.load(file.read_bytes())
        page = drawn(app, made.view({}, {}))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), file.name
        assert fields.raw_from(sent(page)) is not None
