"""The task page: filled in, refused, kept, passed on, approved."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]


@pytest.fixture
def number(world: World) -> str:
    return world.start()


def fingerprint(page: str) -> str:
    found = re.search(r'name="fingerprint" value="(\w{64})"', page)
    assert found
    return found[1]


def test_completing_leads_to_the_next_task_in_the_case(login: Login, world: World, number: str) -> None:
    browser = login("petra")
    task = world.task(number, "intern-ramme")
    page = words(browser.get(f"/opgaver/{task}"))
    assert "Vores ramme" in page and "Kun jeres egen side ser svaret." in page
    answer = browser.post(f"/opgaver/{task}", {"ramme": "1.000.000,50"})
    following = world.task(number, "skriv")
    assert answer.location == f"/opgaver/{following}"
    assert '"Fastlæg egen ramme" er udført. Her er din næste opgave i sagen.' in words(
        browser.get(answer.location)
    )


def test_after_the_last_of_ones_own_a_receipt_names_who_has_the_ball(
    login: Login, world: World, number: str
) -> None:
    world.do("petra", world.task(number, "intern-ramme"), ramme="10")
    browser = login("petra")
    task = world.task(number, "skriv")
    browser.get(f"/opgaver/{task}")
    answer = browser.post(f"/opgaver/{task}", {"tekst": "Vi lægger et nyt tag.", "pris": "250.000"})
    assert answer.location == f"/opgaver/{task}/kvittering"
    text = words(browser.get(answer.location))
    assert 'Tak. "Skriv aftalen" er udført.' in text
    assert "Bolden er hos" in text and "Team Tagsten" in text and "Lars, Lis" in text


def test_there_is_no_receipt_before_the_deed(login: Login, world: World, number: str) -> None:
    browser = login("petra")
    task = world.task(number, "intern-ramme")
    assert browser.get(f"/opgaver/{task}/kvittering").status_code == 404
    browser.post(f"/sager/{number}/annuller", {"reason": "Taget holder", "sure": "1"})
    assert browser.get(f"/opgaver/{task}/kvittering").status_code == 404
    assert "ikke længere nødvendig" in words(browser.get(f"/opgaver/{task}"))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Aftalens tekst"),
        ({"tekst": "x", "pris": "mange penge"}, "Pris"),
        ({"tekst": "x" * 4001, "pris": "1"}, "Aftalens tekst"),
        ({"tekst": "x", "pris": "1", "startdato": "i morgen"}, "Startdato"),
    ],
)
def test_wrong_answers_are_listed_and_nothing_typed_is_lost(
    login: Login, world: World, number: str, sent: dict[str, str], says: str
) -> None:
    world.do("petra", world.task(number, "intern-ramme"), ramme="10")
    browser = login("petra")
    task = world.task(number, "skriv")
    browser.get(f"/opgaver/{task}")
    answer = browser.post(f"/opgaver/{task}", sent)
    assert answer.status_code == 422
    assert "skal rettes" in words(answer) and says in words(answer)
    for typed in sent.values():
        assert typed in answer.text
    assert world.task(number, "skriv") == task


def test_script_in_an_answer_is_only_text(login: Login, world: World, number: str) -> None:
    world.do("petra", world.task(number, "intern-ramme"), ramme="10")
    browser = login("petra")
    task = world.task(number, "skriv")
    browser.get(f"/opgaver/{task}")
    evil = "<script>alert(1)</script>"
    assert evil not in browser.post(f"/opgaver/{task}", {"tekst": evil}).text
    browser.post(f"/opgaver/{task}", {"tekst": evil, "pris": "1"})
    gate = login("lis").get(f"/opgaver/{world.task(number, 'gp-tag-stilling', 'P2')}").text
    assert evil not in gate and "&lt;script&gt;alert(1)&lt;/script&gt;" in gate


def test_the_second_is_told_who_was_first_and_keeps_what_was_typed(
    login: Login, world: World, number: str
) -> None:
    world.do("petra", world.task(number, "intern-ramme"), ramme="10")
    task = world.task(number, "skriv")
    browser = login("oda")
    browser.get(f"/opgaver/{task}")
    world.do("petra", task, tekst="Petras tekst", pris="1")
    answer = browser.post(f"/opgaver/{task}", {"tekst": "Odas lange tekst", "pris": "77"})
    text = words(answer)
    assert answer.status_code == 409
    assert "Petra udførte opgaven 12. jan. 2026 kl. 9" in text
    assert "Aftalens tekst Odas lange tekst" in text
    assert not re.search(r"task-form|name=\"tekst\"", answer.text)


def test_of_two_at_the_same_moment_one_wins(login: Login, world: World, number: str) -> None:
    task = world.task(number, "intern-ramme")
    both = [login("petra"), login("oda")]
    start = Barrier(2)

    def complete(browser: Browser) -> int:
        start.wait()
        return browser.post(f"/opgaver/{task}", {"ramme": "10"}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(complete, both)) == [302, 409]
    assert world.task(number, "skriv")


@pytest.mark.parametrize("path", ["", "/kvittering"])
@pytest.mark.parametrize("who", ["frida", "lis", "otto"])
def test_a_private_task_is_not_there_for_others(
    login: Login, world: World, number: str, who: str, path: str
) -> None:
    answer = login(who).get(f"/opgaver/{world.task(number, 'intern-ramme')}{path}")
    if who == "otto" and not path:  # of the same organisation: may see it, not do it
        assert answer.status_code == 200 and "Kun de, der har rollen" in answer.text
        assert "task-form" not in answer.text and 'name="ramme"' not in answer.text
    else:
        assert answer.status_code == 404 and "Fastlæg egen ramme" not in answer.text


@pytest.mark.parametrize("command", ["", "/tag", "/giv-tilbage", "/overdrag", "/kladde"])
def test_commands_on_a_foreign_task_find_nothing(
    login: Login, world: World, number: str, command: str
) -> None:
    task = world.task(number, "intern-ramme")
    answer = login("frida").post(f"/opgaver/{task}{command}", {"person": "1", "ramme": "1"})
    assert answer.status_code == 404
    assert login("frida").post(f"/opgaver/999999{command}").status_code == 404
    assert world.task(number, "intern-ramme") == task


def test_a_draft_is_kept_for_the_one_who_typed_it(login: Login, world: World, number: str) -> None:
    world.do("petra", world.task(number, "intern-ramme"), ramme="10")
    task = world.task(number, "skriv")
    browser = login("petra")
    browser.get(f"/opgaver/{task}")
    sent = {"tekst": "Halvfærdig", "pris": "ved ikke endnu"}
    assert browser.post(f"/opgaver/{task}/kladde", sent).location == f"/opgaver/{task}"
    page = browser.get(f"/opgaver/{task}").text
    assert "Halvfærdig" in page and "ved ikke endnu" in page and "Kladde fra" in page
    assert "Halvfærdig" not in login("oda").get(f"/opgaver/{task}").text


def test_a_draft_is_saved_by_the_script_too(login: Login, world: World, number: str) -> None:
    task = world.task(number, "intern-ramme")
    answer = login("petra").post(
        f"/opgaver/{task}/kladde", {"ramme": "5"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200 and len(answer.json["mark"]) == 16


def test_take_give_back_and_hand_over(login: Login, world: World, number: str) -> None:
    task = world.task(number, "intern-ramme")
    browser = login("petra")
    browser.post(f"/opgaver/{task}/tag")
    assert "Du har taget opgaven." in words(browser.get(f"/opgaver/{task}"))
    refused = login("oda").post(f"/opgaver/{task}/tag")
    assert refused.status_code == 409 and "Petra har taget opgaven" in words(refused)
    browser.post(f"/opgaver/{task}/giv-tilbage")
    assert "Ingen endnu. Tag opgaven" in words(browser.get(f"/opgaver/{task}"))
    assert browser.post(f"/opgaver/{task}/overdrag", {"person": str(world.ids["oda"])}).status_code == 302
    assert "Oda har taget opgaven" in words(browser.get(f"/opgaver/{task}"))


@pytest.mark.parametrize("person", ["", "vrøvl", "999999", "-1"])
def test_handing_over_to_nobody_is_refused(login: Login, world: World, number: str, person: str) -> None:
    answer = login("petra").post(
        f"/opgaver/{world.task(number, 'intern-ramme')}/overdrag", {"person": person}
    )
    assert answer.status_code == 422 and "Vælg en, der har rollen" in words(answer)


def test_a_gate_shows_the_frozen_document_and_who_is_missing(login: Login, world: World) -> None:
    number = world.written("Tag", tekst="Skifer på sydsiden")
    answer = login("otto").get(f"/opgaver/{world.task(number, 'gp-tag-stilling', 'P1')}")
    text = words(answer)
    for part in (
        "Til godkendelse",
        "Version 1",
        "Skifer på sydsiden",
        "0 af 2 har godkendt",
        "Har ikke svaret",
    ):
        assert part in text
    assert len(fingerprint(answer.text)) == 64


def test_approval_counts_only_for_the_words_that_were_shown(login: Login, world: World) -> None:
    number = world.written()
    task = world.task(number, "gp-tag-stilling", "P1")
    browser = login("otto")
    seen = fingerprint(browser.get(f"/opgaver/{task}").text)
    yes = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}
    for other in ({"fingerprint": "0" * 64}, {"fingerprint": ""}, {}):
        stale = browser.post(f"/opgaver/{task}", {**yes, **other})
        assert stale.status_code == 409 and "Dokumentet er ændret" in words(stale)
        assert 'value="godkend" checked' in stale.text
    done = browser.post(f"/opgaver/{task}", {**yes, "fingerprint": seen})
    assert done.location == f"/opgaver/{task}/kvittering"
    other = words(login("lis").get(f"/opgaver/{world.task(number, 'gp-tag-stilling', 'P2')}"))
    assert "1 af 2 har godkendt" in other and "Otto" in other


def test_rows_and_updates_ask_for_no_answer(login: Login, world: World, number: str) -> None:
    """The buttons that change a form without JavaScript keep what is typed and complete nothing."""
    task = world.task(number, "intern-ramme")
    browser = login("petra")
    browser.get(f"/opgaver/{task}")
    answer = browser.post(f"/opgaver/{task}", {"ramme": "12,5", "_refresh": "ramme"})
    assert answer.status_code == 200 and 'value="12,5"' in answer.text
    assert world.task(number, "intern-ramme") == task
