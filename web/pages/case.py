"""One case: where it stands, who is in it, what has been agreed."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import approvals, cases, comments, migrating, releases, upcoming
from engine.documents import listing
from engine.errors import Fault, Invalid, Message
from engine.parties import casting
from web.auth import db, me
from web.i18n import gettext as _
from web.pages.happenings import told
from web.refusals import answered_by
from web.security import DOWNLOAD

pages = Blueprint("case", __name__, url_prefix="/sager/<number>")


@pages.get("")
def show(number: str, fault: Fault | None = None) -> str:
    case = cases.get(db(), number, by=me())
    roles = casting.role_names(db(), me().locale)
    return render_template(
        "case.html",
        here="cases",
        case=case,
        gates_open=approvals.waiting(db(), case.id, me()),
        conditions=approvals.conditions_of_case(db(), case.id, me()),
        private=releases.of_case(db(), case.id, me()),
        upcoming=[date for date in upcoming.of_case(db(), case.id, me()) if date.kind != "deadline"],
        talk=comments.listing(db(), number, me(), size=5),
        papers=listing.newest(listing.of_case(db(), number, me())),
        answers_to={document.id: given for document, given in case.documents},
        moving=migrating.of_case(db(), case.id, me()),
        vacancies=cases.vacancies(db(), number, by=me()),
        events=[(event, told(event, roles)) for event in case.history],
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
    )


def again(fault: Fault, number: str, **_rest: object) -> str:
    """The case as it stands, with the reason why a command was refused."""
    return show(number, fault)


@pages.get("/diagram.bpmn")
def drawing(number: str) -> Response:
    xml, _standing = cases.diagram(db(), number, by=me())
    return Response(xml, mimetype="application/xml", headers=DOWNLOAD)


@pages.get("/tilstand.json")
def standing(number: str) -> Response:
    _xml, state = cases.diagram(db(), number, by=me())
    return jsonify(state)


@pages.post("/annuller")
@answered_by(again)
def cancel(number: str) -> ResponseReturnValue:
    if "sure" not in request.form:
        text = Message("Tick that you are sure")
        raise Invalid(text.template, {"sure": text})
    cases.cancel(db(), number, request.form.get("reason", "").replace("\0", ""), by=me())
    flash(_("The case has been cancelled."), "ok")
    return redirect(url_for("case.show", number=number))


@pages.post("/fejl/<int:incident_id>")
@answered_by(again)
def retry(number: str, incident_id: int) -> ResponseReturnValue:
    cases.retry(db(), number, incident_id, request.form.get("reason", "").replace("\0", ""), by=me())
    flash(_("The process has been asked to try again."), "ok")
    return redirect(url_for("case.show", number=number))


@pages.post("/tilbud/<int:offer_id>")
@answered_by(again)
def take(number: str, offer_id: int) -> ResponseReturnValue:
    """Set off something that the process offers, such as a request to postpone."""
    cases.take(db(), number, offer_id, by=me())
    flash(_("It is under way. You can see who has the ball now."), "ok")
    return redirect(url_for("case.show", number=number))
