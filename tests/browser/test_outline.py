"""A consultant makes a process of a list: new, a step, a task, moved, left out, undone, published, without
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


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(meet: Meet, site: Site, width: int) -> None:
    page = meet("Cilie", viewport={"width": width, "height": 900}).page
    page.goto(f"{site.address}/processer/{ROUTE}")
    page.get_by_role("button", name="Redigér processen").click()
    page.get_by_role("link", name="Redigér som liste").click()
    found = faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for address in (
        "r1-klar-nu/ret",
        "r1-maal-strategi/udelad",
        "ny?kind=trin&place=f-trin-1-kandidater-trin-2-3",
    ):
        page.goto(f"{site.address}/processer/{ROUTE}/kladde/trin/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found += faults(page)
    assert found == []


def test_a_process_is_made_of_a_list_and_published(meet: Meet, site: Site) -> None:
    page = meet("Cilie", java_script_enabled=False).page
    page.goto(f"{site.address}/processer")
    page.get_by_role("link", name="Ny proces").click()
    page.get_by_label("Hvad hedder processen?").fill("Fælles festival")
    page.get_by_role("button", name="Begynd").click()
    page.get_by_role("link", name="Redigér som liste").click()

    page.get_by_role("link", name="Tilføj et trin").click()
    page.get_by_label("Navn på trinnet").fill("Trin 1: Find hinanden")
    page.get_by_label("Navn på den første opgave").fill("Hold et møde")
    page.get_by_label("Lige efter").select_option(label="Skriv forslaget")
    page.get_by_label("Hvem gør det?").select_option(label="Partens projektleder")
    page.get_by_label("Hvis opgave er det?").select_option(label="Part 2: Virksomhed")
    page.get_by_label("Formular", exact=True).select_option(label="En ny, tom formular")
    page.get_by_role("button", name="Tilføj").click()
    step = page.locator(".o-step", has=page.get_by_role("heading", name="Trin 1: Find hinanden"))
    expect(step).to_contain_text("5 arbejdsdage · Part 2: Virksomhed")

    step.get_by_role("link", name="Tilføj en opgave").click()
    page.get_by_label("Navn", exact=True).fill("Skriv referat")
    page.get_by_label("Hvem gør det?").select_option(label="Partens projektleder")
    page.get_by_role("button", name="Tilføj").click()
    tasks = step.locator("li.o-task strong")
    expect(tasks).to_have_text(["Hold et møde", "Skriv referat"])
    page.get_by_role("button", name="Flyt “Skriv referat” op").click()
    expect(tasks).to_have_text(["Skriv referat", "Hold et møde"])

    page.get_by_role("link", name="Ret Hold et møde").click()
    page.get_by_role("link", name="Udelad").click()
    page.get_by_role("button", name="Udelad").click()
    expect(tasks).to_have_count(1)
    page.get_by_role("button", name="Fortryd min seneste ændring").click()
    expect(tasks).to_have_count(2)

    page.get_by_role("link", name="Kontrollér og udgiv").click()
    page.get_by_label("Hvad er nyt?").fill("Den første udgave")
    page.get_by_role("button", name="Udgiv version 1").click()
    expect(page.locator("main")).to_contain_text("Udgivet: Fælles festival (1)")
    expect(page.locator("main")).to_contain_text("Trin 1: Find hinanden")
