"""Start a case: choose the process, say what it is about, who the parties are, and who does what on one's own side."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases, deployments
from engine.deployments import Startable
from engine.errors import Fault
from engine.parties import people
from web import fields
from web.auth import db, me
from web.i18n import gettext as _
from web.refusals import answered_by

pages = Blueprint("start", __name__, url_prefix="/sager/ny")


@pages.get("")
def choose() -> str:
    return render_template("start.html", here="start", choices=deployments.startable(db(), by=me()))


@pages.get("/<process_id>")
def form(process_id: str, fault: Fault | None = None) -> str:
    choice = deployments.startable_process(db(), process_id, by=me())
    own = _own_organisation(choice)
    roles = deployments.castable(db(), process_id, choice.parties[0].kind, own, by=me())
    typed = request.form if fault else None
    return render_template(
        "start_form.html",
        here="start",
        choice=choice,
        own=own,
        roles=[(role.role_id, role.name) for role in roles],
        members=people.members(db(), own),
        cast={role.role_id: _chosen(role.role_id) if typed else role.usual for role in roles},
        named={party.key: request.form.get(f"party-{party.key}", type=int) for party in choice.parties},
        **fields.page(choice.form, raw=fields.raw(typed) if typed else None, fault=fault),
    )


@pages.post("/<process_id>")
@answered_by(lambda fault, process_id: form(process_id, fault))
def begin(process_id: str) -> ResponseReturnValue:
    choice = deployments.startable_process(db(), process_id, by=me())
    own = _own_organisation(choice)
    parties = {choice.parties[0].key: own}
    for party in choice.parties[1:]:
        parties[party.key] = request.form.get(f"party-{party.key}", 0, type=int)
    roles = deployments.castable(db(), process_id, choice.parties[0].kind, own, by=me())
    number = cases.start(
        db(),
        process_id,
        fields.raw(request.form),
        parties,
        {
            role.role_id: _chosen(role.role_id)
            for role in roles
            if set(_chosen(role.role_id)) != set(role.usual)
        },
        by=me(),
    )
    flash(_("Case %(number)s has been started.", number=number), "ok")
    return redirect(url_for("case.show", number=number))


def _own_organisation(choice: Startable) -> int:
    """The organisation that starts the case: the one asked for where the person belongs to several."""
    asked = request.values.get("organisation", type=int)
    return asked if asked in dict(choice.own) else choice.own[0][0]


def _chosen(role_id: str) -> list[int]:
    return request.form.getlist(f"rolle-{role_id}", type=int)
