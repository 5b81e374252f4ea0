"""The files of a process as a zip: to take away, and to bring back into the draft after a look at what it changes."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.editing import archive, drafts, importing, owners, versions
from engine.errors import Fault, Invalid, Message
from web.auth import db, me
from web.i18n import gettext as _
from web.pages.compare import compared
from web.refusals import answered_by
from web.security import DOWNLOAD

pages = Blueprint("zip", __name__, url_prefix="/processer/<process_id>")
# The zip that was looked at comes back in a field of the page, as text: nothing of it is kept before it is taken.
FIELD_LIMIT = archive.ZIP_LIMIT * 4 // 3 + 1024
BODY_LIMIT = FIELD_LIMIT + 100_000


@pages.url_value_preprocessor
def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let somebody who is logged in send a zip. Comes before anything looks at the form."""
    if endpoint in ("zip.look", "zip.take") and current_user.is_authenticated:
        request.max_content_length = BODY_LIMIT
        request.max_form_memory_size = FIELD_LIMIT


@pages.get("/<int:version>.zip")
def version(process_id: str, version: int) -> Response:
    owners.require(db(), process_id, me())
    row = versions.find(db(), process_id, version)
    return _handed_out(versions.files(db(), row.id), f"{process_id}-{version}.zip")


@pages.get("/kladde.zip")
def draft(process_id: str) -> Response:
    return _handed_out(drafts.contents(db(), process_id, me()), f"{process_id}-kladde.zip")


def _handed_out(files: dict[str, bytes], name: str) -> Response:
    answer = Response(archive.export(files), mimetype="application/zip", headers=DOWNLOAD)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@pages.get("/kladde/zip")
def show(process_id: str, fault: Fault | None = None) -> str:
    return render_template(
        "zip.html",
        here="processes",
        draft=drafts.get(db(), process_id, me()),
        limit=archive.ZIP_LIMIT // 1_000_000,
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
    )


def again(fault: Fault, process_id: str) -> str:
    return show(process_id, fault)


@pages.post("/kladde/zip")
@answered_by(again)
def look(process_id: str) -> str:
    """What the zip would change. Nothing is changed yet."""
    file = request.files.get("zip")
    content = file.read() if file else b""
    if not content:
        text = Message("Choose a zip file")
        raise Invalid(text.template, {"zip": text})
    seen = importing.preview(db(), process_id, archive.unpack(content, process_id), me())
    return render_template(
        "zip_look.html",
        here="processes",
        draft=drafts.get(db(), process_id, me()),
        seen=seen,
        content=base64.b64encode(content).decode(),
        compared=compared(seen.differences),
    )


@pages.post("/kladde/zip/tag")
@answered_by(again)
def take(process_id: str) -> ResponseReturnValue:
    """Put the files of the zip into the draft. What comes back is checked as if it were new."""
    try:
        content = base64.b64decode(request.form.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("This is not a zip file that can be read") from None
    sent = archive.unpack(content, process_id)
    revision = request.form.get("revision", 0, type=int)
    count = importing.take(db(), process_id, sent, me(), revision=revision)
    flash(
        _("1 file was put into the draft.")
        if count == 1
        else _("%(count)s files were put into the draft.", count=count),
        "ok",
    )
    return redirect(url_for("drafts.show", process_id=process_id))
