"""What the pages say of a gate: who is missing and why, what was asked for, and how a condition is given up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from engine.models import casting, person
from engine.store import Store
from tests.engine.gate_world import BOTH, OWNERS, TEAMS, GateWorld, conditional
from tests.web.conftest import Browser, words
from web.app import create_app

Login = Callable[[str], Browser]
BLOCKING = ("Beboerne er varslet <b>nu</b>", "P1", "2026-03-02", True)


@pytest.fixture
def case(sqlite_store: Store) -> GateWorld:
    made = GateWorld(sqlite_store, BOTH)
    made.write()
    return made


@pytest.fixture
def enter(case: GateWorld) -> Login:
    """Log somebody in at the site of this case."""
    app = create_app(case.store, {"SECRET_KEY": "only for tests", "TESTING": True})

    def logged_in(first: str) -> Browser:
        browser = Browser(app.test_client())
        browser.log_in(f"{first}@example.dk")
        return browser

    return logged_in


def test_the_line_names_who_is_missing_and_leads_to_the_casting_sheet(case: GateWorld, enter: Login) -> None:
    with case.store.transaction() as session:
        session.execute(sa.delete(casting).where(casting.c.role_id == "bygherre-ol"))
        team = [case.world.ids["lis"], case.world.ids["lars"]]
        session.execute(sa.update(person).where(person.c.id.in_(team)).values(is_active=False))
    page = enter("petra").get(f"/sager/{case.number}")
    told = words(page)
    assert (
        "Bygherrens operationelle ledelse hos Boligforeningen Birkely (ingen er sat på rollen: vælg en )"
        in told
    )
    assert "Leveranceteamets operationelle ledelse hos Team Tagsten (Lars, Lis er her ikke længere)" in told
    assert f'href="/sager/{case.number}/besaetning/P1"' in page.text
    assert f'href="/sager/{case.number}/besaetning/P2"' not in page.text


def test_the_inbox_says_whom_a_gate_waits_for_too(case: GateWorld, enter: Login) -> None:
    assert "Mangler også: Team Tagsten" in words(enter("otto").get("/opgaver"))
    case.answer("lis", case.at(TEAMS))
    assert "Mangler også" not in words(enter("otto").get("/opgaver"))


def test_a_condition_is_shown_to_all_and_given_up_by_those_who_set_it(case: GateWorld, enter: Login) -> None:
    case.answer("otto", case.at(OWNERS))
    case.answer("lis", case.at(TEAMS), **conditional(BLOCKING))
    (held,) = case.conditions("lis")
    address = f"/sager/{case.number}/vilkaar/{held.id}/frafald"
    otto, lis = enter("otto"), enter("lis")
    page = otto.get(f"/sager/{case.number}")
    assert "Sagen venter på: Beboerne er varslet <b>nu</b>" in words(page) and "<b>nu</b>" not in page.text
    assert address not in page.text
    assert otto.post(address, {"reason": "Nej"}).status_code == 403
    assert enter("frida").post(address, {"reason": "Nej"}).status_code == 404
    long = "Det tager for lang tid. " * 100
    refused = lis.post(address, {"reason": long})
    assert refused.status_code == 422 and long.strip() in refused.text
    assert lis.post(address, {"reason": "De ved det"}).location == f"/sager/{case.number}"
    after = words(otto.get(f"/sager/{case.number}"))
    assert "Frafaldet" in after and "De ved det" in after
    assert lis.post(address, {"reason": "Igen"}).status_code == 409


def test_what_was_typed_for_an_old_version_is_kept(case: GateWorld, enter: Login) -> None:
    otto = enter("otto")
    task = case.at(OWNERS)
    old = case.gate("otto", OWNERS).document.sha256
    case.do("petra", "skriv-om", tekst="Andre ord", pris="5")
    sent = {
        "gp_beslutning": "ret",
        "gp_bemaerkning": "Taget er for dyrt",
        "gp_bekraeft": "true",
        "fingerprint": old,
    }
    for address in (task, case.at(OWNERS)):
        refused = otto.post(f"/opgaver/{address}", sent)
        assert refused.status_code == 409 and "Taget er for dyrt" in refused.text
