"""Two versions side by side."""

from __future__ import annotations

import time

from engine.documents.comparing import Piece, compare, words

from .papers import section, table, text


def told(pieces: tuple[Piece, ...]) -> str:
    marks = {"same": "{}", "added": "[+{}+]", "removed": "[-{}-]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def test_words() -> None:
    assert told(words("Vi lægger et nyt tag i juni.", "Vi lægger et rødt tag i juni.")) == (
        "Vi lægger et [-nyt -][+rødt +]tag i juni."
    )
    assert told(words("", "nyt")) == "[+nyt+]"
    assert told(words("gammelt", "")) == "[-gammelt-]"
    assert words("", "") == ()
    assert told(words("a\nb", "a\nb\nc")) == "a\n[-b-][+b\nc+]"


def test_both_versions_can_be_read_out_of_the_pieces() -> None:
    old, new = (
        "Prisen er 10 kr.  pr. time,\nmoms er med.",
        "Prisen er 12 kr.  pr. time,\n\nog moms er ikke med.",
    )
    pieces = words(old, new)
    assert "".join(p.text for p in pieces if p.kind != "added") == old
    assert "".join(p.text for p in pieces if p.kind != "removed") == new


def test_section_by_section_and_field_by_field() -> None:
    old = [
        section("Indhold", text("tekst", "Tekst", "Vi lægger tag"), text("pris", "Pris", "100 kr.")),
        section("Udgår", text("x", "X", "væk")),
        section("Ens", text("y", "Y", "samme")),
    ]
    new = [
        section("Indhold", text("tekst", "Tekst", "Vi lægger tag"), text("frist", "Frist", "1. maj")),
        section("Ens", text("y", "Y", "samme")),
        section("Kommer til", text="Ny tekst"),
    ]
    found = compare(old, new)
    assert [(s.heading, s.kind) for s in found] == [
        ("Indhold", "changed"),
        ("Udgår", "removed"),
        ("Ens", "same"),
        ("Kommer til", "added"),
    ]
    assert [(f.label, f.kind) for f in found[0].fields] == [
        ("Tekst", "same"),
        ("Pris", "removed"),
        ("Frist", "added"),
    ]
    assert told(found[0].fields[1].pieces) == "[-100 kr.-]"
    assert told(found[3].text) == "[+Ny tekst+]"


def test_tables_row_by_row() -> None:
    old = [
        section("T", table("t", "Rækker", ["Hvad", "Timer"], ["A", "1"], ["B", "2"], ["C", "3"], ["D", "4"]))
    ]
    new = [
        section("T", table("t", "Rækker", ["Hvad", "Timer"], ["A", "1"], ["B", "5"], ["D", "4"], ["E", "6"]))
    ]
    (field,) = compare(old, new)[0].fields
    assert [(row.kind, [told(cell) for cell in row.cells]) for row in field.rows] == [
        ("same", ["A", "1"]),
        ("changed", ["B", "[-2-][+5+]"]),
        ("removed", ["[-C-]", "[-3-]"]),
        ("same", ["D", "4"]),
        ("added", ["[+E+]", "[+6+]"]),
    ]


def test_a_column_that_came_later() -> None:
    old = [section("T", table("t", "Rækker", ["Hvad"], ["A"]))]
    new = [section("T", table("t", "Rækker", ["Hvad", "Timer"], ["A", "1"]))]
    (field,) = compare(old, new)[0].fields
    assert field.columns == ("Hvad", "Timer")
    assert [told(cell) for cell in field.rows[0].cells] == ["A", "[+1+]"]


def test_headings_that_come_twice_are_met_in_turn() -> None:
    twice = [section("Samme", text("a", "A", "1")), section("Samme", text("a", "A", "2"))]
    assert [s.kind for s in compare(twice, twice)] == ["same", "same"]


def test_long_texts_that_share_nothing_are_compared_in_time() -> None:
    old = " ".join(f"gammelt{n}" for n in range(30_000))
    new = " ".join(f"nyt{n}" for n in range(30_000))
    begun = time.monotonic()
    assert [piece.kind for piece in words(old, new)] == ["removed", "added"]
    close = " ".join(f"ord{n % 50}" for n in range(5000))
    assert told(words(close, close.replace("ord7 ", "andet ", 3))).count("andet") == 3
    assert time.monotonic() - begun < 10
