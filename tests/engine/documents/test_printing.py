"""A document on paper: the same plain words in PDF and Word, whatever somebody wrote in them."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace

import docx
import pypdf
import pytest

from engine.documents import pdf, printing, word
from engine.documents.listing import Version
from engine.errors import Invalid

from .papers import HOSTILE, SHA, section, signed, table, text, version

PARTIES = ["Boligforeningen Birkely", "Team Tagsten"]
AGREEMENT = version(
    section("", text="Aftalesedlen gælder det, vi ved i dag."),
    section(
        "Pris og afregning",
        text("samlet_budget", "Samlet budget", "34.968.960,00 kr."),
        table("ydelser", "Ydelser", ["Ydelse", "Timer"], ["Rådgivning på stedet", "120"], ["Øvrigt", "8"]),
    ),
    section("Underskrifter", text="Parterne skriver under på den samme version.", signatures=True),
    signatures=(
        signed("Otto Eksempel", "Bygherrens operationelle ledelse", PARTIES[0]),
        signed("Lis Eksempel", "Leveranceteamets operationelle ledelse", PARTIES[1]),
    ),
)


def squeezed(words: str) -> str:
    """Without blanks and hyphens, as lines are broken where they end."""
    return re.sub(r"[\s\u200b\u2010\u00ad-]+", "", words)


def in_pdf(made: Version) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(printing.paper(made, PARTIES))))
    return squeezed("".join(page.extract_text() for page in reader.pages))


def in_word(made: Version) -> str:
    """Every text of the file: the body in order, and the foot of the page."""
    opened = docx.Document(io.BytesIO(word.render(printing.paper(made, PARTIES))))
    foot = opened.sections[0].footer._element
    return squeezed("".join([*opened.element.body.itertext(), *foot.itertext()]))


@pytest.mark.parametrize("words_of", [in_pdf, in_word])
def test_it_says_all_that_one_signs(words_of) -> None:  # type: ignore[no-untyped-def]
    found = words_of(AGREEMENT)
    for words in (
        "Aftaleseddel, aftaletrin 2",
        "2026-0042/d-aftaleseddel",
        "24. november 2026",
        "Gældende",
        *PARTIES,
        "Aftalesedlen gælder det, vi ved i dag.",
        "Pris og afregning",
        "34.968.960,00 kr.",
        "Rådgivning på stedet",
        "Øvrigt",
        "Parterne skriver under på den samme version.",
        "Otto Eksempel",
        "Leveranceteamets operationelle ledelse",
        "24. november 2026 kl. 10.05",
        SHA,
    ):
        assert squeezed(words) in found, words


def test_every_page_of_the_pdf_says_which_of_how_many() -> None:
    long = version(*(section(f"Afsnit {n}", text("t", "Tekst", "ord og andre ord " * 300)) for n in range(6)))
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(printing.paper(long, PARTIES)))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"Side {number} af {len(pages)}" in page.extract_text()
        assert SHA in page.extract_text()


def test_word_numbers_its_pages_by_itself() -> None:
    opened = docx.Document(io.BytesIO(word.render(printing.paper(AGREEMENT, PARTIES))))
    assert re.findall(r'w:instr="(\w+)"', opened.sections[0].footer._element.xml) == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("words_of", [in_pdf, in_word])
def test_hostile_words_are_only_words(words_of) -> None:  # type: ignore[no-untyped-def]
    made = version(
        section(
            f"1 {HOSTILE}",
            text("a", f"2 {HOSTILE}", f"3 {HOSTILE}\n= 4\n- 5"),
            table("b", "Tabel", [f"6 {HOSTILE}"], [f"7 {HOSTILE}"]),
            text=f"8 {HOSTILE}",
        ),
        signatures=(signed(f"9 {HOSTILE}", f"10 {HOSTILE}", f"11 {HOSTILE}"),),
    )
    found = words_of(replace(made, title=f"12 {HOSTILE}"))
    for number in (1, 2, 3, 6, 7, 8, 9, 10, 11, 12):
        assert squeezed(f"{number} {HOSTILE}") in found, number
    assert "=45" in found


@pytest.mark.parametrize("words_of", [in_pdf, in_word])
def test_what_no_reader_can_see_is_dropped(words_of) -> None:  # type: ignore[no-untyped-def]
    marks = "\x00\x07\x1b\x7f\x85\u202e\u2066\ufffe\ud800"
    made = version(section("Afsnit", text("a", "Svar", f"før{marks}efter\r\nnæste\tlinje")))
    assert "førefternæstelinje" in words_of(made)


def test_a_word_without_end_stays_on_the_page() -> None:
    made = version(section("Afsnit", text("a", "Svar", "x" * 2000)))
    lines = pypdf.PdfReader(io.BytesIO(pdf.render(printing.paper(made, PARTIES)))).pages[0].extract_text()
    assert max(map(len, lines.splitlines())) < 120


@pytest.mark.parametrize("words_of", [in_pdf, in_word])
def test_five_thousand_words_in_a_field(words_of) -> None:  # type: ignore[no-untyped-def]
    words = " ".join(f"ord{n}" for n in range(5000))
    found = words_of(version(section("Afsnit", text("a", "Svar", words), text("b", "Til sidst", "SLUT"))))
    assert "ord4999" in found and "SLUT" in found


def test_what_is_too_long_is_refused_before_it_is_set() -> None:
    made = version(section("Afsnit", text("a", "Svar", "æ" * printing.LIMIT)))
    begun = time.monotonic()
    for render in (pdf.render, word.render):
        with pytest.raises(Invalid, match="too long"):
            render(printing.paper(made, PARTIES))
    assert time.monotonic() - begun < 5


def test_an_unsigned_agreement_has_room_for_each_party_to_sign() -> None:
    unsigned = printing.paper(replace(AGREEMENT, signatures=()), PARTIES)
    assert unsigned.signers and [signer.party for signer in unsigned.signers] == PARTIES
    assert printing.paper(version(section("Afsnit")), PARTIES).signers is None


def test_a_substitute_signs_for_somebody() -> None:
    stand_in = replace(signed("Oda Eksempel", "Ledelse", PARTIES[0]), on_behalf_of="Otto Eksempel")
    made = printing.paper(replace(AGREEMENT, signatures=(stand_in,)), PARTIES)
    assert made.signers and made.signers[0].name == "Oda Eksempel for Otto Eksempel"
