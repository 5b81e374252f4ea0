import pytest

from engine.feel import FeelSyntaxError, explain, to_feel
from engine.feel.messages_da import danish

CONTEXT = {"beløb": "12", "antal": 3, "kunde": {"navn": "Ida"}, "tom": None, "parter": [{"navn": "A"}]}


def notes(text: str) -> list[tuple[str, int]]:
    return [(str(note), note.position) for note in explain(text, to_feel(CONTEXT)).notes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("beløb > 10", [("Cannot compare a text and a number.", 6)]),
        ("1 + beløb * antal", [("Cannot work out a text * a number.", 4)]),
        ("1 / (antal - 3)", [("Nothing can be divided by zero.", 0)]),
        ("kunde.adresse.by", [("There is no part adresse in a context.", 0)]),
        ("belob > 10", [("There is no variable belob.", 0)]),
        ("tom + 1", [("tom is null.", 0)]),
        ('date("2024")', [("date has no result for a text.", 0)]),
        ("today(1)", [("today has no result for a number.", 0)]),
        ("ukendt(1)", [("There is no function ukendt.", 0)]),
        ("parter[2]", [("There is no such item.", 0)]),
        ("if beløb > 10 then 1 else 2", [("Cannot compare a text and a number.", 9)]),
        ("antal = 3 and beløb > 1", [("Cannot compare a text and a number.", 20)]),
        ("for i in [1, beløb, beløb] return i + 1", [("Cannot work out a text + a number.", 34)]),
        ('parter[navn = "A"]', []),
        ('parter[type = "A"]', []),
        ("if beløb then 1 else 2", [("The condition is a text, not true or false.", 0)]),
        ("if false then 1 else null", []),
        ("null", []),
        ("antal + 1", []),
    ],
)
def test_the_innermost_reason_is_told_with_its_place(text: str, expected: list[tuple[str, int]]) -> None:
    assert notes(text) == expected


def test_the_value_is_that_of_an_evaluation() -> None:
    assert explain("antal + 1", to_feel(CONTEXT)).value == 4
    with pytest.raises(FeelSyntaxError):
        explain("antal +", {})


def test_notes_are_few() -> None:
    text = "[" + ", ".join(f"a{n}" for n in range(100)) + "]"
    assert len(explain(text, {}).notes) == 20


def test_a_note_in_danish() -> None:
    (note,) = explain("beløb * antal", to_feel(CONTEXT)).notes
    assert danish(note) == "Kan ikke udregne en tekst * et tal."
