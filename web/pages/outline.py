"""A draft as a list of steps and tasks: changed without the diagram, which is written all the same."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import outline
from engine.deployments import party_kinds
from engine.editing import drafts
from engine.errors import Fault, Invalid, Message
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import sentence
from web.pages import outline_fields as fields
from web.refusals import answered_by

pages = Blueprint("outline", __name__, url_prefix="/processer/<process_id>/kladde/trin")
STEP, TASK = "trin", "opgave"


def _list(process_id: str, fault: Fault | None = None) -> str:
    found = outline.opened(db(), process_id, me())
    return render_template(
        "outline.html",
        here="processes",
        draft=found.draft,
        revision=found.revision,
        process=found.process,
        rows=outline.rows(found.document),
        last_place=outline.last_place(found.process, None),
        who=fields.roles(db(), me()),
        parties=fields.party_names(found.process),
        may_undo=outline.may_undo(db(), found, me()),
        problem=fault and fault.message,
        errors=[],
        kept=fields.typed(request.form) if fault else [],
    )


def again(fault: Fault, process_id: str, **_rest: object) -> str:
    """The list as it stands now, with the reason why a change was refused."""
    return _list(process_id, fault)


def _again_at(fault: Fault, process_id: str, element_id: str) -> str:
    """The page of the task with what was typed; where it has changed meanwhile, the list."""
    return (
        again(fault, process_id) if isinstance(fault, drafts.Stale) else _edit(process_id, element_id, fault)
    )


def _again_new(fault: Fault, process_id: str) -> str:
    return again(fault, process_id) if isinstance(fault, drafts.Stale) else _new(process_id, fault)


def _again_whole(fault: Fault, process_id: str) -> str:
    return again(fault, process_id) if isinstance(fault, drafts.Stale) else _whole(process_id, fault)


@pages.get("")
def show(process_id: str) -> str:
    return _list(process_id)


@pages.get("/proces")
def whole(process_id: str) -> str:
    return _whole(process_id)


@pages.post("/proces")
@answered_by(_again_whole)
def save_whole(process_id: str) -> ResponseReturnValue:
    """The process itself: its name, what it is for, and who takes part."""
    parties = fields.kinds_sent(request.form)
    name, text = request.form.get("name", ""), request.form.get("help", "")
    outline.change(
        db(),
        process_id,
        me(),
        _revision(),
        lambda document: outline.change_process(document, name, text, parties),
    )
    flash(_("Saved."), "ok")
    return redirect(url_for("outline.show", process_id=process_id))


@pages.get("/<element_id>/ret")
def edit(process_id: str, element_id: str) -> str:
    return _edit(process_id, element_id)


@pages.post("/<element_id>/ret")
@answered_by(_again_at)
def save(process_id: str, element_id: str) -> ResponseReturnValue:
    """Rename a step, or change all that a task says."""
    before = outline.opened(db(), process_id, me())
    element = outline.element(before.process, element_id)
    offered = fields.offered(db(), process_id, before.process, element, me())
    old = outline.settings(element)
    new = fields.settings(request.form, offered, old)

    def change(document: outline.Document) -> None:
        if element.kind == "userTask":
            outline.set_task(document, element_id, old, new, offered.dates)
        else:
            outline.rename(document, element_id, new.name)

    revision = _revision()
    if new.form == fields.NEW:
        new = fields.with_form(new, _new_form(process_id, new.name, element_id))
    outline.change(db(), process_id, me(), revision, change)
    flash(_("Saved."), "ok")
    return _back(process_id, element_id)


@pages.post("/flyt")
@answered_by(again)
def move(process_id: str) -> ResponseReturnValue:
    """Move one place (``move``: "up element" or "down element"), or ``element`` to the ``place`` of a flow."""
    direction, _space, element_id = request.form.get("move", "").partition(" ")
    element_id = element_id or request.form.get("element", "")
    found = outline.opened(db(), process_id, me())
    element = outline.element(found.process, element_id)
    if direction in ("up", "down"):
        find = outline.up if direction == "up" else outline.down
        place = find(found.process, element_id)
    else:
        place = outline.place(found.process, request.form.get("place", "")).id

    def change(document: outline.Document) -> None:
        outline.move(document, element_id, place)

    _result, before, after = outline.change(db(), process_id, me(), _revision(), change)
    flash(_("“%(name)s” has been moved.", name=outline.name(element)), "ok")
    for warning in outline.of_moving(before.document, after.document, element_id, after.forms):
        flash(sentence(warning), "warn")
    return _back(process_id, element_id)


@pages.get("/<element_id>/udelad")
def ask(process_id: str, element_id: str) -> str:
    return _ask(process_id, element_id)


@pages.post("/<element_id>/udelad")
@answered_by(again)
def leave_out(process_id: str, element_id: str) -> ResponseReturnValue:
    found = outline.opened(db(), process_id, me())
    element = outline.element(found.process, element_id)
    outline.change(
        db(), process_id, me(), _revision(), lambda document: outline.leave_out(document, element_id)
    )
    flash(_("“%(name)s” has been left out.", name=outline.name(element)), "ok")
    return redirect(url_for("outline.show", process_id=process_id))


@pages.get("/ny")
def new(process_id: str) -> str:
    return _new(process_id)


@pages.post("/ny")
@answered_by(_again_new)
def add(process_id: str) -> ResponseReturnValue:
    """A new task, or a new step with its first task."""
    before = outline.opened(db(), process_id, me())
    place = outline.place(before.process, request.form.get("place", "")).id
    offered = fields.offered(db(), process_id, before.process, None, me())
    new = fields.settings(request.form, offered, None)
    is_step = request.form.get("kind") == STEP
    step_name = request.form.get("step", "") if is_step else ""
    if new.form == fields.NEW:
        new = fields.with_form(new, _new_form(process_id, new.name, f"{process_id}-{fields.slug(new.name)}"))

    def change(document: outline.Document) -> str:
        if is_step:
            shown, task = outline.add_step(document, place, step_name, new.name)
        else:
            shown = task = outline.add_task(document, place, new.name)
        outline.set_task(document, task, outline.fresh(new.name), new, offered.dates)
        return shown

    shown, _before, _after = outline.change(db(), process_id, me(), _revision(), change)
    flash(_("“%(name)s” is in the list.", name=step_name or new.name), "ok")
    return _back(process_id, shown)


@pages.post("/fortryd")
@answered_by(again)
def undo(process_id: str) -> ResponseReturnValue:
    outline.undo(db(), process_id, me(), _revision())
    flash(_("Your last change of the diagram has been undone."), "ok")
    return redirect(url_for("outline.show", process_id=process_id))


def _edit(process_id: str, element_id: str, fault: Fault | None = None) -> str:
    found = outline.opened(db(), process_id, me())
    element = outline.element(found.process, element_id)
    return render_template(
        "outline_edit.html",
        here="processes",
        draft=found.draft,
        revision=found.revision,
        element=element,
        settings=outline.settings(element),
        offered=fields.offered(db(), process_id, found.process, element, me()),
        fixed=outline.why_fixed(found.document, element),
        places=[
            p
            for p in outline.places(found.process, everywhere=True)
            if not _is_here(found.process, p, element_id)
        ],
        warnings=outline.of_leaving_out(found.document, element_id, found.forms),
        form_file=f"{element.form_id}.form" if element.form_id in found.forms else None,
        typed=request.form if fault else None,
        **_why(fault),
    )


def _whole(process_id: str, fault: Fault | None = None) -> str:
    found = outline.opened(db(), process_id, me())
    parties = request.form.getlist("party") if fault else party_kinds(found.process)
    return render_template(
        "outline_process.html",
        here="processes",
        draft=found.draft,
        revision=found.revision,
        process=found.process,
        kinds=fields.kinds_known(found.process),
        chosen=[*parties, *[""] * (1 + max(0, 2 - len(parties)))][: fields.MOST_PARTIES],
        typed=request.form if fault else None,
        **_why(fault),
    )


def _ask(process_id: str, element_id: str) -> str:
    found = outline.opened(db(), process_id, me())
    element = outline.element(found.process, element_id)
    return render_template(
        "outline_leave_out.html",
        here="processes",
        draft=found.draft,
        revision=found.revision,
        element=element,
        fixed=outline.why_fixed(found.document, element),
        warnings=outline.of_leaving_out(found.document, element_id, found.forms),
    )


def _new(process_id: str, fault: Fault | None = None) -> str:
    found = outline.opened(db(), process_id, me())
    kind = (request.form if fault else request.args).get("kind", TASK)
    place = (request.form if fault else request.args).get("place", "")
    flow = found.process.flows.get(place)
    scope = flow.parent if flow else None
    return render_template(
        "outline_new.html",
        here="processes",
        draft=found.draft,
        revision=found.revision,
        kind=STEP if kind == STEP else TASK,
        place=place,
        places=outline.places(found.process, scope),
        step=found.process.elements[scope].name if scope else "",
        offered=fields.offered(db(), process_id, found.process, None, me()),
        typed=request.form if fault else None,
        **_why(fault),
    )


def _why(fault: Fault | None) -> dict[str, Any]:
    return {
        "problem": fault and fault.message,
        "errors": list(fault.fields.items()) if isinstance(fault, Invalid) else [],
    }


def _is_here(process: Any, place: outline.Place, element_id: str) -> bool:
    """Places at and inside the element itself are no places for it."""
    flow = process.flows[place.flow]
    return element_id in (flow.source, flow.target) or flow.parent in outline.family(process, element_id)


def _new_form(process_id: str, title: str, wish: str) -> str:
    return outline.new_form(db(), process_id, me(), title, wish)


def _revision() -> int:
    """The revision of the diagram that the page showed. Raises Invalid."""
    shown = request.form.get("revision", type=int)
    if shown is None:
        raise Invalid("The page has expired", {"revision": Message("The page has expired")})
    return shown


def _back(process_id: str, element_id: str) -> ResponseReturnValue:
    return redirect(url_for("outline.show", process_id=process_id, _anchor=f"at-{element_id}"))
