"""An owner draws: everything by mouse and keyboard, in the browser, against the real site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from web import paths

from .modeler import Drawing, begin_draft, save_directly
from .person import Person
from .site import Site
from .test_pages import faults

Meet = Callable[..., Person]
PROCESS = "vilkaar"


@pytest.fixture
def draw(meet: Meet, site: Site) -> Iterator[Callable[..., Drawing]]:
    """Opens the drawing of a small process for one of its two owners."""
    begin_draft(site, PROCESS, "Rikke", "Anton")
    opened: list[Drawing] = []

    def at_the_drawing(first: str, **options: object) -> Drawing:
        person = meet(first, viewport={"width": 1280, "height": 900}, **options)
        opened.append(Drawing(person, PROCESS))
        return opened[-1]

    yield at_the_drawing
    for drawing in opened:
        drawing.forgive()


def test_a_task_is_drawn_named_given_and_connected(draw: Callable[..., Drawing]) -> None:
    drawing = draw("Rikke")
    drawing.counts("Ingen fejl fundet")
    task = drawing.put_task("Ring til parten", 550, 450)
    drawing.become(task, "user-task")
    task = drawing.new()
    drawing.counts("1 fejl, 1 advarsel")
    assert any("Vælg en rolle" in problem for problem in drawing.problems())
    expect(drawing.page.locator(".djs-overlay .mark.error")).to_have_count(1)

    drawing.field("Hvem gør det?").select_option("bygherre-projektleder")
    drawing.field("Formular").select_option("f-vilkaar")
    drawing.field("Frist").select_option(label="5 arbejdsdage")
    drawing.counts("1 advarsel")
    drawing.page.locator("[data-problems] button").click()  # leads to the element
    assert drawing.new() == task

    drawing.choose("f-vk-opfyld-vilkaar-vk-slut")
    drawing.page.keyboard.press("Delete")
    drawing.connect("vk-opfyld-vilkaar", task)
    drawing.connect(task, "vk-slut")
    drawing.counts("Ingen fejl fundet")
    drawing.has("saved")

    drawing.open()
    assert "Ring til parten" in drawing.names()
    drawing.choose(task)
    expect(drawing.field("Hvem gør det?")).to_have_value("bygherre-projektleder")
    expect(drawing.field("Formular")).to_have_value("f-vilkaar")
    expect(drawing.field("Frist")).to_have_value("=add working days(today(), 5)")
    drawing.counts("Ingen fejl fundet")


def test_undo_and_redo_by_button_and_by_key(draw: Callable[..., Drawing]) -> None:
    drawing = draw("Rikke")
    before = drawing.names()
    drawing.put_task("Ring", 550, 450)
    drawing.do("undo")
    drawing.do("undo")
    assert drawing.names() == before
    expect(drawing.page.locator("[data-do=undo]")).to_be_disabled()
    drawing.page.locator("[data-canvas] svg").first.focus()
    drawing.page.keyboard.press("Control+y")
    drawing.page.keyboard.press("Control+y")
    assert "Ring" in drawing.names()
    drawing.page.keyboard.press("Control+z")
    drawing.page.keyboard.press("Control+z")
    assert drawing.names() == before


def test_a_token_moves_when_the_process_is_tried_out(draw: Callable[..., Drawing]) -> None:
    drawing = draw("Rikke")
    drawing.do("simulate")
    expect(drawing.page.locator("[data-simulating]")).to_be_visible()
    drawing.page.locator(".bts-context-pad").first.click()
    expect(drawing.page.locator(".bts-token-count, .bts-token").first).to_be_visible()
    drawing.do("simulate")
    expect(drawing.page.locator("[data-simulating]")).to_be_hidden()
    drawing.has("ready")  # nothing was changed


def test_the_keyboard_goes_round_the_page_and_through_the_steps(draw: Callable[..., Drawing]) -> None:
    drawing = draw("Rikke")
    page = drawing.page
    page.locator("[data-canvas] svg").first.focus()
    page.keyboard.press("PageDown")
    expect(page.locator("[data-told]")).to_contain_text("Vilkåret blokerer")
    page.keyboard.press("F6")
    assert page.evaluate("document.querySelector('#properties').contains(document.activeElement)")
    page.keyboard.press("F6")
    assert page.evaluate("document.activeElement.id") == "problems"
    page.keyboard.press("Shift+F6")
    page.keyboard.press("Shift+F6")
    assert page.evaluate("document.querySelector('[data-canvas]').contains(document.activeElement)")


def test_two_at_once_are_warned_and_nothing_is_written_over_unseen(draw: Callable[..., Drawing]) -> None:
    rikke, anton = draw("Rikke"), draw("Anton")
    anton.is_asked("Rikke Eksempel har også filen åben")
    rikke.put_task("Rikkes opgave", 550, 450)
    rikke.do("save")
    rikke.has("saved")

    anton.person._refused.add(anton.file)
    anton.put_task("Antons opgave", 650, 450)
    anton.do("save")
    anton.has("stale")
    anton.is_asked("Rikke Eksempel", "Din ligger på denne computer")
    assert "Antons opgave" in anton.names()
    anton.answer("Gem min i stedet")
    anton.has("saved")
    anton.open()
    assert "Antons opgave" in anton.names() and "Rikkes opgave" not in anton.names()


def test_an_expired_login_loses_nothing(draw: Callable[..., Drawing]) -> None:
    drawing = draw("Rikke")
    drawing.person._refused.update({drawing.file, f"{drawing.person.site.address}{drawing.path}"})
    drawing.person._refused.add(drawing.check)
    kept = drawing.person.context.cookies()
    drawing.person.context.clear_cookies()
    drawing.put_task("Ring til parten", 550, 450)
    drawing.do("save")
    drawing.has("out")
    drawing.counts("Kan ikke tjekkes lige nu. Jeg prøver igen ved din næste ændring")
    drawing.person.context.add_cookies(kept)  # logged in again, in another tab
    drawing.answer("Jeg er logget ind")
    drawing.has("saved")
    drawing.open()
    assert "Ring til parten" in drawing.names()


def test_work_that_was_not_saved_is_offered_when_the_page_is_opened_again(
    draw: Callable[..., Drawing],
) -> None:
    drawing = draw("Rikke")
    rikke = drawing.person
    rikke._refused.update({drawing.file, f"{drawing.file}/aaben", drawing.check})
    rikke.context.set_offline(True)
    drawing.put_task("Ring til parten", 550, 450)
    drawing.do("save")
    drawing.has("failed")
    rikke.page.close()  # the battery is flat
    rikke.context.set_offline(False)

    rikke.page = rikke.context.new_page()
    drawing = Drawing(rikke, PROCESS)
    assert "Ring til parten" not in drawing.names()
    drawing.is_asked("Det ligger på denne computer")
    drawing.answer("Hent det frem")
    drawing.has("saved")
    assert "Ring til parten" in drawing.names()


def test_a_file_replaces_the_diagram_after_a_yes_and_can_be_undone(
    draw: Callable[..., Drawing], tmp_path: Path
) -> None:
    drawing = draw("Rikke")
    before = drawing.names()
    diagram = (paths.processes() / "faelles" / "evaluering.bpmn").read_text(encoding="utf-8")
    drawing.bring(tmp_path, "evaluering.bpmn", diagram)
    expect(drawing.page.locator("[data-notice=file]")).to_contain_text("Jeg fandt ingen fejl i det")
    drawing.answer("Behold det, jeg har")
    assert drawing.names() == before
    drawing.has("ready")

    drawing.drop("evaluering.bpmn", diagram)
    drawing.answer("Erstat diagrammet")
    expect(drawing.page.locator("[data-notice=file]")).to_contain_text("er nu det fra evaluering.bpmn")
    drawing.has("saved")
    drawing.counts("Ingen fejl fundet")  # its process has the id of this one now
    assert drawing.names() != before
    drawing.answer("Fortryd: hent det gamle tilbage")
    drawing.has("changed")
    drawing.has("saved")
    assert drawing.names() == before


@pytest.mark.parametrize(
    "hostile",
    [
        "hej",
        "<a><b>",
        "<a/>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "<a>" * 5000,
    ],
)
def test_what_is_no_diagram_changes_nothing(
    draw: Callable[..., Drawing], tmp_path: Path, hostile: str
) -> None:
    drawing = draw("Rikke")
    before = drawing.names()
    drawing.bring(tmp_path, "ond.bpmn", hostile)
    expect(drawing.page.locator("[data-notice=file]")).to_contain_text("er ikke et diagram, jeg kan læse")
    assert drawing.names() == before
    drawing.has("ready")


def test_a_draft_with_a_broken_diagram_says_so_and_takes_another(
    draw: Callable[..., Drawing], site: Site, tmp_path: Path
) -> None:
    drawing = draw("Rikke")
    whole = save_directly(site, PROCESS, b'<bpmn:definitions xmlns:bpmn="x"><bpmn:process')
    drawing.open()
    expect(drawing.page.locator("[data-notice=import]")).to_contain_text("Diagrammet kan ikke vises")
    drawing.counts("1 fejl")
    drawing.bring(tmp_path, "vilkaar.bpmn", whole.decode())
    drawing.answer("Erstat diagrammet")
    drawing.has("saved")
    drawing.counts("Ingen fejl fundet")
    expect(drawing.page.locator("[data-notice=import]")).to_have_count(0)
    drawing.forgive("unparsable content")


def test_what_is_wrong_inside_a_folded_part_is_marked_on_it_and_the_list_leads_in(
    meet: Meet, site: Site
) -> None:
    process = "ruten-organisation"
    begin_draft(site, process, "Asta")
    whole = save_directly(site, process, b"")
    save_directly(site, process, whole.replace(b'formId="r1-klar-nu"', b'formId="findes-ikke"'))
    drawing = Drawing(meet("Asta", viewport={"width": 1280, "height": 900}), process)
    drawing.counts("1 fejl")
    expect(drawing.page.locator("[data-canvas] .mark.error:visible")).to_have_count(1)
    drawing.page.locator("[data-problems] button").click()
    assert drawing.new() == "r1-klar-nu"
    expect(drawing.field("Formular (skrevet selv)")).to_have_value("findes-ikke")
    drawing.field("Formular").select_option("r1-klar-nu")
    drawing.counts("Ingen fejl fundet")
    expect(drawing.page.locator("[data-entry-id=samtrin-form] a")).to_have_attribute(
        "href", f"/processer/{process}/kladde/formular/r1-klar-nu.form"
    )
    drawing.has("saved")
    drawing.forgive()


def test_expressions_are_completed_with_what_the_process_knows(draw: Callable[..., Drawing]) -> None:
    drawing = draw("Rikke")
    page = drawing.page
    page.locator("[data-entry-id=samtrin-title-own] .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("sag_")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("sag_id")
    page.keyboard.press("Control+a")
    page.keyboard.type("add wor")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("add working days(date, n)")
    page.keyboard.press("Control+a")
    page.keyboard.type("ex")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("exp(")
    expect(page.locator(".cm-tooltip-autocomplete")).not_to_contain_text("extract")  # Camunda's, not ours
    page.keyboard.press("Control+a")
    page.keyboard.type("sag_id +")
    drawing.counts("1 fejl")
    page.keyboard.type(' "!"')
    drawing.counts("Ingen fejl fundet")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(meet: Meet, site: Site, width: int) -> None:
    begin_draft(site, "ruten-partnerskab", "Cilie")
    begin_draft(site, "vilkaar", "Cilie")
    cilie = meet("Cilie", viewport={"width": width, "height": 900})
    found = faults(Drawing(cilie, "ruten-partnerskab").page)
    drawing = Drawing(cilie, "vilkaar")
    drawing.choose("vk-opfyld-vilkaar")
    found += faults(drawing.page)
    assert found == []
    assert cilie.page.evaluate("document.documentElement.scrollWidth") <= width
    drawing.forgive()


def test_the_page_speaks_english_to_who_wants_it(draw: Callable[..., Drawing]) -> None:
    drawing = draw("Rikke")
    drawing.page.get_by_role("button", name="English").click()
    drawing.page.wait_for_selector("html[lang=en][data-ready=modeler]", state="attached")
    drawing.counts("No errors found")
    expect(drawing.page.locator("#properties")).to_contain_text("The most important")
    drawing.choose("vk-opfyld-vilkaar")
    expect(drawing.page.locator("#properties")).to_contain_text("User task", ignore_case=True)
