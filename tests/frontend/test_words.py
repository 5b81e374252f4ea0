"""Everything that bpmn.io's toolkits say has a Danish word, in the versions that are installed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from . import keys
from .bench import Bench

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "web" / "frontend" / "src" / "i18n" / "da"
TABLES = ("bpmn-js", "properties-panel", "elements", "dmn-js", "form-js", "simulation")

pytestmark = pytest.mark.skipif(
    not keys.MODULES.is_dir(), reason="the packages of web/frontend are not installed (npm ci)"
)


def table(name: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((WORDS / f"{name}.json").read_text())
    return words


def missing(found: dict[str, set[str]]) -> dict[str, list[str]]:
    return {
        name: sorted(texts - set(table(name))) for name, texts in found.items() if texts - set(table(name))
    }


def test_every_key_that_is_handed_to_translate_has_a_danish_word() -> None:
    found = keys.handed()
    assert {name: len(texts) > 90 for name, texts in found.items()} == dict.fromkeys(found, True)
    assert missing(found) == {}


def test_every_word_that_is_written_on_the_page_has_a_danish_one() -> None:
    found = keys.drawn()
    assert len(found["form-js"]) > 150 and len(found["simulation"]) > 20
    assert missing(found) == {}


@pytest.mark.parametrize("name", TABLES)
def test_placeholders_and_blanks_at_the_ends_are_kept(name: str) -> None:
    def marks(text: str) -> list[str]:
        return sorted(re.findall(r"(?<!\$){\s*\w+\s*}", text))

    words = table(name)
    assert [key for key, word in words.items() if marks(key) != marks(word)] == []
    assert [
        key for key, word in words.items() if not word.strip() or key.endswith(" ") != word.endswith(" ")
    ] == []


def test_one_thing_has_one_word() -> None:
    """The menus write "User task", the panel and the simulation "User Task"."""
    words = {name: {key.casefold(): word for key, word in table(name).items()} for name in TABLES}
    bpmn, panel, simulation = words["bpmn-js"], words["elements"], words["simulation"]
    types = {
        key
        for key in bpmn.keys() & panel.keys()
        if re.search(r"(task|gateway|event|flow|activity)( \(.*\))?$", key)
    }
    assert len(types) > 40
    assert {key: (bpmn[key], panel[key]) for key in types if bpmn[key] != panel[key]} == {}
    known = simulation.keys() & panel.keys()
    assert {key: (simulation[key], panel[key]) for key in known if simulation[key] != panel[key]} == {}


@pytest.mark.parametrize(
    "file", ["aftaletrin/p-aftaletrin", "faelles/godkendelsesport", "faelles/moedecyklus"]
)
def test_no_english_word_is_left_in_the_panel(modelers: Bench, file: str) -> None:
    modelers.open("ours", (ROOT / f"processes/{file}.bpmn").read_text())
    known = {
        key: word for name in ("bpmn-js", "elements", "properties-panel") for key, word in table(name).items()
    }
    english = {key for key, word in known.items() if key != word} - set(known.values())
    shapes = [
        re.compile(re.escape(key).replace(r"\\{numOfItems\\}", r"\\d+"))
        for key in known
        if "{numOfItems}" in key
    ]
    left: set[str] = set()
    for element in {kind: element for element, kind in modelers.do("types").items()}.values():
        modelers.do("select", element)
        said = modelers.do("words")
        assert len(said) > 30
        left |= {text for text in said if text in english or any(shape.fullmatch(text) for shape in shapes)}
    assert left == set()


def test_placeholders_are_filled_in_and_unknown_words_stay(modelers: Bench) -> None:
    modelers.open("ours", (ROOT / "processes/faelles/loefte.bpmn").read_text())
    assert modelers.do("translate", "Open {element}", {"element": "Dialog"}) == "Åbn Dialog"
    assert modelers.do("translate", "e.g. { sample }", {"sample": "3"}) == "fx 3"
    assert modelers.do("translate", "Nothing like {this}") == "Nothing like {this}"


def test_english_by_choice(browser: Browser, bench_script: Path) -> None:
    page = browser.new_page()
    bench = Bench(page, bench_script, "en")
    bench.open("ours", (ROOT / "processes/faelles/loefte.bpmn").read_text())
    bench.do("select", "mc-indfri-loefte")
    page.locator("#properties").get_by_text("User Task").first.wait_for()
    said = set(bench.do("words"))
    assert {"User Task", "General", "Toggle section", "Create task", "Put in one of Samtrin's parts"} <= said
    assert said & {"Opgave til en person", "Generelt"} == set()
    page.close()


def test_a_larger_window_for_an_expression_speaks_danish(modelers: Bench) -> None:
    modelers.open("ours", (ROOT / "processes/faelles/godkendelsesport.bpmn").read_text())
    modelers.do("select", "gp-tag-stilling")
    modelers.page.locator("#properties").get_by_title("Åbn i et større vindue").first.dispatch_event("click")
    window = modelers.page.get_by_role("dialog")
    assert window.locator("[title]").first.get_attribute("title") in ("Gem og luk", "Luk")
    assert "bpmn:" not in window.inner_text()
    window.get_by_title("Gem og luk").click()
