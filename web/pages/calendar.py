"""Dates that people move: a task's deadline, and closed days, of a case or of the whole installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import calendar, cases, deadlines, feeds, upcoming
from engine.calendar import Period
from engine.clock import HOME
from engine.errors import Fault, Invalid, Message
from web import whys
from web.auth import db, me
from web.i18n import gettext as _
from web.pages import task as task_page
from web.refusals import answered_by

pages = Blueprint("calendar", __name__)


@pages.app_template_filter("why")
def why(kept: Mapping[str, Any] | None) -> str | None:
    """The filter that says why a deadline is where it is."""
    return whys.sentence(kept, _today())


@pages.app_template_global()
def span(first: date, last: date) -> str:
    return whys.span(first, last, _today())


@pages.get("/lukkedage")
def show(fault: Fault | None = None) -> str:
    """The installation's closed days: everybody may read them, operators change them."""
    moves = deadlines.movable(db(), me()) if me().is_operator else []
    return render_template(
        "closed_days.html",
        here="calendar",
        periods=calendar.periods(db()),
        may=me().is_operator,
        moves=[move for move in moves if move.name],
        hidden=sum(not move.name for move in moves),
        **_refused(fault),
    )


@pages.post("/lukkedage")
@answered_by(show)
def close() -> ResponseReturnValue:
    calendar.close_period(db(), _period(), me())
    flash(_("The days are closed. Deadlines from now on pass over them."), "ok")
    return redirect(url_for("calendar.show"))


@pages.post("/lukkedage/fjern")
@answered_by(show)
def open_again() -> ResponseReturnValue:
    calendar.open_again(db(), _day("first"), me())
    flash(_("The days are working days again."), "ok")
    return redirect(url_for("calendar.show"))


@pages.post("/lukkedage/frister")
@answered_by(show)
def recalculate() -> ResponseReturnValue:
    _tell_moved(deadlines.recalculate(db(), me()))
    return redirect(url_for("calendar.show"))


@pages.get("/sager/<number>/kalender")
def case(number: str, fault: Fault | None = None) -> str:
    """The dates of one case: what lies ahead, its closed days, its calendar link."""
    found = cases.get(db(), number, by=me())
    may = found.status == "active" and deadlines.may_agree(db(), found.id, me())
    return render_template(
        "case_calendar.html",
        here="cases",
        case=found,
        dates=upcoming.of_case(db(), found.id, me()),
        agreed=deadlines.agreed_in_case(db(), number, me()),
        shared=calendar.periods(db()),
        may=may,
        moves=deadlines.movable(db(), me(), number) if may else [],
        feed=feeds.of_case(db(), number, me()),
        **_refused(fault),
    )


def case_again(fault: Fault, number: str) -> str:
    return case(number, fault)


@pages.post("/sager/<number>/lukkedage")
@answered_by(case_again)
def close_in_case(number: str) -> ResponseReturnValue:
    deadlines.close_in_case(db(), number, _period(), me())
    flash(_("The days are closed. Deadlines from now on pass over them."), "ok")
    return redirect(url_for("calendar.case", number=number))


@pages.post("/sager/<number>/lukkedage/fjern")
@answered_by(case_again)
def open_in_case(number: str) -> ResponseReturnValue:
    deadlines.open_in_case(db(), number, _period(), me())
    flash(_("The days are working days again."), "ok")
    return redirect(url_for("calendar.case", number=number))


@pages.post("/sager/<number>/frister")
@answered_by(case_again)
def recalculate_case(number: str) -> ResponseReturnValue:
    _tell_moved(deadlines.recalculate(db(), me(), number))
    return redirect(url_for("calendar.case", number=number))


def task_again(fault: Fault, task_id: int) -> str:
    return task_page.show(task_id, Invalid(fault.template, **fault.params))


@pages.post("/opgaver/<int:task_id>/frist")
@answered_by(task_again)
def change(task_id: int) -> ResponseReturnValue:
    deadlines.change(db(), task_id, _day("day"), request.form.get("reason", ""), me())
    flash(_("The deadline has been moved."), "ok")
    return redirect(url_for("task.show", task_id=task_id))


def _today() -> date:
    return db().now.astimezone(HOME).date()


def _period() -> Period:
    return Period(_day("first"), _day("last"), " ".join(request.form.get("name", "").split()))


def _day(field: str) -> date:
    """A day that was sent. Raises Invalid."""
    try:
        return date.fromisoformat(request.form.get(field, "").strip())
    except ValueError:
        text = Message("Write a date")
        raise Invalid(text.template, {field: text}) from None


def _tell_moved(count: int) -> None:
    one, many = _("1 deadline has been moved."), _("%(count)s deadlines have been moved.", count=count)
    flash(one if count == 1 else many, "ok")


def _refused(fault: Fault | None) -> dict[str, object]:
    errors = list(fault.fields.items()) if isinstance(fault, Invalid) else []
    return {"problem": fault and fault.message, "errors": errors}
