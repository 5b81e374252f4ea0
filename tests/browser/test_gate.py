"""A gate in the browser: a yes falls when somebody refuses or the words change, and conditions hold the case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine import deployments
from engine.demo.player import Player
from tests.engine.gate_world import BOTH, OWNERS, TEAMS, process
from tests.world import HERE

from .person import Person
from .site import Site
from .test_pages import faults

Meet = Callable[..., Person]
LEADERS = {**OWNERS, "rolle": "bygherre-projektleder"}


def at_gate(site: Site, approvers: list[dict[str, str]], **inputs: object) -> Player:
    """A case of Lærkely and Team Stenbro that is little more than a gate, drafted by Rikke."""
    form = (HERE / "fixtures" / "skriv.form").read_bytes()
    with site.store.transaction() as session:
        deployments.deploy(session, {"proeve.bpmn": process(approvers, inputs), "skriv.form": form})
    case = Player.start(site.store, "proeve", ["Boligforeningen Lærkely", "Team Stenbro"], {})
    site.case = case.number
    case.do("skriv", tekst="Nyt tag på blok 3", pris="100")
    return case


def gate(person: Person) -> None:
    """The person's open gate task."""
    person.open("gp-tag-stilling")


def test_a_yes_is_void_when_somebody_sends_the_document_back(meet: Meet, site: Site) -> None:
    at_gate(site, BOTH)
    soeren, carl = meet("Søren"), meet("Carl")
    gate(soeren)
    assert (
        "Mangler: Bygherrens repræsentant i operationel ledelse hos Boligforeningen Lærkely (Søren Eksempel)"
        in (" ".join(soeren.text().split()))
    )
    soeren.answer(gp_beslutning="godkend")
    gate(carl)
    assert "1 af 2 har godkendt" in carl.text()
    carl.answer(gp_beslutning="ret", gp_bemaerkning="Hvem varsler beboerne?")
    shown = soeren.case()
    yes = soeren.page.locator("li.void", has_text="Søren Eksempel")
    assert (
        "Godkendt" in yes.inner_text()
        and "Bortfaldet, fordi dokumentet blev sendt tilbage" in yes.inner_text()
    )
    assert "Hvem varsler beboerne?" in shown


def test_a_changed_document_voids_the_yes_and_asks_again(meet: Meet, site: Site) -> None:
    case = at_gate(site, BOTH)
    soeren, carl = meet("Søren"), meet("Carl")
    gate(soeren)
    soeren.answer(gp_beslutning="godkend")
    gate(carl)
    stale = carl.page.locator("form.task-form")
    stale.get_by_label("Godkend", exact=True).check()
    stale.get_by_label("Note til jer selv").fill("Talt med økonomi")
    stale.get_by_label("Jeg har læst").check()
    case.do("skriv-om", tekst="Nyt tag på blok 3 og 4", pris="200")
    assert "ikke længere nødvendig" in carl.is_told(409, stale)
    assert "Talt med økonomi" in carl.text()  # what was typed is not lost
    gate(carl)
    assert (
        "blok 3 og 4" in carl.text() and "Version 2" in carl.text() and "0 af 2 har godkendt" in carl.text()
    )
    carl.page.get_by_text("Tidligere svar").click()
    assert "Bortfaldet, fordi dokumentet fik en ny udgave" in carl.page.locator("li.void").inner_text()
    carl.answer(gp_beslutning="godkend")
    gate(soeren)
    soeren.answer(gp_beslutning="godkend")
    assert "Aftalt" in soeren.case()


def test_a_condition_holds_the_case_until_it_is_given_up(meet: Meet, site: Site) -> None:
    at_gate(site, BOTH)
    soeren, carl = meet("Søren"), meet("Carl")
    gate(carl)
    row = {"vilkaar": "Beboerne er varslet", "ansvarlig": "Boligforeningen Lærkely", "blokerer": True}
    carl.answer(gp_beslutning="betinget", gp_vilkaar=[row])
    gate(soeren)
    assert "Beboerne er varslet" in soeren.text()
    soeren.answer(gp_beslutning="godkend")
    soeren.open("vk-opfyld-vilkaar")
    assert "Beboerne er varslet" in soeren.text()
    assert "Sagen venter på: Beboerne er varslet" in " ".join(carl.case().split())
    carl.page.get_by_text("Frafald vilkåret").first.click()
    carl.page.get_by_label("Hvorfor frafalder du det?").fill("De ved det allerede")
    with carl.page.expect_navigation():
        carl.page.get_by_role("button", name="Frafald vilkåret").click()
    told = carl.text()
    assert "Frafaldet" in told and "De ved det allerede" in told and "Aftalt" in told


def test_sealed_answers_say_only_that_somebody_has_answered(meet: Meet, site: Site) -> None:
    at_gate(site, BOTH, port_lukkede_svar=True)
    soeren, carl = meet("Søren"), meet("Carl")
    gate(soeren)
    soeren.answer(gp_beslutning="ret", gp_bemaerkning="Alt for dyrt")
    gate(carl)
    path = carl.page.url.removeprefix(site.address)
    assert "Har svaret" in carl.text() and "1 af 2 har svaret" in carl.text()
    theirs = f"/opgaver/{site.tasks('gp-tag-stilling')[0]}"
    for words in ("Alt for dyrt", "Sendt tilbage"):
        assert not carl.finds(words, path, f"/sager/{site.case}", theirs)
    gate(carl)
    carl.answer(gp_beslutning="godkend")
    assert carl.finds("Alt for dyrt", f"/sager/{site.case}")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_gate_of_three_with_conditions_can_be_used_by_all(meet: Meet, site: Site, width: int) -> None:
    case = at_gate(site, [OWNERS, LEADERS, TEAMS], udkast_opgaver=None)
    case.do("gp-tag-stilling", party="P2", gp_beslutning="ret", gp_bemaerkning="Hvem varsler?")
    case.do("skriv-om", tekst="Nyt tag på blok 3 og 4", pris="200")
    row = {"vilkaar": "Beboerne er varslet", "ansvarlig": "P1", "frist": "2026-02-01", "blokerer": True}
    case.do("gp-tag-stilling", party="P2", gp_beslutning="betinget", gp_vilkaar=[row])
    soeren = meet("Søren", viewport={"width": width, "height": 900})
    gate(soeren)
    found = faults(soeren.page)
    soeren.page.locator("form.task-form").get_by_label("Godkend med vilkår").check()
    expect(soeren.page.get_by_role("button", name="Tilføj række")).to_be_visible()
    found += faults(soeren.page)
    soeren.case()
    wide = soeren.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert found + faults(soeren.page) == [] and wide == 0
