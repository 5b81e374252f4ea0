"""The person's own page: who they are here, and their language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine import mail, notifications
from engine.parties import people
from web import notices
from web.auth import db, local_path, me

pages = Blueprint("profile", __name__)


@pages.get("/profil")
def show() -> str:
    return render_template(
        "profile.html",
        here="profile",
        actor=me(),
        mail_words=notices.CHOICES,
        mail_choices=notifications.choices(db(), me().person_id),
        mail_failed=mail.failed_for(db(), me().person_id),
    )


@pages.post("/sprog")
def choose_language() -> ResponseReturnValue:
    people.set_locale(db(), me(), request.form.get("locale", ""))
    return redirect(local_path(request.form.get("videre")))
