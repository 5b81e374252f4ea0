"""A company that is invited joins a running case by the link in its mail, and sees nothing of what came before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from engine import deployments
from engine.models import mail
from tests.world import resources

from .person import Person
from .site import Site

Meet = Callable[..., Person]
SECRET = "Det, der blev skrevet, før I kom med"


def undrawn(person: Person) -> Person:
    """The small process of these tests has no drawing, which the browser would complain about."""
    person.context.route(
        "**/diagram-*.js", lambda asked: asked.fulfill(content_type="text/javascript", body="")
    )
    return person


@pytest.fixture
def guest(browser: Browser, site: Site) -> Iterator[Person]:
    """Somebody whom nobody here knows yet."""
    person = undrawn(Person(browser, site, "Gry", viewport={"width": 390, "height": 844}))
    yield person
    person.context.close()
    assert person.said == []


@pytest.fixture
def rikke(meet: Meet, site: Site) -> Person:
    """The building owner's project manager, with a case that a new delivery team is invited to."""
    with site.store.transaction() as session:
        deployments.deploy(session, resources())
    person = undrawn(meet("Rikke"))
    person.go("/sager/ny/aftale")
    person.page.get_by_text("Står den ikke på listen? Invitér den").click()
    person.page.get_by_label("Organisationens navn").fill("Tømrerlauget ApS")
    person.page.get_by_label("Navn på den person").fill("Gry Eksempel")
    person.page.get_by_label("Personens mailadresse").fill("gry@laug.example")
    person.answer(emne="Nyt tag")
    site.case = person.page.url.rpartition("/")[2]
    return person


def work(person: Person, task: int, **answers: str) -> None:
    """Do a task by its address."""
    person.go(f"/opgaver/{task}")
    person.answer(**answers)


def link(site: Site) -> str:
    """The address in the mail to the guest."""
    with site.store.read() as session:
        text = str(session.scalar(sa.select(mail.c.text).where(mail.c.to_address == "gry@laug.example")))
    return "/invitation/" + text.partition("/invitation/")[2].split()[0]


def test_a_guest_joins_and_sees_nothing_of_what_was(
    meet: Meet, site: Site, rikke: Person, guest: Person
) -> None:
    soeren = meet("Søren")
    work(rikke, *site.tasks("intern-ramme"), ramme="1000")
    (written,) = site.tasks("skriv")
    work(rikke, written, tekst=SECRET, pris="10")
    ours, theirs = site.tasks("gp-tag-stilling")
    work(soeren, ours, gp_beslutning="godkend")
    site.wait(days=2)

    page = guest.page
    assert "Rikke Eksempel fra Boligforeningen Lærkely inviterer Tømrerlauget ApS" in guest.go(link(site))
    expect(page.get_by_label("Dit navn")).to_have_value("Gry Eksempel")
    page.get_by_label("Vælg en adgangskode").fill("en lang adgangskode")
    guest.send(page.locator("main form").filter(has=page.get_by_label("Dit navn")))
    assert page.url.endswith(f"/sager/{site.case}") and "Velkommen" in guest.text()

    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    expect(page.locator("ol.log li")).to_have_count(1)
    expect(page.locator("ol.log li")).to_contain_text("kom med for Tømrerlauget ApS")
    assert SECRET not in page.content() and "Der er ikke lavet noget dokument endnu" in guest.text()
    assert guest.is_refused(f"/opgaver/{written}", f"/opgaver/{ours}")

    assert guest.inbox() == ["Tag stilling: Godkend aftalen"]
    work(guest, theirs, gp_beslutning="godkend")
    assert "Tak" in page.inner_text("h1")
    assert "Tømrerlauget ApS har sagt ja til jeres invitation" in rikke.go("/beskeder")
    assert guest.is_refused(link(site))
