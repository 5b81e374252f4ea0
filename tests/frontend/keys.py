"""The words that the installed toolkits show, read out of their sources: what they hand to ``translate``, and what they
write on the page themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

MODULES = Path(__file__).parents[2] / "web" / "frontend" / "node_modules"
TEXT = r"""(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)")"""
PART = re.compile(r"""(['"`])((?:\\.|(?!\1).)*)\1""", re.S)
# translate('...') and this._translate('...' + '...'), also over several lines.
CALL = re.compile(r"""translate\w*\(\s*((?:(['"`])(?:\\.|(?!\2).)*\2\s*\+?\s*)+)(.)""", re.S)
LABEL = re.compile(rf"\b(?:label|explanation): {TEXT}")
GROUP = re.compile(rf"_GROUP = {{[^}}]*name: {TEXT}")
CONSTANT = re.compile(rf"\b\w+_(?:LABEL|MSG) = {TEXT}")
# Properties of elements that hold words, `return 'Must be ...'`, and the first of several children.
DRAWN = re.compile(
    rf"\b(?:label|tooltip|description|title|placeholder|children|text|'aria-label'): (?:\w+ \? )?{TEXT}(?: : {TEXT})?"
    rf"|return {TEXT}|children: \[{TEXT}"
)
HTML = re.compile(
    r"""title="([A-Z][^"$]+)"|<p [^>]*>([A-Z][^<$]+)<|\|\| '([A-Z][^']+)'|text: '([A-Z][^']+)'"""
)

# Keys that are put together while the toolkit runs, as they then read.
COMPOSED = {
    "Align elements ": [
        f"Align elements {to}" for to in ("left", "center", "right", "top", "middle", "bottom")
    ],
    "List contains {numOfItems} item${items.length != 1 ? 's' : ''}": [
        "List contains {numOfItems} item",
        "List contains {numOfItems} items",
    ],
    "Click to ${active ? 'remove' : 'set a'} dynamic value with FEEL expression": [
        "Click to remove dynamic value with FEEL expression",
        "Click to set a dynamic value with FEEL expression",
    ],
    "${EVENT_TO_LABEL$2[listener.get('eventType')]}: {type}": ["Start: {type}", "End: {type}"],
}
EXAMPLES = {"HELLO {you}", " + shift + "}


def handed() -> dict[str, set[str]]:
    """The keys that ``translate`` is given: {table: keys}."""
    bpmn = _sources("bpmn-js/lib", "diagram-js/lib", "bpmn-js-create-append-anything/dist/index.es.js")
    panel = _sources(
        "bpmn-js-properties-panel/dist/index.esm.js", "@bpmn-io/properties-panel/dist/index.esm.js"
    )
    dmn = _sources(
        *(
            f"dmn-js-{part}/lib"
            for part in ("shared", "drd", "decision-table", "literal-expression", "boxed-expression")
        )
    )
    menus = _sources(
        "bpmn-js/lib/features/replace",
        "bpmn-js/lib/features/popup-menu/PopupEntries.js",
        "bpmn-js-create-append-anything/dist/index.es.js",
    )
    tables = _sources(
        "dmn-js-drd/lib/features/replace", "dmn-js-decision-table/lib/features/hit-policy/HitPolicies.js"
    )
    types = re.search(
        r"DEFAULT_DATA_TYPES = (\[.*?\])", _read("dmn-js-shared/lib/features/data-types/DataTypes.js")
    )
    assert types, "dmn-js keeps its types somewhere else now"
    return {
        "bpmn-js": _keys(bpmn) | _found(LABEL, menus) | _found(GROUP, menus) | _found(CONSTANT, bpmn),
        "properties-panel": _keys(panel) | _found(CONSTANT, panel) | _listener_events(),
        "elements": _types_of_elements(),
        "dmn-js": _keys(dmn) | _found(LABEL, tables) | set(json.loads(types[1].replace("'", '"'))),
    }


def drawn() -> dict[str, set[str]]:
    """The words that a toolkit writes on the page itself: {table: texts}."""
    editor = _sources("@bpmn-io/form-js-editor/dist/index.es.js")
    palette = re.findall(r"^  name: '(.+)',$", _read("@bpmn-io/form-js-viewer/dist/index.es.js"), re.M)
    assert len(palette) > 15, "form-js names its fields in another way now"
    said = {
        text
        for text in _found(DRAWN, editor)
        if re.search("[A-Za-z]{2}", text) and not text.startswith("fjs-")
    }
    simulation = _found(HTML, _sources("bpmn-js-token-simulation/lib"))
    return {
        "form-js": {text for text in said if text[0].isupper()} - {"Column 1", "Column 2", "Column 3"}
        | set(palette),
        "simulation": simulation,
    }


def _types_of_elements() -> set[str]:
    """How the panel names what is selected: UserTask -> User Task, ...NonInterrupting -> ... (Non Interrupting)."""
    source = _read("bpmn-js-properties-panel/dist/index.esm.js")
    icons = re.search(r"var iconsByType = {(.*?)};", source, re.S)
    assert icons, "the panel names elements in another way now"
    names = re.findall(r"'(\w+)':", icons[1])
    spaced = (re.sub(r"(\B[A-Z])", r" \1", name) for name in names)
    return {re.sub(r"(\bNon Interrupting)", r"(\1)", name) for name in spaced}


def _listener_events() -> set[str]:
    source = _read("bpmn-js-properties-panel/dist/index.esm.js")
    tables = re.findall(
        r"const (?:EVENT_TO_LABEL|IMPLEMENTATION_TYPE_TO_LABEL)[$\d]* = {(.*?)}", source, re.S
    )
    assert tables, "the panel names listeners in another way now"
    return {text for table in tables for text in re.findall(r": '(.+?)'", table)}


def _keys(sources: list[str]) -> set[str]:
    found: set[str] = set()
    for source in sources:
        for call in CALL.finditer(source):
            if (
                call[1].rstrip().endswith("+")
                and call[3] not in "'\"`"
                and call[1].strip(" +'") not in ("Align elements",)
            ):
                continue  # svg: 'translate(' + x
            key = "".join(_plain(part) for _, part in PART.findall(call[1]))
            found.update(COMPOSED.get(key, [key]))
    return found - EXAMPLES


def _found(pattern: re.Pattern[str], sources: list[str]) -> set[str]:
    return {
        _plain(text)
        for source in sources
        for match in pattern.finditer(re.sub(r"^\s*(//|\*).*$", "", source, flags=re.M))
        for text in match.groups()
        if text
    }


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda escaped: {"n": "\n"}.get(escaped[1], escaped[1]), text)


def _sources(*paths: str) -> list[str]:
    return [_read(str(file)) for path in paths for file in _files(MODULES / path)]


def _files(path: Path) -> Iterator[Path]:
    yield from sorted(path.rglob("*.js")) if path.is_dir() else [path]


def _read(path: str) -> str:
    return (MODULES / path).read_text()
