"""What the people of a case say to each other: all of it on a page of its own, and the forms that write it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import comments
from engine.errors import Fault, Invalid
from web.auth import db, me
from web.i18n import gettext as _
from web.links import linked
from web.refusals import answered_by

pages = Blueprint("comments", __name__, url_prefix="/sager/<number>/kommentarer")
pages.add_app_template_filter(linked)
CHOICES = {"all": False, "own": True}


@pages.get("")
def show(number: str, fault: Fault | None = None) -> str:
    asked = request.form if fault else request.args
    about = {"task_id": asked.get("opgave", type=_id), "document_id": asked.get("dokument", type=_id)}
    page = request.args.get("side", 1, type=int)
    talk = comments.listing(db(), number, me(), **about, page=page)
    wrong = fault.fields if isinstance(fault, Invalid) else {}
    kept = {name: key for name, key in (("opgave", talk.task_id), ("dokument", talk.document_id)) if key}
    return render_template(
        "comments_page.html",
        here="cases",
        talk=talk,
        size=comments.PAGE,
        limit=comments.LIMIT,
        typed=request.form if fault else {},
        told=request.form.getlist("mention", type=int),
        wrong=wrong,
        errors=[(f"comment-{field}", message) for field, message in wrong.items()],
        problem=fault and fault.message,
        address=lambda side: url_for("comments.show", number=number, side=side, **kept),
    )


def again(fault: Fault, number: str, **_rest: object) -> str:
    """The comments as they stand, with what was typed and why it could not be taken."""
    return show(number, fault)


@pages.post("", endpoint="write")
@answered_by(again)
def write(number: str) -> ResponseReturnValue:
    task_id = request.form.get("opgave", type=_id)
    document_id = request.form.get("dokument", type=_id)
    comments.write(
        db(),
        number,
        request.form.get("text", ""),
        me(),
        private=CHOICES.get(request.form.get("visible", "")),
        mentions=request.form.getlist("mention", type=int),
        task_id=task_id,
        document_id=document_id,
    )
    flash(_("The comment has been added."), "ok")
    return redirect(_back(number, task_id, document_id))


@pages.post("/<int:comment_id>/slet", endpoint="delete")
@answered_by(again)
def delete(number: str, comment_id: int) -> ResponseReturnValue:
    comments.delete(db(), number, comment_id, me())
    flash(_("The comment has been deleted."), "ok")
    return redirect(
        _back(number, request.form.get("opgave", type=_id), request.form.get("dokument", type=_id))
    )


def _back(number: str, task_id: int | None, document_id: int | None) -> str:
    """The place that the comment was written at."""
    if task_id is not None:
        return url_for("task.show", task_id=task_id, _anchor="comments-h")
    if document_id is not None:
        return url_for("documents.read", number=number, document_id=document_id, _anchor="comments-h")
    return url_for("comments.show", number=number)


def _id(text: str) -> int:
    """The id of something; what cannot be one is the id of nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
