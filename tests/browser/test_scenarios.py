"""An owner tries a process before publishing it: runs its tests, breaks one, sees where, and writes a new one without
JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .person import Person
from .site import Site
from .test_pages import faults

Meet = Callable[..., Person]
ROUTE = "ruten-organisation"


def open_tests(page, site: Site) -> None:  # type: ignore[no-untyped-def]
    """From the process to the tests of its draft."""
    page.goto(f"{site.address}/processer/{ROUTE}")
    page.get_by_role("button", name="Redigér processen").click()
    page.get_by_role("link", name="Åbn prøverne").click()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(meet: Meet, site: Site, width: int) -> None:
    page = meet("Cilie", viewport={"width": width, "height": 900}).page
    open_tests(page, site)
    page.get_by_role("button", name="Kør alle prøver").click()
    page.locator("html[data-ready=diagram]").wait_for()
    found = faults(page)
    page.get_by_role("link", name="Virksomheden svarer selv").click()
    page.locator("html[data-ready=diagram]").wait_for()
    for number in (1, 2, 17, 18):
        page.locator(f"#step-{number} > summary").click()
    found += faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []


def test_a_test_is_broken_and_the_diagram_shows_where(meet: Meet, site: Site) -> None:
    page = meet("Cilie", viewport={"width": 1280, "height": 900}).page
    open_tests(page, site)
    page.get_by_role("button", name="Kør alle prøver").click()
    page.get_by_text("Alle prøver består (8).").wait_for()
    page.locator(".djs-element.is-done[data-element-id=trin-1]").wait_for()
    page.get_by_role("link", name="Nej til at gå i gang slutter sagen").click()
    answer = page.locator("#step-4")
    answer.locator("summary").click()
    answer.get_by_label("Vil I fortsætte nu?").select_option(label="Ja, vi går videre")
    page.get_by_role("button", name="Gem og kør").click()
    page.get_by_text("1 af 8 prøver fejler.").wait_for()
    expect(page.locator("#step-5")).to_contain_text("Den er ikke slut. Åbne opgaver: “Sæt holdet”.")
    assert page.locator("#step-5").get_attribute("open") is not None


def test_a_test_is_written_without_javascript_and_stops_publishing(meet: Meet, site: Site) -> None:
    owner = meet("Cilie", java_script_enabled=False)
    page = owner.page
    open_tests(page, site)
    page.get_by_label("Hvad skal den vise?").fill("Altid slut")
    page.get_by_role("button", name="Opret prøven").click()
    page.get_by_role("button", name="Noget forventet").click()
    page.locator("#step-1").get_by_label("Sagen skal").select_option(label="være slut")
    page.locator("#step-1").get_by_role("button", name="Tilføj").click()
    expect(page.locator("#step-1")).to_contain_text("sagen er slut")
    page.get_by_role("link", name="Prøver", exact=True).click()
    page.get_by_label("Alle prøver skal bestå, før processen kan udgives").check()
    page.get_by_role("button", name="Gem", exact=True).click()
    page.goto(f"{site.address}/processer/{ROUTE}/kladde")
    page.get_by_label("Hvad er nyt?").fill("Kun en prøve")
    page.get_by_role("button", name="Udgiv version 2").click()
    expect(page.locator("main")).to_contain_text("Prøven “Altid slut” fejler i trin 1")
    assert len(owner.said) == 1 and "422" in owner.said.pop()
