"""What a person is asked for before a decision can be tried."""

from __future__ import annotations

from typing import Any

from engine.dmn import Question, questions, read, tables_in

from .support import DMN, decision, escaped, inputs_of, literal, requires


def asked(body: str, which: str = "d") -> list[Question]:
    xml = f'<definitions xmlns="{DMN}" namespace="urn:test" name="t" id="t">{body}</definitions>'.encode()
    return questions(read(xml), xml, which)


def typed(name: str, type_: str) -> str:
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type_}"/></inputData>'


def column(expression: str, cells: list[str], allowed: str = "", **options: Any) -> str:
    """A table of one column."""
    values = f"<inputValues><text>{escaped(allowed)}</text></inputValues>" if allowed else ""
    label = f' label="{options["label"]}"' if "label" in options else ""
    type_ = f' typeRef="{options["type_"]}"' if "type_" in options else ""
    rules = "".join(
        f'<rule id="r{n}"><inputEntry><text>{escaped(cell)}</text></inputEntry>'
        "<outputEntry><text>1</text></outputEntry></rule>"
        for n, cell in enumerate(cells)
    )
    return (
        f'<decisionTable id="t"><input id="i"{label}><inputExpression{type_}><text>{expression}</text>'
        f'</inputExpression>{values}</input><output id="o"/>{rules}</decisionTable>'
    )


def test_the_inputs_that_a_decision_requires_with_their_types() -> None:
    kinds = {"string": "text", "number": "number", "boolean": "boolean", "date": "date", "time": "time"}
    body = "".join(typed(name, name) for name in kinds) + typed("moment", "dateTime") + typed("more", "list")
    found = asked(body + decision("d", literal("1"), requires(*kinds, "moment", "more")))
    assert {one.name: one.kind for one in found} == kinds | {"moment": "moment", "more": "other"}


def test_a_decision_below_asks_too_and_nothing_is_asked_twice() -> None:
    body = inputs_of("a", "b") + decision("low", literal("a"), requires("a"))
    needs = requires("b", "a") + requires("low", tag="requiredDecision")
    found = asked(body + decision("d", literal("b"), needs))
    assert [one.name for one in found] == ["b", "a"]


def test_a_decision_without_inputs_is_asked_for_the_names_that_it_reads() -> None:
    assert [one.name for one in asked(decision("d", literal("pris * antal")))] == ["antal", "pris"]


def test_a_column_tells_label_type_and_the_texts_that_are_allowed() -> None:
    table = column("art", ['"tag"'], '"tag", "mur, høj"', label="Hvad?", type_="string")
    assert asked(inputs_of("art") + decision("d", table, requires("art"))) == [
        Question("art", "Hvad?", "text", ("tag", "mur, høj"))
    ]


def test_without_allowed_values_the_texts_of_the_rules_are_offered() -> None:
    table = column("art", ['"tag"', 'not("tag", "mur")', "-"], type_="string")
    (one,) = asked(inputs_of("art") + decision("d", table, requires("art")))
    assert (one.allowed, one.tested) == ((), ("tag", "mur"))


def test_a_declared_type_tells_what_is_allowed() -> None:
    item = (
        '<itemDefinition name="Art"><typeRef>string</typeRef>'
        '<allowedValues><text>"tag","mur"</text></allowedValues></itemDefinition>'
    )
    (one,) = asked(item + typed("art", "Art") + decision("d", literal("art"), requires("art")))
    assert (one.kind, one.allowed) == ("text", ("tag", "mur"))


def test_a_question_of_yes_or_no_takes_the_label_of_its_column() -> None:
    table = column("klar = true", ["true"], label="Er det klart?", type_="boolean")
    (one,) = asked(inputs_of("klar") + decision("d", table, requires("klar")))
    assert (one.label, one.kind) == ("Er det klart?", "boolean")


def test_other_allowed_tests_than_texts_are_no_list() -> None:
    (one,) = asked(
        inputs_of("n") + decision("d", column("n", ["1"], "[1..5]", type_="number"), requires("n"))
    )
    assert (one.kind, one.allowed, one.tested) == ("number", (), ())


def test_decisions_that_require_each_other_in_a_circle_end() -> None:
    body = inputs_of("a") + decision("d", literal("1"), requires("e", tag="requiredDecision"))
    body += decision("e", literal("a"), requires("a") + requires("d", tag="requiredDecision"))
    assert [one.name for one in asked(body)] == ["a"]


def test_an_unknown_decision_asks_for_nothing() -> None:
    assert asked(decision("d", literal("a")), "x") == []


def test_which_decisions_are_tables() -> None:
    body = decision("d", column("a", ["1"])) + decision("e", literal("1"))
    xml = f'<definitions xmlns="{DMN}" namespace="urn:test" name="t" id="t">{body}</definitions>'.encode()
    assert tables_in(xml) == {"d"}
