"""The processes: list, one, publishing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.web.conftest import Browser, words
from tests.world import HERE, World

Login = Callable[[str], Browser]
PROCESS = (HERE / "fixtures" / "aftale.bpmn").read_bytes()


def publish(browser: Browser, **files: bytes) -> TestResponse:
    browser.get("/processer")
    sent: dict[str, Any] = {
        "files": [(io.BytesIO(data), name.replace("_", ".")) for name, data in files.items()]
    }
    return browser.post("/processer", sent, content_type="multipart/form-data")


def test_the_list_and_one_process(login: Login, world: World) -> None:
    world.start()
    browser = login("petra")
    text = words(browser.get("/processer"))
    assert "Lille aftale" in text and "Kan startes som en sag" in text and "Indgår i andre processer" in text
    page = words(browser.get("/processer/aftale"))
    assert "Version 1" in page and "Skriv aftalen Bygherrens projektleder" in page and "Start ny sag" in page
    assert b"bpmn:process" in browser.get("/processer/aftale/1.bpmn").data


@pytest.mark.parametrize(
    "path", ["/processer/findes-ikke", "/processer/aftale?version=9", "/processer/aftale/9.bpmn"]
)
def test_what_is_not_there(login: Login, path: str) -> None:
    assert login("petra").get(path).status_code == 404


def test_an_operator_publishes_a_new_version(login: Login) -> None:
    browser = login("oda")
    same = publish(browser, aftale_bpmn=PROCESS)
    assert same.status_code == 302 and "Intet var ændret" in words(browser.get("/processer"))
    publish(browser, aftale_bpmn=PROCESS.replace(b"Skriv aftalen", b"Skriv den nye aftale"))
    assert "Udgivet: Lille aftale (2)." in words(browser.get("/processer"))
    page = words(browser.get("/processer/aftale"))
    assert "Skriv den nye aftale" in page and "Version 1" in page
    assert "Skriv aftalen" in words(browser.get("/processer/aftale?version=1"))


def test_others_cannot_publish(login: Login) -> None:
    browser = login("petra")
    assert "Udgiv processer" not in browser.get("/processer").text
    answer = publish(browser, aftale_bpmn=PROCESS)
    assert answer.status_code == 403 and "Kun de driftsansvarlige" in words(answer)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("billede_bpmn", b"\x89PNG", "billede.bpmn"),
        ("regneark_xlsx", b"x", "Kun filer af typen .bpmn"),
        ("skema_form", b"{", "skema.form"),
        ("skema_form", b"[]", "skema.form"),
        ("aftale_bpmn", PROCESS.replace(b'formId="skriv"', b'formId="findes-ikke"'), "findes-ikke"),
        (
            "aftale_bpmn",
            PROCESS.replace(b'candidateGroups="lt-ol"', b'candidateGroups="ukendt-rolle"'),
            "ukendt-rolle",
        ),
        ("onde_bpmn", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "onde.bpmn"),
    ],
)
def test_bad_files_are_named_and_change_nothing(login: Login, name: str, content: bytes, says: str) -> None:
    browser = login("oda")
    answer = publish(browser, **{name: content})
    assert answer.status_code == 422
    assert "Filerne kan ikke udgives" in words(answer) and says in words(answer)
    assert "root:" not in answer.text
    assert "Version 2" not in words(browser.get("/processer/aftale"))


def test_no_file_at_all(login: Login) -> None:
    answer = publish(login("oda"))
    assert answer.status_code == 422 and "Vælg mindst én fil" in words(answer)
