"""The pages of a case's papers: read, compare, print, and take everything home."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pypdf
import pytest
from click.testing import CliRunner

from engine.documents import listing
from engine.documents.listing import Version
from tests.web.conftest import Browser, words
from tests.world import World
from web.cli import main

Login = Callable[[str], Browser]
BACK = {"gp_beslutning": "ret", "gp_bemaerkning": "For dyrt", "gp_bekraeft": "on"}
YES = {"gp_beslutning": "godkend", "gp_bekraeft": "on"}


@pytest.fixture
def number(world: World) -> str:
    """A case whose agreement was sent back once, and written again."""
    made = world.written(tekst="Vi lægger et nyt tag <b>i maj</b>.")
    world.do("otto", world.task(made, "gp-tag-stilling", "P1"), **YES)
    world.do("lis", world.task(made, "gp-tag-stilling", "P2"), **BACK)
    world.do("petra", world.task(made, "skriv"), tekst="Vi lægger et rødt tag <b>i maj</b>.", pris="200000")
    return made


def versions(world: World, number: str) -> list[Version]:
    """The newest first."""
    with world.store.read() as session:
        return listing.of_case(session, number, world.actor(session, "lis"))


def test_the_case_shows_the_newest_version_and_the_way_to_all(number: str, login: Login) -> None:
    page = login("lis").get(f"/sager/{number}")
    assert "Aftale, version 2" in words(page) and page.text.count('id="dok-') == 1
    assert "Til godkendelse" in words(page)
    assert f"/sager/{number}/dokumenter" in page.text


def test_all_versions_with_what_each_is_worth(number: str, login: Login) -> None:
    text = words(login("lis").get(f"/sager/{number}/dokumenter"))
    assert text.index("Version 2 Til godkendelse") < text.index("Version 1 Erstattet")
    assert all(button in text for button in ("Læs", "PDF", "Word", "Sammenlign", "Hent alt"))


def test_reading_a_version(number: str, world: World, login: Login) -> None:
    old = versions(world, number)[1]
    page = login("lis").get(f"/sager/{number}/dokumenter/{old.id}")
    assert "Vi lægger et nyt tag <b>i maj</b>." in words(page) and "<b>i maj" not in page.text
    assert "For dyrt" in words(page)


def test_comparing_marks_words_in_more_ways_than_by_colour(number: str, world: World, login: Login) -> None:
    new, old = versions(world, number)
    browser = login("lis")
    page = browser.get(f"/sager/{number}/dokumenter/{new.id}/sammenlign").text
    assert '<del><span class="sr">[fjernet] </span>nyt </del>' in page
    assert '<ins><span class="sr">[nyt] </span>rødt </ins>' in page
    other_way = browser.get(f"/sager/{number}/dokumenter/{old.id}/sammenlign?med={new.id}").text
    assert "fra version 1 til version 2" in other_way
    assert browser.get(f"/sager/{number}/dokumenter/{old.id}/sammenlign").status_code == 404
    assert browser.get(f"/sager/{number}/dokumenter/{new.id}/sammenlign?med=999").status_code == 404


def test_pdf_and_word_are_handed_out_as_files(number: str, world: World, login: Login) -> None:
    new = versions(world, number)[0]
    browser = login("lis")
    pdf = browser.get(f"/sager/{number}/dokumenter/{new.id}/pdf")
    assert (pdf.mimetype, pdf.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert pdf.headers["Content-Disposition"] == f"attachment; filename={number}-dok-aftale-v2.pdf"
    assert "rødt tag <b>i maj</b>" in pypdf.PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    word = browser.get(f"/sager/{number}/dokumenter/{new.id}/word")
    told = [paragraph.text for paragraph in docx.Document(io.BytesIO(word.data)).paragraphs]
    assert "Vi lægger et rødt tag <b>i maj</b>." in told
    assert browser.get(f"/sager/{number}/dokumenter/{new.id}/underskrevet").status_code == 404


def test_everything_in_one_file_that_the_command_line_checks(
    number: str, world: World, login: Login, tmp_path_factory: pytest.TempPathFactory
) -> None:
    answer = login("petra").get(f"/sager/{number}/hent-alt")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=sag-{number}.zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "dokumenter/dok-aftale-v2.pdf" in archive.namelist()
    file = tmp_path_factory.mktemp("zip") / "sag.zip"
    file.write_bytes(answer.data)
    assert CliRunner().invoke(main, ["verify-files", str(file)]).exit_code == 0
    file.write_bytes(answer.data[:-30])
    assert CliRunner().invoke(main, ["verify-files", str(file)]).exit_code == 1


def test_a_stranger_gets_nothing(number: str, world: World, login: Login) -> None:
    frida, new = login("frida"), versions(world, number)[0]
    for path in ("dokumenter", "hent-alt", *(f"dokumenter/{new.id}{rest}" for rest in ("", "/pdf", "/word"))):
        assert frida.get(f"/sager/{number}/{path}").status_code == 404
