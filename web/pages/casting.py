"""The parties of a case: who fills which role, what is vacant, who is invited, who leaves."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases
from engine.cases.roles import Party
from engine.errors import Fault, Forbidden, Invalid, Message, NotFound
from engine.parties.invitations import Guest
from web.auth import db, me
from web.i18n import gettext as _
from web.pages.invitation import guest_from
from web.refusals import answered_by

pages = Blueprint("casting", __name__, url_prefix="/sager/<number>")


@pages.get("/roller")
def sheet(number: str, fault: Fault | None = None) -> str:
    """All parties beside one another, with what will be missing further on."""
    case = cases.get(db(), number, by=me())
    return render_template(
        "casting_sheet.html",
        here="cases",
        case=case,
        groups=_groups(case.parties),
        vacancies=cases.vacancies(db(), number, by=me()),
        desk=cases.desk(db(), number, by=me()),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
        wrong=fault.fields if isinstance(fault, Invalid) else {},
    )


def sheet_again(fault: Fault, number: str, party: str = "") -> str:
    """The sheet with the reason why a command was refused."""
    return sheet(number, fault)


@pages.get("/besaetning/<party>")
def show(number: str, party: str, fault: Fault | None = None) -> str:
    case = cases.get(db(), number, by=me())
    found = _party(case, party)
    return render_template(
        "casting_page.html",
        here="cases",
        case=case,
        party=found,
        roles=[(role.role_id, role.role_name) for role in found.roles],
        cast={r.role_id: _chosen("rolle", r.role_id) if fault else _ids(r.people) for r in found.roles},
        deputies={
            r.role_id: _chosen("stedfortraeder", r.role_id) if fault else _ids(r.deputies)
            for r in found.roles
        },
        taken=[ball for ball in case.ball if ball.assignee_name and ball.party_name == found.name],
        problem=fault and fault.message,
    )


@pages.post("/besaetning/<party>", endpoint="save")
@answered_by(lambda fault, number, party: show(number, party, fault))
def save(number: str, party: str) -> ResponseReturnValue:
    found = _party(cases.get(db(), number, by=me()), party)
    note = request.form.get("note", "").replace("\0", "")
    for role in found.roles:
        people, deputies = _chosen("rolle", role.role_id), _chosen("stedfortraeder", role.role_id)
        if set(people) != set(_ids(role.people)) or set(deputies) - set(people) != set(_ids(role.deputies)):
            cases.cast(db(), number, party, role.role_id, people, by=me(), deputies=deputies, note=note)
    flash(_("The people of %(party)s have been saved.", party=found.name), "ok")
    return redirect(url_for("case.show", number=number))


@pages.post("/roller/ny-part")
@answered_by(sheet_again)
def add(number: str) -> ResponseReturnValue:
    guest = guest_from(request.form) or Guest("", "", "")
    cases.add_party(db(), number, request.form.get("kind", ""), guest, by=me())
    return _sent(number)


@pages.post("/roller/<party>/inviter")
@answered_by(sheet_again)
def invite(number: str, party: str) -> ResponseReturnValue:
    guest = guest_from(request.form) or Guest("", "", "")
    cases.invite(db(), number, party, guest.name, guest.email, by=me())
    return _sent(number)


@pages.post("/roller/<party>/traek-tilbage")
@answered_by(sheet_again)
def withdraw(number: str, party: str) -> ResponseReturnValue:
    cases.withdraw(db(), number, party, by=me())
    flash(_("The invitation has been withdrawn. The link does not work any more."), "ok")
    return redirect(url_for("casting.sheet", number=number))


@pages.post("/roller/<party>/forlad")
@answered_by(sheet_again)
def leave(number: str, party: str) -> ResponseReturnValue:
    if "sure" not in request.form:
        text = Message("Tick that you are sure")
        raise Invalid(text.template, {"sure": text})
    cases.leave(db(), number, party, request.form.get("reason", "").replace("\0", ""), by=me())
    flash(_("You have left the partnership. What was until today can still be read."), "ok")
    return redirect(url_for("casting.sheet", number=number))


def _sent(number: str) -> ResponseReturnValue:
    flash(_("The invitation is on its way. You are told when there is an answer."), "ok")
    return redirect(url_for("casting.sheet", number=number))


def _groups(parties: list[Party]) -> list[tuple[str, list[tuple[Party, cases.Cast]]]]:
    """(name of a joint role, the seats of each party that is in the case), in the parties' order."""
    found: dict[str, list[tuple[Party, cases.Cast]]] = {}
    for party in parties:
        for role in party.roles:
            if role.is_joint:
                found.setdefault(role.role_name, []).append((party, role))
    return list(found.items())


def _party(case: cases.CaseView, key: str) -> Party:
    for party in case.parties:
        if party.key == key:
            if not party.may_cast:
                raise Forbidden("Only %(party)s can choose its own people", party=party.name)
            return party
    raise NotFound("There is no party %(party)s in this case", party=key)


def _ids(people: list[tuple[int, str]]) -> list[int]:
    return [key for key, _name in people]


def _chosen(field: str, role_id: str) -> list[int]:
    return request.form.getlist(f"{field}-{role_id}", type=int)
