"""The link of an invitation, the sheet of parties and roles, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.models import mail
from tests.web.conftest import Browser, words
from tests.world import PASSWORD, TEAM, World
from web.app import Site

Login = Callable[[str], Browser]
GUEST = {
    "party-P2-organisation": "Tømrer & <b>laug</b>",
    "party-P2-name": "Gry Gæst",
    "party-P2-email": "gry@example.dk",
}


@pytest.fixture
def number(login: Login) -> str:
    """A case of the owner's, to which a new organisation is invited."""
    answer = login("petra").post("/sager/ny/aftale", {"emne": "Nyt tag", **GUEST})
    assert answer.status_code == 302, words(answer)
    return answer.location.rpartition("/")[2]


def link(world: World) -> str:
    """The path in the newest mail to the guest."""
    with world.store.read() as session:
        newest = (
            sa.select(mail.c.text).where(mail.c.to_address == "gry@example.dk").order_by(mail.c.id.desc())
        )
        text = str(session.scalar(newest.limit(1)))
    return "/invitation/" + text.partition("/invitation/")[2].split()[0].rstrip(")>.")


def test_a_case_is_started_with_a_guest(login: Login, number: str) -> None:
    page = words(login("petra").get(f"/sager/{number}"))
    assert "Tømrer & <b>laug</b>" in page and "Er inviteret og ikke kommet med endnu" in page
    sheet = words(login("petra").get(f"/sager/{number}/roller"))
    assert "Petra har inviteret Gry Gæst (gry@example.dk)" in sheet and "Træk invitationen tilbage" in sheet


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"party-P2-email": "gry"}, "Skriv en mailadresse"),
        ({"party-P2-name": ""}, "Skriv et navn"),
        ({"party-P2-organisation": TEAM}, "Der er allerede en organisation med det navn"),
        ({"party-P2": "2"}, "ikke begge dele"),
    ],
)
def test_what_is_wrong_with_a_guest_is_said_at_its_field(
    login: Login, change: dict[str, str], told: str
) -> None:
    answer = login("petra").post("/sager/ny/aftale", {"emne": "Nyt tag", **GUEST, **change})
    assert answer.status_code == 422 and told in words(answer)
    assert 'value="Tømrer &amp; &lt;b&gt;laug&lt;/b&gt;"' in answer.text or "organisation" in str(change)


def test_a_new_person_comes_in_by_the_link(
    login: Login, site: Site, visitor: Browser, world: World, number: str
) -> None:
    path = link(world)
    page = visitor.get(path)
    assert page.status_code == 200
    assert "Petra fra Boligforeningen Birkely inviterer Tømrer & <b>laug</b>" in words(page)
    answer = visitor.post(f"{path}/ny", {"name": "Gry", "password": "kort"})
    assert answer.status_code == 422 and "mindst 10" in words(answer).lower() and "kort" not in answer.text
    answer = visitor.post(f"{path}/ny", {"name": "Gry <i>", "password": PASSWORD})
    assert answer.location == f"/sager/{number}"
    page = visitor.get(answer.location)
    assert "Velkommen" in words(page) and "Gry &lt;i&gt;" in page.text
    assert visitor.get(path).status_code == 404
    assert Browser(site.test_client()).log_in("gry@example.dk").status_code == 302
    told = login("petra").get(f"/sager/{number}/roller")
    assert "gry@example.dk" not in told.text  # it is answered: nobody needs the address any more


def test_an_administrator_comes_in_for_an_organisation(login: Login, world: World, number: str) -> None:
    path = link(world)
    lis = login("lis")
    assert TEAM in words(lis.get(path))
    answer = lis.post(f"{path}/ja", {"organisation": str(world.organisations[TEAM])})
    assert answer.location == f"/sager/{number}"
    assert TEAM in words(login("petra").get(f"/sager/{number}"))


def test_who_administers_nothing_is_told_so(
    login: Login, visitor: Browser, world: World, number: str
) -> None:
    path = link(world)
    lars = login("lars")
    assert "Du er ikke administrator" in words(lars.get(path))
    assert lars.post(f"{path}/ja", {"organisation": str(world.organisations[TEAM])}).status_code == 403
    visitor.get(path)
    assert visitor.post(f"{path}/ja", {"organisation": "1"}).status_code == 403
    assert visitor.get(f"/sager/{number}").status_code == 302


def test_saying_no_once(login: Login, visitor: Browser, world: World, number: str) -> None:
    path = link(world)
    visitor.get(path)
    assert visitor.post(f"{path}/nej", {"reason": "x" * 2001}).status_code == 422
    assert "Boligforeningen Birkely har fået besked" in words(
        visitor.post(f"{path}/nej", {"reason": "<u>Ikke</u> i år"})
    )
    assert visitor.post(f"{path}/nej", {}).status_code == 404
    sheet = login("petra").get(f"/sager/{number}/roller")
    assert "&lt;u&gt;Ikke&lt;/u&gt; i år" in sheet.text and "Invitér igen" in words(sheet)


def test_a_link_that_does_not_work_says_nothing_more(
    login: Login, visitor: Browser, world: World, number: str
) -> None:
    path = link(world)
    petra = login("petra")
    petra.get(f"/sager/{number}/roller")
    assert petra.post(f"/sager/{number}/roller/P2/traek-tilbage").status_code == 302
    pages = {visitor.get(address).text.partition("<main")[2] for address in (path, "/invitation/" + "x" * 43)}
    assert len(pages) == 1 and "Invitationen kan ikke bruges" in pages.pop()
    petra.get(f"/sager/{number}/roller")
    answer = petra.post(f"/sager/{number}/roller/P2/inviter", {"name": "Gry", "email": "gry@example.dk"})
    assert answer.status_code == 302
    world.store.clock.advance(timedelta(days=14))
    assert visitor.get(link(world)).status_code == 404
    assert "er udløbet" in words(login("petra").get(f"/sager/{number}/roller"))


def test_guessing_comes_to_an_end(visitor: Browser, number: str) -> None:
    answers = [visitor.get(f"/invitation/{index:043}").status_code for index in range(22)]
    assert answers[:20] == [404] * 20 and answers[-1] == 429 and number


def test_another_party_is_invited(login: Login, world: World) -> None:
    number = world.start()
    petra = login("petra")
    assert "Invitér en part mere" in words(petra.get(f"/sager/{number}/roller"))
    answer = petra.post(f"/sager/{number}/roller/ny-part", {"kind": "kommune"})
    assert answer.status_code == 422 and "Skriv et navn" in words(answer)
    guest = {"organisation": "Mosekommunen", "name": "Gry", "email": "gry@example.dk"}
    assert petra.post(f"/sager/{number}/roller/ny-part", {"kind": "bygherre", **guest}).status_code == 422
    assert petra.post(f"/sager/{number}/roller/ny-part", {"kind": "kommune", **guest}).status_code == 302
    assert "Mosekommunen" in words(petra.get(f"/sager/{number}"))
    lis = login("lis")
    assert "Invitér en part mere" not in words(lis.get(f"/sager/{number}/roller"))
    assert "gry@example.dk" not in lis.get(f"/sager/{number}/roller").text
    assert lis.post(f"/sager/{number}/roller/ny-part", {"kind": "kommune", **guest}).status_code == 403
    assert login("frida").get(f"/sager/{number}/roller").status_code == 404


def test_the_way_out(login: Login, world: World) -> None:
    number = world.start()
    lis, petra = login("lis"), login("petra")
    lis.get(f"/sager/{number}/roller")
    out = f"/sager/{number}/roller/P2/forlad"
    assert "Sæt flueben" in words(lis.post(out, {"reason": "Vi lukker"}))
    answer = lis.post(out, {"reason": " ", "sure": "1"})
    assert answer.status_code == 422 and "Skriv, hvorfor" in words(answer)
    assert login("lars").post(out, {"reason": "Vi lukker", "sure": "1"}).status_code == 403
    lis.get(f"/sager/{number}/roller")
    assert lis.post(out, {"reason": "Vi <lukker>", "sure": "1"}).status_code == 302
    lis.get(f"/sager/{number}/roller")
    assert lis.post(out, {"reason": "Vi lukker", "sure": "1"}).status_code == 409
    page = petra.get(f"/sager/{number}")
    assert "Har forladt samarbejdet (12. jan.). Dens opgaver er ledige. Begrundelse: Vi <lukker>" in words(
        page
    )
    petra.get(f"/sager/{number}/roller")
    answer = petra.post(f"/sager/{number}/roller/P1/forlad", {"reason": "Slut", "sure": "1"})
    assert answer.status_code == 403 and "I kan annullere den i stedet" in words(answer)


def test_a_role_is_handed_over_with_a_note(login: Login, world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    petra = login("petra")
    petra.get(f"/opgaver/{task}")
    petra.post(f"/opgaver/{task}/tag")
    page = petra.get(f"/sager/{number}/besaetning/P1")
    assert 'Petra har taget "Fastlæg egen ramme".' in words(page)
    answer = petra.post(
        f"/sager/{number}/besaetning/P1",
        {
            "rolle-bygherre-projektleder": [str(world.ids["otto"])],
            "stedfortraeder-bygherre-projektleder": [str(world.ids["oda"])],
            "rolle-bygherre-ol": [str(world.ids["otto"]), str(world.ids["oda"])],
            "note": "Ring til <Jens>",
        },
    )
    assert answer.status_code == 302, words(answer)
    shown = words(petra.get(f"/sager/{number}"))
    assert "Bygherrens projektleder Otto, Oda (stedfortræder)" in shown
    page = login("otto").get(f"/opgaver/{task}")
    assert "Petra skrev, da opgaven gik videre: Ring til <Jens>" in words(page) and "<Jens>" not in page.text
    assert "Ring til" not in login("lis").get(f"/sager/{number}").text


def test_what_will_be_missing_is_said_before(login: Login, world: World) -> None:
    number = world.start()
    petra = login("petra")
    petra.get(f"/sager/{number}/besaetning/P1")
    petra.post(f"/sager/{number}/besaetning/P1", {"rolle-bygherre-projektleder": [str(world.ids["petra"])]})
    told = '"Godkend aftalen" mangler en, der er Bygherrens operationelle ledelse hos Boligforeningen Birkely'
    assert told in words(petra.get(f"/sager/{number}"))
    assert told in words(petra.get(f"/sager/{number}/roller"))
