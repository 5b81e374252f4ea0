"""Starting a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.conftest import Browser, words
from tests.world import TEAM, World

Login = Callable[[str], Browser]


def test_the_choice_is_what_ones_organisation_can_start(login: Login) -> None:
    assert "Lille aftale" in words(login("petra").get("/sager/ny"))
    assert "Der er intet, du kan starte" in words(login("lis").get("/sager/ny"))
    assert login("lis").get("/sager/ny/aftale").status_code == 404


def test_a_case_is_started_with_parties_and_people(login: Login, world: World) -> None:
    browser = login("petra")
    page = words(browser.get("/sager/ny/aftale"))
    assert "Jeres side Boligforeningen Birkely" in page and "Bygherrens projektleder" in page
    answer = browser.post(
        "/sager/ny/aftale",
        {
            "emne": "Nyt <tag>",
            "party-P2": str(world.organisations[TEAM]),
            "rolle-bygherre-projektleder": [str(world.ids["petra"])],
            "rolle-bygherre-ol": [str(world.ids["otto"])],
        },
    )
    assert answer.location == "/sager/2026-0001"
    shown = browser.get(answer.location)
    assert "Sag 2026-0001 er startet." in words(shown) and "Nyt &lt;tag&gt;" in shown.text
    assert "Bygherrens operationelle ledelse Otto" in words(shown)


@pytest.mark.parametrize("party", ["", "vrøvl", "999999", "own"])
def test_the_other_party_must_be_chosen(login: Login, world: World, party: str) -> None:
    browser = login("petra")
    own = str(world.organisations["Boligforeningen Birkely"])
    answer = browser.post(
        "/sager/ny/aftale", {"emne": "Nyt tag", "party-P2": own if party == "own" else party}
    )
    assert answer.status_code == 422
    assert "Vælg en organisation" in words(answer) and 'value="Nyt tag"' in answer.text


def test_what_is_missing_is_said_all_at_once(login: Login) -> None:
    answer = login("petra").post("/sager/ny/aftale", {})
    assert "2 felter skal rettes" in words(answer)
    assert "Ingen sager her" in words(login("petra").get("/sager"))


def test_people_of_others_cannot_be_cast(login: Login, world: World) -> None:
    answer = login("petra").post(
        "/sager/ny/aftale",
        {
            "emne": "Nyt tag",
            "party-P2": str(world.organisations[TEAM]),
            "rolle-bygherre-ol": [str(world.ids["lis"])],
        },
    )
    assert answer.status_code == 422 and "Vælg personer" in words(answer)
