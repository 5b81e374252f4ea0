"""Moving running cases to another version: what it means for them, asking for it, and how it goes. And the question to
the parties of a case, where its process wants them asked first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import deployments, migrating
from engine.cases.listing import find
from engine.editing import differences, drafts, owners
from engine.editing.differences import DRAFT
from engine.errors import Conflict, Fault, Invalid, Message, NotFound
from web.auth import db, me
from web.i18n import gettext as _
from web.pages import compare
from web.refusals import answered_by

pages = Blueprint("migrations", __name__)
FIELD, END = "m.", "-"  # a field of the mapping, and its value for: end what is active there
MANY = 2000  # running cases that are rehearsed unasked: a quarter of a second for a thousand


@pages.get("/processer/<process_id>/flyt")
def show(process_id: str, fault: Fault | None = None) -> str:
    owners.require(db(), process_id, me())
    versions = deployments.versions(db(), process_id, by=me())
    given = request.form if request.method == "POST" else request.args
    draft = drafts.contents(db(), process_id, me()) if given.get("til") == DRAFT else None
    version = _number(given.get("til")) or versions[0].version
    mapping = _mapping(given)
    found = migrating.rehearse(db(), process_id, draft, me(), mapping, version=version)
    bare = migrating.rehearse(db(), process_id, draft, me(), version=version) if mapping else found
    return render_template(
        "migration.html",
        here="processes",
        process_id=process_id,
        name=versions[0].name,
        versions=versions,
        target=DRAFT if draft else version,
        found=found,
        needs=_needs(bare, found),
        mapping=mapping,
        chosen=given.to_dict(),
        ticked=set(given.getlist("sag")),
        earlier=migrating.earlier(db(), process_id, me()),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
    )


def again(fault: Fault, process_id: str, **_rest: object) -> str:
    """The rehearsal with what was chosen, and the reason why the move was refused."""
    return show(process_id, fault)


@pages.post("/processer/<process_id>/flyt")
@answered_by(again)
def ask(process_id: str) -> ResponseReturnValue:
    only = request.form.getlist("sag") if request.form.get("hvilke") == "nogle" else None
    if only == []:
        text = Message("Tick at least one case")
        raise Invalid(text.template, {"hvilke": text})
    made = migrating.request(
        db(),
        process_id,
        _number(request.form.get("til")),
        _mapping(request.form),
        request.form.get("reason", "").replace("\0", ""),
        me(),
        only=only,
    )
    return redirect(url_for("migrations.progress", process_id=process_id, migration_id=made))


@pages.get("/processer/<process_id>/flyt/<int:migration_id>")
def progress(process_id: str, migration_id: int) -> str:
    found = migrating.progress(db(), process_id, migration_id, me())
    name = deployments.versions(db(), process_id, by=me())[0].name
    return render_template(
        "migration_progress.html", here="processes", process_id=process_id, name=name, found=found
    )


def outlook(process_id: str, files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """What the draft's front page says of running cases; many are only counted until somebody asks."""
    count = migrating.count_running(db(), process_id)
    found = None
    if 0 < count <= MANY:
        try:
            found = migrating.rehearse(db(), process_id, files, me())
        except Invalid:  # the draft has errors, which the page names
            found = None
    return {"count": count, "found": found, "process_id": process_id}


# -- the parties' consent


@pages.get("/sager/<number>/ny-version")
def consent(number: str, fault: Fault | None = None) -> str:
    case = find(db(), number, me())
    asked = migrating.asked(db(), number, me())
    if asked is None:
        raise NotFound("The parties of this case are not asked about a new version")
    changes = differences.compare(db(), asked.process_id, me(), str(asked.before), str(asked.after))
    return render_template(
        "migration_consent.html",
        here="cases",
        case=case,
        asked=asked,
        compared=compare.compared(changes),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
        remark=request.form.get("remark", ""),
    )


def consent_again(fault: Fault, number: str, **_rest: object) -> str:
    """The question with what was written; where it is not asked any more, the reason itself says so."""
    if isinstance(fault, Conflict) and migrating.asked(db(), number, me()) is None:
        raise fault
    return consent(number, fault)


@pages.post("/sager/<number>/ny-version")
@answered_by(consent_again)
def answer(number: str) -> ResponseReturnValue:
    said = request.form.get("svar")
    if said not in ("ja", "nej"):
        text = Message("Choose yes or no")
        raise Invalid(text.template, {"svar": text})
    moves = migrating.answer(
        db(),
        number,
        _number(request.form.get("flytning")),
        request.form.get("part", ""),
        said == "ja",
        request.form.get("remark", "").replace("\0", ""),
        me(),
    )
    if said == "nej":
        flash(_("You have said no. The case stays on the version that it follows."), "ok")
    elif moves:
        flash(_("All have said yes. The case is moved to the new version now."), "ok")
    else:
        flash(_("You have said yes. The case is moved when the others have too."), "ok")
    return redirect(url_for("case.show", number=number))


def _number(text: str | None) -> int:
    """A number that somebody sent; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _mapping(given: Any) -> dict[str, str | None]:
    """What the selects say: element or flow id -> the id to go to, or None for: it ends there."""
    return {
        name.removeprefix(FIELD): None if value == END else value
        for name, value in given.items()
        if name.startswith(FIELD) and value
    }


def _needs(bare: migrating.Rehearsal, found: migrating.Rehearsal) -> list[migrating.Need]:
    """What must be said, what has been said among it: without the mapping it would still be asked."""
    known = {need.lost.id: need for need in bare.needs}
    return list(({need.lost.id: need for need in found.needs} | known).values())
