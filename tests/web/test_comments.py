"""Comments on the pages: what is typed stays text, and the choice of readers is there to see."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from tests.web.conftest import Browser, words
from tests.world import World
from web.links import linked

Login = Callable[[str], Browser]


@pytest.fixture
def number(world: World) -> str:
    return world.written()


def say(browser: Browser, number: str, text: str = "Hvad med taget?", **fields: Any) -> Any:
    browser.get(f"/sager/{number}/kommentarer")
    return browser.post(f"/sager/{number}/kommentarer", {"text": text, "visible": "all", **fields})


def test_a_comment_shows_on_the_case_and_on_its_own_page(login: Login, number: str) -> None:
    petra = login("petra")
    assert say(petra, number).location == f"/sager/{number}/kommentarer"
    say(petra, number, "Kun mellem os", visible="own")
    lis = login("lis")
    for page in (f"/sager/{number}", f"/sager/{number}/kommentarer"):
        assert "Hvad med taget?" in words(lis.get(page)) and "Kun mellem os" not in lis.get(page).text
        assert "Kun mellem os" in words(login("otto").get(page))
    assert "Petra skrev en kommentar" in words(lis.get(f"/sager/{number}"))


def test_the_case_shows_the_five_newest(login: Login, number: str) -> None:
    petra = login("petra")
    for each in range(6):
        say(petra, number, f"Bemærkning {each}.")
    shown = words(petra.get(f"/sager/{number}"))
    assert "Bemærkning 5." in shown and "Bemærkning 1." in shown and "Bemærkning 0." not in shown


def test_a_comment_on_a_task_leads_back_to_the_task(login: Login, world: World, number: str) -> None:
    task = world.task(number, "gp-tag-stilling", "P1")
    otto = login("otto")
    page = otto.get(f"/opgaver/{task}")
    form = html.fromstring(page.text).xpath('//form[contains(@action,"kommentarer")]')[0]
    assert form.xpath('.//input[@name="visible"][@value="all"]/@checked')
    assert "Kun vores organisation: Boligforeningen Birkely" in words(page)
    answer = otto.post(form.get("action"), {"text": "Hvorfor nu?", "visible": "all", "opgave": task})
    assert answer.location == f"/opgaver/{task}#comments-h"
    assert "Hvorfor nu?" in words(login("lis").get(f"/opgaver/{task}"))


def test_on_a_private_task_there_is_nothing_to_choose(login: Login, world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    page = login("petra").get(f"/opgaver/{task}")
    assert "Kun Boligforeningen Birkely kan læse den" in words(page)
    assert 'name="visible"' not in page.text and "Lis" not in words(page).split("Giv besked")[1][:80]
    say(login("oda"), number, "Om rammen", opgave=task)
    assert "Om rammen" in words(login("otto").get(f"/sager/{number}"))
    assert "Om rammen" not in login("lis").get(f"/sager/{number}").text


def test_a_document_has_comments_of_its_own(login: Login, number: str) -> None:
    lis = login("lis")
    path = re.search(rf"/sager/{number}/dokumenter/(\d+)\"", lis.get(f"/sager/{number}/dokumenter").text)
    assert path
    answer = say(lis, number, "Om papiret", dokument=path[1])
    assert answer.location == f"/sager/{number}/dokumenter/{path[1]}#comments-h"
    assert "Om papiret" in words(login("petra").get(answer.location.partition("#")[0]))


def test_script_in_a_comment_is_only_text(login: Login, number: str) -> None:
    petra = login("petra")
    text = "<script>alert(1)</script> <b>fed</b> {{ 7 * 7 }} javascript:alert(1)"
    say(petra, number, text)
    for page in (f"/sager/{number}", f"/sager/{number}/kommentarer"):
        answer = login("lis").get(page)
        assert "<script>alert(1)" not in answer.text and "<b>fed" not in answer.text
        assert text in words(answer)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "se https://a.dk/x?y=1&z=2.",
            'se <a href="https://a.dk/x?y=1&amp;z=2" {r}>https://a.dk/x?y=1&amp;z=2</a>.',
        ),
        ("(http://a.dk/b_(c))", '(<a href="http://a.dk/b_(c)" {r}>http://a.dk/b_(c)</a>)'),
        (
            'https://a.dk/"onmouseover="x',
            '<a href="https://a.dk/" {r}>https://a.dk/</a>&#34;onmouseover=&#34;x',
        ),
        ("https://a.dk/\u202egro.dk", '<a href="https://a.dk/" {r}>https://a.dk/</a>\u202egro.dk'),
        ("javascript:alert(1) data:x ftp://a.dk", "javascript:alert(1) data:x ftp://a.dk"),
        ("<a href='https://a.dk'>", '&lt;a href=&#39;<a href="https://a.dk" {r}>https://a.dk</a>&#39;&gt;'),
        ("xhttps://a.dk https://", "xhttps://a.dk https://"),
        ("HTTPS://A.DK/Ø", '<a href="HTTPS://A.DK/Ø" {r}>HTTPS://A.DK/Ø</a>'),
    ],
)
def test_addresses_become_links_and_nothing_else_does(text: str, made: str) -> None:
    assert str(linked(text)) == made.replace("{r}", 'rel="noopener nofollow"')


def test_a_refused_comment_keeps_what_was_typed(login: Login, world: World, number: str) -> None:
    petra = login("petra")
    answer = say(petra, number, "Kære I", visible="own", mention=str(world.ids["lis"]))
    assert answer.status_code == 422
    assert "kan kun sendes til personer fra Boligforeningen Birkely" in words(answer)
    page = html.fromstring(answer.text)
    assert page.xpath('string(//textarea[@name="text"])').strip() == "Kære I"
    assert page.xpath('//input[@value="own"]/@checked') and page.xpath('//input[@name="mention"]/@checked')
    assert page.xpath('//a[@href="#comment-mention"]') and page.xpath('//*[@id="comment-mention"]')


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"visible": ""}, 422),
        ({"visible": "everybody"}, 422),
        ({"text": "x" * 100_000}, 422),
        ({"mention": "987654"}, 422),
        ({"mention": str(10**30)}, 422),
        ({"opgave": "987654"}, 404),
        ({"opgave": ""}, 404),
        ({"opgave": "x"}, 404),
        ({"opgave": str(10**30)}, 404),
        ({"dokument": "-1"}, 404),
    ],
)
def test_hostile_fields_write_nothing(login: Login, number: str, fields: dict[str, str], status: int) -> None:
    petra = login("petra")
    assert say(petra, number, **{"text": "Ondt", **fields}).status_code == status
    assert "Ingen har skrevet noget endnu" in words(petra.get(f"/sager/{number}/kommentarer"))


def test_one_deletes_ones_own(login: Login, number: str) -> None:
    petra, lis = login("petra"), login("lis")
    say(petra, number, "Det var forkert")
    page = petra.get(f"/sager/{number}/kommentarer")
    (path,) = html.fromstring(page.text).xpath('//form[contains(@action,"/slet")]/@action')
    assert "/slet" not in lis.get(f"/sager/{number}/kommentarer").text
    assert lis.post(path).status_code == 403
    assert petra.post(path).status_code == 302
    seen = words(lis.get(f"/sager/{number}"))
    assert "Det var forkert" not in seen and "Slettet" in seen and "Petra slettede en kommentar" in seen
