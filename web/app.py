"""The factory of the web application."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from engine import notifications as told
from engine.clock import HOME
from engine.errors import Fault
from engine.parties import kinds
from engine.store import Store
from web import auth, fields, formats, i18n, letters, refusals, security
from web.pages import (
    attachments,
    audit,
    calendar,
    case,
    cases,
    casting,
    comments,
    compare,
    conditions,
    course,
    demo,
    documents,
    draft_zip,
    drafts,
    editors,
    feeds,
    inbox,
    invitation,
    login,
    migrations,
    modeler,
    notifications,
    outbox,
    outline,
    owners,
    processes,
    profile,
    release,
    scenarios,
    search,
    start,
    substitutes,
    task,
)

DIST = Path(__file__).with_name("static") / "dist"
PAGES = (
    login,
    invitation,
    notifications,
    inbox,
    task,
    case,
    course,
    casting,
    comments,
    conditions,
    cases,
    start,
    processes,
    editors,
    modeler,
    drafts,
    outline,
    owners,
    profile,
    release,
    substitutes,
    audit,
    calendar,
    feeds,
    documents,
    attachments,
    scenarios,
    search,
    compare,
    draft_zip,
    migrations,
)
READS = frozenset({"GET", "HEAD", "OPTIONS"})
# checking a password takes long on purpose, and checking a draft does by itself: no lock meanwhile
READING_POSTS = frozenset(
    {"login.enter", "drafts.check", "editors.try_table", "editors.show_form", "scenarios.run", "zip.look"}
)

DEFAULTS = {
    "PREFERRED_URL_SCHEME": "http",
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
    "SESSION_COOKIE_NAME": "samtrin",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "MAX_CONTENT_LENGTH": 4 * 1024 * 1024,
    "UPLOAD_LIMIT": 25 * 1024 * 1024,  # bytes of one attached file
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "MAX_FORM_PARTS": fields.MAX_FIELDS,
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open over lunch must still be good
    "RATELIMIT_STORAGE_URI": "memory://",
    "RATELIMIT_HEADERS_ENABLED": True,
    "PROXIES": 0,  # how many trusted proxies stand in front and tell the address of the visitor
    "BASE_URL": "http://127.0.0.1:8000",  # how people reach it: for links in mails
    "DEMO": False,  # whether the pages may move the clock
    "LOGIN_ATTEMPTS": "5 per 5 minutes",
    "LOGIN_ATTEMPTS_PER_ADDRESS": "60 per 5 minutes",
    "UNKNOWN_INVITATIONS": "20 per 5 minutes",
    "UNKNOWN_CALENDARS": "60 per 5 minutes",
}


class Site(Flask):
    """One request is one transaction: what a view changes is kept when it returns, dropped when it raises."""

    def __init__(self, store: Store) -> None:
        super().__init__("web")
        self.store = store

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer in one unit of work. A refused command is undone first; then the view's own page for
        refusals, if it names one (``refusals.answered_by``), is made from what is stored."""
        if request.endpoint == "static":
            return super().dispatch_request()
        try:
            reads = request.method in READS or request.endpoint in READING_POSTS
            with self.store.read() if reads else self.store.transaction() as g.session:
                return auth.turned_away() or super().dispatch_request()
        except Fault as fault:
            answer = refusals.page_for(request.endpoint and self.view_functions[request.endpoint])
            if answer is None:
                raise
            with self.store.read() as g.session:
                return answer(fault, **(request.view_args or {})), refusals.status(fault)
        finally:
            g.pop("session", None)


def create_app(store: Store, config: Mapping[str, Any]) -> Site:
    """The web application on ``store``. ``config`` holds Flask settings; SECRET_KEY is required, and
    PREFERRED_URL_SCHEME "https" says that people reach it by https (cookies are then never sent without)."""
    app = Site(store)
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config)
    if not app.config["SECRET_KEY"]:
        raise ValueError("SECRET_KEY must be set")
    store.letters = letters.Letters(app.config["BASE_URL"], app.config["SECRET_KEY"])
    app.config["SESSION_COOKIE_SECURE"] = app.config["PREFERRED_URL_SCHEME"] == "https"
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    i18n.install(app)
    security.install(app)
    for page in (*PAGES, demo, outbox) if app.config["DEMO"] else PAGES:
        app.register_blueprint(page.pages)
    auth.install(app)
    refusals.install(app)
    _install_helpers(app)
    app.add_url_rule("/health", "health", _health)
    return app


def _health() -> tuple[str, int, dict[str, str]]:
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@cache
def _manifest() -> Mapping[str, str]:
    """The hashed names of the built browser files; empty when they are not built."""
    file = DIST / "manifest.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def asset(name: str) -> str:
    """The address of a built browser file."""
    return url_for("static", filename=f"dist/{_manifest().get(name, name)}")


def _install_helpers(app: Site) -> None:
    def now() -> Any:
        if "now" not in g:
            g.now = app.store.clock()
        return g.now

    def today() -> Any:
        return now().astimezone(HOME).date()

    def unread() -> int:
        """How many notices are new to the visitor: for the bell, which stands on error pages too."""
        if "session" in g:
            return told.unread(auth.db(), auth.me())
        with app.store.read() as reading:
            return told.unread(reading, auth.me())

    app.jinja_env.globals.update(asset=asset, now=now, unread=unread)
    app.jinja_env.filters.update(
        due=lambda at: formats.due(at, now(), i18n.locale()),
        day=lambda at: formats.day(at, i18n.locale(), today()),
        moment=lambda at: formats.moment(at, i18n.locale(), today()),
        initials=formats.initials,
        shown=lambda value: formats.shown(value, i18n.locale()),
        kind=lambda kind: i18n.say(kinds.name(kind)),
    )
