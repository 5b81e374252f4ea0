"""An owner changes a decision and a form in the browser, and tries both before anybody else meets them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.demo import PASSWORD
from engine.editing import drafts
from engine.parties import people

from .person import Person
from .site import Site, addresses
from .test_pages import faults

Meet = Callable[..., Person]
HOME = "/processer/risikogennemgang/kladde"
TABLE, FORM = "dmn-risikoklasse.dmn", "f-risiko.form"
FIELDS = {
    "type": "default",
    "id": "f-risiko",
    "components": [
        {"type": "checkbox", "id": "risiko_mere", "key": "mere", "label": "Er der mere?"},
        {
            "type": "textfield",
            "id": "risiko_hvad",
            "key": "hvad",
            "label": "Hvad mere?",
            "validate": {"required": True},
            "conditional": {"hide": "=mere != true"},
        },
        {"type": "select", "id": "risiko_hvem", "key": "hvem", "label": "Hvem?", "valuesKey": "parter_valg"},
    ],
}


@pytest.fixture
def rikke(meet: Meet, site: Site) -> Person:
    """Rikke, who owns the review of risks and has begun a draft with a small form."""
    rikke = meet("Rikke")
    with site.store.transaction() as session:
        actor = people.authenticate(session, addresses()["Rikke"], PASSWORD)
        assert actor is not None
        drafts.begin(session, "risikogennemgang", actor)
    put(site, FORM, json.dumps(FIELDS).encode())
    return rikke


def saved(page: Page) -> None:
    expect(page.locator("[data-saving-status]")).to_contain_text("Gemt i kladden")


def try_with(page: Page, chance: str, harm: str) -> Locator:
    """Fill in the bench and try; the answer."""
    page.get_by_label("sandsynlighed").fill(chance)
    page.get_by_label("konsekvens").fill(harm)
    page.get_by_role("button", name="Prøv", exact=True).click()
    return page.locator("[data-bench-result]")


def test_a_rule_is_added_by_clicking_and_typing_and_tried(rikke: Person) -> None:
    page = rikke.page
    page.goto(f"{HOME}/tabel/{TABLE}")
    page.wait_for_selector("html[data-ready=table]")
    expect(try_with(page, "5", "5")).to_contain_text("Regel 1 passer")
    expect(page.locator("td.rule-index[aria-current]")).to_have_text("1")

    page.get_by_title("Tilføj regel").click()
    page.keyboard.type("25")  # its first cell is open
    row = page.locator("tbody tr").filter(has=page.locator("td.rule-index", has_text="5"))
    row.get_by_label("Svar").click()
    page.keyboard.type('"uden for skala"')
    result = page.locator("[data-bench-result]")
    # tried anew by itself, as it stands on the screen
    expect(result).to_contain_text("Kun én regel må passe, men disse passer samtidig: 1")
    expect(page.locator("td.rule-index[aria-current]")).to_have_count(0)

    page.locator("tbody tr").first.get_by_label("Spørgsmål").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("[16..24]")
    expect(result).to_contain_text("Regel 5 passer")
    expect(result).to_contain_text("uden for skala")
    expect(page.locator("td.rule-index[aria-current]")).to_have_text("5")
    expect(page.locator("[data-bench-rows] li")).to_contain_text("Anderledes end før")
    saved(page)

    page.reload()
    page.wait_for_selector("html[data-ready=table]")
    expect(page.locator("td.rule-index").last).to_have_text("5")
    expect(try_with(page, "1", "")).to_contain_text("Ingen regel passer")


def test_the_table_by_keyboard_and_what_is_wrong_in_words(rikke: Person) -> None:
    page = rikke.page
    page.goto(f"{HOME}/tabel/{TABLE}")
    page.wait_for_selector("html[data-ready=table]")
    page.locator("tbody tr").last.get_by_label("Spørgsmål").focus()
    page.keyboard.press("Enter")  # below the last rule: a new one
    expect(page.locator("td.rule-index")).to_have_count(5)
    page.keyboard.type("> ]")
    problems = page.locator("[data-problems]")
    expect(problems).to_contain_text("Her skulle stå en værdi, men der står ]")
    expect(page.locator("[data-bench-result]")).to_be_empty()
    page.locator("#bench-1").focus()
    problems.get_by_role("button", name="Vis den").click()
    expect(page.locator("tbody tr").last.get_by_label("Spørgsmål").first).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    expect(problems).to_contain_text("Jeg finder ingen fejl her")
    saved(page)


def test_a_field_is_dragged_in_and_the_form_follows_what_is_typed(rikke: Person) -> None:
    page = rikke.page
    page.goto(f"{HOME}/formular/{FORM}")
    page.wait_for_selector("html[data-ready=form-editor]")
    preview = page.locator("[data-preview-form]")
    expect(preview.get_by_label("Er der mere?")).to_be_visible()
    expect(preview.get_by_label("Hvad mere?")).to_have_count(0)

    page.locator("[data-field-type=textarea]").focus()
    page.keyboard.press("Enter")  # by keyboard it comes last
    expect(preview.locator("textarea")).to_be_visible()
    drag(page, page.locator("[data-field-type=number]"), page.locator("[data-id=risiko_hvad]"))
    expect(preview.get_by_label("Tal")).to_be_visible()
    expect(page.locator("[data-field-type=iframe], [data-field-type=image]")).to_have_count(0)

    preview.get_by_label("Er der mere?").check()
    expect(preview.get_by_label("Hvad mere?")).to_be_visible()
    preview.get_by_role("button", name="Prøv at sende").click()
    expect(preview.get_by_role("alert")).to_contain_text("1 felt skal rettes")
    expect(preview.get_by_role("alert")).to_be_focused()
    preview.get_by_label("Hvad mere?").fill("Et nyt tag")
    preview.get_by_role("button", name="Prøv at sende").click()
    expect(preview.get_by_role("status")).to_contain_text("Den kan sendes")
    expect(preview.locator("dd", has_text="Et nyt tag")).to_be_visible()
    preview.get_by_label("Er der mere?").uncheck()
    expect(preview.get_by_label("Hvad mere?")).to_have_count(0)
    saved(page)

    page.get_by_label("Telefon").check()
    box = preview.bounding_box()
    assert box is not None and box["width"] <= 392
    page.reload()
    page.wait_for_selector("html[data-ready=form-editor]")
    expect(preview.get_by_label("Tal")).to_be_visible()


def drag(page: Page, what: Locator, where: Locator) -> None:
    """With the mouse, to the upper edge of something."""
    start, end = what.bounding_box(), where.bounding_box()
    assert start is not None and end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    for part in (0.3, 0.6, 0.9, 1.0):
        page.mouse.move(
            start["x"] + (end["x"] + end["width"] / 2 - start["x"]) * part,
            start["y"] + (end["y"] + 4 - start["y"]) * part,
            steps=4,
        )
    page.mouse.up()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(rikke: Person, width: int) -> None:
    page = rikke.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{HOME}/tabel/{TABLE}")
    page.wait_for_selector("html[data-ready=table]")
    expect(try_with(page, "2", "2")).to_contain_text("Regel 4 passer")
    found = faults(page)
    page.get_by_role("button", name="Overblik").click()
    expect(page.locator(".djs-shape")).to_have_count(3)
    found += faults(page)
    page.goto(f"{HOME}/formular/{FORM}")
    page.wait_for_selector("html[data-ready=form-editor]")
    page.get_by_role("button", name="Prøv at sende").click()
    expect(page.locator("[data-preview-form]")).to_contain_text("Den kan sendes")
    page.locator("[data-id=risiko_mere]").click()
    found += faults(page)
    # the corner of dmn-js's own table
    assert [fault for fault in found if "empty-table-header" not in fault] == []


def test_a_private_answer_is_chosen_by_a_tick(rikke: Person, site: Site) -> None:
    page = rikke.page
    page.goto(f"{HOME}/formular/{FORM}")
    page.wait_for_selector("html[data-ready=form-editor]")
    page.locator("[data-id=risiko_mere]").click()
    page.get_by_text("Hos os", exact=True).click()
    page.get_by_label("Kun ens egen organisation ser svaret").check()
    expect(
        page.locator("[data-preview-form]").get_by_text("Kun jeres egen organisation ser det")
    ).to_be_visible()
    saved(page)


def test_choices_come_from_a_list_of_the_system(rikke: Person, site: Site) -> None:
    page = rikke.page
    page.goto(f"{HOME}/formular/{FORM}")
    page.wait_for_selector("html[data-ready=form-editor]")
    page.locator("[data-id=risiko_hvem]").click()
    page.get_by_text("Hos os", exact=True).click()
    page.get_by_label("Hent valgene fra").select_option("personer")
    choices = page.locator("[data-preview-form]").get_by_label("Hvem?")
    expect(choices.locator("option", has_text="Rikke Eksempel")).to_have_count(1)
    page.get_by_label("Hent valgene fra").select_option("")
    expect(choices.locator("option")).to_have_count(2)
    page.get_by_role("link", name="Kladde", exact=True).click()  # leaves nothing behind
    page.wait_for_url(f"**{HOME}")
    page.goto(f"{HOME}/formular/{FORM}")
    page.wait_for_selector("html[data-ready=form-editor]")
    expect(choices.locator("option")).to_have_count(2)


def put(site: Site, name: str, content: bytes) -> None:
    """A file of the draft, as Rikke would save it."""
    with site.store.transaction() as session:
        actor = people.authenticate(session, addresses()["Rikke"], PASSWORD)
        assert actor is not None
        files = drafts.get(session, "risikogennemgang", actor).files
        revision = next(file.revision for file in files if file.name == name)
        drafts.save(session, "risikogennemgang", name, content, revision, actor)


def test_what_is_no_decision_or_form_is_said_and_left_alone(rikke: Person, site: Site) -> None:
    page = rikke.page
    whole = kept(site)
    strange = whole.replace(b"<decisionTable ", b"<conditional><if/></conditional><decisionTable ", 1)
    for content in (b"", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a>" * 20_000, strange):
        put(site, TABLE, content)
        page.goto(f"{HOME}/tabel/{TABLE}")
        page.wait_for_selector("html[data-ready=table]")
        expect(page.locator("[data-table]")).to_contain_text("kan ikke vises som en beslutning")
        assert kept(site) == content
    for content in (
        b"",
        b"{",
        b"null",
        b"[" * 50_000,
        b'{"id": "f-risiko", "components": [{"type": "zzz"}]}',
    ):
        put(site, FORM, content)
        page.goto(f"{HOME}/formular/{FORM}")
        page.wait_for_selector("html[data-ready=form-editor]")
        expect(page.locator("[data-form-editor]")).to_contain_text("kan ikke vises som en formular")
        expect(page.locator("[data-problems] li")).to_have_count(1)


def test_two_people_in_one_file_lose_nothing(rikke: Person, site: Site) -> None:
    page = rikke.page
    page.goto(f"{HOME}/tabel/{TABLE}")
    page.wait_for_selector("html[data-ready=table]")
    put(site, TABLE, kept(site).replace(b'"lav"', b'"lav, sagde en anden"'))
    page.locator("tbody tr").first.get_by_label("Svar").click()
    page.keyboard.press("Control+A")
    page.keyboard.type('"mit"')
    asked = page.locator(".saving-ask")
    expect(asked).to_contain_text("Rikke Eksempel gemte en anden udgave")
    assert all("409" in note for note in rikke.said) and rikke.said
    rikke.said.clear()

    asked.get_by_role("button", name="Gem min i stedet").click()
    saved(page)
    expect(asked).to_have_count(0)
    assert b'"mit"' in kept(site) and b"sagde en anden" not in kept(site)


def kept(site: Site) -> bytes:
    """The table as the server has it."""
    with site.store.read() as session:
        actor = people.authenticate(session, addresses()["Rikke"], PASSWORD)
        assert actor is not None
        return drafts.content(session, "risikogennemgang", TABLE, actor)


def test_work_survives_a_login_that_has_run_out_and_a_closed_tab(rikke: Person, site: Site) -> None:
    page = rikke.page
    page.goto(f"{HOME}/tabel/{TABLE}")
    page.wait_for_selector("html[data-ready=table]")
    page.wait_for_load_state("networkidle")  # no answer still to come renews the session
    rikke.context.clear_cookies()
    page.locator("tbody tr").first.get_by_label("Svar").click()
    page.keyboard.press("Control+A")
    page.keyboard.type('"mit"')
    expect(page.locator("[data-saving-status]")).to_have_text("Du er logget ud")
    assert rikke.said
    rikke.said.clear()
    page.close(run_before_unload=False)

    rikke.page = page = rikke.context.new_page()
    rikke.log_in()
    page.goto(f"{HOME}/tabel/{TABLE}")
    page.wait_for_selector("html[data-ready=table]")
    assert b'"mit"' not in kept(site)
    page.get_by_role("button", name="Hent det frem").click()
    expect(page.locator("tbody tr").first).to_contain_text('"mit"')
    saved(page)
    assert b'"mit"' in kept(site)


def test_logging_in_again_elsewhere_goes_on_here(rikke: Person, site: Site) -> None:
    page = rikke.page
    page.goto(f"{HOME}/tabel/{TABLE}")
    page.wait_for_selector("html[data-ready=table]")
    page.wait_for_load_state("networkidle")  # no answer still to come renews the session
    rikke.context.clear_cookies()
    page.locator("tbody tr").first.get_by_label("Svar").click()
    page.keyboard.press("Control+A")
    page.keyboard.type('"mit"')
    expect(page.locator("[data-saving-status]")).to_have_text("Du er logget ud")
    rikke.page = rikke.context.new_page()
    rikke.log_in()
    rikke.page.close()
    rikke.page = page
    page.get_by_role("button", name="Jeg er logget ind").click()
    saved(page)
    assert b'"mit"' in kept(site)
    rikke.said.clear()  # the browser's own complaints of refused requests
