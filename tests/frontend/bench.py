"""A bare page with our modeler and with Camunda's: opens diagrams, puts parts in, gives back what would be saved."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from web.i18n import catalogue
from web.pages.modeler_words import WORDS

from .keys import MODULES

HERE = Path(__file__).parent
CAMUNDA = MODULES / "camunda-bpmn-js" / "dist" / "camunda-cloud-modeler.production.min.js"
IS_THERE = shutil.which("node") is not None and CAMUNDA.is_file()
WHY_NOT = "node, or the packages of web/frontend, are not installed (npm ci)"


def bundle(folder: Path) -> Path:
    """The script of the page, made of the sources as they are now."""
    made = folder / "bench.js"
    subprocess.run(
        [
            *("node", MODULES / "esbuild" / "bin" / "esbuild", HERE / "bench.js", "--bundle"),
            *("--format=iife", f"--outfile={made}", "--log-level=error"),
        ],
        check=True,
        env={**os.environ, "NODE_PATH": str(MODULES)},
    )
    return made


class Bench:
    """The page, open. ``said``: what the browser complained about."""

    def __init__(self, page: Page, script: Path, lang: str = "da") -> None:
        self.page, self.said = page, list[str]()
        page.on("pageerror", lambda error: self.said.append(str(error)))
        danish = catalogue("da")
        said = {key: danish.get(text.template, text.template) for key, text in WORDS.items()}
        words = html.escape(json.dumps(said), quote=True)
        page.set_content(
            f"<!doctype html><html lang={lang}><div data-modeler data-words='{words}'></div>"
            "<div id=canvas style='height: 600px'></div><div id=properties></div><p data-told></p></html>"
        )
        page.add_script_tag(path=CAMUNDA)
        page.add_script_tag(path=script)

    def do(self, what: str, *given: Any) -> Any:
        """Call one of the functions of the page."""
        return self.page.evaluate("async ([what, given]) => await bench[what](...given)", [what, list(given)])

    def open(self, kind: str, xml: str) -> tuple[list[str], str]:
        """(warnings of the import, what is saved after it). ``kind``: ours or camunda."""
        answer = self.do("open", kind, xml)
        return answer["warnings"], answer["xml"]

    def moddle(self, xml: str) -> tuple[list[str], str]:
        """The same with the reader and writer of the toolkit alone."""
        answer = self.do("moddle", xml)
        return answer["warnings"], answer["xml"]
