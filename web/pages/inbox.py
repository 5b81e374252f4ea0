"""The inbox: the tasks of a person and of their roles, singly and several at once, and the filters kept for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import approvals, filters, inbox
from engine.errors import Conflict, Fault, Invalid, Message
from engine.user_tasks import bulk
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import say
from web.refusals import answered_by
from web.security import as_id

pages = Blueprint("inbox", __name__)
DEADLINES = ("overdue", "today", "week")
FILTERS = ("proces", "rolle", "frist", "for", "q")
NAMED = 3  # tasks that a refusal tells by name
REASONS = 5  # refusals that are told one by one: what is told travels in a cookie


@pages.get("/")
def front() -> ResponseReturnValue:
    return redirect(url_for("inbox.show"))


@pages.get("/opgaver")
def show(fault: Fault | None = None) -> str:
    asked = request.args
    view, kept = _view(), _kept()
    deadline = kept.get("frist")
    found = inbox.search(
        db(),
        me(),
        view,
        process=kept.get("proces"),
        role=kept.get("rolle"),
        due=deadline if deadline in DEADLINES else None,
        text=kept.get("q"),
        away=asked.get("for", type=as_id),
        page=asked.get("side", 1, type=int),
    )
    open_rows = [row.key for row in found.rows if row.state == "open"]
    return render_template(
        "inbox.html",
        here="inbox",
        view=view,
        found=found,
        size=inbox.PAGE,
        filters=kept,
        query={"visning": view, **kept},
        away=[(str(key), name) for key, name in found.away],
        missing=approvals.also_missing(db(), open_rows, me()) if open_rows else {},
        saved=filters.of(db(), me()),
        colleagues=bulk.colleagues(db(), open_rows, me()) if open_rows else [],
        chosen=set(request.form.getlist("task", type=int)) if fault else set(),
        typed=request.form if fault else {},
        problem=fault and fault.message,
        errors=[(f"filter-{field}", text) for field, text in fault.fields.items()]
        if isinstance(fault, Invalid)
        else [],
        address=lambda page: url_for("inbox.show", visning=view, side=page, **kept),
    )


def again(fault: Fault) -> str:
    """The inbox as it stands, with what was chosen and why it was refused."""
    return show(fault)


@pages.post("/opgaver", endpoint="together")
@answered_by(again)
def together() -> ResponseReturnValue:
    """Take, hand over or move the deadline of the tasks that are ticked."""
    sent = request.form
    tasks = sent.getlist("task", type=as_id)
    match sent.get("act"):
        case "assign":
            person = sent.get("person", type=as_id)
            if not person:
                raise Invalid("Choose a colleague")
            result = bulk.hand_over(db(), tasks, person, me())
            done = Message("1 task has been handed over."), Message("%(num)s tasks have been handed over.")
        case "deadline":
            day = _day(sent.get("day", ""))
            result = bulk.set_deadline(db(), tasks, day, sent.get("reason", ""), me())
            done = Message("1 deadline has been moved."), Message("%(num)s deadlines have been moved.")
        case "claim":
            result = bulk.claim(db(), tasks, me())
            done = Message("You have taken 1 task."), Message("You have taken %(num)s tasks.")
        case _:
            raise Invalid("Choose what to do with the tasks")
    if not result.done and len(result.refused) == 1:
        reason = result.refused[0].reason
        raise Conflict(reason.template, **reason.params)
    if result.done:
        flash(_counted(result.done, *done), "ok")
    for refused in result.refused[:REASONS]:
        flash(_refused(refused), "warn")
    return redirect(url_for("inbox.show", visning=_view(), side=request.args.get("side"), **_kept()))


@pages.get("/opgaver/filtre")
def kept_filters(filter_id: int | None = None, fault: Fault | None = None) -> str:
    """The filters that a person has kept, to be renamed and deleted."""
    wrong = fault.fields.get("name") if isinstance(fault, Invalid) else None
    return render_template(
        "inbox_filters.html",
        here="inbox",
        saved=filters.of(db(), me()),
        wrong=wrong,
        wrong_id=filter_id,
        typed=request.form.get("name", ""),
        problem=fault and fault.message,
        errors=[(f"name-{filter_id}", wrong)] if wrong else [],
    )


@pages.post("/opgaver/filtre", endpoint="keep_filter")
@answered_by(again)
def keep_filter() -> ResponseReturnValue:
    """Keep what the inbox shows now, which stands in the address, under a name."""
    query = {"visning": _view(), **_kept()}
    filters.save(db(), request.form.get("name", ""), query, me())
    flash(_("The filter is kept. You find it above the list."), "ok")
    return redirect(url_for("inbox.show", **query))


def filters_again(fault: Fault, filter_id: int) -> str:
    """The kept filters, with the reason why one was not changed."""
    return kept_filters(filter_id, fault)


@pages.post("/opgaver/filtre/<int:filter_id>/navn")
@answered_by(filters_again)
def rename_filter(filter_id: int) -> ResponseReturnValue:
    filters.rename(db(), filter_id, request.form.get("name", ""), me())
    flash(_("The filter has a new name."), "ok")
    return redirect(url_for("inbox.kept_filters"))


@pages.post("/opgaver/filtre/<int:filter_id>/slet")
@answered_by(filters_again)
def delete_filter(filter_id: int) -> ResponseReturnValue:
    filters.delete(db(), filter_id, me())
    flash(_("The filter has been deleted."), "ok")
    return redirect(url_for("inbox.kept_filters"))


def _view() -> str:
    asked = request.args.get("visning")
    return asked if asked in inbox.VIEWS else "open"


def _kept() -> dict[str, Any]:
    """The filters that the address names."""
    return {name: request.args[name][: filters.VALUE] for name in FILTERS if request.args.get(name)}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("Choose the new day") from None


def _refused(refused: bulk.Refused) -> str:
    """Which tasks were left as they are, and why."""
    count = len(refused.names)
    named = [f"“{name}”" for name in refused.names if name][:NAMED]
    which = ", ".join(named) + (" …" if named and count > NAMED else "")
    text = _counted(
        count, Message("1 task was left as it is"), Message("%(num)s tasks were left as they are")
    )
    return f"{text}{f' ({which})' if which else ''}: {say(refused.reason)}"


def _counted(count: int, one: Message, many: Message) -> str:
    return say(one) if count == 1 else say(Message(many.template, {"num": count}))
