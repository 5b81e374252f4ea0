"""Two versions beside each other, an older one published again, and a draft as a zip."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from engine.editing import archive, owners
from tests.web.conftest import Browser, words
from tests.world import World

Login = Callable[[str], Browser]
HOME = "/processer/aftale"
DRAFT = f"{HOME}/kladde"
DIAGRAM = f"{DRAFT}/filer/aftale.bpmn"
ZIP = f"{DRAFT}/zip"


@pytest.fixture
def editor(login: Login, world: World) -> Browser:
    """Petra, who owns the process and has begun a draft."""
    with world.store.transaction() as session:
        owners.add(session, "aftale", world.ids["petra"], None)
    browser = login("petra")
    browser.get(HOME)
    assert browser.post(DRAFT).status_code == 302
    browser.get(DRAFT)
    return browser


def change(browser: Browser, old: str, new: str) -> None:
    got = browser.get(DIAGRAM)
    assert old in got.text
    headers = {"X-CSRFToken": browser.token, "If-Match": got.headers["ETag"]}
    assert browser.client.put(DIAGRAM, data=got.text.replace(old, new), headers=headers).status_code == 200


def publish(browser: Browser, note: str) -> None:
    page = browser.get(DRAFT).text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert (
        revision
        and browser.post(f"{DRAFT}/udgiv", {"revision": revision[1], "note": note}).status_code == 302
    )


@pytest.fixture
def second(editor: Browser) -> Browser:
    """Version 2 is out, with a shorter deadline and another name."""
    change(editor, "add working days(today(), 5)", "add working days(today(), 3)")
    change(editor, "P7D", "P14D")
    publish(editor, "Vi har travlt")
    return editor


def test_the_draft_beside_the_version_it_came_from(editor: Browser) -> None:
    same = words(editor.get(f"{HOME}/sammenlign?fra=1&til=kladde"))
    assert "Ingen forskel" in same and "fra version 1 til kladden" in same
    change(editor, "add working days(today(), 5)", "add working days(today(), 3)")
    change(editor, 'name="Skriv aftalen"', 'name="Skriv &lt;b&gt;den&lt;/b&gt;"')
    answer = editor.get(f"{HOME}/sammenlign?fra=1&til=kladde")
    page = words(answer)
    assert 'Opgaver og trin Opgaven "Skriv aftalen" hedder nu "Skriv <b>den</b>".' in page
    assert (
        'Frister og påmindelser Opgaven "Skriv <b>den</b>" har nu fristen 3 arbejdsdage i stedet for' in page
    )
    assert "2 ændringer" in page and "<b>den" not in answer.text
    assert '"changed": ["skriv"]' in answer.text
    assert f'data-drawing="{DIAGRAM}"' in answer.text and f'data-drawing="{HOME}/1.bpmn"' in answer.text
    back = words(editor.get(f"{HOME}/sammenlign?fra=kladde&til=1"))
    assert "har nu fristen 5 arbejdsdage i stedet for 3 arbejdsdage" in back


def test_published_versions_for_everybody_who_sees_the_process(second: Browser, login: Login) -> None:
    lis = login("lis")
    page = words(lis.get(f"{HOME}/sammenlign"))  # the last two, when nobody says which
    assert "fra version 1 til version 2" in page and "Vi har travlt" in page
    assert "uret (14 dage) i stedet for uret (7 dage)" in page
    assert "Kladden" not in page
    assert lis.get(f"{HOME}/sammenlign?fra=2&til=1").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("sammenlign?fra=1&til=kladde", "sammenlign?fra=kladde&til=kladde", "1/igen", "1.zip", "kladde.zip"),
        *("kladde/zip", "2/igen"),
    ],
)
def test_drafts_are_for_those_who_edit(second: Browser, login: Login, path: str) -> None:
    second.get(HOME)
    second.post(DRAFT)
    for who in ("otto", "lis", "frida"):
        browser = login(who)
        assert browser.get(f"{HOME}/{path}").status_code == 404
        browser.get("/profil")
        for address in ("1/igen", "kladde/zip", "kladde/zip/tag"):
            assert browser.post(f"{HOME}/{address}", {"note": "x", "content": ""}).status_code in (404, 422)
    assert second.get(f"{HOME}/2.bpmn").status_code == 200 and second.get(f"{HOME}/3.bpmn").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *(
            "sammenlign?fra=9",
            "sammenlign?til=x",
            "sammenlign?fra=1&til=kladde",
            "sammenlign?fra=-1",
            "9/igen",
        ),
        *("9.zip", "kladde.zip", "kladde/zip", f"sammenlign?fra={'9' * 5000}", "2/igen"),
    ],
)
def test_what_is_not_there(second: Browser, path: str) -> None:
    assert second.get(f"{HOME}/{path}").status_code == 404
    assert second.get(f"/processer/findes-ikke/{path}").status_code == 404


def test_the_list_of_versions_says_why_each_is_there(second: Browser, login: Login) -> None:
    page = words(second.get(HOME))
    assert "Vi har travlt" in page and "Hvad var nyt?" in page and "Udgiv igen" in page and "Zip-fil" in page
    others = words(login("otto").get(HOME))
    assert "Vi har travlt" in others and "Hvad var nyt?" in others
    assert "Udgiv igen" not in others and "Zip-fil" not in others


def test_an_older_version_is_published_again(second: Browser) -> None:
    page = words(second.get(f"{HOME}/1/igen"))
    assert "Skal version 1 udgives igen?" in page and "Den bliver til version 3" in page
    assert "har nu fristen 5 arbejdsdage i stedet for 3 arbejdsdage" in page
    refused = second.post(f"{HOME}/1/igen", {"note": "  "})
    assert refused.status_code == 422 and "Skriv, hvad der er nyt" in words(refused)
    assert second.post(f"{HOME}/1/igen", {"note": "Tre dage var for lidt"}).location == HOME
    page = words(second.get(HOME))
    assert "Udgivet: Lille aftale (3)." in page and "Tre dage var for lidt" in page
    assert "Ingen forskel" in words(second.get(f"{HOME}/sammenlign?fra=1&til=3"))


def sent(browser: Browser, files: dict[str, bytes]) -> TestResponse:
    browser.get(ZIP)
    upload = {"zip": (io.BytesIO(archive.export(files)), "x.zip")}
    return browser.post(ZIP, upload, content_type="multipart/form-data")


def hidden(answer: TestResponse) -> dict[str, str]:
    return dict(re.findall(r'name="(revision|content)" value="([^"]*)"', answer.text))


def fetched(browser: Browser, path: str) -> dict[str, bytes]:
    answer = browser.get(f"{HOME}/{path}")
    assert answer.mimetype == "application/zip" and "attachment" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_draft_goes_out_and_comes_back_changed(editor: Browser) -> None:
    files = fetched(editor, "kladde.zip")
    assert files == fetched(editor, "1.zip") and {"aftale.bpmn", "skriv.form"} <= set(files)
    files["aftale.bpmn"] = files["aftale.bpmn"].replace(b"Skriv aftalen", b"Skriv den")
    looked = sent(editor, {"mit diagram.bpmn": files["aftale.bpmn"]})
    page = words(looked)
    assert "Intet er ændret endnu" in page and 'hedder nu "Skriv den"' in page
    assert "Bliver erstattet aftale.bpmn" in page and "skriv.form" in page
    assert "Skriv den" not in editor.get(DIAGRAM).text
    assert editor.post(f"{ZIP}/tag", hidden(looked)).location == DRAFT
    assert "1 fil er lagt i kladden." in words(editor.get(DRAFT)) and "Skriv den" in editor.get(DIAGRAM).text
    late = editor.post(f"{ZIP}/tag", hidden(looked))
    assert late.status_code == 409 and "har ændret kladden" in words(late)


def test_faults_in_a_zip_are_told_before_it_is_taken(editor: Browser) -> None:
    files = fetched(editor, "kladde.zip")
    lost = files["aftale.bpmn"].replace(b'formId="skriv"', b'formId="findes-ikke"')
    page = words(sent(editor, {"aftale.bpmn": lost}))
    assert "Kladden får så fejl" in page and "findes-ikke" in page


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"../aftale.bpmn": b"<a/>"}, "Zip-filen har mapper eller stier i sig"),
        ({"aftale.bpmn": b"<a/>"}, "aftale.bpmn kan ikke læses"),
        ({"<script>.form": b"{}"}, "kan ikke hedde"),
        ({"x.exe": b"{}"}, "hører ikke til i en proces"),
        ({}, "Zip-filen er tom"),
    ],
)
def test_a_zip_that_is_refused(editor: Browser, files: dict[str, bytes], says: str) -> None:
    answer = sent(editor, files)
    assert answer.status_code == 422 and says in words(answer) and "<script>." not in answer.text


def test_no_zip_too_large_or_none_at_all(editor: Browser) -> None:
    editor.get(ZIP)
    assert "Vælg en zip-fil" in words(editor.post(ZIP))
    for content, status in ((b"x" * 3_500_000, 422), (b"x" * 6_000_000, 413)):
        upload = {"zip": (io.BytesIO(content), "x.zip")}
        assert editor.post(ZIP, upload, content_type="multipart/form-data").status_code == status
        editor.get(ZIP)
    for field in ("", "%%%", "AAAA", "x" * 5_000_000):
        assert editor.post(f"{ZIP}/tag", {"content": field, "revision": "1"}).status_code in (413, 422)


def test_a_large_zip_that_is_allowed_comes_through_both_steps(editor: Browser) -> None:
    """What cannot be packed small: nearly as large as may be, and larger still as text in the page."""
    noise = hashlib.shake_256(b"noise").hexdigest(2_300_000)
    looked = sent(editor, {"stor.form": b'{"id": "stor", "x": "' + noise.encode() + b'"}'})
    assert looked.status_code == 200 and len(hidden(looked)["content"]) > 3_000_000
    assert editor.post(f"{ZIP}/tag", hidden(looked)).location == DRAFT


def test_a_process_that_is_another_altogether_is_still_a_page(editor: Browser) -> None:
    tasks = "".join(f'<bpmn:userTask id="t{number}" name="Opgave {number}"/>' for number in range(3000))
    change(editor, "</bpmn:process>", f"{tasks}</bpmn:process>")
    answer = editor.get(f"{HOME}/sammenlign?fra=1&til=kladde")
    page = words(answer)
    assert 'Opgaven "Opgave 7" er kommet til.' in page and "Og 2800 til." in page and "3000 ændringer" in page
    assert len(answer.data) < 300_000


def test_a_draft_that_cannot_be_read_is_said_to_be_so(editor: Browser) -> None:
    got = editor.get(DIAGRAM)
    headers = {"X-CSRFToken": editor.token, "If-Match": got.headers["ETag"]}
    assert editor.client.put(DIAGRAM, data="<a/>", headers=headers).status_code == 200
    assert "Diagrammet kan ikke læses." in words(editor.get(f"{HOME}/sammenlign?fra=1&til=kladde"))
