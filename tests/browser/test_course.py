"""The live page of a case in a browser: where the time went, what happened, and a step moved and then done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.demo.player import Player

from .person import Person
from .site import Site
from .test_pages import faults

Meet = Callable[..., Person]


@pytest.fixture
def project(site: Site) -> Player:
    """A building project of Lærkely and Team Stenbro, some days old."""
    case = Player.start(
        site.store,
        "p-aftaletrin",
        ["Boligforeningen Lærkely", "Team Stenbro"],
        {"projektnavn": "Tag og facader", "opgavetype": "renovering", "pipeline_risikoklasse": "middel"},
    )
    site.case = case.number
    site.wait(3)
    case.do("st-kortlaeg-interessenter")
    return case


@pytest.mark.parametrize("width", [1280, 390])
def test_time_and_history_on_the_drawing_and_a_step_moved_and_done(
    meet: Meet, site: Site, project: Player, width: int
) -> None:
    owner = meet("Rikke", viewport={"width": width, "height": 900})
    page = owner.page
    owner.go(f"/sager/{site.case}")
    page.get_by_role("link", name="Se forløbet i detaljer").click()
    page.wait_for_selector("html[data-ready=diagram]", state="attached")
    assert page.locator(".diagram .is-active").count()
    assert faults(page) == []

    page.get_by_label("Hvor tiden gik").check()
    assert page.locator(".diagram .heat-5").count()
    expect(page.locator(".heat-said").first).to_be_attached()
    expect(page.get_by_text("Mest", exact=True)).to_be_visible()
    assert faults(page) == []

    page.get_by_label("Hvad der skete, trin for trin").check()
    slider = page.get_by_label("Tidspunkt")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("[data-play-said]")).to_contain_text("begyndte")
    page.keyboard.press("Home")
    assert page.locator(".diagram .is-done").count() == 0
    page.get_by_role("button", name="Frem").click()
    assert page.locator(".diagram .is-active, .diagram .is-done").count()
    page.get_by_label("Hvor sagen er nu").check()
    assert page.locator(".diagram .is-active").count() and not page.locator(".diagram .heat-5").count()

    rows = page.locator(".course-list tr", has=page.locator(".course-acts"))
    step = rows.filter(has_text="Hold startmøde med interessenter")
    step.get_by_text("Grib ind").click()
    owner._follow(step.get_by_role("link", name="Gå tilbage til et tidligere trin"))
    assert faults(page) == []
    page.get_by_label("Trin", exact=True).select_option(label="Kortlæg interessenter")
    expect(page.get_by_role("heading", name="Dette vil ske")).to_be_visible()
    assert 'Opgaven "Hold startmøde med interessenter" bliver lukket uden svar.' in owner.text()
    assert faults(page) == []
    page.get_by_label("Hvorfor?").fill("Der manglede en interessent")
    owner.send(page.locator("form", has=page.locator("#reason")))
    expect(page.get_by_role("status")).to_contain_text("Det er gjort")
    project.do("st-kortlaeg-interessenter")
    owner.go(f"/sager/{site.case}/forloeb")
    expect(rows.filter(has_text="Hold startmøde med interessenter")).to_be_visible()
    owner.case()
    assert "Der manglede en interessent" in page.content()
