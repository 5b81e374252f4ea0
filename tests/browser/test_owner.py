"""An owner's whole round in the browser: a new process, a running case, a change that is drawn, mended, tried,
published and compared, and the case moved to it and finished there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .modeler import Drawing
from .person import Person
from .site import Site

Meet = Callable[..., Person]
PROCESS, NAME = "laan-af-vaerktoej", "Lån af værktøj"
DEPRECATED = "ContextPad#getPad is deprecated"  # said by bpmn-js about itself


def publish(person: Person, note: str) -> None:
    """Publish the draft from its front page."""
    person.go(f"/processer/{PROCESS}/kladde")
    form = person.page.locator("form").filter(has=person.page.locator("#note"))
    form.locator("#note").fill(note)
    assert person.send(form).status == 200


def task(person: Person, name: str) -> None:
    """Open a task of the case by its name."""
    person.go("/opgaver")
    person._follow(person._rows().get_by_role("link", name=name).first)


def test_a_process_is_made_changed_and_a_running_case_moved_to_it(meet: Meet, site: Site) -> None:
    cilie = meet("Cilie", viewport={"width": 1280, "height": 900})
    page = cilie.page

    cilie.go("/processer")
    cilie._follow(page.get_by_role("link", name="Ny proces"))
    page.fill("#name", NAME)
    cilie.send(page.locator("main form"))
    assert "Processen er begyndt" in cilie.text() and "Jeg har ikke fundet fejl" in cilie.text()
    publish(cilie, "Den første udgave")
    assert "Version 1" in cilie.text()

    number = cilie.start(NAME, ("Pulterby Papir A/S",), emne="Boremaskinen")
    task(cilie, "Skriv forslaget")
    page.get_by_label("Forslaget").fill("I låner den om tirsdagen")
    cilie._follow(page.get_by_role("button", name="Gem kladde"))

    cilie.go(f"/processer/{PROCESS}")
    cilie._follow(page.get_by_role("button", name="Redigér processen"))
    drawing = Drawing(cilie, PROCESS)
    drawing.put_task("Ring til parten", 330, 420)
    drawing.become(drawing.new(), "user-task")
    call = drawing.new()
    drawing.counts("1 fejl, 1 advarsel")
    drawing.field("Hvem gør det?").select_option("part-projektleder")
    drawing.field("Formular").select_option(f"{PROCESS}-start")
    expect(page.locator("[data-problems]")).to_contain_text("Hver part har rollen Partens projektleder")
    page.locator("#properties").get_by_text("Hvem, mere præcist").click()
    drawing.field("Hvilken parts trin er det?").select_option("civil")
    drawing.choose("f-skriv-forslag-port-forslag")
    page.keyboard.press("Delete")
    drawing.connect("skriv-forslag", call)
    drawing.connect(call, "port-forslag")
    drawing.counts("Ingen fejl fundet")
    drawing.do("simulate")
    expect(page.locator("[data-simulating]")).to_be_visible()
    drawing.do("simulate")
    drawing.do("save")
    drawing.has("saved")

    shown = cilie.go(f"/processer/{PROCESS}/kladde")
    assert "Kan flyttes" in shown and "1 sag" in shown
    publish(cilie, "Vi ringer først")
    assert "Version 2" in cilie.text()
    assert "Ring til parten" in cilie.go(f"/processer/{PROCESS}/sammenlign?fra=1&til=2")

    cilie.go(f"/processer/{PROCESS}/flyt")
    form = page.locator("form").filter(has=page.locator("#reason"))
    form.locator("#reason").fill("Alle sager skal have et opkald")
    cilie.send(form)
    site.store.wake()
    assert "1 sag" in cilie.go(page.url.removeprefix(site.address)) and "Færdig" in cilie.text()

    task(cilie, "Skriv forslaget")
    assert page.get_by_label("Forslaget").input_value() == "I låner den om tirsdagen"
    cilie.answer()
    task(cilie, "Ring til parten")
    cilie.answer(emne="Boremaskinen")
    for first in ("Bo", "Dan"):
        leader = meet(first)
        task(leader, "forslaget")
        leader.answer(gp_beslutning="godkend")
    assert "Gennemført" in cilie.case(number) and "Forslaget er godkendt" in cilie.text()
    cilie.said[:] = [note for note in cilie.said if DEPRECATED not in note]
