"""One task: read it, fill it in, keep a draft, pass it on, complete it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import attachments, cases, comments, deadlines, releases, user_tasks
from engine.errors import Fault, Invalid, NotFound
from engine.forms import FieldView
from engine.user_tasks import TaskView
from web import fields
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import locale
from web.refusals import answered_by

OF_THE_PAGE = ("csrf_token", "fingerprint")  # in its form, and nothing that anybody typed

pages = Blueprint("task", __name__, url_prefix="/opgaver/<int:task_id>")


@pages.get("")
def show(task_id: int, fault: Fault | None = None) -> str:
    return _page(user_tasks.get(db(), task_id, by=me()), fault)


def again(fault: Fault, task_id: int) -> str:
    """The task after a refusal: with what was typed in its fields, or beside them where it cannot be sent."""
    return _page(user_tasks.get(db(), task_id, by=me()), fault, fields.raw_from(request.form))


@pages.post("")
@answered_by(again)
def complete(task_id: int) -> ResponseReturnValue:
    change = fields.change(request.form)
    if change:
        return _page(user_tasks.get(db(), task_id, by=me()), typed=change.typed, focus=change.focus)
    done = user_tasks.complete(
        db(), task_id, fields.raw_from(request.form), by=me(), fingerprint=request.form.get("fingerprint")
    )
    if done.next_task_id is None:
        return redirect(url_for("task.receipt", task_id=task_id))
    flash(_('"%(task)s" is done. This is your next task in the case.', task=done.task_name), "ok")
    return redirect(url_for("task.show", task_id=done.next_task_id))


@pages.get("/kvittering")
def receipt(task_id: int) -> str:
    """Who has the ball now, and until when."""
    task = user_tasks.get(db(), task_id, by=me())
    if task.state != "completed":
        raise NotFound("This task has not been done yet")
    case = cases.get(db(), task.case_number, by=me())
    return render_template(
        "receipt.html", here="inbox", task=task, case=case, mine=any(b.mine for b in case.ball)
    )


@pages.post("/kladde")
@answered_by(again)
def draft(task_id: int) -> ResponseReturnValue:
    typed = fields.raw_from(request.form)
    for name in OF_THE_PAGE:
        typed.pop(name, None)
    mark = user_tasks.save_draft(db(), task_id, typed, by=me(), mark=request.form.get("_draft"))
    if request.accept_mimetypes.best == "application/json":
        return jsonify(mark=mark)
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


def _page(
    task: TaskView, fault: Fault | None = None, typed: dict[str, Any] | None = None, focus: str = ""
) -> str:
    case = cases.get(db(), task.case_number, by=me())
    view = None
    if task.form:
        view = task.form.view(
            task.values,
            task.context,
            locale=locale(),
            typed=task.draft if typed is None else typed,
            errors=fault.fields if isinstance(fault, Invalid) else {},
            focus=focus,
            now=db().now,
        )
    return render_template(
        "task.html",
        here="inbox",
        task=task,
        case=case,
        me_id=me().person_id,
        mine=task.assignee_id == me().person_id,
        help=[part.strip() for part in (task.documentation or "").split("\n\n") if part.strip()],
        form=view if task.may_complete else None,
        errors=view.errors if view else (),
        written=_read_only(task),
        private=releases.of_case(db(), case.id, me()) if task.is_private else [],
        problem=fault and fault.message,
        talk=comments.listing(db(), task.case_number, me(), task_id=task.id),
        attached=attachments.of_task(db(), task.id, me()),
        due=deadlines.of_task(db(), task.id, me()),
        handover=cases.note_on(db(), task.id, me()),
        kept=list(_written(view.fields)) if typed and view and not task.may_complete else [],
    )


def _read_only(task: TaskView) -> list[dict[str, Any]]:
    """What stands in the form so far, for those who may read it and not fill it in."""
    if task.may_complete or task.form is None:
        return []
    answers = task.form.fields_for_document(
        task.values, task.context, locale=locale(), now=db().now, own=task.own_side
    )
    return [answer for answer in answers if answer["value"]]


def _written(parts: tuple[FieldView, ...]) -> Iterator[tuple[str, str]]:
    """(label, text) of every field that something was typed or chosen in, rows and groups included."""
    for part in parts:
        chosen = [option.label for option in part.options if option.chosen]
        text = ", ".join(chosen) if part.options else part.value
        if text.strip() and part.path:
            yield part.label, text
        yield from _written(part.fields)
        for row in part.rows:
            yield from _written(row.fields)
