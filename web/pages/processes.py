"""The processes: what is published, in which versions, and publishing for those who may."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from engine import bpmn, deployments
from engine.editing import drafts, owners, starting_point
from engine.errors import Fault, Invalid, NotFound
from engine.parties import casting
from web.auth import db, me
from web.i18n import gettext as _
from web.refusals import answered_by
from web.security import DOWNLOAD

pages = Blueprint("processes", __name__, url_prefix="/processer")
# what a step is to a person: waiting points and gateways are only in the drawing
STEPS = frozenset({"userTask", "subProcess", "callActivity", "adHocSubProcess"})


@pages.get("")
def show(fault: Fault | None = None) -> str:
    return render_template(
        "processes.html",
        here="processes",
        processes=deployments.listing(db(), by=me()),
        problem=fault and fault.message,
        problems=getattr(fault, "problems", []),
        actor=me(),
        drafts=drafts.open_drafts(db(), me()),
        may_begin=owners.may_begin(db(), me()),
    )


@pages.post("", endpoint="deploy")
@answered_by(lambda fault: show(fault))
def publish() -> ResponseReturnValue:
    files = {
        secure_filename(file.filename): file.read()
        for file in request.files.getlist("files")
        if file.filename
    }
    if not files:
        raise Invalid("Choose at least one file")
    done = [item for item in deployments.deploy(db(), files, by=me()) if item.version]
    if done:
        flash(_("Published: %(names)s.", names=[f"{item.name} ({item.version})" for item in done]), "ok")
    else:
        flash(_("Nothing had changed, so nothing was published."), "info")
    return redirect(url_for("processes.show"))


@pages.get("/ny")
def new(fault: Fault | None = None) -> str:
    """The form for a process that is new."""
    if not owners.may_begin(db(), me()):
        raise NotFound("There is no such process, or you do not edit it")
    return render_template(
        "process_new.html",
        here="processes",
        name=request.form.get("name", ""),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
    )


@pages.post("/ny")
@answered_by(lambda fault: new(fault))
def begin() -> ResponseReturnValue:
    """A draft with a small process that works, to go on from."""
    name = " ".join(request.form.get("name", "").split())
    process_id = starting_point.slug(name)
    drafts.make(db(), process_id, name, starting_point.files(process_id, name), me())
    flash(_("The process is begun: a proposal that both parties approve. Make it yours."), "ok")
    return redirect(url_for("drafts.show", process_id=process_id))


@pages.get("/<process_id>")
def one(process_id: str, fault: Fault | None = None) -> str:
    versions = deployments.versions(db(), process_id, by=me())
    chosen = _version(versions, request.args.get("version", type=int))
    process = deployments.definition(db(), chosen.id).process
    return render_template(
        "process.html",
        here="processes",
        process=process,
        chosen=chosen,
        versions=versions,
        steps=_steps(process.elements.values(), None, casting.role_names(db(), me().locale)),
        may_start=any(choice.process_id == process_id for choice in deployments.startable(db(), by=me())),
        editing=_editing(process_id),
        problem=fault and fault.message,
    )


def _editing(process_id: str) -> dict[str, Any] | None:
    """The draft and the owners of a process, for those who edit it."""
    if not owners.may_edit(db(), process_id, me()):
        return None
    return {
        "draft": drafts.find(db(), process_id, me()),
        "owners": owners.listing(db(), process_id, me()),
        "candidates": owners.candidates(db(), process_id, me()),
    }


@pages.get("/<process_id>/<int:version>.bpmn")
def drawing(process_id: str, version: int) -> Response:
    chosen = _version(deployments.versions(db(), process_id, by=me()), version)
    return Response(chosen.xml, mimetype="application/xml", headers=DOWNLOAD)


def _version(versions: list[Any], number: int | None) -> Any:
    """The version with this number, else the newest. Raises NotFound."""
    if number is None:
        return versions[0]
    for row in versions:
        if row.version == number:
            return row
    raise NotFound("There is no such version")


def _steps(
    elements: Iterable[bpmn.Element], parent: str | None, roles: dict[str, str]
) -> list[dict[str, Any]]:
    """The steps inside ``parent``: name, who, and the steps inside."""
    elements = list(elements)
    return [
        {
            "name": element.name or element.id,
            "who": roles.get(element.roles or "") if element.kind == "userTask" else None,
            "children": _steps(elements, element.id, roles),
        }
        for element in sorted(elements, key=lambda e: e.by_event)  # what may happen at any time comes last
        if element.parent == parent and element.kind in STEPS
    ]
