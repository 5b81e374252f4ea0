"""Who owns a process, and the first draft of a new one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.editing import owners
from engine.errors import Fault, Invalid, Message
from web.auth import db, me
from web.i18n import gettext as _
from web.pages import processes
from web.refusals import answered_by

pages = Blueprint("owners", __name__, url_prefix="/processer/<process_id>/ejere")


def again(fault: Fault, process_id: str, **_rest: object) -> str:
    """The process's page, with the reason why a command was refused."""
    return processes.one(process_id, fault)


@pages.post("")
@answered_by(again)
def grant(process_id: str) -> ResponseReturnValue:
    chosen = request.form.get("person", type=int)
    if chosen is None:
        text = Message("Choose a person from the list")
        raise Invalid(text.template, {"person": text})
    owner = owners.grant(db(), process_id, chosen, me())
    flash(_("%(name)s can now edit the process.", name=owner.name), "ok")
    return redirect(url_for("processes.one", process_id=process_id))


@pages.post("/<int:person_id>/fjern")
@answered_by(again)
def revoke(process_id: str, person_id: int) -> ResponseReturnValue:
    owners.revoke(db(), process_id, person_id, me())
    flash(_("The right to edit the process has been taken back."), "ok")
    return redirect(url_for("processes.one", process_id=process_id))
