"""The test bench of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import thread_time

import pytest

from engine import dmn
from engine.editing import bench, starters
from engine.editing.bench import Bench, Tried
from engine.errors import Invalid
from tests.engine.dmn.support import DMN, decision, inputs_of, literal, requires
from tests.engine.dmn.support import table as drawn

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
RISK = Path(__file__).parents[3] / "processes/aftaletrin/dmn-risikoklasse.dmn"


def file(body: str) -> bytes:
    return f'<definitions xmlns="{DMN}" namespace="urn:t" name="t" id="t">{body}</definitions>'.encode()


def one(xml: bytes, given: Mapping[str, str], locale: str = "da") -> Tried:
    (result,) = Bench(xml).try_out([given], locale, NOW)
    return result


def kind(type_: str, logic: str = "x") -> bytes:
    data = f'<inputData id="x" name="x"><variable name="x" typeRef="{type_}"/></inputData>'
    return file(data + decision("d", literal(logic), requires("x")))


def test_the_answer_and_the_rule_that_made_it() -> None:
    done = one(RISK.read_bytes(), {"sandsynlighed": "4", "konsekvens": "3"})
    assert (done.value, done.rules, done.missed) == ("hoej", ("dmn-risikoklasse-regel-2",), False)
    assert [(step.name, step.rules[0].number) for step in done.steps] == [("Risikoklasse", 2)]


def test_no_rule_matches() -> None:
    done = one(RISK.read_bytes(), {})
    assert (done.value, done.rules, done.missed) == (None, (), True)


def test_a_default_is_told_as_the_answer_of_no_rule() -> None:
    table = (
        '<decisionTable id="t"><input id="i"><inputExpression><text>n</text></inputExpression></input>'
        '<output id="o"><defaultOutputEntry><text>"ellers"</text></defaultOutputEntry></output>'
        '<rule id="r"><inputEntry><text>1</text></inputEntry><outputEntry><text>"en"</text></outputEntry>'
        "</rule></decisionTable>"
    )
    done = one(file(inputs_of("n") + decision("d", table, requires("n"))), {"n": "2"})
    assert (done.value, done.missed) == ("ellers", True)


def test_rules_that_contradict_each_other_are_named() -> None:
    done = one(
        file(inputs_of("n") + decision("d", drawn([(["> 1"], ["1"]), (["> 2"], ["2"])]), requires("n"))),
        {"n": "5"},
    )
    assert done.problem is not None and "1 (rule 1), 2 (rule 2)" in str(done.problem)


def test_values_are_read_the_way_people_write_them() -> None:
    assert one(kind("number", "x + 0.5"), {"x": "1.250,50"}).value == 1251
    assert one(kind("number"), {"x": "1,250.50"}, "en").value == 1250.5
    assert one(kind("boolean", "not(x)"), {"x": "false"}).value is True
    assert one(kind("date", "x.year"), {"x": "24-12-2026"}).value == 2026
    assert one(kind("time", "x.hour"), {"x": "14:30"}).value == 14
    assert one(kind("dateTime", "x.minute"), {"x": "2026-12-24T14:30"}).value == 30
    assert one(kind("string"), {"x": '"citat" og {tegn}'}).value == '"citat" og {tegn}'
    assert one(kind("list", "sum(x)"), {"x": "[1, 2]"}).value == 3
    assert one(kind("context", "x.a"), {"x": '{"a": 1}'}).value == 1
    assert one(file(inputs_of("x") + decision("d", literal("x"), requires("x"))), {"x": "tag"}).value == "tag"


def test_nothing_filled_in_is_null() -> None:
    assert one(kind("number", "x = null"), {"x": "  "}).value is True


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("number", "tre"),
        ("date", "i morgen"),
        ("time", "25:99"),
        ("dateTime", "24-12-2026"),
        ("boolean", "x"),
    ],
)
def test_a_value_of_another_make_is_refused_at_its_field(type_: str, text: str) -> None:
    done = one(kind(type_), {"x": text})
    assert list(done.faults) == ["x"] and done.steps == ()


def test_broken_feel_in_a_field_is_refused_there() -> None:
    assert list(one(kind("list"), {"x": "[1, "}).faults) == ["x"]


def test_what_loops_is_stopped_and_takes_no_time_from_nobody() -> None:
    endless = "count(for a in 1..1000, b in 1..1000, c in 1..1000 return a)"
    xml = kind("number", endless)
    started = thread_time()
    done = Bench(xml).try_out([{"x": str(n)} for n in range(30)], "da", NOW)
    assert len(done) == bench.MAX_TRIES and all(each.problem for each in done)
    assert thread_time() - started < bench.SECONDS + 3 * dmn.BUDGET.seconds


def test_a_field_that_loops_is_stopped_too() -> None:
    assert list(one(kind("list"), {"x": "for a in 1..100000, b in 1..100000 return a"}).faults) == ["x"]


def test_the_decision_that_no_other_needs_is_tried_unless_one_is_chosen() -> None:
    body = inputs_of("a") + decision("low", literal("a"), requires("a"))
    xml = file(body + decision("top", literal("low + 1"), requires("low", tag="requiredDecision")))
    assert Bench(xml).id == "top" and Bench(xml).names == {"low": "low", "top": "top"}
    assert Bench(xml, "low").try_out([{"a": "1"}], "da", NOW)[0].value == 1
    (done,) = Bench(xml, "gone").try_out([{"a": "1"}], "da", NOW)
    assert done.value == 2 and [step.name for step in done.steps] == ["low", "top"]


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<a/>",
        b"{}",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<definitions>" * 100_000,
        b" " * 5_000_000,
        file(""),
        file('<decision id="d" name="d">' + "<context><contextEntry>" * 3_000),
    ],
    ids=["empty", "other", "json", "dtd", "deep", "large", "nothing", "cut"],
)
def test_what_is_no_decision_is_refused_with_a_sentence(xml: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        Bench(xml)
    assert str(caught.value)


def test_a_broken_decision_says_what_is_wrong_when_it_is_tried() -> None:
    done = one(file(inputs_of("x") + decision("d", literal("x +"), requires("x"))), {})
    assert done.problem is not None


def test_a_new_decision_works_as_it_is() -> None:
    xml = starters.table("pris-niveau", 'Hvilket "niveau" & <hvad>?')
    results = Bench(xml).try_out([{"svar": "ja"}, {"svar": "måske"}], "da", NOW)
    assert [each.value for each in results] == ["godkendt", "afvist"]
    assert Bench(xml).names == {"pris-niveau": 'Hvilket "niveau" & <hvad>?'}


@pytest.mark.parametrize(
    ("key", "name"), [("1a", "x"), ("a b", "x"), ("a", " "), ("a", "x" * 300), ("a", "\x07")]
)
def test_a_new_file_has_an_id_and_a_name(key: str, name: str) -> None:
    for make in (starters.table, starters.form):
        with pytest.raises(Invalid):
            make(key, name)
