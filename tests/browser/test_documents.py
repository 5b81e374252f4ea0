"""The papers of a case in a browser: files between two parties, and everything taken home and checked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine import jobs
from engine.demo.player import Player
from engine.documents import bundle

from .person import Person
from .site import Site
from .test_pages import faults

Meet = Callable[..., Person]
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def signed(site: Site) -> Player:
    """A building project whose first agreement was sent back once, and then approved and signed by both."""
    case = Player.start(
        site.store,
        "p-aftaletrin",
        ["Boligforeningen Lærkely", "Team Stenbro"],
        {"projektnavn": "Tag og facader", "opgavetype": "renovering", "pipeline_risikoklasse": "middel"},
    )
    case.until("gp-tag-stilling")
    case.do("gp-tag-stilling", party="P2", gp_beslutning="godkend")
    case.do("gp-tag-stilling", party="P1", gp_beslutning="ret", gp_bemaerkning="Hvem afløser i ferien?")
    case.until("us-underskriv")
    while "us-underskriv" in case.open():
        case.do("us-underskriv")
    jobs.run_due(site.store)
    site.case = case.number
    return case


def attach(page: Page, name: str, who: str) -> None:
    page.get_by_text("Vedhæft filer", exact=True).click()
    page.get_by_label("Filer", exact=True).set_input_files(
        [{"name": name, "mimeType": "application/pdf", "buffer": PDF}]
    )
    page.get_by_label(who).check()
    page.get_by_role("button", name="Vedhæft", exact=True).click()
    expect(page.get_by_text("Filen er vedhæftet.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["", "without JavaScript"])
def test_a_file_goes_to_the_other_party_and_a_private_one_does_not(
    meet: Meet, site: Site, signed: Player, script: bool, tmp_path: Path
) -> None:
    rikke, dorte = meet("Rikke", java_script_enabled=script), meet("Dorte")
    papers = f"/sager/{site.case}/dokumenter"
    rikke.go(papers)
    attach(rikke.page, "Tegning æøå.pdf", "Alle parter i sagen")
    attach(rikke.page, "Vores kalkule.pdf", "Kun vores egen organisation")
    private = rikke.page.get_by_role("link", name="Vores kalkule.pdf").get_attribute("href") or ""
    text = dorte.go(papers)
    assert "Tegning æøå.pdf" in text and "Vores kalkule.pdf" not in text
    with dorte.page.expect_download() as fetched:
        dorte.page.get_by_role("link", name="Tegning æøå.pdf").click()
    fetched.value.save_as(tmp_path / "a.pdf")
    assert (fetched.value.suggested_filename, (tmp_path / "a.pdf").read_bytes()) == ("Tegning æøå.pdf", PDF)
    assert dorte.is_refused(private)
    assert not dorte.finds("Vores kalkule", f"/sager/{site.case}", papers)


def test_everything_is_taken_home_and_every_hash_is_right(
    meet: Meet, site: Site, signed: Player, tmp_path: Path
) -> None:
    rikke = meet("Rikke")
    page = rikke.page
    rikke.go(f"/sager/{site.case}/dokumenter")
    attach(page, "Tegning.pdf", "Alle parter i sagen")
    expect(page.get_by_role("link", name="Underskrevet PDF").first).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent alt").click()
    file = tmp_path / "sag.zip"
    fetched.value.save_as(file)
    with file.open("rb") as opened:
        assert bundle.verify(opened) == []
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {entry["kind"] for entry in manifest["files"]} == {
            "document",
            "words",
            "sealed",
            "attachment",
            "readme",
        }
        for entry in manifest["files"]:
            assert hashlib.sha256(archive.read(entry["path"])).hexdigest() == entry["sha256"]


def test_axe_finds_nothing_on_the_papers(meet: Meet, site: Site, signed: Player) -> None:
    page = meet("Rikke").page
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/sager/{site.case}/dokumenter")
        page.get_by_text("Vedhæft filer", exact=True).click()
        found += faults(page)
        page.get_by_role("link", name="Læs").first.click()
        found += faults(page)
        page.goto(f"/sager/{site.case}/dokumenter")
        page.get_by_role("link", name="Sammenlign").first.click()
        expect(page.get_by_text("Nye ord")).to_be_visible()
        found += faults(page)
    assert found == []
