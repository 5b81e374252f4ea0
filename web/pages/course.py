"""The live page of a case: where it stands and what it has been through; and for those who look after it, repair. Each
repair says first what will happen, and is done with a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import repair
from engine.cases.listing import find
from engine.errors import Fault, Invalid, NotFound
from engine.repair import variables
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import say
from web.pages import course_words
from web.refusals import answered_by
from web.security import DOWNLOAD, as_id

ACTS = {"flyt": "move", "tilbage": "back", "tilfoej": "add", "fjern": "remove", "spring": "skip"}
PAUSES = {"pause": repair.suspend, "fortsaet": repair.resume}
SHOWN_EVENTS = 1000
pages = Blueprint("course", __name__, url_prefix="/sager/<number>/forloeb")


@pages.get("")
def show(number: str) -> str:
    view = repair.live_view(db(), number, me(), _path())
    return render_template(
        "course.html",
        here="cases",
        view=view,
        span=course_words.span,
        state=course_words.state,
        name=course_words.name,
        standing=course_words.standing,
        wait=course_words.wait,
        acts=_acts(view),
        targets=view.stages,
        events=[(event, course_words.event(view.process, event)) for event in view.figures.events[-100:]][
            ::-1
        ],
        known=[word for word in view.scopes if word.variables],
    )


@pages.get("/diagram.bpmn")
def drawing(number: str) -> Response:
    view = repair.live_view(db(), number, me(), _path())
    return Response(view.xml, mimetype="application/xml", headers=DOWNLOAD)


@pages.get("/tal.json")
def figures(number: str) -> Response:
    """What the drawing shows: how it stands, how often and how long each step took, and what happened in order."""
    view = repair.live_view(db(), number, me(), _path())
    stands = {stage.id: stage for stage in view.stages}
    alive = view.status in ("active", "suspended")
    active = {key: len(found.begun) for key, found in view.figures.of.items() if found.begun and alive}
    return jsonify(
        done=[key for key, stage in stands.items() if stage.state == "done"],
        active=active,
        incidents=[key for key, stage in stands.items() if stage.state == "incident"],
        heat={
            key: {
                "times": found.times,
                "seconds": found.spent.total_seconds(),
                "said": course_words.heat(found),
            }
            for key, found in view.figures.of.items()
            if found.times
        },
        frames=[
            {"id": event.element_id, "kind": event.kind, "said": course_words.event(view.process, event)}
            for event in view.figures.events[-SHOWN_EVENTS:]
        ],
    )


def _acts(view: repair.LiveView) -> Any:
    """What can be tried with a place, as links: [(address, text)]."""

    def of(place: repair.Place) -> list[tuple[str, str]]:
        if not view.rights.structure or place.in_gate or place.standing.number is not None:
            return []
        words = [("flyt", _("Move to another step")), ("tilbage", _("Go back to an earlier step"))]
        if not place.is_gate:
            words.append(("spring", _("Skip")))
        if not place.before_gate:
            words.append(("fjern", _("End without going on")))
        return [
            (url_for("course.ask", number=view.number, repairing=act, sted=place.key), text)
            for act, text in words
        ]

    return of


@pages.get(f"/ret/<any({', '.join(ACTS)}):repairing>")
def ask(number: str, repairing: str, fault: Fault | None = None) -> str:
    return _asked(number, repairing, fault)


def again(fault: Fault, number: str, repairing: str) -> str:
    """The same page with the reason why it was refused."""
    return _asked(number, repairing, fault)


@pages.post(f"/ret/<any({', '.join(ACTS)}):repairing>")
@answered_by(again)
def do(number: str, repairing: str) -> ResponseReturnValue:
    asked = _question(repairing)
    repair.do(db(), number, asked, _text("reason"), _version(), me())
    flash(_("It is done. All parties can read why in the history."), "ok")
    return redirect(url_for("course.show", number=number))


def _asked(number: str, act: str, fault: Fault | None) -> str:
    """First where to, then what will happen."""
    view = repair.live_view(db(), number, me())
    repair.require_structure(db(), find(db(), number, me()), me())
    asked = _question(act)
    place = next((found for found in view.places if found.key == asked.key), None)
    if place is None and asked.act != "add":
        raise NotFound("That is not under way in the case any more")
    path = place.call_path if place is not None else ""
    shown = repair.live_view(db(), number, me(), path) if path else view
    effect, refused = None, None
    if asked.element or asked.act in ("remove", "skip"):
        try:
            effect = repair.preview(db(), number, asked, me())
        except NotFound:
            raise
        except Fault as why:
            refused = why
    problem = fault or refused
    fields = dict(fault.fields) if isinstance(fault, Invalid) else {}
    return render_template(
        "course_ask.html",
        here="cases",
        view=view,
        act=act,
        asked=asked,
        place=place,
        place_name=course_words.name(place.element.id, place.name, place.element.kind) if place else "",
        targets=_targets(shown, asked),
        effect=effect,
        words=course_words.effects(effect) if effect else [],
        problem=problem.message if problem and not fields else None,
        errors=list(fields.items()),
    )


def _targets(view: repair.LiveView, asked: repair.Asked) -> list[tuple[str, str]]:
    """The steps that may be chosen: [(id, name)]; for going back those that the case has been at."""
    if asked.act in ("remove", "skip"):
        return []
    been = {key for key, found in view.figures.of.items() if found.times}
    return [
        (stage.id, course_words.name(stage.id, stage.name, stage.kind))
        for stage in view.stages
        if asked.act != "back" or stage.id in been
    ]


@pages.get("/variabel")
def ask_variable(number: str, fault: Fault | None = None) -> str:
    row = find(db(), number, me())
    scope, found = variables.find_variable(db(), row, _query("omraade"), _query("navn"), me())
    if not found.may_correct:
        raise NotFound("There is no such information in the case, or it is not yours to see")
    fields = dict(fault.fields) if isinstance(fault, Invalid) else {}
    return render_template(
        "course_variable.html",
        here="cases",
        row=row,
        scope=scope,
        variable=found,
        kind=request.form.get("kind") or variables.kind_of(found.value),
        value=request.form.get("value", variables.as_text(found.value)),
        kinds=[(kind, say(course_words.KINDS[kind])) for kind in variables.KINDS],
        problem=fault.message if fault and not fields else None,
        errors=list(fields.items()),
    )


def variable_again(fault: Fault, number: str) -> str:
    return ask_variable(number, fault)


@pages.post("/variabel")
@answered_by(variable_again)
def correct(number: str) -> ResponseReturnValue:
    variables.correct(
        db(),
        number,
        _query("omraade"),
        _query("navn"),
        request.form.get("kind", ""),
        request.form.get("value", "").replace("\0", ""),
        _text("reason"),
        _version(),
        me(),
    )
    flash(_("It is corrected. The history tells who did it and why."), "ok")
    return redirect(url_for("course.show", number=number))


@pages.get(f"/<any({', '.join(PAUSES)}):pausing>")
def ask_pause(number: str, pausing: str, fault: Fault | None = None) -> str:
    row = find(db(), number, me())
    repair.require_pause(db(), row, me())
    fields = dict(fault.fields) if isinstance(fault, Invalid) else {}
    return render_template(
        "course_pause.html",
        here="cases",
        row=row,
        pausing=pausing,
        problem=fault.message if fault and not fields else None,
        errors=list(fields.items()),
    )


def pause_again(fault: Fault, number: str, pausing: str) -> str:
    return ask_pause(number, pausing, fault)


@pages.post(f"/<any({', '.join(PAUSES)}):pausing>")
@answered_by(pause_again)
def pause(number: str, pausing: str) -> ResponseReturnValue:
    PAUSES[pausing](db(), number, _text("reason"), me())
    said = _("The case is on hold.") if pausing == "pause" else _("The case goes on.")
    flash(said, "ok")
    return redirect(url_for("course.show", number=number))


def _question(act: str) -> repair.Asked:
    return repair.Asked(ACTS[act], _query("sted") or None, _query("til") or None)


def _path() -> str:
    return _query("kald")


def _query(name: str) -> str:
    return request.args.get(name, "")[:400]


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\0", "")


def _version() -> int:
    """Of the case as the page showed it. Raises Invalid."""
    try:
        return as_id(request.form.get("version", ""))
    except ValueError:
        raise Invalid("The page has expired") from None
