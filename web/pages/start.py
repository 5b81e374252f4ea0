"""Start a case: choose the process, say what it is about, who the parties are, and who does what on one's side."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases, deployments
from engine.cases.commands import start_context
from engine.deployments import Startable
from engine.errors import Fault, Invalid
from engine.parties import people
from engine.parties.invitations import Guest
from web import fields
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import locale
from web.pages.invitation import guest_from
from web.refusals import answered_by

pages = Blueprint("start", __name__, url_prefix="/sager/ny")
OF_PARTIES = "party-"


@pages.get("")
def choose() -> str:
    return render_template("start.html", here="start", choices=deployments.startable(db(), by=me()))


@pages.get("/<process_id>")
def form(process_id: str) -> str:
    return _page(process_id)


def again(fault: Fault, process_id: str) -> str:
    """The form after a refusal, as it was filled in."""
    return _page(process_id, fault, fields.raw_from(request.form))


@pages.post("/<process_id>")
@answered_by(again)
def begin(process_id: str) -> ResponseReturnValue:
    change = fields.change(request.form)
    if change:
        return _page(process_id, typed=change.typed, focus=change.focus)
    choice = deployments.startable_process(db(), process_id, by=me())
    own = _own_organisation(choice)
    parties = {choice.parties[0].key: own} | {
        party.key: request.form.get(OF_PARTIES + party.key, 0, type=int) for party in choice.parties[1:]
    }
    roles = deployments.castable(db(), process_id, choice.parties[0].kind, own, by=me())
    changed = {role.role_id: _chosen(role) for role in roles if set(_chosen(role)) != set(role.usual)}
    number = cases.start(
        db(), process_id, fields.raw_from(request.form), parties, changed, by=me(), guests=_guests(choice)
    )
    flash(_("Case %(number)s has been started.", number=number), "ok")
    return redirect(url_for("case.show", number=number))


def _page(
    process_id: str, fault: Fault | None = None, typed: dict[str, Any] | None = None, focus: str = ""
) -> str:
    choice = deployments.startable_process(db(), process_id, by=me())
    own = _own_organisation(choice)
    roles = deployments.castable(db(), process_id, choice.parties[0].kind, own, by=me())
    wrong = fault.fields if isinstance(fault, Invalid) else {}
    of_parties = {key: message for key, message in wrong.items() if key.startswith(OF_PARTIES)}
    view = choice.form and choice.form.view(
        {},
        start_context(db(), choice, by=me()),
        locale=locale(),
        typed=typed,
        errors={key: message for key, message in wrong.items() if key not in of_parties},
        focus=focus,
        now=db().now,
    )
    return render_template(
        "start_form.html",
        here="start",
        choice=choice,
        own=own,
        roles=[(role.role_id, role.name) for role in roles],
        members=people.members(db(), own),
        cast={role.role_id: role.usual if typed is None else _chosen(role) for role in roles},
        form=view,
        wrong=wrong,
        invites=_guests(choice),
        errors=[*(view.errors if view else ()), *of_parties.items()],
        problem=fault and fault.message,
    )


def _guests(choice: Startable) -> dict[str, Guest]:
    """Party key -> who is invited to be that party."""
    named = {party.key: guest_from(request.form, f"{OF_PARTIES}{party.key}-") for party in choice.parties[1:]}
    return {key: guest for key, guest in named.items() if guest is not None}


def _own_organisation(choice: Startable) -> int:
    """The organisation that starts the case: the one asked for where the person belongs to several."""
    asked = request.values.get("organisation", type=int)
    return asked if asked in dict(choice.own) else choice.own[0][0]


def _chosen(role: deployments.RoleChoice) -> list[int]:
    return request.form.getlist(f"rolle-{role.role_id}", type=int)
