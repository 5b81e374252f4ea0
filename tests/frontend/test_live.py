"""Forms whose fields depend on one another follow without a new page, and without losing what is being typed."""

import pytest
from playwright.sync_api import Page, Request, expect

from .conftest import Site


@pytest.fixture
def form(blank: Page, site: Site) -> Page:
    blank.goto(site.address + "levende")
    blank.wait_for_selector("form[data-live]")
    return blank


def loads(page: Page) -> list[Request]:
    """The pages that the browser goes to from now on."""
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request) if request.is_navigation_request() else None)
    return seen


def test_a_choice_brings_its_field(form: Page) -> None:
    gone_to = loads(form)
    form.check("#f-mere")
    expect(form.locator("#f-hvad")).to_be_visible()
    expect(form.locator("#f-mere")).to_be_focused()
    form.fill("#f-hvad", "Et loft")
    form.uncheck("#f-mere")
    expect(form.locator("#f-hvad")).to_have_count(0)
    assert gone_to == []


def test_what_is_typed_meanwhile_is_kept(form: Page) -> None:
    form.route(
        "**/levende", lambda route: (form.fill("#note", "skrevet imens"), route.continue_())[1], times=1
    )
    form.check("#f-mere")
    expect(form.locator("#f-hvad")).to_be_visible()
    expect(form.locator("#note")).to_have_value("skrevet imens")


def test_a_row_is_added_in_place(form: Page) -> None:
    gone_to = loads(form)
    form.get_by_role("button", name="Tilføj række").click()
    expect(form.get_by_label("Række 1")).to_be_focused()
    form.get_by_role("button", name="Tilføj række").click()
    expect(form.get_by_label("Række 2")).to_be_focused()
    assert gone_to == []


def test_without_an_answer_the_buttons_come_back(form: Page) -> None:
    form.route("**/levende", lambda route: route.fulfill(status=204), times=1)
    form.check("#f-mere")
    expect(form.locator("form[data-live]")).to_have_count(0)
    expect(form.get_by_role("button", name="Opdatér")).to_be_visible()
