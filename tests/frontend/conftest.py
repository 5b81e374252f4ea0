"""A site with the style guide and nothing else, behind the policy of the real pages."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask, Response, render_template_string, request
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from web.security import POLICY

from .bench import IS_THERE, WHY_NOT, Bench, bundle

ROOT = Path(__file__).parents[2]
DIST = ROOT / "web" / "static" / "dist"
DESKTOP, PHONE = (1280, 900), (390, 844)
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
STATE = {
    "done": ["start", "beskriv-ide", "dialog-start", "no-such-element"],
    "active": {"dialogpapir": 2},
    "incidents": ["send"],
    "flows": ["f1", "f2", "d1"],
}


@dataclass
class Site:
    address: str = ""
    drafts: list[dict[str, str]] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    draft_status: int = 204


@pytest.fixture(scope="session")
def manifest() -> dict[str, str]:
    subprocess.run([sys.executable, ROOT / "build_backend" / "assets.py"], check=True)
    return json.loads((DIST / "manifest.json").read_text())


@pytest.fixture
def site(manifest: dict[str, str]) -> Iterator[Site]:
    here = Site()
    app = Flask("styleguide", static_folder=str(DIST), static_url_path="/dist")
    live_form = Path(__file__).with_name("live.html").read_text()
    guide = (ROOT / "web" / "frontend" / "styleguide.html").read_text()

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY.format(nonce="none-is-used")
        return response

    @app.get("/")
    def show() -> str:
        return render_template_string(guide, asset=lambda name: f"/dist/{manifest[name]}")

    @app.post("/")
    def send() -> tuple[str, int]:
        here.sent.append(request.form.to_dict())
        return "", 204

    @app.post("/kladde")
    def keep() -> tuple[str, int]:
        here.drafts.append(request.form.to_dict())
        return "", here.draft_status

    @app.get("/favicon.ico")
    def no_icon() -> tuple[str, int]:
        return "", 204

    @app.route("/levende", methods=["GET", "POST"])
    def live() -> str:
        rows = sum(key.startswith("raekke.") for key in request.form) + ("_row_add" in request.form)
        return render_template_string(
            live_form, script=f"/dist/{manifest['app.js']}", form=request.form, rows=rows
        )

    @app.get("/journey.bpmn")
    def diagram() -> Response:
        return Response(Path(__file__).with_name("journey.bpmn").read_text(), mimetype="application/xml")

    @app.get("/state.json")
    def state() -> dict[str, object]:
        return STATE

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    here.address = f"http://127.0.0.1:{server.port}/"
    yield here
    server.shutdown()
    thread.join()


@pytest.fixture
def size() -> tuple[int, int]:
    """Of the window; BOTH runs a test on a phone too."""
    return DESKTOP


@pytest.fixture
def context(browser: Browser, size: tuple[int, int]) -> Iterator[BrowserContext]:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=size == PHONE,
        locale="da-DK",
        reduced_motion="reduce",
    )
    yield context
    context.close()


@pytest.fixture
def blank(context: BrowserContext) -> Iterator[Page]:
    """An empty page. A word on the console fails the test: a violated policy is one."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda note: said.append(note.text) if note.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.clock.install()
    yield page
    # A refused draft is reported by the browser itself; nothing else may be.
    assert [text for text in said if "status of 500" not in text] == []


@pytest.fixture
def page(blank: Page, site: Site) -> Page:
    """The style guide with everything drawn."""
    blank.goto(site.address)
    blank.wait_for_selector("html[data-ready=diagram]", state="attached")
    return blank


@pytest.fixture(scope="session")
def bench_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not IS_THERE:
        pytest.skip(WHY_NOT)
    return bundle(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="session")
def modelers(browser: Browser, bench_script: Path) -> Iterator[Bench]:
    """A page with our modeler and Camunda's; opened once, as the bundle is large."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    opened = Bench(page, bench_script)
    yield opened
    page.close()
    assert opened.said == []
