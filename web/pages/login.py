"""Log in and out."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine import demo
from engine.parties import people
from web.auth import db, enter, leave, local_path
from web.i18n import LOCALES

pages = Blueprint("login", __name__)


@pages.get("/log-ind")
def show() -> ResponseReturnValue:
    onward = local_path(request.args.get("videre"))
    if current_user.is_authenticated:
        return redirect(onward)
    if request.args.get("sprog") in LOCALES:
        session["locale"] = request.args["sprog"]
    return _page(onward, request.args.get("person", ""))


@pages.post("/log-ind", endpoint="enter")
def check() -> ResponseReturnValue:
    onward = local_path(request.form.get("videre"))
    email = request.form.get("email", "")[:254].replace("\0", "")
    actor = people.authenticate(db(), email, request.form.get("password", "")[:1000])
    if actor is None:
        return _page(onward, email, failed=True), 422
    enter(actor)
    return redirect(onward)


@pages.post("/log-ud", endpoint="leave")
def go() -> ResponseReturnValue:
    leave()
    answer = redirect(url_for("login.show"))
    answer.headers["Clear-Site-Data"] = (
        '"cache", "storage"'  # the next person at this machine must not page back
    )
    return answer


def _page(onward: str, email: str, *, failed: bool = False) -> str:
    """The form. In a demo it names everybody that one can be, and fills their password in."""
    is_demo = current_app.config["DEMO"]
    return render_template(
        "login.html",
        onward=onward,
        email=email,
        failed=failed,
        trial=demo.people_to_try() if is_demo else [],
        trial_password=demo.PASSWORD if is_demo else "",
    )
