"""The conditions that approvals were given on: giving one up."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases
from web.auth import db, me
from web.i18n import gettext as _
from web.pages import case
from web.refusals import answered_by

pages = Blueprint("conditions", __name__, url_prefix="/sager/<number>/vilkaar")


@pages.post("/<int:condition_id>/frafald")
@answered_by(case.again)
def waive(number: str, condition_id: int) -> ResponseReturnValue:
    cases.waive(db(), number, condition_id, request.form.get("reason", "").replace("\0", ""), by=me())
    flash(_("The condition has been given up."), "ok")
    return redirect(url_for("case.show", number=number))
