"""What is asked depends on the answers: hidden, fixed, required, computed, and which options there are."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from engine.errors import ModelFault
from tests.engine.forms.made import faults, find, form, options, part, rows, shown

REQUIRED = {"required": True}
CHANNEL = form(
    part("radio", "kanal", values=options("mail", "telefon"), validate=REQUIRED),
    part("textfield", "mail", conditional={"hide": '=kanal != "mail"'}, validate=REQUIRED),
    part("textfield", "nummer", conditional={"hide": '=kanal != "telefon"'}, validate=REQUIRED),
)


def test_hidden_fields_are_neither_shown_nor_required_nor_kept() -> None:
    assert shown(CHANNEL.view({}, {})) == ["kanal"]
    assert shown(CHANNEL.view({"kanal": "mail"}, {})) == ["kanal", "mail"]
    assert faults(CHANNEL, {"kanal": "telefon"}) == {"nummer": "Fill in Nummer"}
    assert CHANNEL.validate({"kanal": "telefon", "mail": "x", "nummer": "1"}, {}) == {
        "kanal": "telefon",
        "nummer": "1",
    }


def test_a_hidden_field_may_hold_any_rubbish() -> None:
    made = form(part("checkbox", "vis"), part("number", "tal", conditional={"hide": "=vis != true"}))
    assert made.validate({"tal": "vrøvl"}, {}) == {"vis": False}
    assert faults(made, {"vis": "on", "tal": "vrøvl"}).keys() == {"tal"}


def test_a_hidden_answer_is_null_to_others_whatever_the_case_holds() -> None:
    made = form(
        part("checkbox", "a"),
        part("textfield", "b", conditional={"hide": "=not(a)"}),
        part("textfield", "c", conditional={"hide": '=b != "ja"'}),
    )
    stored = {"a": True, "b": "ja", "c": "x"}
    assert shown(made.view(stored, stored)) == ["a", "b", "c"]
    assert made.validate({"b": "ja", "c": "x"}, stored) == {"a": False}


def test_conditions_that_contradict_each_other_come_to_an_end() -> None:
    made = form(
        part("textfield", "a", conditional={"hide": '=b = "x"'}),
        part("textfield", "b", conditional={"hide": '=a = "x"'}),
        part("checkbox", "c", conditional={"hide": "=c = true"}),
    )
    assert len(shown(made.view({"a": "x", "b": "x", "c": True}, {}))) <= 3


def test_conditions_read_the_context() -> None:
    made = form(part("textfield", "x", conditional={"hide": "=trin > 3"}))
    assert shown(made.view({}, {"trin": 3})) == ["x"]
    assert shown(made.view({}, {"trin": 4})) == []
    assert shown(made.view({}, {})) == ["x"], "null hides nothing"


def test_an_empty_checklist_and_an_empty_box_are_no_null() -> None:
    made = form(
        part("checklist", "kryds", values=options("a", "b")),
        part("textfield", "hvorfor", conditional={"hide": '=list contains(kryds, "a")'}, validate=REQUIRED),
        part("checkbox", "tak"),
        part("textfield", "note", conditional={"hide": "=tak = false"}),
    )
    assert shown(made.view({}, {})) == ["kryds", "hvorfor", "tak"]
    assert faults(made, {}).keys() == {"hvorfor"}
    assert faults(made, {"kryds": ["a"]}) == {}


def test_a_hidden_group_hides_all_in_it() -> None:
    made = form(
        part("checkbox", "vis"),
        part(
            "group",
            "",
            id="g",
            conditional={"hide": "=not(vis)"},
            components=[part("textfield", "x", validate=REQUIRED)],
        ),
    )
    assert made.validate({"x": "hej"}, {}) == {"vis": False}
    assert faults(made, {"vis": "on"}).keys() == {"x"}


def test_columns_are_hidden_row_by_row() -> None:
    made = form(
        rows(
            "t",
            part("select", "art", values=options("sted", "andet")),
            part("textfield", "hvad", conditional={"hide": '=art != "andet"'}, validate=REQUIRED),
        )
    )
    raw = {"t": [{"art": "sted", "hvad": "x"}, {"art": "andet"}]}
    assert faults(made, raw) == {"t.1.hvad": "Fill in Hvad (row 2)"}
    raw["t"][1]["hvad"] = "y"
    assert made.validate(raw, {}) == {"t": [{"art": "sted"}, {"art": "andet", "hvad": "y"}]}


def test_rows_know_themselves_their_form_and_their_number() -> None:
    made = form(
        part("textfield", "titel"),
        rows(
            "t",
            part("textfield", "navn"),
            part("expression", "nr", expression="=string(i) + this.navn + parent.titel"),
        ),
    )
    assert made.validate({"titel": "!", "t": [{"navn": "a"}, {"navn": "b"}]}, {})["t"] == [
        {"navn": "a", "nr": "1a!"},
        {"navn": "b", "nr": "2b!"},
    ]


def test_computed_values_are_never_taken_from_the_browser() -> None:
    made = form(
        rows("poster", part("number", "beloeb", decimalDigits=2)),
        part("expression", "i_alt", expression="=sum(poster.beloeb)"),
        part("expression", "moms", expression="=i_alt * 0.25", label="Moms"),
    )
    raw = {"poster": [{"beloeb": "0,10"}, {"beloeb": "0,20"}], "i_alt": "999", "moms": 5}
    clean = made.validate(raw, {})
    assert clean["i_alt"] == 0.3
    assert clean["moms"] == 0.075
    view = made.view({"poster": [{"beloeb": 4}]}, {})
    assert find(view, "moms").text == "1"
    assert find(view, "moms").readonly


@pytest.mark.parametrize("lock", [{"readonly": True}, {"disabled": True}, {"readonly": "=laast"}])
def test_what_may_not_be_changed_is_ignored_from_the_browser_and_stays(lock: dict[str, object]) -> None:
    made = form(part("textfield", "x", validate=REQUIRED, **lock), part("textfield", "y"))
    stored = {"x": "fast", "laast": True}
    assert made.validate({"x": "hack", "y": "z"}, stored) == {"y": "z"}, "no second copy is written"
    view = made.view(stored, stored, typed={"x": "hack"})
    assert find(view, "x").readonly
    assert find(view, "x").text == "fast"


def test_an_unchangeable_field_without_a_value_gives_its_default() -> None:
    made = form(part("number", "x", readonly=True, defaultValue=1), part("number", "y", readonly=True))
    assert made.validate({"x": "7"}, {}) == {"x": 1}


def test_readonly_that_depends_on_an_answer() -> None:
    made = form(part("checkbox", "laas"), part("textfield", "x", readonly="=laas"))
    assert made.validate({"x": "ny"}, {"x": "gammel"}) == {"laas": False, "x": "ny"}
    assert made.validate({"x": "ny", "laas": "on"}, {"x": "gammel"}) == {"laas": True}


def test_required_and_limits_may_be_expressions() -> None:
    made = form(
        part("number", "ramme"),
        part("number", "x", validate={"required": "=ramme > 0", "max": "=ramme", "min": "=ramme / 2"}),
        part("textfield", "t", validate={"maxLength": "=ramme", "minLength": "=null"}),
    )
    assert faults(made, {"ramme": "0"}) == {}
    assert faults(made, {"ramme": "10"}) == {"x": "Fill in X"}
    assert faults(made, {"ramme": "10", "x": "11"}) == {"x": "X may be at most 10"}
    assert faults(made, {"ramme": "10", "x": "4"}) == {"x": "X must be at least 5"}
    assert faults(made, {"ramme": "2", "x": "2", "t": "abc"}).keys() == {"t"}


def test_dates_have_limits_too() -> None:
    made = form(
        part("datetime", "fra", disallowPassedDates=True),
        part("datetime", "til", validate={"min": "=fra", "max": '=today() + @"P1Y"'}),
    )
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert faults(made, {"fra": "2026-11-23", "til": "2026-11-23"}, now=now) == {}
    assert faults(made, {"fra": "2026-11-22"}, now=now) == {"fra": "Fra may be 23-11-2026 at the earliest"}
    assert faults(made, {"fra": "2026-12-01", "til": "2026-11-30"}, now=now) == {
        "til": "Til may be 01-12-2026 at the earliest"
    }
    assert faults(made, {"til": "2027-11-24"}, now=now) == {"til": "Til may be 23-11-2027 at the latest"}


def test_a_moment_in_the_past_is_refused_by_the_danish_clock() -> None:
    made = form(part("datetime", "x", subtype="datetime", disallowPassedDates=True))
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)  # 13 o'clock in Denmark
    assert faults(made, {"x": "2026-11-23T12:59"}, now=now).keys() == {"x"}
    assert faults(made, {"x": "2026-11-23T13:01"}, now=now) == {}


PEOPLE = {"personer": [{"label": "Anna", "value": "7"}, {"label": "Bo", "value": "8"}]}


@pytest.mark.parametrize("source", [{"valuesExpression": "=personer"}, {"valuesKey": "personer"}])
def test_options_from_the_context(source: dict[str, str]) -> None:
    made = form(part("select", "x", **source))
    assert [option.label for option in find(made.view({}, PEOPLE), "x").options] == ["Anna", "Bo"]
    assert made.validate({"x": "8"}, PEOPLE) == {"x": "8"}
    assert faults(made, {"x": "9"}, PEOPLE).keys() == {"x"}
    assert faults(made, {"x": "8"}, {}).keys() == {"x"}, "no list, nothing to choose"


def test_options_from_other_answers() -> None:
    made = form(
        rows("idéer", part("textfield", "navn")),
        part("radio", "bedst", valuesExpression="=idéer.navn"),
        part("checklist", "tal", valuesExpression="=[1, 2, 3]"),
    )
    raw = {"idéer": [{"navn": "Have"}, {"navn": "Fest"}], "bedst": "Fest", "tal": ["3", "1"]}
    assert made.validate(raw, {}) == {
        "idéer": [{"navn": "Have"}, {"navn": "Fest"}],
        "bedst": "Fest",
        "tal": [1, 3],
    }
    assert faults(made, {**raw, "bedst": "Rejse"}).keys() == {"bedst"}


@pytest.mark.parametrize("found", ["=5", "=null", '=[null, {a: 1}, "", {label: "x"}]'])
def test_odd_lists_of_options_are_no_options(found: str) -> None:
    made = form(part("select", "x", valuesExpression=found))
    assert find(made.view({}, {}), "x").options == ()


def test_controls_are_the_fields_that_others_depend_on() -> None:
    assert CHANNEL.controls() == {"kanal"}
    made = form(
        part("checkbox", "a"),
        part("textfield", "b", readonly="=a"),
        part("number", "c"),
        part("expression", "d", expression="=c + 1"),
        rows(
            "t",
            part("select", "art", values=options("x")),
            part("textfield", "e", conditional={"hide": "=art = null"}),
        ),
        part("textfield", "f", conditional={"hide": "=count(t) > 2"}),
    )
    assert made.controls() == {"a", "t", "t.art"}


@pytest.mark.parametrize(
    "bomb",
    [
        "=for i in 1..1000000000 return i",
        "=(function(f) f(f))(function(f) f(f))",
        '=string join(for i in 1..100000 return "xxxxxxxxxx")',
    ],
)
@pytest.mark.parametrize("where", ["hide", "computed", "options", "limit"])
def test_a_costly_expression_is_stopped_and_named(bomb: str, where: str) -> None:
    component = {
        "hide": part("textfield", "x", conditional={"hide": bomb}),
        "computed": part("expression", "x", expression=bomb),
        "options": part("select", "x", valuesExpression=bomb),
        "limit": part("textfield", "x", validate={"maxLength": bomb}),
    }[where]
    with pytest.raises(ModelFault, match="The form cannot be worked out: x"):
        form(component).validate({"x": "1"}, {})


def test_many_expressions_share_one_account() -> None:
    slow = "=count(for i in 1..20000 return i) < 0"
    made = form(rows("t", *(part("textfield", f"k{n}", conditional={"hide": slow}) for n in range(20))))
    begun = time.thread_time()
    with pytest.raises(ModelFault, match="ask for too much work"):
        made.validate({"t": [{"k1": "x"}] * 200}, {})
    assert time.thread_time() - begun < 3
