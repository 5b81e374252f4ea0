"""Files that people add to a case or a task: sent with a plain form, handed out to those who may see them."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from babel.numbers import format_decimal
from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine import attachments, files
from engine.errors import Fault, Message
from web import refusals
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import locale
from web.pages import documents, task
from web.refusals import answered_by

pages = Blueprint("attachments", __name__, url_prefix="/sager/<number>/bilag")


@pages.url_value_preprocessor
def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let somebody who is logged in send more here than a form may hold: twice the largest file. What is larger is
    refused by its announced length, before any of it is read. Comes before anything looks at the form."""
    if endpoint != "attachments.add" or not current_user.is_authenticated:
        return
    most = 2 * int(current_app.config["UPLOAD_LIMIT"])
    if (request.content_length or 0) > most:
        room = {"limit": most // 2 // 1024**2, "most": most // 1024**2}
        told = "That is too much at once: at most %(limit)s MB for one file, and %(most)s MB together"
        abort(make_response(refusals.page(413, Message(told, room)), 413))
    request.max_content_length = most


@pages.app_template_filter("size")
def size(count: int) -> str:
    """ "1,4 MB" of a number of bytes."""
    language = "da" if locale() == "da" else "en_GB"
    for unit, step in (("MB", 1024**2), ("KB", 1024)):
        if count >= step:
            return f"{format_decimal(round(count / step, 1), locale=language)} {unit}"
    return f"{count} B"


def again(fault: Fault, number: str, **_rest: object) -> str:
    """The page that the file was sent from, with the reason why it was not taken."""
    task_id = request.form.get("task", type=int)
    return documents.show(number, fault) if task_id is None else task.show(task_id, fault)


@pages.post("")
@answered_by(again)
def add(number: str) -> ResponseReturnValue:
    sent = [
        attachments.Upload(file.filename, cast(BinaryIO, file.stream))
        for file in request.files.getlist("files")
        if file.filename
    ]
    task_id = request.form.get("task", type=int)
    made = attachments.add(
        db(),
        number,
        sent,
        me(),
        task_id=task_id,
        private={"own": True, "all": False}.get(request.form.get("who", "")),
        limit=current_app.config["UPLOAD_LIMIT"],
    )
    flash(_("The file has been attached.") if len(made) == 1 else _("The files have been attached."), "ok")
    if task_id is not None:
        return redirect(url_for("task.show", task_id=task_id, _anchor="attached"))
    return redirect(url_for("documents.show", number=number, _anchor="attached"))


@pages.get("/<int:attachment_id>")
def fetch(number: str, attachment_id: int) -> Response:
    """The file itself, to keep: no browser shows it as a page of this site."""
    found = attachments.get(db(), number, attachment_id, me())
    return send_file(
        files.find(db(), found.sha256).open("rb"),
        found.media_type,
        as_attachment=True,
        download_name=found.name,
        etag=found.sha256,
    )


@pages.post("/<int:attachment_id>/fjern")
@answered_by(again)
def remove(number: str, attachment_id: int) -> ResponseReturnValue:
    attachments.remove(db(), number, attachment_id, me())
    flash(_("The file has been removed."), "ok")
    return redirect(url_for("documents.show", number=number, _anchor="attached"))
