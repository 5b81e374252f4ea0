"""Sending files with a plain form, and getting them back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine import attachments
from tests.engine.attachments import made
from tests.web.conftest import Browser, words
from tests.world import World
from web.app import Site

Login = Callable[[str], Browser]
MB = 1024 * 1024


@pytest.fixture
def number(world: World) -> str:
    return world.start()


def send(browser: Browser, number: str, *sent: tuple[str, bytes], **fields: Any) -> TestResponse:
    browser.get(f"/sager/{number}/dokumenter")
    files = [(io.BytesIO(content), name) for name, content in sent]
    return browser.post(
        f"/sager/{number}/bilag", {"files": files, **fields}, content_type="multipart/form-data"
    )


def addresses(page: TestResponse) -> list[str]:
    return re.findall(r'href="(/sager/[^"]+/bilag/\d+)"', page.text)


def test_the_other_party_fetches_what_was_sent(number: str, login: Login) -> None:
    petra, lis = login("petra"), login("lis")
    answer = send(petra, number, ("Tegning æøå.pdf", made.PDF), ("foto.png", made.PNG), who="all")
    assert answer.status_code == 302 and answer.location.endswith("/dokumenter#attached")
    page = lis.get(f"/sager/{number}/dokumenter")
    assert "Tegning æøå.pdf" in words(page) and "Petra, Boligforeningen Birkely" in words(page)
    file = lis.get(addresses(page)[0])
    assert (file.data, file.mimetype) == (made.PDF, "application/pdf")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    told = file.headers["Content-Disposition"]
    assert told.startswith("attachment; ")
    assert told.endswith("filename*=UTF-8''Tegning%20%C3%A6%C3%B8%C3%A5.pdf")


def test_a_private_file_is_there_for_the_own_side_only(number: str, login: Login) -> None:
    petra, lis = login("petra"), login("lis")
    send(petra, number, ("eget.pdf", made.PDF), who="own")
    (address,) = addresses(login("otto").get(f"/sager/{number}/dokumenter"))
    assert "eget.pdf" not in lis.get(f"/sager/{number}/dokumenter").text + lis.get(f"/sager/{number}").text
    assert lis.get(address).status_code == 404


def test_a_file_on_a_task(number: str, world: World, login: Login) -> None:
    task = world.task(number, "intern-ramme")
    petra = login("petra")
    assert 'id="who-own" name="who" value="own" checked' in petra.get(f"/opgaver/{task}").text
    answer = send(petra, number, ("ramme.pdf", made.PDF), task=str(task), who="own")
    assert answer.location == f"/opgaver/{task}#attached"
    assert "ramme.pdf" in words(petra.get(f"/opgaver/{task}"))


def test_what_is_refused_is_told_on_the_page_it_came_from(number: str, world: World, login: Login) -> None:
    petra = login("petra")
    for sent, reason in (
        ([("faktura.pdf", made.EXE)], "faktura.pdf er ikke det, navnet siger"),
        ([("side.html", b"<script>")], "kan ikke vedhæftes"),
        ([("brev.docx", made.office("docx", word__vbaProject_bin=b"x"))], "makroer"),
        ([], "Vælg en fil først"),
    ):
        answer = send(petra, number, *sent)
        assert answer.status_code == 422 and reason in words(answer)
    task = world.task(number, "intern-ramme")
    answer = send(petra, number, ("faktura.pdf", made.EXE), task=str(task))
    assert answer.status_code == 422 and "Fastlæg egen ramme" in words(answer)


def test_a_name_from_a_stranger_stays_a_name(number: str, login: Login) -> None:
    petra = login("petra")
    send(petra, number, ("<img src=x onerror=x>.pdf", made.PDF))
    page = petra.get(f"/sager/{number}/dokumenter")
    assert "<img" not in page.text
    told = petra.get(addresses(page)[0]).headers["Content-Disposition"]
    assert told == 'attachment; filename="_img src=x onerror=x_.pdf"'


def test_more_than_a_form_may_hold_and_still_a_file(number: str, login: Login) -> None:
    petra = login("petra")
    assert send(petra, number, ("stor.pdf", made.PDF + bytes(6 * MB))).status_code == 302


def test_a_file_over_the_limit_is_refused(number: str, site: Site, login: Login) -> None:
    site.config["UPLOAD_LIMIT"] = 1 * MB
    answer = send(login("petra"), number, ("stor.pdf", made.PDF + bytes(MB)))
    assert answer.status_code == 422 and "højst fylde 1 MB" in words(answer)


class Unread(io.RawIOBase):
    """A body that nobody may read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("the body was read")


def test_what_is_far_too_large_is_refused_by_its_length(number: str, login: Login) -> None:
    petra = login("petra")
    answer = petra.client.post(
        f"/sager/{number}/bilag",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": str(100 * MB)},
    )
    assert answer.status_code == 413 and "højst fylde 25 MB" in words(answer)


def test_without_a_login_nothing_is_taken(number: str, visitor: Browser) -> None:
    visitor.get("/log-ind")
    answer = visitor.post(
        f"/sager/{number}/bilag",
        {"files": [(io.BytesIO(bytes(5 * MB)), "x.pdf")]},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 413
    small = visitor.post(
        f"/sager/{number}/bilag",
        {"files": [(io.BytesIO(made.PDF), "x.pdf")]},
        content_type="multipart/form-data",
    )
    assert small.status_code == 401


def test_taking_a_file_away(number: str, world: World, login: Login) -> None:
    petra, lis = login("petra"), login("lis")
    send(petra, number, ("a.pdf", made.PDF))
    (address,) = addresses(petra.get(f"/sager/{number}/dokumenter"))
    assert lis.post(f"{address}/fjern").status_code == 403
    petra.get(f"/sager/{number}/dokumenter")
    assert petra.post(f"{address}/fjern").status_code == 302
    assert petra.get(address).status_code == 404
    assert 'fjernede filen "a.pdf"' in words(lis.get(f"/sager/{number}"))
    with world.store.read() as session:
        assert attachments.of_case(session, number, world.actor(session, "petra")) == []
