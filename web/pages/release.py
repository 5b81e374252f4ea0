"""Show the other parties something that was private: first what they would read, then the act itself."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import releases
from engine.errors import Fault, Invalid, Message
from web.auth import db, me
from web.i18n import gettext as _
from web.refusals import answered_by

KINDS = {"opgave": "task", "dokument": "document", "kommentar": "comment", "fil": "attachment"}
pages = Blueprint("release", __name__, url_prefix=f"/frigiv/<any({', '.join(KINDS)}):kind>/<int:object_id>")


@pages.get("")
def ask(kind: str, object_id: int, fault: Fault | None = None) -> str:
    preview = releases.preview(db(), KINDS[kind], object_id, by=me())
    return render_template(
        "release.html",
        here="cases",
        thing=preview,
        kind=kind,
        back=_back(preview),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
    )


def again(fault: Fault, kind: str, object_id: int) -> str:
    """The same page with the reason why it was refused; where there is no such page any more, its error."""
    return ask(kind, object_id, fault)


@pages.post("")
@answered_by(again)
def do(kind: str, object_id: int) -> ResponseReturnValue:
    preview = releases.preview(db(), KINDS[kind], object_id, by=me())
    if "sure" not in request.form:
        text = Message("Tick that you are sure")
        raise Invalid(text.template, {"sure": text})
    releases.release(db(), KINDS[kind], object_id, by=me())
    flash(_("The other parties can read it now."), "ok")
    return redirect(_back(preview))


def _back(preview: releases.Preview) -> str:
    if preview.kind == "task":
        return url_for("task.show", task_id=preview.id)
    anchor = f"dok-{preview.id}" if preview.kind == "document" else None
    return url_for("case.show", number=preview.case_number, _anchor=anchor)
