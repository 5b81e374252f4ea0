"""What somebody types is not lost: it is saved while they type, and kept in their browser until it has been."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .person import Person
from .site import Site

Meet = Callable[..., Person]
ROUTE = "Partnerskabsruten: organisationens forarbejde"
FIELD = "[name=t1_retning]"


@pytest.fixture
def cilie(meet: Meet, site: Site) -> Person:
    """Cilie at a task of her own, where the browser's clock is the test's."""
    cilie = meet("Cilie")
    cilie.start(ROUTE, t0_sag_navn="Lys på lektierne")
    cilie.open("r1-maal-strategi")
    cilie.page.clock.install()
    cilie.page.reload(wait_until="networkidle")  # no answer still to come renews the session
    return cilie


def pause(page: Page) -> None:
    """Three seconds without typing; the draft is sent."""
    with page.expect_response("**/kladde"):
        page.clock.fast_forward(3000)


def kept(page: Page) -> int:
    """How many things the browser keeps."""
    return int(
        page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('samtrin-draft')).length")
    )


def test_typing_is_saved_quietly_and_is_there_again(cilie: Person) -> None:
    page = cilie.page
    page.locator(FIELD).press_sequentially("Flere unge")
    assert kept(page) == 1
    pause(page)
    expect(page.locator("[data-draft-status]")).to_contain_text("Kladde gemt kl.")
    assert kept(page) == 0
    page.reload()
    expect(page.locator(FIELD)).to_have_value("Flere unge")
    expect(page.locator(".kept-draft")).to_have_count(0)


@pytest.mark.parametrize(("press", "value"), [("Hent det frem", "Skrevet efter udløb"), ("Slet det", "")])
def test_a_session_that_runs_out_costs_nothing(cilie: Person, site: Site, press: str, value: str) -> None:
    page, task = cilie.page, cilie.page.url
    cilie._refused.add(f"{task}/kladde")
    cilie.context.clear_cookies()
    page.locator(FIELD).press_sequentially("Skrevet efter udløb")
    pause(page)
    expect(page.locator("[data-draft-status]")).to_contain_text("Du er logget ud")
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks before it leaves what is not saved
    page.goto(task)
    expect(page).to_have_url(f"{site.address}/log-ind?videre={task.removeprefix(site.address)}")
    cilie.log_in()
    page.goto(task)
    expect(page.locator(".kept-draft")).to_contain_text("nåede ikke frem til os")
    page.locator(".kept-draft").get_by_role("button", name=press).click()
    expect(page.locator(".kept-draft")).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value(value)
    assert kept(page) == 0
    page.goto("/opgaver")
    page.goto(task)
    expect(page.locator(FIELD)).to_have_value(value)
    expect(page.locator(".kept-draft")).to_have_count(0)


def test_of_two_windows_neither_overwrites_the_other(cilie: Person) -> None:
    one = cilie.page
    cilie._refused.add(f"{one.url}/kladde")
    two = cilie.context.new_page()
    two.clock.install()
    two.goto(one.url)
    one.locator(FIELD).press_sequentially("Fra det første vindue")
    pause(one)
    two.locator(FIELD).press_sequentially("Fra det andet vindue")
    pause(two)
    expect(two.locator("[data-draft-status]")).to_contain_text("i et andet vindue")
    one.reload()
    expect(one.locator(FIELD)).to_have_value("Fra det første vindue")
    two.on("dialog", lambda dialog: dialog.accept())
    two.reload()
    expect(two.locator(FIELD)).to_have_value("Fra det første vindue")
    with two.expect_navigation():
        two.locator(".kept-draft").get_by_role("button", name="Hent det frem").click()
    expect(two.locator(FIELD)).to_have_value("Fra det andet vindue")


def test_what_has_arrived_is_not_kept(cilie: Person) -> None:
    page = cilie.page
    page.locator(FIELD).press_sequentially("Flere unge")
    cilie.answer()
    assert kept(page) == 0
