"""Substitutes: who does my tasks while I am away, and whose tasks I do."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import Fault, Invalid, Message, NotFound
from engine.parties import people, substitutes
from web.auth import db, me
from web.i18n import gettext as _
from web.refusals import answered_by
from web.security import MAX_ID

pages = Blueprint("substitutes", __name__, url_prefix="/profil/stedfortraedere")
FIELDS = ("person", "substitute", "organisation", "first_day", "last_day")


@pages.get("")
def show(fault: Fault | None = None) -> str:
    by = me()
    members = {key: people.members(db(), key) for key, _name in by.organisations}
    wrong = fault.fields if isinstance(fault, Invalid) else {}
    listed = substitutes.listed(db(), by)
    return render_template(
        "substitutes.html",
        here="profile",
        me_id=by.person_id,
        groups=[
            (state, [row for row in listed if row.state == state]) for state in ("current", "coming", "past")
        ],
        organisations=by.organisations,
        members=members,
        # an administrator names one for anybody of the organisation: for somebody who is ill
        others={key: members[key] for key, _name in by.organisations if key in by.admin_of},
        processes=substitutes.process_names(db()),
        today=substitutes.today(db()),
        typed=request.form if fault else {},
        chosen=request.form.getlist("process"),
        wrong=wrong,
        errors=list(wrong.items()),
        problem=fault and fault.message,
    )


@pages.post("", endpoint="add")
@answered_by(show)
def add() -> ResponseReturnValue:
    substitute_id = _id("substitute")
    if substitute_id is None:
        text = Message("Choose who shall be the substitute")
        raise Invalid(text.template, {"substitute": text})
    substitutes.name(
        db(),
        me(),
        person_id=_id("person"),
        substitute_id=substitute_id,
        organisation_id=_id("organisation"),
        process_ids=request.form.getlist("process"),
        first_day=_day("first_day"),
        last_day=_day("last_day"),
    )
    flash(_("The substitute has been named."), "ok")
    return redirect(url_for("substitutes.show"))


@pages.post("/<int:substitution_id>/slut")
@answered_by(lambda fault, substitution_id: show(fault))
def end(substitution_id: int) -> ResponseReturnValue:
    substitutes.end(db(), substitution_id, me())
    flash(_("It is over. The substitute can no longer see or do the tasks in your place."), "ok")
    return redirect(url_for("substitutes.show"))


def _id(field: str) -> int | None:
    """The id that was chosen, None for none. Raises NotFound for what no id can be."""
    chosen = request.form.get(field, "")
    if not chosen:
        return None
    if not (chosen.isascii() and chosen.isdecimal()) or int(chosen[:20]) > MAX_ID:
        raise NotFound("There is no such person")
    return int(chosen[:20])


def _day(field: str) -> date:
    try:
        return date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        text = Message("Write a date")
        raise Invalid(text.template, {field: text}) from None
