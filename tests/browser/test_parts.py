"""Samtrin's parts in the drawing of a draft: put in from a menu, filled in the panel, and without fault when filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from .modeler import Drawing, begin_draft
from .person import Person
from .site import Site

Meet = Callable[..., Person]
PROCESS = "vilkaar"
DEPRECATED = "ContextPad#getPad is deprecated"  # said by bpmn-js about itself


@pytest.fixture
def drawing(meet: Meet, site: Site) -> Iterator[Drawing]:
    """The drawing of a small process, opened by its owner."""
    begin_draft(site, PROCESS, "Rikke")
    rikke = meet("Rikke", viewport={"width": 1280, "height": 900})
    yield Drawing(rikke, PROCESS)
    rikke.said[:] = [note for note in rikke.said if DEPRECATED not in note]


def part(drawing: Drawing, name: str) -> Locator:
    return drawing.page.locator(f".djs-popup [data-id='part-{name}']")


def test_a_gate_is_put_in_by_the_menu_and_filled(drawing: Drawing) -> None:
    drawing.counts("Ingen fejl fundet")
    drawing.choose("vk-opfyld-vilkaar")
    drawing.pad("append").click()
    expect(drawing.page.locator(".djs-popup").get_by_text("Samtrins dele").first).to_be_visible()
    part(drawing, "gate").click()
    assert drawing.new() == "godkendelse-1"
    drawing.counts("2 fejl")
    asked = ("Hvad skal godkendes?", "Hvem godkender hos hver part?")
    for field, problem in zip(asked, drawing.problems(), strict=True):
        assert f'"{field}" er stadig tomt' in problem

    drawing.field("Hvad skal godkendes?").fill("Opfyldelsen af vilkåret")
    drawing.field("Hvem godkender hos hver part?").select_option("part-ledelse")
    drawing.field("Hvor mange skal sige ja?").select_option(label="Mere end halvdelen")
    drawing.counts("Ingen fejl fundet")
    drawing.has("saved")

    drawing.open()
    assert {"Godkend", "Godkendt", "Stoppet"} <= set(drawing.names())
    drawing.choose("godkendelse-1")
    expect(drawing.field("Hvem godkender hos hver part?")).to_have_value("part-ledelse")
    expect(drawing.field("Hvor mange skal sige ja?")).to_have_value("flertal")
    drawing.counts("Ingen fejl fundet")


def test_a_part_is_taken_from_the_palette_and_put_down(drawing: Drawing) -> None:
    page = drawing.page
    page.get_by_role("button", name="Sæt en af Samtrins dele ind").click()
    expect(page.locator(".djs-popup .entry")).to_have_count(7)
    part(drawing, "mail").click()
    canvas = page.locator("[data-canvas]").bounding_box()
    assert canvas is not None
    page.mouse.move(canvas["x"] + 500, canvas["y"] + 420, steps=5)
    page.mouse.move(canvas["x"] + 550, canvas["y"] + 450, steps=5)
    page.mouse.down()
    page.mouse.up()
    expect(drawing.shape("mail-1")).to_be_visible()
    expect(page.locator("[data-problems] li").filter(has_text="stadig tomt")).to_have_count(3)
    drawing.choose("mail-1")
    drawing.field("Hvem får mailen?").select_option("part-projektleder")
    page.locator("#properties").get_by_role("textbox", name="Emne").fill("Vilkåret er opfyldt")
    drawing.do("undo")
    drawing.do("undo")
    expect(drawing.field("Hvem får mailen?")).to_have_value("")
    drawing.do("undo")
    expect(drawing.shape("mail-1")).to_have_count(0)


def test_several_steps_are_dragged_in_at_once(drawing: Drawing) -> None:
    page = drawing.page
    page.get_by_role("button", name="Sæt en af Samtrins dele ind").click()
    canvas = page.locator("[data-canvas]").bounding_box()
    assert canvas is not None
    drawing.drag(part(drawing, "draft"), canvas["x"] + 480, canvas["y"] + 470)
    for element in ("udkast-1", "godkendelse-1", "svar-1", "stoppet-1", "underskrift-1"):
        expect(drawing.shape(element)).to_be_attached()
    expect(
        page.locator("[data-problems] li").filter(has_text="Hvem skriver under hos hver part?")
    ).to_have_count(1)
    drawing.do("undo")
    expect(drawing.shape("udkast-1")).to_have_count(0)
    drawing.counts("Ingen fejl fundet")
