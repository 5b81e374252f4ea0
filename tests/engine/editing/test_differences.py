"""Two versions of a process in words: forms by labels, decisions by rules, tests by names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.editing import differences
from engine.editing.differences import compare_files
from engine.errors import NotFound
from tests.engine.bpmn.test_differences import sentences
from tests.engine.editing.test_drafts import acting, begun, change, publish, world
from tests.world import World

__all__ = ["world"]  # the fixture
ROOT = Path(__file__).parents[3]
TABLE = (ROOT / "processes/aftaletrin/dmn-risikoklasse.dmn").read_text(encoding="utf-8")


def told(name: str, before: Any, after: Any) -> list[str]:
    """The sentences when one file is another; forms and tests are given as data."""
    old, new = (part if isinstance(part, str | None) else json.dumps(part) for part in (before, after))
    sets = ({name: part.encode()} if part is not None else {} for part in (old, new))
    return sentences(compare_files("p", *sets).words)


def form(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "default", "id": "f", "components": list(components), **more}


PRICE = {"id": "pris", "key": "pris", "type": "number", "label": "Pris"}
CHOICE = {"id": "v", "key": "v", "type": "radio", "label": "Vej", "values": [{"label": "Ja", "value": "ja"}]}
FIELD = 'the field "Pris" in the form "f"'
NO = {"label": "Nej", "value": "nej"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (form(), form(PRICE), [f"{FIELD} has been added, as a number"]),
        (form(PRICE), form(), [f"{FIELD} has been removed"]),
        (form(PRICE), form({**PRICE, "label": "Beløb"}), [f'{FIELD} now says "Beløb"']),
        (form(PRICE), form({**PRICE, "type": "textfield"}), [f"{FIELD} is now a line of text instead of a number"]),
        (form(PRICE), form({**PRICE, "validate": {"required": True}}), [f"{FIELD} must now be filled in (always)"]),
        (form({**PRICE, "validate": {"required": True}}), form(PRICE), [f"{FIELD} need no longer be filled in"]),
        (
            form(PRICE),
            form({**PRICE, "validate": {"required": "=trin = 1"}}),
            [f'{FIELD} must now be filled in (the formula "trin = 1")'],
        ),
        (
            form({**PRICE, "validate": {"min": 1}}),
            form({**PRICE, "validate": {"min": 5}}),
            [f"{FIELD} is now at least 5 instead of 1"],
        ),
        (form(PRICE), form({**PRICE, "validate": {"min": 0}}), [f"{FIELD} is now at least 0"]),
        (
            form(PRICE),
            form({**PRICE, "properties": {"visibility": "private"}}),
            [f"{FIELD} has become private: only one's own party sees it"],
        ),
        (form(PRICE), form({**PRICE, "properties": {"visibility": "shared"}}), []),
        (
            form(PRICE),
            form({**PRICE, "key": "beloeb"}),
            [f'{FIELD} now keeps its answer as "beloeb" instead of "pris"'],
        ),
        (form(PRICE), form({**PRICE, "id": "Field_1"}), []),
        (form(PRICE), form({**PRICE, "layout": {"columns": 8}}), [f"{FIELD} looks or works a little differently"]),
        (
            form(PRICE),
            form({**PRICE, "conditional": {"hide": "=a"}}),
            [f'{FIELD} is now hidden by a rule: the formula "a"'],
        ),
        (
            form(CHOICE),
            form({**CHOICE, "values": [NO, *CHOICE["values"]]}),  # type: ignore[misc]
            ['the field "Vej" in the form "f" can now be answered with "Nej" too'],
        ),
        (
            form({**CHOICE, "values": [NO, *CHOICE["values"]]}),  # type: ignore[misc]
            form({**CHOICE, "values": [*CHOICE["values"], NO]}),  # type: ignore[misc]
            ['the field "Vej" in the form "f" has its answers in another order'],
        ),
        (
            form(CHOICE),
            form({**CHOICE, "values": [{"label": "Jo", "value": "ja"}]}),
            ['the field "Vej" in the form "f" now calls the answer "Ja" "Jo"'],
        ),
        (form(PRICE, CHOICE), form(CHOICE, PRICE), ['the fields of the form "f" stand in another order']),
        (
            form(PRICE, {"id": "g", "type": "group", "label": "Økonomi", "components": []}),
            form({"id": "g", "type": "group", "label": "Økonomi", "components": [PRICE]}),
            [f'{FIELD} now stands in "Økonomi"', 'the fields of the form "f" stand in another order'],
        ),
        (
            form(),
            form({"id": "t", "path": "t", "type": "dynamiclist", "label": "Rækker", "components": [PRICE]}),
            ['the field "Rækker" in the form "f" has been added, as a table with rows'],
        ),
        (form(), form(properties={"help": "Læs"}), ['the guidance on the form "f" is another']),
        (form(), None, ['the form "f" has been removed']),
        (None, form(), ['the form "f" has been added']),
        ("{", form(), ['the form "f" cannot be read']),
        ("[]", form(), ['the form "f" cannot be read']),
        (form(), '{"components": [1]}', ['the form "f" cannot be read']),
        ("[" * 100_000, form(), ['the form "f" cannot be read']),
    ],
)  # fmt: skip
def test_forms(before: Any, after: Any, expected: list[str]) -> None:
    assert told("f.form", before, after) == expected


def test_a_form_in_another_layout_says_the_same() -> None:
    spread = json.dumps(form(PRICE, CHOICE), indent=4)
    assert told("f.form", form(PRICE, CHOICE), spread) == []


RULE = """      <rule id="{id}"><inputEntry id="a{id}"><text>{when}</text></inputEntry>
        <outputEntry id="b{id}"><text>"{then}"</text></outputEntry></rule>"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "&gt;= 16",
            "&gt;= 20",
            'rule 1 in "Risikoklasse" now has >= 20 instead of >= 16 in "Sandsynlighed gange konsekvens"',
        ),
        ('"lav"', '"ringe"', 'rule 4 in "Risikoklasse" now has "ringe" instead of "lav" in "Risikoklasse"'),
        ("&lt; 5", "-", 'rule 4 in "Risikoklasse" now has anything instead of < 5 in "Sandsynlighed gange konsekvens"'),
        (
            'hitPolicy="UNIQUE"',
            'hitPolicy="FIRST"',
            'in "Risikoklasse" it now holds that the first rule that fits counts, not that at most one rule may fit',
        ),
        (
            'label="Sandsynlighed gange konsekvens"',
            'label="Vægt"',
            'the column "Sandsynlighed gange konsekvens" in "Risikoklasse" is now called "Vægt"',
        ),
        (
            "    </decisionTable>",
            RULE.format(id="ny", when="99", then="umulig") + "    </decisionTable>",
            'rule 5 has been added in "Risikoklasse": Sandsynlighed gange konsekvens: 99, Risikoklasse: "umulig"',
        ),
        (
            "number(string(sandsynlighed)) * number(string(konsekvens))",
            "vaegt",
            'the column "Sandsynlighed gange konsekvens" in "Risikoklasse" is now about "vaegt" instead of '
            '"number(string(sandsynlighed)) * number(string(konsekvens))"',
        ),
        (
            'id="dmn-risikoklasse" name="Risikoklasse"',
            'id="dmn-risikoklasse" name="Klasse"',
            'the decision "Risikoklasse" is now called "Klasse"',
        ),
        (
            "Ejeren følger risikoen",
            "Ejeren holder øje",
            'rule 4 in "Risikoklasse" is now described as "Ejeren holder øje"',
        ),
        (
            'name="sandsynlighed"',
            'name="chance"',
            'what the decisions in "d.dmn" build upon is another',
        ),
        (
            "Klassen følger af sandsynlighed",
            "Klassen er sandsynlighed",
            'the decision "Risikoklasse" builds upon something else, or is made in another way',
        ),
        ("<definitions", "<<", 'the decisions in "d.dmn" cannot be read'),
    ],
)  # fmt: skip
def test_decisions(old: str, new: str, expected: str) -> None:
    assert old in TABLE
    assert told("d.dmn", TABLE, TABLE.replace(old, new)) == [expected]


def test_rules_in_another_order_count_where_the_first_one_does() -> None:
    first = TABLE.replace('hitPolicy="UNIQUE"', 'hitPolicy="FIRST"')
    for text, counts in ((TABLE, ""), (first, ", which counts here")):
        start = text.index("      <rule id=")
        one, rest = text[start:].split("</rule>", 1)
        two, after = rest.split("</rule>", 1)
        turned = f"{text[:start]}{two}</rule>{one}</rule>{after}"
        assert told("d.dmn", text, turned) == [f'the rules in "Risikoklasse" stand in another order{counts}']


def test_a_table_in_another_layout_says_the_same() -> None:
    other = (
        TABLE.replace(' xmlns="', ' xmlns:d="')
        .replace("<", "<d:")
        .replace("<d:/", "</d:")
        .replace("<d:?", "<?")
    )
    other = other.replace("<d:dmndi:", "<dmndi:").replace("</d:dmndi:", "</dmndi:").replace("<d:dc:", "<dc:")
    other = (
        other.replace("</d:dc:", "</dc:")
        .replace("<d:di:", "<di:")
        .replace("</d:di:", "</di:")
        .replace("\n", "\n\n")
    )
    assert "<d:decision " in other and told("d.dmn", TABLE, other) == []


def test_a_formula_in_place_of_a_table() -> None:
    def literal(text: str) -> str:
        begin, end = TABLE.index("<decisionTable"), TABLE.index("</decisionTable>") + len("</decisionTable>")
        return f"{TABLE[:begin]}<literalExpression><text>{text}</text></literalExpression>{TABLE[end:]}"

    assert told("d.dmn", TABLE, literal("1")) == ['the decision "Risikoklasse" is now made in another way']
    assert told("d.dmn", literal("1"), literal("2")) == [
        'the decision "Risikoklasse" now works out "2" instead of "1"'
    ]


def test_tests_by_their_names() -> None:
    old = {"scenarios": [{"name": "A", "steps": []}, {"name": "B", "steps": []}]}
    new = {"scenarios": [{"steps": [{"wait": "P1D"}], "name": "A"}, {"name": "C"}]}
    assert told("p.scenarios.json", old, new) == [
        'the test "A" has been changed',
        'the test "B" has been removed',
        'the test "C" has been added',
    ]
    assert (
        told("p.scenarios.json", old, {"scenarios": [{"steps": [], "name": "A"}, {"steps": [], "name": "B"}]})
        == []
    )
    assert told("p.scenarios.json", "[1", "{}") == []


def test_versions_and_the_draft(world: World) -> None:
    begun(world)
    change(world, b"Skriv aftalen", b"Skriv den")
    with acting(world, "petra") as (session, by):
        found = differences.compare(session, "aftale", by, "1", differences.DRAFT)
        assert sentences(found.words) == ['the task "Skriv aftalen" is now called "Skriv den"']
        assert found.diagram.changed == {"skriv"}
        assert not differences.compare(session, "aftale", by, "1", "1")
    change(world, b'"label": "Pris', b'"label": "Den pris', "skriv.form")
    publish(world)
    with acting(world, "lis") as (session, by):
        found = differences.compare(session, "aftale", by, "1", "2")
        assert [word.element for word in found.words] == ["skriv", "skriv"]  # the form is shown by that task
        assert "Den pris" in sentences(found.words)[1]
        for before, after in (("1", "3"), ("x", "1"), ("1", "9" * 40), ("-1", "1"), ("1", differences.DRAFT)):
            with pytest.raises(NotFound):
                differences.compare(session, "aftale", by, before, after)


def test_names_of_roles_are_those_people_know(world: World) -> None:
    begun(world)
    change(world, b'candidateGroups="lt-ol"', b'candidateGroups="bygherre-ol"')
    with acting(world, "petra") as (session, by):
        words = sentences(differences.compare(session, "aftale", by, "1", differences.DRAFT).words)
    assert words and all("lt-ol" not in text and "instead of" in text for text in words)


def test_a_diagram_that_cannot_be_read(world: World) -> None:
    found = compare_files("p", {"p.bpmn": b"<a/>"}, {"p.bpmn": b"<b/>"})
    assert sentences(found.words) == ["the diagram cannot be read"] and found
    assert not compare_files("p", {"p.bpmn": b"<a/>"}, {"p.bpmn": b"<a/>"})
