"""Errors as people meet them: mapped to HTTP here and nowhere else, said plainly, and never at the price of
what somebody has typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from engine.errors import Conflict, Fault, Forbidden, Invalid, Message, ModelFault, NotFound
from web.i18n import say

STATUS: dict[type[Fault], int] = {
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    ModelFault: 422,
}
Answer = Callable[..., str]

# what has happened, and what to do about it
TEXTS: dict[int, tuple[Message, Message]] = {
    400: (Message("The page has expired"), Message("Go back, reload the page, and try again.")),
    401: (
        Message("You have been logged out"),
        Message("Log in again in a new tab. Then come back here and copy what you wrote."),
    ),
    403: (
        Message("You may not do this"),
        Message("Ask the project manager of the case if you think you should."),
    ),
    404: (
        Message("We cannot find the page"),
        Message("It may have moved, or it belongs to a case that you are not part of."),
    ),
    405: (Message("That cannot be done here"), Message("Go to your tasks and start from there.")),
    409: (Message("Somebody was before you"), Message("Reload the page to see how it stands now.")),
    413: (Message("It is too large to send"), Message("Send less at a time.")),
    422: (Message("Something must be corrected"), Message("Go back and correct it.")),
    429: (
        Message("Too many attempts"),
        Message("Wait five minutes and try again. Have you forgotten the password? Ask your administrator."),
    ),
}
OUR_FAULT = (
    Message("Something went wrong with us"),
    Message("Nothing was changed. Try again in a moment. Tell your administrator if it happens again."),
)

log = structlog.get_logger()


def status(fault: Fault) -> int:
    """The HTTP status of a refusal."""
    return next((code for kind, code in STATUS.items() if isinstance(fault, kind)), 500)


def answered_by(answer: Answer) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Names the page that a view shows when its command is refused: ``answer(fault, **view_args)``."""

    def name_it(view: Callable[..., Any]) -> Callable[..., Any]:
        view.refused = answer  # type: ignore[attr-defined]
        return view

    return name_it


def page_for(view: Any) -> Answer | None:
    """The page that ``view`` names for refusals."""
    return getattr(view, "refused", None)


def page(code: int, reason: Message | None = None) -> str:
    """The page of an error: what happened, what to do, and a copy of what was typed."""
    heading, advice = TEXTS.get(code, OUR_FAULT)
    template = "error_plain.html" if code >= 500 else "error.html"
    return render_template(
        template,
        code=code,
        heading=say(heading),
        reason=reason,
        advice=say(advice),
        kept=typed() if code != 413 else [],
    )


def typed() -> list[tuple[str, str]]:
    """What the person wrote in a form that could not be taken: (field, text), without secrets and marks."""
    if request.method != "POST":
        return []
    return [
        (key, value)
        for key, value in request.form.items(multi=True)
        if value.strip() and key not in ("csrf_token", "password", "version", "fingerprint", "_draft")
    ]


def install(app: Flask) -> None:
    """Answer every error with a page."""

    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        code = 413 if isinstance(error, RequestEntityTooLarge) else error.code
        kept_headers = [
            (name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")
        ]
        return page(code), code, kept_headers

    @app.errorhandler(Fault)
    def refuse_command(fault: Fault) -> ResponseReturnValue:
        code = status(fault)
        return page(code, fault.message), code

    @app.errorhandler(Exception)
    def fail(error: Exception) -> ResponseReturnValue:
        if app.testing or app.debug:
            raise error
        log.exception("request failed", path=request.path, method=request.method)
        return page(500), 500
