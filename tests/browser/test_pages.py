"""What every page owes to everybody: to be usable by all, with the keyboard alone and without JavaScript, and to keep
what is typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.demo.player import Player

from .person import Person
from .site import Site

Meet = Callable[..., Person]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROUTE = "Partnerskabsruten: organisationens forarbejde"


@pytest.fixture
def project(site: Site) -> Player:
    """A building project of Lærkely and Team Stenbro that has just begun."""
    case = Player.start(
        site.store,
        "p-aftaletrin",
        ["Boligforeningen Lærkely", "Team Stenbro"],
        {"projektnavn": "Tag og facader", "opgavetype": "renovering", "pipeline_risikoklasse": "middel"},
    )
    site.case = case.number
    return case


def faults(page: Page) -> list[str]:
    """What axe finds on a page."""
    if page.locator("[data-diagram]").count():
        page.wait_for_selector("html[data-ready=diagram]", state="attached")
    page.evaluate(AXE)
    found = page.evaluate("standards => axe.run(document, {runOnly: standards})", STANDARDS)
    return [
        f"{page.url}: {fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(meet: Meet, site: Site, project: Player, width: int) -> None:
    soeren = meet("Søren", viewport={"width": width, "height": 900})
    page = soeren.page
    mandate = soeren.open("st-bygherrens-mandat")
    found = faults(page)
    assert "skal rettes" in soeren.is_told(422, page.locator("form.task-form"))
    found += faults(page)
    project.until("gp-tag-stilling")
    project.do("gp-tag-stilling", party="P2", gp_beslutning="godkend")
    project.do("gp-tag-stilling", party="P1", gp_beslutning="ret", gp_bemaerkning="Hvem afløser i ferien?")
    project.until("gp-tag-stilling")
    gate = soeren.open("gp-tag-stilling")
    expect(page.get_by_text("Tidligere svar (2)")).to_be_visible()
    page.get_by_text("Tidligere svar (2)").click()
    found += faults(page)
    soeren.answer(gp_beslutning="godkend")
    found += faults(page)
    for path in (
        "/opgaver",
        "/opgaver?visning=done",
        mandate,
        gate,
        f"/sager/{site.case}",
        f"/sager/{site.case}/besaetning/P1",
        f"/sager/{site.case}/spor",
        "/soeg?q=tag",
        "/sager",
        "/sager/ny",
        "/sager/ny/p-aftaletrin",
        "/processer",
        "/processer/p-aftaletrin",
        "/profil",
    ):
        soeren.go(path)
        found += faults(page)
    assert soeren.is_refused("/sager/2026-9999")
    found += faults(page)
    soeren.context.clear_cookies()
    page.goto("/log-ind")
    assert found + faults(page) == []


def test_of_two_who_do_the_same_task_the_second_loses_nothing(meet: Meet, site: Site) -> None:
    cilie, bo = meet("Cilie"), meet("Bo")
    cilie.start(ROUTE, cast={"Projektleder (organisationen)": ["Bo"]}, t0_sag_navn="Lys på lektierne")
    for person in (cilie, bo):
        person.open("r1-maal-strategi")
    bo.page.fill("[name=t1_retning]", "Bos tanker om retningen")
    cilie.answer()
    task = bo.page.url.removeprefix(site.address)
    told = bo.is_told(409, bo.page.locator("form.task-form"))
    assert "Cilie Eksempel udførte opgaven" in told and "kl. 10" in told
    assert "Bos tanker om retningen" in bo.text()
    assert bo.finds("Udført", task)


def test_a_task_is_done_without_javascript(meet: Meet, site: Site, project: Player) -> None:
    dorte = meet("Dorte", java_script_enabled=False)
    dorte.open("st-hent-erfaringer")
    form = dorte.page.locator("form.task-form")
    form.locator("[name='valgte_erfaringer.0.erfaring']").fill("Varsling af beboere")
    form.get_by_role("button", name="Tilføj række").click()
    expect(form.locator("[name='valgte_erfaringer.0.erfaring']")).to_have_value("Varsling af beboere")
    form.locator("[name='valgte_erfaringer.1.erfaring']").fill("Stilladslogistik")
    dorte.send(form)
    assert "er udført" in dorte.page.inner_text("h1")
    answered = dorte.go(f"/opgaver/{site.tasks('st-hent-erfaringer')[0]}")
    assert "Varsling af beboere" in answered and "Stilladslogistik" in answered


def test_a_task_is_done_with_the_keyboard_alone(meet: Meet, project: Player) -> None:
    dorte = meet("Dorte")
    page, keys = dorte.page, dorte.page.keyboard
    dorte.go("/opgaver")
    keys.press("Tab")
    expect(page.get_by_role("link", name="Spring til indhold")).to_be_focused()
    keys.press("Enter")
    tab_to(page, page.get_by_role("link", name="Find erfaringer, vi kan bruge igen", exact=True))
    keys.press("Enter")
    page.wait_for_url("**/opgaver/*")
    tab_to(page, page.get_by_label("Erfaring", exact=True))
    keys.type("Varsling af beboere")
    tab_to(page, page.get_by_role("button", name="Tilføj række"))
    keys.press("Enter")
    expect(page.get_by_role("group", name="Række 2")).to_be_visible()
    tab_to(page, page.get_by_role("group", name="Række 2").get_by_label("Erfaring", exact=True))
    keys.type("Stilladslogistik")
    tab_to(page, page.get_by_role("button", name="Udfør opgaven"))
    keys.press("Enter")
    page.wait_for_url("**/kvittering")
    assert "er udført" in page.inner_text("h1")


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus, and can be seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if goal.evaluate("e => e === document.activeElement && e.matches(':focus-visible')"):
            return
    raise AssertionError(f"the keyboard does not reach {goal}")


def test_the_pages_speak_english_by_choice_and_danish_again(meet: Meet) -> None:
    page = meet("Dorte").page
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Dansk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Opgaver")
    expect(page.locator("html")).to_have_attribute("lang", "da")


def test_a_script_in_the_name_of_a_case_is_only_text(meet: Meet, site: Site) -> None:
    cilie = meet("Cilie")
    name = "<script>document.title = 'taget'</script><b>Lys</b>"
    cilie.start(ROUTE, t0_sag_navn=name)
    for path in ("/opgaver", "/sager", f"/sager/{site.case}"):
        assert name in cilie.go(path)
        assert cilie.page.title() != "taget"


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(meet: Meet) -> None:
    cookies: list[Any] = meet("Dorte").context.cookies()
    assert [(c["name"], c["httpOnly"], c["sameSite"]) for c in cookies] == [("samtrin", True, "Lax")]
