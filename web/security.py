"""What protects a browser: headers, a strict content policy, and a secret mark on every form."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Response, abort, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'none'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# pages of bpmn.io's editors, which write styles into attributes; nothing else of the policy is loosened there
EDITORS = frozenset({"modeler.show", "editors.table"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# a drawing is a stranger's XML: scripts of ours fetch it, no browser shows it as a page of this site
DOWNLOAD = {"Content-Disposition": "attachment"}
MAX_ID = 2**63 - 1  # what a database can hold


class Id(IntegerConverter):
    """The number of something in an address; one that cannot exist is a page that does not."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, max=MAX_ID, **options)


def as_id(text: str) -> int:
    """The number of something in a form or a query. Raises ValueError for what no database can hold."""
    if not 0 < (found := int(text[:20])) <= MAX_ID:
        raise ValueError("no id")
    return found


def nonce() -> str:
    """The mark of this answer that lets our own style elements through."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def install(app: Flask) -> None:
    """Protect every answer and every form of the application. Comes before the pages: they use its addresses."""
    app.url_map.converters["int"] = Id
    CSRFProtect(app).exempt("web.pages.notifications.leave")  # mail programs have no form of ours
    app.jinja_env.globals["nonce"] = nonce

    @app.before_request
    def no_nul() -> None:
        """A NUL is in no text of ours, and no database takes one."""
        fields = [request.path, *request.args.values()]
        if any("\0" in text for text in fields):
            abort(404)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        policy = POLICY.format(nonce=nonce())
        if request.endpoint in EDITORS:
            policy = policy.replace("style-src-attr 'none'", "style-src-attr 'unsafe-inline'")
        response.headers["Content-Security-Policy"] = policy
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint == "static":
            # names carry a digest of the content, so that a changed file is another file
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            # not no-store: the browser's Back must bring back what was typed
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
