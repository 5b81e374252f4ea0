"""A substitute at a gate: refused in the place of who drafted, and both names where another is away."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from playwright.sync_api import expect

from engine import cases, deployments
from engine.demo import PASSWORD
from engine.demo.player import Player
from engine.parties import people
from tests.browser.test_pages import faults
from tests.engine.gate_world import BOTH, process
from tests.world import HERE

from .person import Person
from .site import Site, addresses

Meet = Callable[..., Person]
HOUSING = "Boligforeningen Lærkely"


def cast(site: Site, by: str, role_id: str, names: Iterable[str]) -> None:
    """``by`` fills a role of the housing association in the case."""
    with site.store.transaction() as session:
        actor = people.authenticate(session, addresses()[by], PASSWORD)
        assert actor is not None
        members = {row.name.split()[0]: row.id for row in people.members(session, actor.organisations[0][0])}
        cases.cast(session, site.case, "P1", role_id, [members[name] for name in names], actor)


def name(away: Person, substitute: str, last_day: str) -> None:
    """``away`` names a substitute from today on."""
    away.go("/profil")
    away.page.get_by_role("main").get_by_role("link", name="Stedfortrædere").click()
    form = away.page.locator("form", has=away.page.locator("#last_day"))
    form.locator("#substitute").select_option(label=f"{substitute} Eksempel")
    form.locator("#last_day").fill(last_day)
    away.send(form)
    expect(away.page.locator("main table")).to_contain_text(
        f"{substitute} Eksempel for {away.first} Eksempel"
    )


def test_a_substitute_answers_for_who_is_away_but_not_for_who_drafted(meet: Meet, site: Site) -> None:
    """Rikke has written the draft and sits in the group that approves it; Tove stands in for her, then for Søren."""
    form = (HERE / "fixtures" / "skriv.form").read_bytes()
    with site.store.transaction() as session:
        deployments.deploy(session, {"proeve.bpmn": process(BOTH, {}), "skriv.form": form})
    case = Player.start(site.store, "proeve", [HOUSING, "Team Stenbro"], {})
    site.case = case.number
    rikke, soeren, tove, carl = meet("Rikke"), meet("Søren"), meet("Tove"), meet("Carl")
    cast(site, "Søren", "bygherre-ol", ["Søren", "Rikke"])
    case.do("skriv", tekst="Nyt tag på blok 3", pris="100")  # Rikke is the only one in the role
    last_day = site.today.replace(year=site.today.year + 1).isoformat()

    name(rikke, "Tove", last_day)
    at_gate = f"/opgaver/{site.tasks('gp-tag-stilling')[0]}"
    assert "Rikke Eksempel, som har været med til at lave udkastet" in tove.go(at_gate)
    assert tove.page.locator("form.task-form").count() == 0

    name(soeren, "Tove", last_day)
    assert "for Søren Eksempel" in tove.go(at_gate)
    tove.answer(gp_beslutning="godkend")
    assert "Tove Eksempel for Søren Eksempel" in " ".join(carl.case().split())
    for person in (tove, carl):
        assert not person.said and not faults(person.page)
