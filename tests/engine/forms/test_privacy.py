"""Fields that only the own party reads."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import Invalid
from tests.engine.forms.made import form, part, rows

OWN = {"properties": {"visibility": "private"}}


def group(*inside: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "group", "id": "egen", "label": "Egen", "components": list(inside), **more}


def test_a_field_a_group_and_a_table_may_be_private() -> None:
    made = form(
        part("textfield", "aaben"),
        part("textfield", "note", **OWN),
        group(part("number", "loft"), part("checkbox", "sikker"), **OWN),
        rows("tal", part("number", "pris"), **OWN),
        group(part("textfield", "svar"), id="vurdering", path="vurdering", **OWN),
        group(part("textfield", "rest", **OWN), id="aaben_gruppe"),
    )
    assert made.private == {"note", "loft", "sikker", "tal", "vurdering", "rest"}
    values = {
        "aaben": "alle",
        "note": "kun os",
        "loft": 5,
        "sikker": False,
        "tal": [{"pris": 1}],
        "rest": "x",
    }
    assert [field["key"] for field in made.fields_for_document(values)] == ["aaben"]
    own = made.fields_for_document(values, own=True)
    assert [field["key"] for field in own if field.get("private")] == [
        "note", "loft", "sikker", "tal", "vurdering.svar", "rest",
    ]  # fmt: skip
    marks = [(field.label, field.private) for field in made.view(values, {}).fields]
    assert marks == [
        ("Aaben", False), ("Note", True), ("Egen", True), ("Tal", True), ("Egen", True), ("Egen", False),
    ]  # fmt: skip


def test_the_answers_of_private_fields_are_checked_like_others() -> None:
    made = form(part("textfield", "note", validate={"required": True}, **OWN), part("textfield", "aaben"))
    with pytest.raises(Invalid):
        made.validate({"note": "", "aaben": "x"}, {})
    assert made.validate({"note": "n", "aaben": "x"}, {}) == {"note": "n", "aaben": "x"}


@pytest.mark.parametrize(
    ("components", "reason"),
    [
        ([part("textfield", "a.b", **OWN), part("textfield", "a.c")], "cannot be both open and private"),
        (
            [part("number", "loft", **OWN), part("expression", "rest", expression="=100 - loft")],
            "cannot be computed from a private one",
        ),
        (
            [
                part("number", "loft", **OWN),
                rows("tal", part("number", "pris"), part("expression", "rest", expression="=loft - pris")),
            ],
            "cannot be computed from a private one",
        ),
        ([rows("tal", part("number", "pris", **OWN))], "make the whole table private"),
        ([part("textfield", "a", properties={"visibility": "secret"})], "shared or private"),
    ],
)
def test_what_would_not_stay_private_is_refused(components: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        form(*components)
    assert reason in str(refused.value)


def test_a_private_sum_of_private_numbers_is_fine() -> None:
    made = form(part("number", "loft", **OWN), part("expression", "rest", expression="=100 - loft", **OWN))
    assert made.validate({"loft": "30"}, {}) == {"loft": 30, "rest": 70}
