"""What somebody has been told, what they want by mail, and the way out of mails without logging in."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import notifications
from engine.errors import NotFound
from web import letters, notices
from web.auth import db, me
from web.i18n import gettext as _

pages = Blueprint("notifications", __name__)


@pages.get("/beskeder")
def show() -> str:
    told = notifications.listing(db(), me())
    return render_template(
        "notifications.html", here="notifications", told=told, headline=notices.headline, address=notices.path
    )


@pages.post("/beskeder")
def read_all() -> ResponseReturnValue:
    notifications.mark_all_read(db(), me())
    return redirect(url_for("notifications.show"), 303)


@pages.post("/beskeder/<int:notification_id>", endpoint="open")
def open_one(notification_id: int) -> ResponseReturnValue:
    """Opening is a form, not a link: reading pages ahead, as browsers do, reads no notice."""
    return redirect(notices.path(notifications.mark_read(db(), notification_id, me())), 303)


@pages.post("/profil/mail")
def choose() -> ResponseReturnValue:
    """What the person wants by mail: the ticked kinds, and no others."""
    ticked = set(request.form.getlist("mail"))
    notifications.choose(db(), me().person_id, {kind: kind in ticked for kind in notices.CHOICES})
    flash(_("What you get by mail has been saved."), "ok")
    return redirect(url_for("profile.show"), 303)


@pages.get("/afmeld/<mark>")
def leaving(mark: str) -> str:
    _person, kind = _marked(mark)
    return render_template("unsubscribe.html", what=notices.CHOICES[kind], done=False)


@pages.post("/afmeld/<mark>")
def leave(mark: str) -> str:
    """Mail programs ask for this by themselves (RFC 8058): the signed mark in the address is what allows it."""
    person_id, kind = _marked(mark)
    notifications.choose(db(), person_id, {kind: False})
    return render_template("unsubscribe.html", what=notices.CHOICES[kind], done=True)


def _marked(mark: str) -> tuple[int, str]:
    found = letters.read_mark(current_app.config["SECRET_KEY"], mark)
    if found is None:
        raise NotFound("This link cannot be used. Log in and choose on your profile what you get by mail")
    return found
