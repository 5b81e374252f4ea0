"""The person's own page: who they are here, and their language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.parties import people
from web.auth import db, local_path, me

pages = Blueprint("profile", __name__)


@pages.get("/profil")
def show() -> str:
    return render_template("profile.html", here="profile", actor=me())


@pages.post("/sprog")
def choose_language() -> ResponseReturnValue:
    people.set_locale(db(), me(), request.form.get("locale", ""))
    return redirect(local_path(request.form.get("videre")))
