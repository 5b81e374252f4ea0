"""A case's audit trail: to read, and to take away as a file that can be checked without us."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from engine import audit
from engine.errors import Message
from web.auth import db, me
from web.i18n import say
from web.security import as_id

pages = Blueprint("audit", __name__, url_prefix="/sager/<number>")
FILTERS = ("slags", "part", "person", "fra", "til")
YEARS = range(1900, 2200)

# what was done, by kind; an answer at a gate by what was decided
KINDS = {
    "started": Message("Started the case"),
    "completed_task": Message("Did the task"),
    "assigned": Message("Took or passed on the task"),
    "unassigned": Message("Gave the task back"),
    "answered": Message("Answered at a gate"),
    "voided": Message("Made approvals void"),
    "cast": Message("Filled a role"),
    "alone": Message("Answered alone"),
    "cancelled": Message("Cancelled the case"),
    "retried": Message("Asked for another try"),
    "signed": Message("Signed"),
    "set_off": Message("Set off"),
    "decided": Message("The round was decided"),
    "condition_met": Message("Met a condition"),
    "condition_waived": Message("Gave up a condition"),
    "recast": Message("Handed over the tasks of a role"),
    "invited": Message("Invited an organisation"),
    "joined": Message("Joined the case"),
    "declined": Message("Declined an invitation"),
    "invitation_withdrawn": Message("Withdrew an invitation"),
    "left": Message("Left the case"),
    "sealed": Message("Sealed a signed document"),
    "commented": Message("Wrote a comment in the case"),
    "comment_deleted": Message("Deleted a comment of their own"),
    "attached": Message("Added a file"),
    "detached": Message("Removed a file"),
    "released": Message("Released to the other parties"),
    "due_changed": Message("Moved a deadline"),
    "days_closed": Message("Agreed closed days"),
    "days_opened": Message("Took closed days back"),
    "escalated": Message("A delay was reported"),
    "migrated": Message("Moved to another version of the process"),
    "move_asked": Message("Asked the parties about a new version"),
    "move_answered": Message("Answered about a new version"),
    "mailed": Message("The process sent a mail"),
    "repair_moved": Message("Moved the case to another step"),
    "repair_back": Message("Took the case back to a step"),
    "repair_added": Message("Began a step as well"),
    "repair_removed": Message("Ended a step"),
    "repair_skipped": Message("Skipped a step"),
    "repair_variable": Message("Corrected information"),
    "suspended": Message("Put the case on hold"),
    "resumed": Message("Let the case go on"),
}
DECISIONS = {
    "godkend": Message("Approved it"),
    "betinget": Message("Approved it on conditions"),
    "ret": Message("Sent it back"),
    "vent": Message("Wanted to wait"),
    "stop": Message("Said stop"),
}


@pages.get("/spor")
def show(number: str) -> str:
    asked = request.args
    kept: dict[str, Any] = {name: asked[name] for name in FILTERS if asked.get(name)}
    chosen = audit.Filter(
        kind=kept.get("slags"),
        party=kept.get("part"),
        person=asked.get("person", type=as_id),
        since=_day(kept.get("fra")),
        until=_day(kept.get("til")),
    )
    found = audit.page(db(), number, me(), chosen, asked.get("side", 1, type=int))
    return render_template(
        "audit.html",
        here="cases",
        found=found,
        size=audit.PAGE,
        filters=kept,
        kinds=sorted(
            ((kind, say(KINDS.get(kind, Message(kind)))) for kind in found.kinds), key=lambda k: k[1]
        ),
        what=_what,
        address=lambda page: url_for("audit.show", number=number, side=page, **kept),
    )


@pages.get("/spor.json")
def as_json(number: str) -> Response:
    return _file(audit.as_json(audit.export(db(), number, me())), number, "application/json")


@pages.get("/spor.csv")
def as_csv(number: str) -> Response:
    return _file(audit.as_csv(audit.export(db(), number, me())), number, "text/csv")


def _file(content: bytes, number: str, media_type: str) -> Response:
    name = f"spor-{number}.{media_type.rpartition('/')[2]}"  # a number that was found holds nothing to escape
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=headers)


def _what(act: audit.Act) -> Message:
    """What was done, in a few words."""
    if act.kind == "assigned" and act.data.get("to") is None:
        return KINDS["unassigned"]
    if act.kind == "answered" and (found := DECISIONS.get(str(act.data.get("decision")))):
        return found
    return KINDS.get(act.kind, Message(act.kind))


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None
