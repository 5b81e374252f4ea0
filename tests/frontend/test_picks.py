"""Ticking several rows of a list: all at once, how many they are, and the bar with what can be done."""

from playwright.sync_api import Page, expect

from .conftest import BOTH, DESKTOP, Site


@BOTH
def test_ticks_are_counted_and_bring_the_bar(blank: Page, site: Site, size: tuple[int, int]) -> None:
    blank.set_viewport_size({"width": size[0], "height": size[1]})
    blank.goto(site.address)
    bar, count = blank.locator(".together"), blank.locator("[data-picks-count]")
    expect(count).to_be_hidden()
    blank.locator(".list.tasks tbody input").nth(1).check()
    expect(count).to_have_text("1 valgt")
    expect(bar).to_have_js_property("open", size == DESKTOP)  # on a phone it would hide the list
    expect(bar).to_be_in_viewport()
    blank.locator(".list.tasks tbody input").nth(1).uncheck()
    expect(count).to_be_hidden()
    assert blank.evaluate("document.documentElement.scrollWidth") == size[0]


def test_all_on_the_page_at_once_by_keyboard(blank: Page, site: Site) -> None:
    blank.goto(site.address)
    boxes = blank.locator(".list.tasks tbody input")
    every = blank.get_by_role("checkbox", name="Vælg alle på siden")
    every.focus()
    blank.keyboard.press("Space")
    expect(blank.locator(".list.tasks tbody input:checked")).to_have_count(boxes.count())
    boxes.first.uncheck()
    expect(every).to_have_js_property("indeterminate", True)
    toggle = blank.get_by_role("button", name="Vælg alle på siden")
    toggle.press("Enter")
    expect(every).to_be_checked()
    toggle.press("Enter")
    expect(blank.locator(".list.tasks tbody input:checked")).to_have_count(0)
