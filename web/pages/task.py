"""One task: read it, fill it in, keep a draft, pass it on, complete it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases, user_tasks
from engine.errors import Fault, Invalid, NotFound
from web import fields, refusals
from web.auth import db, local_path, me
from web.i18n import gettext as _
from web.i18n import say
from web.refusals import answered_by

pages = Blueprint("task", __name__, url_prefix="/opgaver/<int:task_id>")
NO_ANSWER = frozenset({"fingerprint", "videre"})  # fields of the page, not of the form


@pages.get("")
def show(task_id: int) -> str:
    return _page(user_tasks.get(db(), task_id, by=me()))


def again(fault: Fault, task_id: int) -> str:
    """The task after a refusal: with what was typed in its fields, or beside them where it cannot be sent."""
    task = user_tasks.get(db(), task_id, by=me())
    return _page(task, fault, raw=fields.raw(request.form))


@pages.post("")
@answered_by(again)
def complete(task_id: int) -> ResponseReturnValue:
    done = user_tasks.complete(
        db(), task_id, fields.raw(request.form), by=me(), fingerprint=request.form.get("fingerprint")
    )
    if done.next_task_id is None:
        return redirect(url_for("task.receipt", task_id=task_id))
    flash(_('"%(task)s" is done. This is your next task in the case.', task=done.task_name), "ok")
    return redirect(url_for("task.show", task_id=done.next_task_id))


@pages.get("/kvittering")
def receipt(task_id: int) -> str:
    """Who has the ball now, and until when."""
    task = user_tasks.get(db(), task_id, by=me())
    if task.state == "open":
        raise NotFound("This task has not been done yet")
    case = cases.get(db(), task.case_number, by=me())
    return render_template(
        "receipt.html", here="inbox", task=task, case=case, mine=any(b.mine for b in case.ball)
    )


@pages.post("/kladde")
@answered_by(again)
def draft(task_id: int) -> ResponseReturnValue:
    user_tasks.save_draft(db(), task_id, fields.raw(request.form), by=me())
    if request.accept_mimetypes.best == "application/json":
        return jsonify(saved=True)
    flash(_("The draft is saved. Only you can see it."), "ok")
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/tag")
@answered_by(again)
def claim(task_id: int) -> ResponseReturnValue:
    user_tasks.claim(db(), task_id, by=me())
    flash(_("You have taken the task."), "ok")
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/giv-tilbage")
@answered_by(again)
def unclaim(task_id: int) -> ResponseReturnValue:
    user_tasks.unclaim(db(), task_id, by=me())
    flash(_("You have given the task back to your colleagues in the role."), "ok")
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/overdrag")
@answered_by(again)
def assign(task_id: int) -> ResponseReturnValue:
    person = request.form.get("person", type=int)
    if person is None:
        raise Invalid("Choose somebody who has the role")
    user_tasks.assign(db(), task_id, person, by=me())
    flash(_("The task has been handed over."), "ok")
    return redirect(url_for("inbox.show"))
