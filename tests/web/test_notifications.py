"""The bell, the list of notices, what comes by mail, and the way out of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from engine import jobs, notifications
from engine.models import mail, user_task
from tests.web.conftest import Browser, words
from tests.world import World
from web import notices
from web.app import Site, create_app

Login = Callable[[str], Browser]


def mails(world: World, to: str = "") -> list[Any]:
    """What would have been sent, oldest first."""
    jobs.run_due(world.store)
    with world.store.read() as session:
        return session.all(
            sa.select(mail).where(mail.c.to_address.startswith(to, autoescape=True)).order_by(mail.c.id)
        )


def bell(page: Any) -> str:
    return re.sub(r"\s+", " ", re.search(r'<a class="bell".*?</a>', page.text, re.S)[0])  # type: ignore[index]


def test_the_bell_tells_how_much_is_new(site: Site, login: Login, world: World) -> None:
    otto = login("otto")
    assert "Beskeder, 1 ny" not in bell(otto.get("/opgaver"))
    world.written()
    assert "Beskeder, 1 ny" in bell(otto.get("/opgaver"))
    assert "Beskeder, 1 ny" in bell(otto.get("/findes-ikke"))


def test_opening_a_notice_reads_it_and_leads_to_its_task(login: Login, world: World) -> None:
    number = world.written()
    task = world.task(number, "gp-tag-stilling", "P1")
    otto = login("otto")
    page = otto.get("/beskeder")
    assert "Der ventes på din godkendelse. Nyt tag · sag 2026-0001" in words(page)
    opening = re.search(r'action="(/beskeder/\d+)"', page.text)
    assert opening
    assert otto.post(opening[1]).location == f"/opgaver/{task}"
    page = otto.get("/beskeder")
    assert "Tidligere beskeder" in words(page) and "Nye beskeder" not in words(page)
    assert 'class="n"' not in bell(page)


def test_all_can_be_read_at_once(login: Login, world: World) -> None:
    world.written("Et")
    world.written("To")
    otto = login("otto")
    assert "Beskeder, 2 nye" in bell(otto.get("/beskeder"))
    assert otto.post("/beskeder").location == "/beskeder"
    assert "Markér alle som læst" not in words(otto.get("/beskeder"))


def test_nobody_reads_the_notices_of_others(login: Login, world: World) -> None:
    world.written()
    with world.store.read() as session:
        (ottos, *_) = notifications.listing(session, world.actor(session, "otto"))
    lis = login("lis")
    lis.get("/beskeder")
    assert lis.post(f"/beskeder/{ottos.id}").status_code == 404
    with world.store.read() as session:
        assert notifications.unread(session, world.actor(session, "otto")) == 1


def test_a_list_without_notices_says_so(login: Login) -> None:
    assert "Ingen beskeder" in words(login("frida").get("/beskeder"))


def test_a_mail_names_the_task_and_the_case_in_the_readers_language(
    site: Site, login: Login, world: World
) -> None:
    login("otto").post("/sprog", {"locale": "en"})
    number = world.written("Tag & <b>tårn</b>")
    (otto,), (lis,) = mails(world, "otto"), mails(world, "lis")
    assert lis.subject == "Venter på din godkendelse: Tag stilling: Godkend aftalen"
    assert otto.subject == "Waiting for your approval: Tag stilling: Godkend aftalen"
    assert "Hello Otto" in otto.text and "Hej Lis" in lis.text
    task = world.task(number, "gp-tag-stilling", "P2")
    assert f"http://127.0.0.1:8000/opgaver/{task}" in lis.text
    assert "Tag & <b>tårn</b>, sag 2026-0001" in lis.text
    assert "Tag &amp; &lt;b&gt;tårn&lt;/b&gt;, sag 2026-0001" in lis.html


def test_the_links_of_a_mail_lead_to_pages(site: Site, login: Login, world: World) -> None:
    world.written()
    (letter,) = mails(world, "lis")
    lis = login("lis")
    found = set(re.findall(r'href="http://127\.0\.0\.1:8000([^"]+)"', letter.html))
    assert found == set(re.findall(r"http://127\.0\.0\.1:8000(\S+)", letter.text))
    assert len(found) == 3
    for path in found:
        assert lis.get(path).status_code == 200, path


def test_every_kind_leads_to_a_page(site: Site, login: Login, world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        instance = session.scalar(sa.select(user_task.c.process_instance_id).where(user_task.c.id == task))
        for kind in notices.HEADLINES:
            for about in ({"task_id": task}, {"instance_id": instance, "due": "2026-01-20"}):
                notifications.notify(session, [world.ids["oda"]], kind, **about)
    oda = login("oda")
    page = oda.get("/beskeder")
    assert "Et vilkår skal være opfyldt senest 20. jan. 2026" in words(page)
    openings = re.findall(r'action="(/beskeder/\d+)"', page.text)
    assert len(openings) == 2 * len(notices.HEADLINES) + 1  # and of the task, when it opened
    for opening in openings:
        answer = oda.post(opening)
        assert answer.status_code == 303
        assert oda.get(answer.location).status_code == 200, answer.location


def test_what_was_done_meanwhile_is_not_mailed(site: Site, world: World) -> None:
    number = world.start()
    world.do("oda", world.task(number, "intern-ramme"), ramme="1")
    # Oda was told of the first task, which is done now; Petra of the second one
    assert [letter.subject for letter in mails(world, "oda")] == []
    assert [letter.subject for letter in mails(world, "petra")] == ["Ny opgave: Skriv aftalen"]


def test_mails_are_chosen_kind_by_kind(site: Site, login: Login, world: World) -> None:
    lis = login("lis")
    page = lis.get("/profil")
    shown = re.findall(r'name="mail" value="(\w+)"( checked)?', page.text)
    assert {kind for kind, ticked in shown if ticked} == set(notices.CHOICES) - {"digest", "task_changed"}
    answer = lis.post("/profil/mail", {"mail": ["new_task", "digest", "junk"]})
    assert answer.location == "/profil"
    page = lis.get("/profil")
    assert re.findall(r'name="mail" value="(\w+)" checked', page.text) == ["new_task", "digest"]
    world.written()
    assert mails(world, "lis") == []
    assert "Beskeder, 1 ny" in bell(lis.get("/opgaver"))  # the bell rings all the same


def test_every_kind_of_notice_has_words_and_a_choice() -> None:
    assert (
        set(notices.HEADLINES) | {"digest"} == set(notifications.KINDS) == set(notices.SUBJECTS) | {"digest"}
    )
    assert set(notices.CHOICES) == set(notifications.KINDS) - {"invitation"}


def test_a_mail_can_be_stopped_from_the_mail_itself(site: Site, visitor: Browser, world: World) -> None:
    world.written("Et")
    (letter,) = mails(world, "lis")
    path = letter.unsubscribe.removeprefix("http://127.0.0.1:8000")
    assert "Vil du stoppe disse mails?" in words(visitor.get(path))
    world.written("To")
    assert len(mails(world, "lis")) == 2  # looking changes nothing: mail programs look at links
    page = site.test_client().post(path)  # as a mail program does: no cookie, no form
    assert page.status_code == 200 and "Du får ikke flere af disse mails" in words(page)
    world.written("Tre")
    assert len(mails(world, "lis")) == 2
    assert len(mails(world, "lars")) == 3


@pytest.mark.parametrize("bend", [lambda m: m[:-1], lambda m: "x" + m, lambda _m: "x"])
def test_a_bent_link_stops_nothing(site: Site, visitor: Browser, world: World, bend: Any) -> None:
    world.written()
    (letter,) = mails(world, "lis")
    path, mark = letter.unsubscribe.removeprefix("http://127.0.0.1:8000").rsplit("/", 1)
    for answer in (visitor.get(f"{path}/{bend(mark)}"), visitor.post(f"{path}/{bend(mark)}")):
        assert answer.status_code == 404
    world.written("To")
    assert len(mails(world, "lis")) == 2


def test_a_mail_that_could_not_be_sent_is_told_on_the_profile(login: Login, world: World) -> None:
    world.written()
    lis = login("lis")
    (letter,) = mails(world, "lis")
    assert "Vi kunne ikke sende" not in words(lis.get("/profil"))
    with world.store.transaction() as session:
        session.execute(sa.update(mail).where(mail.c.id == letter.id).values(error="550 no such mailbox"))
    assert "Vi kunne ikke sende dig en mail den 12. jan." in words(lis.get("/profil"))


def test_an_invitation_says_who_asks_and_where_to_answer(site: Site, world: World) -> None:
    with world.store.read() as session:
        assert session.store.letters
        letter = session.store.letters.invitation(
            "da",
            name="Kim <Hansen>",
            inviter="Petra",
            organisation="Boligforeningen Birkely",
            case_title="Nyt\ntag",
            link="/invitation/abc",
            expires_at=session.now,
        )
    assert letter.unsubscribe is None
    assert "Hej Kim <Hansen>" in letter.text and "Hej Kim &lt;Hansen&gt;" in letter.html
    assert "http://127.0.0.1:8000/invitation/abc" in letter.text
    assert "12. jan. 2026" in letter.text


def test_a_demo_shows_the_mails_that_it_does_not_send(world: World) -> None:
    site = create_app(world.store, {"SECRET_KEY": "x", "TESTING": True, "DEMO": True})
    browser = Browser(site.test_client())
    browser.log_in("frida@example.dk")
    assert "Ingen mails endnu" in words(browser.get("/udbakke"))
    world.written("<script>alert(1)</script>")
    letter = mails(world, "lis")[0]
    assert letter.subject in words(browser.get("/udbakke"))
    page = browser.get(f"/udbakke/{letter.id}")
    assert "Hej Lis" in words(page) and "<script>alert" not in page.text
    assert f'<a href="{letter.unsubscribe}"' in page.text
    assert browser.get("/udbakke/987").status_code == 404


def test_elsewhere_nobody_sees_the_mails_of_others(login: Login) -> None:
    assert login("oda").get("/udbakke").status_code == 404
