"""Only in a demo: move the engine's clock, so that deadlines and follow-ups can be seen."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from engine.demo import clock
from engine.errors import Invalid
from web.auth import db, local_path
from web.i18n import gettext as _

pages = Blueprint("demo", __name__, url_prefix="/demo")
LONGEST = 4000


@pages.post("/ur")
def move_clock() -> ResponseReturnValue:
    """Let some days pass, and do what falls due on the way."""
    days = request.form.get("days", type=int)
    if days is None or not 1 <= days <= LONGEST:
        raise Invalid("Write a number of days between 1 and %(most)s", most=LONGEST)
    store = current_app.store  # type: ignore[attr-defined]
    db().after_commit.append(lambda: clock.advance(store, timedelta(days=days)))
    flash(_("The clock has been moved %(days)s days ahead.", days=days), "ok")
    return redirect(local_path(request.form.get("videre")))
