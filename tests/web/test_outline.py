"""A draft as a list of steps: every change by ordinary forms, and the diagram behind it in order."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine import bpmn
from engine.editing import drafts, owners, starting_point
from tests.web.conftest import Browser, words
from tests.world import ROOT, World
from web.app import create_app

PROCESS = "naboskab"
HOME = f"/processer/{PROCESS}/kladde/trin"
ROUTE = "ruten-organisation"
TASK = {"role": "lt-ol", "party": "", "when": "opened", "days": "5", "form": "", "help": ""}
LogIn = Callable[[str], Browser]


def make(world: World, process_id: str, files: dict[str, bytes]) -> None:
    with world.store.transaction() as session:
        drafts.make(session, process_id, "Naboskab", files, world.actor(session, "oda"))


def files(world: World, process_id: str = PROCESS) -> dict[str, bytes]:
    with world.store.read() as session:
        return drafts.contents(session, process_id, world.actor(session, "oda"))


def process(world: World, process_id: str = PROCESS) -> bpmn.Process:
    return bpmn.read(files(world, process_id)[f"{process_id}.bpmn"], "").processes[process_id]


@pytest.fixture
def oda(world: World, login: LogIn) -> Browser:
    """Oda is an operator, and has drafts of two new processes."""
    make(world, PROCESS, starting_point.files(PROCESS, "Naboskab"))
    route = (ROOT / f"processes/partnerskabsruten/{ROUTE}.bpmn").read_bytes()
    forms = {file.name: file.read_bytes() for file in (ROOT / "forms").glob("r1-*.form")}
    make(world, ROUTE, {f"{ROUTE}.bpmn": route, **forms})
    return login("oda")


def revision(browser: Browser, address: str = HOME) -> str:
    found = re.search(r'name="revision" value="(\d+)"', browser.get(address).text)
    assert found
    return found[1]


def send(browser: Browser, address: str, home: str = HOME, **data: str):  # type: ignore[no-untyped-def]
    return browser.post(f"{home}/{address}", {"revision": revision(browser, home), **data})


def test_the_list_says_who_and_until_when(oda: Browser) -> None:
    text = words(oda.get(HOME))
    assert "Skriv forslaget part-projektleder · 5 arbejdsdage · Part 1: Civilsamfundsorganisation" in text
    assert "Valg: Er det godkendt? Ja: videre til “Forslaget er godkendt”" in text
    route = words(oda.get(f"/processer/{ROUTE}/kladde/trin"))
    assert "Trin 1: Kend jer selv" in route and "Samtidig med andre" in route
    assert route.index("Trin 1: Kend jer selv") < route.index("Sæt holdet") < route.index("Trin 2-3")


def test_who_until_when_and_the_rest_of_a_task_are_changed(oda: Browser, world: World) -> None:
    sent = {
        **TASK,
        "name": "Skriv det hele",
        "party": "P2",
        "days": "3",
        "private": "1",
        "help": "Kort og klart",
    }
    answer = send(oda, "skriv-forslag/ret", **sent)
    assert answer.status_code == 302 and answer.location.endswith("#at-skriv-forslag")
    task = process(world).elements["skriv-forslag"]
    assert (task.name, task.roles, task.form_id) == ("Skriv det hele", "lt-ol", None)
    assert (task.task.due, task.documentation) == ("=add working days(today(), 3)", "Kort og klart")
    assert task.properties == {"samtrin:party": "P2", "samtrin:visibility": "private"}


def test_what_is_sent_back_unchanged_changes_nothing(oda: Browser, world: World) -> None:
    """Every user task of the route, its own page sent as it is."""
    home = f"/processer/{ROUTE}/kladde/trin"
    before = files(world, ROUTE)
    for element in process(world, ROUTE).elements.values():
        if element.kind != "userTask":
            continue
        page = oda.get(f"{home}/{element.id}/ret")
        form = page.text[page.text.index("data-unsaved") :]
        data = dict(
            re.findall(
                r'<input (?:class="form-input" |type="hidden" )[^>]*name="(\w+)"[^>]*value="([^"]*)"', form
            )
        )
        for name, options in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
            chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
            assert chosen
            data[name] = chosen[1]
        data |= dict(re.findall(r'type="radio"[^>]*name="(\w+)" value="(\w+)" checked', form))
        data["help"] = element.documentation
        data["name"] = element.name
        assert oda.post(f"{home}/{element.id}/ret", data).status_code == 302, element.id
    assert files(world, ROUTE) == before


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"name": ""}, "Skriv højst"),
        ({"name": "=1"}, "begynder med ="),
        ({"name": "x" * 121}, "Skriv højst"),
        ({"role": "=parter[1]"}, "Vælg fra listen"),
        ({"role": "findes-ikke"}, "Vælg fra listen"),
        ({"form": "rp-inviter"}, "Vælg fra listen"),
        ({"party": "=1"}, "Vælg fra listen"),
        ({"days": "-1"}, "Skriv et antal arbejdsdage"),
        ({"days": "1); evil("}, "Skriv et antal arbejdsdage"),
        ({"days": "999"}, "Skriv et antal arbejdsdage"),
        ({"when": "date", "date_days": "2", "variable": "x), y("}, "Vælg en dato på listen"),
        ({"private": "1"}, "Vælg, hvis opgave det er"),
    ],
)
def test_what_was_not_offered_is_refused_and_what_was_typed_is_kept(
    oda: Browser, world: World, sent: dict[str, str], word: str
) -> None:
    before = files(world)
    answer = send(oda, "skriv-forslag/ret", **{**TASK, "name": "Mit navn", "help": "Mine ord", **sent})
    assert answer.status_code == 422 and word in words(answer) and "Mine ord" in answer.text
    assert files(world) == before


def test_a_task_is_added_with_a_new_form_and_its_form_can_be_opened(oda: Browser, world: World) -> None:
    page = oda.get(f"{HOME}/ny?kind=opgave&place=f-skriv-forslag-port-forslag")
    assert page.status_code == 200
    added = send(
        oda,
        "ny",
        kind="opgave",
        place="f-skriv-forslag-port-forslag",
        **{**TASK, "form": "+", "name": "Læs æ"},
    )
    assert added.status_code == 302
    task = process(world).elements["opgave-laes-ae"]
    assert (task.name, task.form_id, task.roles) == ("Læs æ", "naboskab-laes-ae", "lt-ol")
    assert "naboskab-laes-ae.form" in files(world)
    edit = oda.get(f"{HOME}/opgave-laes-ae/ret")
    assert f"/processer/{PROCESS}/kladde/formular/naboskab-laes-ae.form" in edit.text
    again = send(
        oda,
        "ny",
        kind="opgave",
        place="f-opgave-laes-ae-port-forslag",
        **{**TASK, "form": "+", "name": "Læs æ"},
    )
    assert again.status_code == 302
    assert process(world).elements["opgave-laes-ae-2"].form_id == "naboskab-laes-ae-2"


def test_a_step_is_added_moved_and_left_out(oda: Browser, world: World) -> None:
    added = send(
        oda,
        "ny",
        kind="trin",
        step="Trin 1: Lær hinanden at kende",
        place="f-start-skriv-forslag",
        **TASK,
        name="Hold et møde",
    )
    assert added.status_code == 302
    assert "Trin 1: Lær hinanden at kende" in words(oda.get(HOME))
    step = next(e for e in process(world).elements.values() if e.kind == "subProcess")
    assert [e.name for e in process(world).inside(step.id) if e.kind == "userTask"] == ["Hold et møde"]
    refused = send(oda, "flyt", move=f"down {step.id}")
    assert refused.status_code == 409 and "Flere veje mødes ved “Skriv forslaget”" in words(refused)
    place = next(f.id for f in process(world).flows.values() if f.source == "skriv-forslag")
    assert send(oda, "flyt", element=step.id, place=place).status_code == 302
    assert process(world).elements["skriv-forslag"].outgoing[0].target == step.id
    assert "Hold et møde" in words(oda.get(f"{HOME}/{step.id}/udelad"))
    assert send(oda, f"{step.id}/udelad").status_code == 302
    assert {e.name for e in process(world).elements.values()} == {
        e.name
        for e in bpmn.read(starting_point.files(PROCESS, "x")[f"{PROCESS}.bpmn"], "")
        .processes[PROCESS]
        .elements.values()
    }


def test_moving_says_what_now_comes_too_late(oda: Browser, world: World) -> None:
    home = f"/processer/{ROUTE}/kladde/trin"
    moved = send(
        oda, "flyt", home, element="r1-find-kandidater", place="f-r1-vurder-kandidater-r1-beregn-match"
    )
    assert moved.status_code == 302
    text = words(oda.get(moved.location))
    assert "“Find kandidater” er flyttet" in text
    assert (
        "“Giv hver kandidat en række” bruger “Kandidater”, som “Find kandidater” nu først skriver bagefter"
        in text
    )
    assert "skriver bagefter" not in words(oda.get(home))


def test_leaving_out_says_who_uses_it(oda: Browser) -> None:
    home = f"/processer/{ROUTE}/kladde/trin"
    text = words(oda.get(f"{home}/r1-maal-strategi/udelad"))
    assert "som bruges af Sæt holdet" in text
    assert "“Beskriv jeres retning” er nævnt i Bestyrelsen tager stilling" in text
    assert "Intet andet bruger" in words(oda.get(f"{home}/rp-inviter/udelad"))


def test_what_the_list_cannot_do_is_said_and_not_done(oda: Browser, world: World) -> None:
    before = files(world)
    for data in (
        {"move": "up skriv-forslag"},
        {"move": "down port-forslag"},
        {"move": "down gw-port"},
        {"element": "start", "place": "f-port-forslag-gw-port"},
    ):
        refused = send(oda, "flyt", **data)
        assert refused.status_code == 409 and 'role="alert"' in refused.text
    assert send(oda, "flyt", element="skriv-forslag", place="nej").status_code == 422
    assert send(oda, "flyt", move="up nej").status_code == 404
    assert send(oda, "gw-port/udelad").status_code == 409
    assert send(oda, "nej/udelad").status_code == 404
    assert oda.get(f"{HOME}/nej/ret").status_code == 404
    assert files(world) == before


@pytest.mark.parametrize("place", ["abc", "nan", "inf", "1e300", ""])
def test_a_drawing_with_places_that_are_none_is_left_to_the_diagram(
    oda: Browser, world: World, place: str
) -> None:
    text = files(world)[f"{PROCESS}.bpmn"].decode()
    with world.store.transaction() as session:
        broken = text.replace('x="416"', f'x="{place}"').encode()
        drafts.save(session, PROCESS, f"{PROCESS}.bpmn", broken, 1, world.actor(session, "oda"))
    before = files(world)
    assert oda.get(HOME).status_code == 200
    for address, data in (
        ("ny", {**TASK, "kind": "opgave", "place": "f-skriv-forslag-port-forslag", "name": "Ny"}),
        ("port-forslag/udelad", {}),
        ("skriv-forslag/udelad", {}),
    ):
        refused = send(oda, address, **data)
        assert refused.status_code == 409 and "Brug diagrammet" in words(refused)
    assert files(world) == before
    assert send(oda, "port-forslag/ret", name="Sig ja").status_code == 302


@pytest.mark.parametrize("end", ["sourceRef", "targetRef"])
def test_a_loose_arrow_is_left_to_the_diagram(oda: Browser, world: World, end: str) -> None:
    text = files(world)[f"{PROCESS}.bpmn"].decode()
    with world.store.transaction() as session:
        loose = re.sub(rf'{end}="port-forslag"', f'{end}="nowhere"', text, count=1)
        assert loose != text
        drafts.save(session, PROCESS, f"{PROCESS}.bpmn", loose.encode(), 1, world.actor(session, "oda"))
    refused = oda.get(HOME)
    assert refused.status_code == 422
    assert "En pil i diagrammet går fra eller til ingenting. Ret det først i diagrammet." in words(refused)


def test_my_last_change_is_undone_and_only_mine(oda: Browser, world: World, login: LogIn) -> None:
    before = files(world)
    assert "Fortryd" not in words(oda.get(HOME))
    send(oda, "port-forslag/ret", name="Sig ja til forslaget")
    assert "Fortryd min seneste ændring" in words(oda.get(HOME))
    assert send(oda, "fortryd").status_code == 302
    assert files(world) == before
    send(oda, "port-forslag/ret", name="Sig ja til forslaget")
    with world.store.transaction() as session:
        owners.add(session, PROCESS, world.ids["petra"], None)
    petra = login("petra")
    assert "Fortryd" not in words(petra.get(HOME))
    assert send(petra, "fortryd").status_code == 409
    assert process(world).elements["port-forslag"].name == "Sig ja til forslaget"


def test_what_somebody_saved_meanwhile_is_told_and_the_list_is_new(oda: Browser, world: World) -> None:
    old = revision(oda)
    send(oda, "port-forslag/ret", name="Sig ja")
    refused = oda.post(
        f"{HOME}/skriv-forslag/ret", {"revision": old, **TASK, "name": "Mit eget", "help": "Mine ord"}
    )
    text = words(refused)
    assert refused.status_code == 409 and "Oda har gemt" in text
    assert "Sig ja" in text and "Mine ord" in text and "Mit eget" in text
    assert oda.post(f"{HOME}/fortryd", {"revision": old}).status_code == 409
    assert process(world).elements["skriv-forslag"].name == "Skriv forslaget"


def test_the_process_itself_has_a_name_and_parties(oda: Browser, world: World) -> None:
    page = oda.get(f"{HOME}/proces").text
    assert page.count('name="party"') == 3 and 'value="civil" selected' in page
    sent = {"name": "Gode naboer", "help": "For to foreninger", "party": ["civil", "kommune", ""]}
    answer = oda.post(f"{HOME}/proces", {"revision": revision(oda), **sent})
    assert answer.status_code == 302
    found = process(world)
    assert (found.name, found.documentation) == ("Gode naboer", "For to foreninger")
    assert found.properties["samtrin:parties"] == "civil, kommune"
    assert "Part 2: Kommune" in words(oda.get(f"{HOME}/skriv-forslag/ret"))
    refused = oda.post(f"{HOME}/proces", {"revision": revision(oda), **sent, "party": ["=1", "x y"]})
    assert refused.status_code == 422 and process(world).properties == found.properties
    assert oda.post(f"{HOME}/proces", {"revision": "1", **sent}).status_code == 409


@pytest.mark.parametrize("who", ["petra", "frida", "lis"])
def test_whoever_does_not_edit_the_process_finds_nothing(oda: Browser, login: LogIn, who: str) -> None:
    other = login(who)
    for address in ("", "/ny", "/proces", "/skriv-forslag/ret", "/skriv-forslag/udelad"):
        assert other.get(HOME + address).status_code == 404
    for address in ("/ny", "/proces", "/flyt", "/fortryd", "/skriv-forslag/ret", "/skriv-forslag/udelad"):
        assert other.post(HOME + address, {"revision": "1", "name": "x"}).status_code == 404


def test_a_name_is_text_and_never_markup(oda: Browser) -> None:
    send(oda, "port-forslag/ret", name='<script>alert(1)</script>" {{ 7*7 }}')
    page = oda.get(HOME)
    assert "<script>alert" not in page.text and "{{ 7*7 }}" in words(page)


@pytest.mark.usefixtures("oda")
def test_a_task_is_edited_in_a_demo_too(world: World) -> None:
    """The page of a demo has a clock, which asks for the time by a name that the page must leave alone."""
    demo = Browser(create_app(world.store, {"SECRET_KEY": "x", "TESTING": True, "DEMO": True}).test_client())
    demo.log_in("oda@example.dk")
    tasks = [e.id for e in process(world).elements.values() if e.kind == "userTask"]
    assert tasks
    for task in tasks:
        assert "Demo: det er" in words(demo.get(f"{HOME}/{task}/ret"))
