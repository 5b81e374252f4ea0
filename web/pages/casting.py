"""Who fills which role for one party of a case."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases
from engine.cases.roles import Party
from engine.errors import Fault, Forbidden, NotFound
from web.auth import db, me
from web.i18n import gettext as _
from web.refusals import answered_by

pages = Blueprint("casting", __name__, url_prefix="/sager/<number>/besaetning/<party>")


@pages.get("")
def show(number: str, party: str, fault: Fault | None = None) -> str:
    case = cases.get(db(), number, by=me())
    found = _party(case, party)
    return render_template(
        "casting_page.html",
        here="cases",
        case=case,
        party=found,
        roles=[(role.role_id, role.role_name) for role in found.roles],
        cast={
            role.role_id: _chosen(role.role_id) if fault else [key for key, _name in role.people]
            for role in found.roles
        },
        problem=fault and fault.message,
    )


@pages.post("", endpoint="save")
@answered_by(lambda fault, number, party: show(number, party, fault))
def save(number: str, party: str) -> ResponseReturnValue:
    found = _party(cases.get(db(), number, by=me()), party)
    for role in found.roles:
        chosen = _chosen(role.role_id)
        if set(chosen) != {key for key, _name in role.people}:
            cases.cast(db(), number, party, role.role_id, chosen, by=me())
    flash(_("The people of %(party)s have been saved.", party=found.name), "ok")
    return redirect(url_for("case.show", number=number))


def _party(case: cases.CaseView, key: str) -> Party:
    for party in case.parties:
        if party.key == key:
            if not party.may_cast:
                raise Forbidden("Only %(party)s can choose its own people", party=party.name)
            return party
    raise NotFound("There is no party %(party)s in this case", party=key)


def _chosen(role_id: str) -> list[int]:
    return request.form.getlist(f"rolle-{role_id}", type=int)
