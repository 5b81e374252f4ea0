"""Two versions of a process side by side: the drawings move together, a sentence shows its step, and an older version
is published again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from engine.editing import archive, drafts, publishing
from engine.models import person
from engine.parties import people

from .person import Person
from .site import Site, addresses
from .test_pages import AXE, STANDARDS

Meet = Callable[..., Person]
PROCESS = "risikogennemgang"
HOME = f"/processer/{PROCESS}"
NEW = """<bpmn:userTask id="ri-hoer" name="Hør byggelederen"><bpmn:extensionElements><zeebe:userTask />
  <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:sequenceFlow id="fra-hoer" sourceRef="ri-hoer" targetRef="ri-hoejeste" />"""
DRAWN = """<bpmndi:BPMNShape id="ri-hoer_di" bpmnElement="ri-hoer"><dc:Bounds x="586" y="80" width="120" height="80" />
  </bpmndi:BPMNShape><bpmndi:BPMNEdge id="fra-hoer_di" bpmnElement="fra-hoer"><di:waypoint x="706" y="120" />
  <di:waypoint x="756" y="120" /></bpmndi:BPMNEdge>"""


def rebuilt(diagram: str) -> str:
    """The diagram with a shorter deadline, a new task, and what comes after it further to the right."""
    for old, new in (
        ("add working days(today(), 5)", "add working days(today(), 3)"),
        ('sourceRef="ri-klasse" targetRef="ri-hoejeste"', 'sourceRef="ri-klasse" targetRef="ri-hoer"'),
        ('<bpmn:scriptTask id="ri-hoejeste"', NEW + '<bpmn:scriptTask id="ri-hoejeste"'),
        ('<dc:Bounds x="586" y="80" ', '<dc:Bounds x="756" y="80" '),
        ('<dc:Bounds x="756" y="102" ', '<dc:Bounds x="926" y="102" '),
        ('<di:waypoint x="756" y="120" />', '<di:waypoint x="926" y="120" />'),
        ('<di:waypoint x="706" y="120" />', '<di:waypoint x="876" y="120" />'),
        ("</bpmndi:BPMNPlane>", DRAWN + "</bpmndi:BPMNPlane>"),
    ):
        assert old in diagram
        diagram = diagram.replace(old, new)
    return diagram


@pytest.fixture
def rikke(meet: Meet, site: Site) -> Person:
    """Rikke, who owns the process and has published a second version of it."""
    rikke = meet("Rikke", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    with site.store.transaction() as session:
        mine = sa.select(person.c.id).where(person.c.email == addresses()["Rikke"])
        by = people.actor(session, session.scalar(mine))
        assert by is not None
        draft = drafts.begin(session, PROCESS, by)
        files = drafts.contents(session, PROCESS, by)
        form = json.loads(files["f-risiko.form"])
        form["components"][0]["label"] = "Projektets risici"
        for name, content in (
            (draft.diagram, rebuilt(files[draft.diagram].decode()).encode()),
            ("f-risiko.form", json.dumps(form).encode()),
        ):
            drafts.save(session, PROCESS, name, content, 1, by)
        revision = drafts.get(session, PROCESS, by).revision
        publishing.publish(session, PROCESS, "Byggelederen skal høres", by, revision=revision)
    return rikke


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready=compare]", state="attached")


def seen(page: Page, side: str) -> list[float]:
    """What part of a drawing is shown: the numbers of its transformation."""
    found = page.locator(f"[data-side={side}] .viewport").get_attribute("transform") or ""
    return [
        round(float(number), 1)
        for number in found.removeprefix("matrix(").rstrip(")").replace(",", " ").split()
    ]


def test_compare_click_a_sentence_and_go_back(rikke: Person) -> None:
    page = rikke.page
    rikke.go(HOME)
    expect(page.get_by_text("Byggelederen skal høres")).to_be_visible()
    page.get_by_role("link", name="Hvad var nyt?").first.click()
    ready(page)
    expect(page.locator(".changes")).to_contain_text(
        'Opgaven "Hør byggelederen" er kommet til mellem beslutningen "Beregn risikoklasse" og beregningen'
    )
    before, after = page.locator("[data-side=before]"), page.locator("[data-side=after]")
    expect(after.locator(".djs-element.is-added[data-element-id=ri-hoer]")).to_have_count(1)
    expect(before.locator(".is-added")).to_have_count(0)
    expect(before.locator(".djs-element.is-changed[data-element-id=ri-opdater]")).to_have_count(1)
    expect(after.locator(".djs-element.is-moved[data-element-id=ri-hoejeste]")).to_have_count(1)
    expect(after.locator(".mark.added").first).to_have_text("+")

    sentence = page.get_by_role("button", name="har nu fristen 3 arbejdsdage i stedet for 5 arbejdsdage")
    sentence.focus()
    page.keyboard.press("Enter")
    expect(sentence).to_have_attribute("aria-pressed", "true")
    for side in (before, after):
        expect(side.locator(".is-looked-at[data-element-id=ri-opdater]")).to_have_count(1)
    assert seen(page, "before") == seen(page, "after")
    page.get_by_role("button", name="Zoom ind").first.click()
    assert seen(page, "before") == seen(page, "after") and seen(page, "after")[0] > 0.7
    expect(page.get_by_role("button", name="Projektets risici")).to_be_visible()

    page.get_by_role("link", name="Risikogennemgang").click()
    page.get_by_role("link", name="Udgiv igen").click()
    ready(page)
    expect(page.locator(".changes")).to_contain_text('Opgaven "Hør byggelederen" er fjernet')
    expect(before.locator(".djs-element.is-removed[data-element-id=ri-hoer]")).to_have_count(1)
    page.get_by_label("Hvorfor?").fill("Det gik for langsomt")
    page.get_by_role("button", name="Udgiv version 1 igen").click()
    expect(page.get_by_text("Det gik for langsomt")).to_be_visible()
    rikke.go(f"{HOME}/sammenlign?fra=1&til=3")
    expect(page.get_by_role("heading", name="Ingen forskel")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_for_everybody_on_every_screen(rikke: Person, width: int) -> None:
    page = rikke.page
    page.set_viewport_size({"width": width, "height": 900})
    for path, drawn in ((f"{HOME}/sammenlign", "compare"), (f"{HOME}/1/igen", "compare"), (HOME, "diagram")):
        page.goto(path)
        page.wait_for_selector(f"html[data-ready={drawn}]", state="attached")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("standards => axe.run(document, {runOnly: standards})", STANDARDS)
    return [fault["id"] for fault in found["violations"]]


def test_without_javascript_the_sentences_say_it(rikke: Person, meet: Meet) -> None:
    page = meet("Dorte", java_script_enabled=False).page
    page.goto(f"{HOME}/sammenlign")
    expect(page.locator(".changes li").filter(has_text="har nu fristen 3 arbejdsdage")).to_be_visible()
    page.get_by_label("Til").select_option(label="Version 1")
    page.get_by_role("button", name="Sammenlign").click()
    expect(page.get_by_role("heading", name="Ingen forskel")).to_be_visible()


def test_a_zip_goes_out_and_in(rikke: Person, tmp_path: Path) -> None:
    page = rikke.page
    rikke.go(HOME)
    page.get_by_role("button", name="Redigér processen").click()
    page.get_by_role("link", name="Zip-fil").click()
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent som zip-fil").click()
    files = archive.unpack(Path(download.value.path()).read_bytes(), PROCESS)
    files[f"{PROCESS}.bpmn"] = files[f"{PROCESS}.bpmn"].replace("Hør byggelederen".encode(), b"Ring")
    file = tmp_path / "risiko.zip"
    file.write_bytes(archive.export(files))
    page.get_by_label("Zip-fil").set_input_files(file)
    page.get_by_role("button", name="Se, hvad den ændrer").click()
    expect(page.get_by_text('hedder nu "Ring"')).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 and violations(page) == []
    page.get_by_role("button", name="Læg filerne i kladden").click()
    expect(page.get_by_text("1 fil er lagt i kladden.")).to_be_visible()
    page.get_by_role("link", name="Se alle ændringer først").click()
    ready(page)
    expect(page.locator("[data-side=after] .djs-element.is-changed[data-element-id=ri-hoer]")).to_have_count(
        1
    )
    page.get_by_role("button", name='hedder nu "Ring"').click()
    expect(page.locator(".is-looked-at[data-element-id=ri-hoer]")).to_have_count(2)
