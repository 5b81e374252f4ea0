"""What every page owes to those who do not see it, or use no mouse."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from lxml import html

from tests.web.conftest import Browser
from tests.world import World

Login = Callable[[str], Browser]
PAGES = (
    "/opgaver",
    "/opgaver?visning=done",
    "/opgaver?q=a",
    "/opgaver/filtre",
    "/opgaver/{task}",
    "/opgaver/{done}/kvittering",
    "/sager",
    "/sager/{number}",
    "/sager/{number}/besaetning/P1",
    "/sager/{number}/spor",
    "/sager/ny",
    "/sager/ny/aftale",
    "/processer",
    "/processer/aftale",
    "/profil",
    "/beskeder",
    "/soeg?q=tag",
    "/findes-ikke",
)


@pytest.mark.parametrize("path", PAGES)
def test_structure(login: Login, world: World, path: str) -> None:
    number = world.start()
    done = world.task(number, "intern-ramme")
    world.do("petra", done, ramme="10")
    browser = login("petra")
    answer = browser.get(path.format(number=number, task=world.task(number, "skriv"), done=done))
    page = html.fromstring(answer.text)
    assert page.get("lang") == "da"
    assert len(page.xpath("//h1")) == 1, "one heading of the page"
    assert len(page.xpath("//main[@id='main']")) == 1
    assert page.xpath("//body/a[@class='skip'][@href='#main']")
    assert page.xpath("//title")[0].text.endswith("– Samtrin")
    ids = [element.get("id") for element in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        named = control.get("aria-label") or page.xpath("//label[@for=$id]", id=control.get("id") or "")
        assert named, html.tostring(control)
    for form in page.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        assert form.xpath(".//input[@name='csrf_token']"), html.tostring(form)
    for table in page.xpath("//table"):
        assert table.xpath(".//th[@scope='col']")
    for anchor in page.xpath("//*[@aria-labelledby]"):
        assert anchor.get("aria-labelledby") in ids
    levels = [
        int(heading.tag[1])
        for heading in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels)), levels
