"""Every component of the style guide, at two widths, in a real browser under the real content policy."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, expect

from .conftest import BOTH, Site

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
CLOCK = """new Intl.DateTimeFormat('da', {
    hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen'
}).format(new Date())"""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@BOTH
def test_everything_is_accessible_and_nothing_overflows(page: Page) -> None:
    page.evaluate(AXE)
    result = page.evaluate("standards => axe.run(document, {runOnly: standards})", STANDARDS)
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in result["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_brand_colour_carries_every_shade_of_it(page: Page) -> None:
    before = page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor")
    page.evaluate("document.documentElement.style.setProperty('--brand', '#7a1f5c')")
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") != before
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.button-primary')).backgroundColor")
        == "rgb(122, 31, 92)"
    )


def test_a_draft_is_kept_while_somebody_writes(page: Page, site: Site) -> None:
    page.fill("#note", "Et loft")
    page.fill("#note", "Et loft over økonomien")
    assert site.drafts == []
    page.clock.fast_forward(2500)
    expect(page.locator("[data-draft-status]")).to_have_text("Kladde gemt kl. " + page.evaluate(CLOCK))
    assert site.drafts == [{"c": "godkend", "note": "Et loft over økonomien"}]


def test_a_draft_that_fails_is_told_and_tried_again(page: Page, site: Site) -> None:
    site.draft_status = 500
    page.fill("#note", "Vigtigt")
    page.clock.fast_forward(2500)
    expect(page.locator("[data-draft-status]")).to_have_text("Kladden er ikke gemt")
    site.draft_status = 204
    page.clock.fast_forward(20_000)
    expect(page.locator("[data-draft-status]")).to_contain_text("Kladde gemt")
    assert len(site.drafts) == 2


def test_leaving_with_unsaved_changes_asks(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    site.draft_status = 500
    page.locator("#note").press_sequentially("x")
    page.reload()
    assert asked == ["beforeunload"]


def test_a_form_is_sent_once(page: Page, site: Site) -> None:
    page.fill("#note", "En gang")
    with page.expect_response(site.address):
        page.locator("text=Send svar").dblclick()
    page.locator("text=Send svar").click(force=True)
    expect(page.locator("text=Send svar")).to_have_attribute("aria-disabled", "true")
    assert [form["note"] for form in site.sent] == ["En gang"]


def test_what_destroys_is_asked_about(page: Page, site: Site) -> None:
    page.click("#cancel")
    expect(page.get_by_role("dialog")).to_contain_text("Vil du annullere sagen?")
    page.get_by_role("dialog").get_by_text("Behold sagen").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert site.sent == []
    page.click("#cancel")
    with page.expect_response(site.address):
        page.get_by_role("dialog").get_by_text("Annullér sagen").click()
    assert len(site.sent) == 1


def test_the_error_summary_leads_to_the_field(page: Page) -> None:
    page.click(".errors a")
    expect(page.locator("#note")).to_be_focused()


def test_menus_close_on_escape(page: Page) -> None:
    page.click(".who summary")
    expect(page.locator(".who .drop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".who .drop")).to_be_hidden()
    expect(page.locator(".who summary")).to_be_focused()


def test_a_link_is_copied_with_one_press(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("text=Kopiér linket")
    expect(page.locator("[data-copy]")).to_have_text("Kopieret")
    assert page.evaluate("navigator.clipboard.readText()") == "https://samtrin.example/kalender/x.ics"
    page.focus("#feed")
    assert page.evaluate("getSelection().toString()") == "https://samtrin.example/kalender/x.ics"
