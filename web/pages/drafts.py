"""The draft of a process: what is in it, what is wrong with it, and publishing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine import deployments
from engine.editing import checking, drafts, publishing, starters, starting_point
from engine.editing.uses import uses
from engine.errors import Fault, Invalid, Message
from web import formats, i18n
from web.auth import db, me
from web.i18n import gettext as _
from web.pages import migrations, scenarios
from web.refusals import answered_by
from web.security import DOWNLOAD

pages = Blueprint("drafts", __name__, url_prefix="/processer/<process_id>/kladde")
# a file as JSON text is longer than it is
BODY_LIMIT = 2 * deployments.LIMIT


@pages.url_value_preprocessor
def make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let somebody who is logged in send a whole diagram here. Comes before anything looks at the form."""
    if current_user.is_authenticated:
        request.max_content_length = request.max_form_memory_size = BODY_LIMIT


@pages.get("")
def show(process_id: str, fault: Fault | None = None) -> str:
    draft = drafts.get(db(), process_id, me())
    files = drafts.contents(db(), process_id, me())
    return render_template(
        "draft.html",
        here="processes",
        draft=draft,
        uses=uses(process_id, files),
        running=migrations.outlook(process_id, files),
        tests=scenarios.standing_of(process_id, files),
        problems=checking.check(db(), process_id, me()),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
        faults=getattr(fault, "problems", []),
        note=request.form.get("note", ""),
    )


def again(fault: Fault, process_id: str, **_rest: object) -> str:
    """The draft as it stands, with the reason why a command was refused."""
    return show(process_id, fault)


@pages.post("")
def begin(process_id: str) -> ResponseReturnValue:
    """Go on with the draft, or begin one."""
    drafts.begin(db(), process_id, me())
    return redirect(url_for("drafts.show", process_id=process_id))


@pages.post("/udgiv")
@answered_by(again)
def publish(process_id: str) -> ResponseReturnValue:
    revision = request.form.get("revision", 0, type=int)
    done = publishing.publish(db(), process_id, request.form.get("note", ""), me(), revision=revision)
    names = [f"{item.name} ({item.version})" for item in done if item.kind == "process" and item.version]
    flash(_("Published: %(names)s.", names=names), "ok")
    return redirect(url_for("processes.one", process_id=process_id))


@pages.post("/forny")
@answered_by(again)
def renew(process_id: str) -> ResponseReturnValue:
    drafts.renew(db(), process_id, me())
    flash(
        _("The draft now begins where the newest version stands. What you had changed is still in it."), "ok"
    )
    return redirect(url_for("drafts.show", process_id=process_id))


@pages.post("/smid-vaek")
@answered_by(again)
def discard(process_id: str) -> ResponseReturnValue:
    if "sure" not in request.form:
        text = Message("Tick that you are sure")
        raise Invalid(text.template, {"sure": text})
    drafts.discard(db(), process_id, me())
    flash(_("The draft has been thrown away."), "ok")
    if any(row.process_id == process_id for row in deployments.listing(db(), me())):
        return redirect(url_for("processes.one", process_id=process_id))
    return redirect(url_for("processes.show"))


@pages.post("/ny-fil")
@answered_by(again)
def add(process_id: str) -> ResponseReturnValue:
    """A new form or decision, ready to be edited."""
    title, kind = request.form.get("name", "").strip(), request.form.get("kind", "form")
    make, suffix = (starters.table, ".dmn") if kind == "dmn" else (starters.form, ".form")
    file_id = starting_point.slug(title)
    if any(file.name == file_id + suffix for file in drafts.get(db(), process_id, me()).files):
        text = Message("There is already a file called %(name)s in the draft", {"name": file_id + suffix})
        raise Invalid(text.template, {"name": text}, **text.params)
    drafts.save(db(), process_id, file_id + suffix, make(file_id, title), None, me())
    flash(_("%(name)s is in the draft. Open it to give it its content.", name=title), "ok")
    return redirect(url_for("drafts.show", process_id=process_id))


@pages.post("/filer/<name>/fjern")
@answered_by(again)
def remove(process_id: str, name: str) -> ResponseReturnValue:
    drafts.remove(db(), process_id, name, me())
    flash(_("%(name)s is no longer in the draft.", name=name), "ok")
    return redirect(url_for("drafts.show", process_id=process_id))


# -- what the editors talk to


@pages.get("/filer/<name>")
def read(process_id: str, name: str) -> Response:
    """A file as it was saved, for scripts and for downloading: no browser shows it as a page of this site."""
    draft = drafts.get(db(), process_id, me())
    answer = Response(
        drafts.content(db(), process_id, name, me()), mimetype="application/octet-stream", headers=DOWNLOAD
    )
    answer.set_etag(str(next(file.revision for file in draft.files if file.name == name)))
    return answer


@pages.put("/filer/<name>")
def save(process_id: str, name: str) -> ResponseReturnValue:
    """Keep a file. ``If-Match`` names the revision it was changed in; without it the file is new."""
    try:
        revision = drafts.save(db(), process_id, name, request.get_data(), _begun_with(), me())
    except drafts.Stale as stale:
        who = {
            "who": stale.params["who"],
            "when": formats.moment(stale.params["when"], i18n.locale()),
            "revision": stale.revision,
        }
        return jsonify(who), 409
    return jsonify(revision=revision, others=drafts.seen(db(), process_id, name, me()))


def _begun_with() -> int | None:
    """The revision that If-Match names. Raises Invalid."""
    sent = request.headers.get("If-Match", "").strip('"')
    if not sent:
        return None
    if not (sent.isascii() and sent.isdigit()):
        raise Invalid("If-Match names no revision of the file")
    return int(sent[:18])


@pages.post("/filer/<name>/aaben")
def opened(process_id: str, name: str) -> Response:
    """Say that somebody has the file open, and ask who else has, and whether it was saved meanwhile."""
    others = drafts.seen(db(), process_id, name, me())
    draft = drafts.get(db(), process_id, me())
    revision = next(file.revision for file in draft.files if file.name == name)
    return jsonify(others=others, revision=revision)


@pages.post("/tjek")
def check(process_id: str) -> Response:
    """What is wrong with the draft, with some files as they are on the screen: {name: text}."""
    sent: Any = request.get_json(silent=True)
    if not isinstance(sent, dict) or not all(isinstance(text, str) for text in sent.values()):
        raise Invalid("Send the files as JSON: their names and their texts")
    found = checking.check(
        db(), process_id, me(), {name: text.encode(errors="replace") for name, text in sent.items()}
    )
    return jsonify(problems=[told(problem) for problem in found])


def told(problem: Any) -> dict[str, Any]:
    """A problem in the language of whoever reads it."""
    return {
        "severity": problem.severity,
        "file": problem.file,
        "element": problem.element,
        "line": problem.line,
        "text": i18n.sentence(problem),
    }
