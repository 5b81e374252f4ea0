"""The link in an invitation: read what it is about, and say yes or no. Open without a login, as the secret in the
address is the key."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine import cases
from engine.errors import Fault, Forbidden, Invalid, NotFound
from engine.parties import people
from engine.parties.invitations import Guest
from engine.parties.people import Actor
from web.auth import db, enter, me
from web.i18n import gettext as _
from web.i18n import locale
from web.refusals import answered_by

pages = Blueprint("invitation", __name__, url_prefix="/invitation/<token>")


@pages.get("")
def show(token: str, fault: Fault | None = None) -> str:
    return render_template(
        "invitation.html",
        token=token,
        asked=cases.asked(db(), token, _reader()),
        reader=_reader(),
        minimum=people.PASSWORD_MINIMUM,
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
        wrong=fault.fields if isinstance(fault, Invalid) else {},
    )


def again(fault: Fault, token: str) -> str:
    """The invitation after a refusal; a link that does not work any more is a page that does not exist."""
    if isinstance(fault, NotFound):
        raise fault
    return show(token, fault)


@pages.post("/ja")
@answered_by(again)
def accept(token: str) -> ResponseReturnValue:
    reader = _reader()
    if reader is None:
        raise Forbidden("Log in to accept on behalf of your organisation")
    number = cases.accept(db(), token, request.form.get("organisation", 0, type=int), by=reader)
    return _welcome(number)


@pages.post("/ny")
@answered_by(again)
def register(token: str) -> ResponseReturnValue:
    name = request.form.get("name", "").replace("\0", "")
    password = request.form.get("password", "")[:1000]
    number, person_id = cases.register(db(), token, name, password, locale())
    actor = people.actor(db(), person_id)
    assert actor is not None
    enter(actor)
    return _welcome(number)


@pages.post("/nej")
@answered_by(again)
def decline(token: str) -> str:
    host = cases.asked(db(), token, None).host
    cases.decline(db(), token, request.form.get("reason", "").replace("\0", ""), by=_reader())
    return render_template("invitation_declined.html", host=host)


def guest_from(form: Mapping[str, str], prefix: str = "") -> Guest | None:
    """The guest whom a form names in the fields ``<prefix>organisation``, ``name`` and ``email``; None where all are
    empty."""
    texts = [form.get(prefix + key, "").replace("\0", "") for key in ("organisation", "name", "email")]
    return Guest(*texts) if any(text.strip() for text in texts) else None


def _reader() -> Actor | None:
    return me() if current_user.is_authenticated else None


def _welcome(number: str) -> ResponseReturnValue:
    flash(_("Welcome. You are part of the case now, and see what happens from today."), "ok")
    return redirect(url_for("case.show", number=number))
