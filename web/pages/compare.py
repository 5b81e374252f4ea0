"""What is different between two versions of a process, or a version and the draft; publishing an older one again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import deployments
from engine.bpmn.differences import Change
from engine.editing import differences, drafts, owners, publishing
from engine.editing.differences import DRAFT, SetDifferences
from engine.errors import Fault, Invalid, Message, NotFound
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import sentence
from web.refusals import answered_by

pages = Blueprint("compare", __name__, url_prefix="/processer/<process_id>")

MOST = 200  # sentences of one topic that anybody reads
# In this order they are read.
TOPICS = {
    "process": Message("The whole process"),
    "tasks": Message("Tasks and steps"),
    "roles": Message("Roles"),
    "deadlines": Message("Deadlines and reminders"),
    "ways": Message("Ways and choices"),
    "events": Message("Waiting and events"),
    "forms": Message("Forms"),
    "decisions": Message("Decisions"),
    "data": Message("Data and formulas"),
    "drawing": Message("The drawing"),
    "scenarios": Message("Tests"),
}


@pages.get("/sammenlign")
def show(process_id: str) -> str:
    versions = deployments.versions(db(), process_id, by=me())
    edited = owners.may_edit(db(), process_id, me())
    draft = drafts.find(db(), process_id, me()) if edited else None
    sides = [DRAFT] * bool(draft) + [str(row.version) for row in versions]
    after = request.args.get("til") or str(versions[0].version)
    before = request.args.get("fra") or (str(versions[1].version) if len(versions) > 1 else after)
    if {before, after} - set(sides):
        raise NotFound("There is no such version")
    return render_template(
        "compare.html",
        here="processes",
        process_id=process_id,
        name=versions[0].name,
        sides=[(side, label(side)) for side in sides],
        before=before,
        after=after,
        draft=draft,
        notes=[row for row in versions if row.note and str(row.version) in (before, after)],
        compared=compared(
            differences.compare(db(), process_id, me(), before, after),
            side(process_id, before),
            side(process_id, after),
        ),
    )


@pages.get("/<int:version>/igen")
def again(process_id: str, version: int, fault: Fault | None = None) -> str:
    """What publishing an older version again would change, before it is done."""
    owners.require(db(), process_id, me())
    versions = deployments.versions(db(), process_id, by=me())
    old = next((row for row in versions if row.version == version), None)
    if old is None or old is versions[0]:
        raise NotFound("There is no such version")
    now, then = str(versions[0].version), str(version)
    return render_template(
        "compare_again.html",
        here="processes",
        process_id=process_id,
        old=old,
        newest=versions[0],
        draft=drafts.find(db(), process_id, me()),
        compared=compared(
            differences.compare(db(), process_id, me(), now, then),
            side(process_id, now),
            side(process_id, then),
        ),
        note=request.form.get("note", _("Version %(version)s again", version=version)),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
        faults=getattr(fault, "problems", []),
    )


def refused(fault: Fault, process_id: str, version: int) -> str:
    return again(process_id, version, fault)


@pages.post("/<int:version>/igen")
@answered_by(refused)
def revert(process_id: str, version: int) -> ResponseReturnValue:
    done = publishing.revert(db(), process_id, version, request.form.get("note", ""), me())
    names = [f"{item.name} ({item.version})" for item in done if item.kind == "process" and item.version]
    if names:
        flash(_("Published: %(names)s.", names=names), "ok")
    else:
        flash(_("Nothing had changed, so nothing was published."), "info")
    return redirect(url_for("processes.one", process_id=process_id))


def label(which: str) -> str:
    """What a side of the comparison is called."""
    return _("The draft") if which == DRAFT else _("Version %(version)s", version=which)


def side(process_id: str, which: str) -> dict[str, str]:
    """Its name, and the address of its drawing."""
    if which == DRAFT:
        address = url_for("drafts.read", process_id=process_id, name=f"{process_id}.bpmn")
    else:
        address = url_for("processes.drawing", process_id=process_id, version=int(which))
    return {"label": label(which), "drawing": address}


def compared(
    found: SetDifferences, before: dict[str, str] | None = None, after: dict[str, str] | None = None
) -> dict[str, Any]:
    """For the templates: sentences in groups, marks for the two drawings, and where these are."""
    drawn = found.diagram
    return {
        "groups": groups(found.words),
        "count": len(found.words),
        "before": before,
        "after": after,
        "marks": {
            "added": sorted(drawn.added),
            "removed": sorted(drawn.removed),
            "changed": sorted(drawn.changed),
            "moved": sorted(drawn.moved),
            "renamed": dict(drawn.renamed),
            "told": sorted({change.element for change in found.words if change.element}),
        },
    }


def groups(words: Iterable[Change]) -> list[tuple[Message, list[dict[str, str | None]]]]:
    """(heading, [{text, element}]) for the topics that have something to say."""
    by_topic: dict[str, list[Change]] = {topic: [] for topic in TOPICS}
    for change in words:
        by_topic[change.topic].append(change)
    return [(TOPICS[topic], _told(found)) for topic, found in by_topic.items() if found]


def _told(changes: list[Change]) -> list[dict[str, str | None]]:
    """The sentences of one topic; of a process that is another altogether, the first ones and how many there are."""
    found: list[dict[str, str | None]] = []
    for change in changes[:MOST]:
        text = sentence(change.message)
        found.append({"text": text[:1].upper() + text[1:], "element": change.element})
    if len(changes) > MOST:
        found.append({"text": _("And %(count)s more.", count=len(changes) - MOST), "element": None})
    return found
