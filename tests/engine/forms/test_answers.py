"""What each type takes, gives and refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.forms.made import faults, form, options, part

COLOURS = options("roed", "groen", "blaa")


def answer(component: dict[str, Any], value: Any, **more: Any) -> Any:
    return form(component).validate({"x": value}, {}, **more)["x"]


@pytest.mark.parametrize(
    ("component", "typed", "clean"),
    [
        (part("textfield"), "  Anna  ", "Anna"),
        (part("textfield"), ["Anna"], "Anna"),
        (part("textfield"), "", None),
        (part("textfield"), "   ", None),
        (part("textfield"), None, None),
        (part("textfield"), "a\r\nb", "a b"),
        (part("textfield"), "a\x00b\x1b", "ab"),
        (part("textfield"), "A\u030arhus", "Århus"),
        (part("textfield"), "\ud800x", "x"),
        (part("textfield"), 12, "12"),
        (part("textarea"), "a\r\nb\n", "a\nb"),
        (part("textfield", validate={"validationType": "email"}), "anna@eksempel.dk", "anna@eksempel.dk"),
        (part("textfield", validate={"validationType": "phone"}), "+45 12 34 56 78", "+45 12 34 56 78"),
        (part("textfield", validate={"pattern": "^[0-9]{8}$"}), "12345678", "12345678"),
        (part("number"), "1.250.000,50", 1250000.5),
        (part("number"), "7", 7),
        (part("number"), 7, 7),
        (part("number"), 0.1, 0.1),
        (part("number"), "", None),
        (part("number"), "  ", None),
        (part("number"), "85.000 kr.", 85000),
        (part("number", appearance={"suffixAdorner": "timer"}), "37 timer", 37),
        (part("number", decimalDigits=2), "1,50", 1.5),
        (part("number", decimalDigits=2), "1,500", 1.5),
        (part("datetime", subtype="date"), "24.12.2026", "2026-12-24"),
        (part("datetime"), "2026-12-24", "2026-12-24"),
        (part("datetime"), "", None),
        (part("datetime"), "  ", None),
        (part("datetime", subtype="time"), "14:30", "14:30:00"),
        (part("datetime", subtype="datetime"), "2026-12-24T14:30", "2026-12-24T14:30:00"),
        (part("select", values=COLOURS), "roed", "roed"),
        (part("select", values=COLOURS), "", None),
        (part("radio", values=options(1, 2, 3)), "2", 2),
        (part("checklist", values=COLOURS), ["blaa", "roed", "blaa"], ["roed", "blaa"]),
        (part("checklist", values=COLOURS), "roed", ["roed"]),
        (part("checklist", values=COLOURS), None, []),
        (part("checklist", values=COLOURS), "", []),
        (part("taglist", values=options(1, 2)), ["2", "1"], [1, 2]),
        (part("checkbox"), "true", True),
        (part("checkbox"), "on", True),
        (part("checkbox"), True, True),
        (part("checkbox"), "false", False),
        (part("checkbox"), None, False),
    ],
)
def test_good_answers(component: dict[str, Any], typed: Any, clean: Any) -> None:
    found = answer(component, typed)
    assert found == clean
    assert type(found) is type(clean)


@pytest.mark.parametrize(
    ("component", "typed", "said"),
    [
        (part("textfield"), "x" * 20_001, "X may be at most 20000 characters long, it is now 20001"),
        (part("textfield"), ["a", "b"], "X has a form that cannot be read"),
        (part("textfield"), {"a": 1}, "X has a form that cannot be read"),
        (
            part("textfield", validate={"minLength": 3}),
            "ab",
            "X must be at least 3 characters long, it is now 2",
        ),
        (
            part("textarea", validate={"maxLength": 3}),
            "abcd",
            "X may be at most 3 characters long, it is now 4",
        ),
        (part("textfield", validate={"validationType": "email"}), "anna", "Write X as an e-mail address"),
        (part("textfield", validate={"validationType": "email"}), "a b@c.dk", "Write X as an e-mail address"),
        (part("textfield", validate={"validationType": "phone"}), "1234", "Write X as a phone number"),
        (part("textfield", validate={"pattern": "^[0-9]{8}$"}), "1234", "X is not written in the way"),
        (part("number"), "tolv", "Write X as a number such as 1.250,5"),
        (part("number"), "NaN", "Write X as a number"),
        (part("number"), "1e999", "Write X as a number"),
        (part("number"), float("nan"), "Write X as a number"),
        (part("number"), float("inf"), "Write X as a number"),
        (part("number"), True, "Write X as a number"),
        (part("number"), 10**30, "X has too many digits"),
        (part("number"), "0,12345678901234567890", "X has too many digits"),
        (part("number", decimalDigits=0), "1,5", "Write X as a whole number"),
        (part("number", decimalDigits=0), "en", "Write X as a whole number"),
        (part("number", decimalDigits=2), "en", "Write X as a number such as 1.250,50"),
        (part("number", decimalDigits=2), "1,505", "X may have at most 2 decimals"),
        (part("number", validate={"min": 1}), "0", "X must be at least 1"),
        (part("number", validate={"max": 5.5}), "6", "X may be at most 5,5"),
        (part("datetime"), "snart", "Write X as a date such as 24-12-2026"),
        (part("datetime"), 20261224, "Write X as a date"),
        (part("datetime", subtype="time"), "25:00", "Write X as a time"),
        (part("datetime", subtype="datetime"), "24-12-2026", "Write X as a date and a time"),
        (part("select", values=COLOURS), "lilla", "Choose among the answers that are listed: X"),
        (part("select", values=COLOURS), ["roed", "blaa"], "X has a form that cannot be read"),
        (part("select", values=COLOURS), "x" * 1_001, "X has a form that cannot be read"),
        (part("radio", values=options(1, 2)), "3", "Choose among the answers"),
        (part("checklist", values=COLOURS), ["roed", "lilla"], "Choose among the answers"),
        (part("checklist", values=COLOURS), [["roed"], {}], "X has a form that cannot be read"),
        (part("checklist", values=COLOURS), ["roed"] * 501, "X has a form that cannot be read"),
        (part("checklist", values=COLOURS, validate={"minLength": 2}), ["roed"], "Choose at least 2: X"),
        (
            part("checklist", values=COLOURS, validate={"maxLength": 1}),
            ["roed", "blaa"],
            "Choose at most 1: X",
        ),
        (part("checkbox"), "måske", "X has a form that cannot be read"),
        (part("checkbox"), 3, "X has a form that cannot be read"),
    ],
)
def test_bad_answers(component: dict[str, Any], typed: Any, said: str) -> None:
    assert faults(form(component), {"x": typed})["x"].startswith(said)


@pytest.mark.parametrize(
    ("component", "said"),
    [
        (part("textfield"), "Fill in X"),
        (part("number"), "Fill in X"),
        (part("datetime"), "Fill in X"),
        (part("select", values=COLOURS), "Choose an answer: X"),
        (part("radio", values=COLOURS), "Choose an answer: X"),
        (part("checklist", values=COLOURS), "Choose at least one: X"),
        (part("checkbox"), "Tick the box: X"),
    ],
)
def test_required(component: dict[str, Any], said: str) -> None:
    required = form({**component, "validate": {"required": True}})
    assert faults(required, {}) == {"x": said}
    assert faults(required, {"x": ""}) == {"x": said}
    assert faults(form(component), {}) == {}


def test_zero_is_an_answer() -> None:
    assert faults(form(part("number", validate={"required": True})), {"x": "0"}) == {}


def test_english_numbers() -> None:
    assert answer(part("number"), "1.250", locale="en") == 1.25
    assert faults(form(part("number")), {"x": "?"}, locale="en")["x"].endswith("such as 1,250.5")


def test_unknown_keys_are_dropped() -> None:
    made = form(part("textfield"), part("text", "", id="t", text="Hej"))
    assert made.validate({"x": "a", "y": "b", "t": "c", "Meta": "d", "__class__": "e"}, {}) == {"x": "a"}


def test_keys_that_are_names_of_the_library_are_ordinary_keys() -> None:
    keys = ["Meta", "load", "fields", "context", "opts", "dump", "validate", "field0"]
    made = form(*(part("textfield", key) for key in keys))
    assert made.validate({key: key for key in keys}, {}) == {key: key for key in keys}


def test_what_was_validated_validates_again_to_the_same() -> None:
    made = form(
        part("textfield", "a"),
        part("number", "b", decimalDigits=2),
        part("datetime", "c"),
        part("checklist", "d", values=COLOURS),
        part("checkbox", "e"),
        part("radio", "f", values=options(1, 2)),
    )
    once = made.validate(
        {"a": " x ", "b": "1.250,50", "c": "1/2/2026", "d": ["blaa"], "e": "on", "f": "2"}, {}
    )
    assert made.validate(once, {}) == once


def test_a_group_with_a_path_nests_its_values_and_keeps_what_it_does_not_show() -> None:
    made = form(part("group", "adresse", components=[part("textfield", "vej"), part("number", "nr")]))
    stored = {"adresse": {"vej": "Gl. vej", "nr": 1, "postnr": 5000}}
    assert made.validate({"adresse": {"vej": "Ny vej", "nr": "2", "hack": "x"}}, stored) == {
        "adresse": {"vej": "Ny vej", "nr": 2, "postnr": 5000}
    }
    assert faults(made, {"adresse": {"nr": "to"}}).keys() == {"adresse.nr"}
    assert made.validate({"adresse": "vrøvl"}, {}) == {"adresse": {"vej": None, "nr": None}}


def test_dotted_keys_nest_too() -> None:
    made = form(part("textfield", "kontakt.navn"), part("textfield", "kontakt.mail"))
    assert made.validate({"kontakt": {"navn": "Anna"}}, {}) == {"kontakt": {"navn": "Anna", "mail": None}}
