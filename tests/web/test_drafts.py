"""The pages of a draft, and what the editors talk to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.editing import owners
from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]
HOME = "/processer/aftale/kladde"
FILE = f"{HOME}/filer/aftale.bpmn"


@pytest.fixture
def editor(login: Login, world: World) -> Browser:
    """Petra, who owns the process and has begun a draft."""
    with world.store.transaction() as session:
        owners.add(session, "aftale", world.ids["petra"], None)
    browser = login("petra")
    browser.get("/processer/aftale")
    assert browser.post(HOME).status_code == 302
    browser.get(HOME)
    return browser


def put(browser: Browser, text: str | bytes, revision: int | None, address: str = FILE) -> TestResponse:
    headers = {"X-CSRFToken": browser.token} | ({"If-Match": f'"{revision}"'} if revision else {})
    return browser.client.put(address, data=text, headers=headers)


def sent(browser: Browser, address: str, body: Any) -> TestResponse:
    return browser.client.post(address, json=body, headers={"X-CSRFToken": browser.token})


def test_a_draft_is_begun_changed_and_published(editor: Browser) -> None:
    assert "Intet er ændret endnu" in words(editor.get(HOME))
    got = editor.get(FILE)
    assert got.headers["ETag"] == '"1"' and "attachment" in got.headers["Content-Disposition"]
    answer = put(editor, got.text.replace("Skriv aftalen", "Skriv den"), 1)
    assert answer.json == {"revision": 2, "others": []}
    page = words(editor.get(HOME))
    assert "Diagram Ændret" in page and "Udgiv version 2" in page and "Jeg har ikke fundet fejl" in page
    assert "Lille aftale" in words(editor.get("/processer"))
    without = editor.post(f"{HOME}/udgiv", {"revision": "2", "note": " "})
    assert without.status_code == 422 and "Skriv, hvad der er nyt" in words(without)
    done = editor.post(f"{HOME}/udgiv", {"revision": "2", "note": "Kortere navn"})
    assert done.status_code == 302 and done.location == "/processer/aftale"
    page = words(editor.get("/processer/aftale"))
    assert "Udgivet: Lille aftale (2)." in page and "Skriv den" in page
    assert editor.get(HOME).status_code == 404


def test_who_saves_too_late_is_told_who_was_before(editor: Browser, login: Login) -> None:
    other = login("oda")
    other.get(HOME)
    assert put(other, other.get(FILE).text.replace("Skriv aftalen", "Skriv den"), 1).json == {
        "revision": 2,
        "others": [],
    }
    late = put(editor, "<andet/>", 1)
    assert late.status_code == 409
    assert (late.json["who"], late.json["revision"]) == ("Oda", 2) and "kl." in late.json["when"]
    assert "Skriv den" in editor.get(FILE).text
    looked = sent(editor, f"{FILE}/aaben", {})
    assert looked.json == {"others": ["Oda"], "revision": 2}
    published = editor.post(f"{HOME}/udgiv", {"revision": "1", "note": "Uset"})
    assert published.status_code == 409 and "Oda har ændret kladden" in words(published)


def test_what_is_on_the_screen_is_checked_in_danish(editor: Browser) -> None:
    text = editor.get(FILE).text.replace('formId="skriv"', 'formId="findes-ikke"')
    found = sent(editor, f"{HOME}/tjek", {"aftale.bpmn": text}).json["problems"]
    assert [(one["severity"], one["element"]) for one in found] == [("error", "skriv")]
    assert (
        "findes-ikke" in found[0]["text"]
        and found[0]["text"].endswith(".")
        and "formular" in found[0]["text"].lower()
    )
    assert sent(editor, f"{HOME}/tjek", {}).json == {"problems": []}
    put(editor, text, 1)
    page = editor.post(f"{HOME}/udgiv", {"revision": "2", "note": "Med fejl"})
    assert page.status_code == 422 and "Ret først det, der skal rettes" in words(page)


@pytest.mark.parametrize("body", [[], "tekst", {"aftale.bpmn": 1}, {"../x.bpmn": "x"}, {"anden.bpmn": "x"}])
def test_what_cannot_be_checked_is_refused(editor: Browser, body: Any) -> None:
    assert sent(editor, f"{HOME}/tjek", body).status_code == 422


def test_half_a_character_is_checked_as_what_it_is(editor: Browser) -> None:
    answer = sent(editor, f"{HOME}/tjek", {"aftale.bpmn": "\ud800"})
    assert answer.status_code == 200 and answer.json["problems"]


@pytest.mark.parametrize("more", [f'"x": {10**30}', '"x": "\\ud800"', '"x": NaN', f'"x": {"[" * 100_000}'])
def test_what_json_cannot_carry_is_no_server_error(editor: Browser, more: str) -> None:
    assert put(editor, f'{{"scenarios": [], {more}}}', None, f"{HOME}/filer/aftale.scenarios.json").json
    done = editor.post(f"{HOME}/udgiv", {"revision": "2", "note": "Ny"})
    assert done.status_code == (302 if "0000" in more else 422)


def test_a_file_is_five_megabytes_at_most(editor: Browser) -> None:
    assert put(editor, b"x" * 5_000_001, 1).status_code == 422
    assert put(editor, b"x" * 11_000_000, 1).status_code == 413
    assert put(editor, b"x" * 4_500_000, 1).status_code == 200  # nonsense can be kept, and is told of
    assert editor.get(HOME).status_code == 200 and "Skal rettes" in words(editor.get(HOME))


def test_a_hostile_mark_or_revision_changes_nothing(editor: Browser) -> None:
    assert editor.client.put(FILE, data="x").status_code == 400  # no mark of ours
    for wrong in ('"x"', "9" * 40, '"-1"'):
        answer = editor.client.put(FILE, data="x", headers={"X-CSRFToken": editor.token, "If-Match": wrong})
        assert answer.status_code in (400, 409, 422)
    assert editor.get(FILE).headers["ETag"] == '"1"'


def test_others_find_no_draft(editor: Browser, login: Login) -> None:
    for who in ("otto", "lis", "frida"):
        other = login(who)
        for address in (HOME, FILE):
            assert other.get(address).status_code == 404
        assert put(other, "x", 1).status_code == 404
        assert sent(other, f"{HOME}/tjek", {}).status_code == 404
        for action in ("", "/udgiv", "/forny", "/smid-vaek", "/filer/skriv.form/fjern"):
            assert other.post(HOME + action, {"revision": "1", "note": "x", "sure": "1"}).status_code == 404
        assert "Redigér processen" not in words(other.get("/processer/aftale"))
    assert editor.get(FILE).headers["ETag"] == '"1"'


def test_a_draft_is_thrown_away_by_who_is_sure(editor: Browser) -> None:
    assert editor.post(f"{HOME}/smid-vaek").status_code == 422
    assert editor.post(f"{HOME}/smid-vaek", {"sure": "1"}).location == "/processer/aftale"
    assert "Redigér processen" in words(editor.get("/processer/aftale"))


def test_owners_are_added_and_removed(editor: Browser, login: Login, world: World) -> None:
    assert "Vælg en person" in words(editor.post("/processer/aftale/ejere", {"person": ""}))
    editor.post("/processer/aftale/ejere", {"person": str(world.ids["otto"])})
    assert "Otto kan nu redigere processen." in words(editor.get("/processer/aftale"))
    assert login("otto").get(HOME).status_code == 200
    refused = editor.post("/processer/aftale/ejere", {"person": str(world.ids["lis"])})
    assert refused.status_code == 422
    editor.post(f"/processer/aftale/ejere/{world.ids['otto']}/fjern")
    assert login("otto").get(HOME).status_code == 404
    assert editor.post(f"/processer/aftale/ejere/{world.ids['petra']}/fjern").status_code == 403
    assert login("lis").post("/processer/aftale/ejere", {"person": "1"}).status_code == 404


def test_a_published_form_is_brought_into_an_overtaken_draft(editor: Browser, login: Login) -> None:
    put(editor, editor.get(FILE).text.replace("Skriv aftalen", "Skriv den"), 1)
    operator = login("oda")
    operator.get(HOME)
    form = f"{HOME}/filer/skriv.form"
    text = editor.get(form).text
    operator.post(f"{HOME}/smid-vaek", {"sure": "1"})
    operator.post(HOME)
    put(operator, text.replace("Aftalens tekst", "Hele teksten"), 1, form)
    operator.post(f"{HOME}/udgiv", {"revision": "2", "note": "Formen"})
    assert editor.get(HOME).status_code == 404
    editor.post(HOME)
    assert "begyndt på version 2" in words(editor.get(HOME))


def test_a_new_form_and_a_new_decision_are_put_in(editor: Browser) -> None:
    for kind, name, file in (("form", "Æblegrød", "aeblegroed.form"), ("dmn", "Hvor dyrt?", "hvor-dyrt.dmn")):
        assert editor.post(f"{HOME}/ny-fil", {"kind": kind, "name": name}).status_code == 302
        assert editor.get(f"{HOME}/filer/{file}").status_code == 200
        again = editor.post(f"{HOME}/ny-fil", {"kind": kind, "name": name})
        assert again.status_code == 422 and f"hedder {file}" in words(again)
    page = words(editor.get(HOME))
    assert "Formular: aeblegroed Ændret" in page and "Skal rettes" not in page
    assert editor.post(f"{HOME}/ny-fil", {"kind": "form", "name": "!!!"}).status_code == 422
    editor.post(f"{HOME}/filer/aeblegroed.form/fjern")
    assert editor.get(f"{HOME}/filer/aeblegroed.form").status_code == 404
    assert editor.post(f"{HOME}/filer/aftale.bpmn/fjern").status_code == 422


def test_an_owner_begins_a_new_process_and_publishes_it(editor: Browser, login: Login) -> None:
    assert "Ny proces" in words(editor.get("/processer"))
    for wrong in ("", "123!", "x" * 300):
        assert editor.post("/processer/ny", {"name": wrong}).status_code in (302, 422)
    assert (
        editor.post("/processer/ny", {"name": "Lån af værktøj"}).location
        == "/processer/laan-af-vaerktoej/kladde"
    )
    taken = editor.post("/processer/ny", {"name": "Lån af værktøj"})
    assert taken.status_code == 409 and "Der er allerede en proces" in words(taken)
    home = "/processer/laan-af-vaerktoej/kladde"
    page = editor.get(home)
    assert "Ny proces, ikke udgivet endnu" in words(editor.get("/processer"))
    assert "en ny proces" in words(page) and "Version 1" not in words(page)
    other = login("otto")
    assert (
        other.get("/processer/ny").status_code
        == 404
        == other.post("/processer/ny", {"name": "Min"}).status_code
    )
    assert other.get(home).status_code == 404
    assert editor.post(f"{home}/smid-vaek", {"sure": "1"}).location == "/processer"
