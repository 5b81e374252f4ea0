"""Search across everything: cases, tasks, documents, comments, files and people."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from engine import search
from engine.search import Hit
from web.auth import db, me

pages = Blueprint("search", __name__)


@pages.get("/soeg")
def show() -> str:
    text = request.args.get("q", "").strip()[: search.LONGEST]
    kind = request.args.get("slags") if request.args.get("slags") in search.KINDS else None
    found = search.find(db(), me(), text, kind, request.args.get("side", 1, type=int))
    return render_template(
        "search.html",
        here="search",
        q=text,
        kind=kind,
        found=found,
        total=sum(found.counts.values()),
        few=search.FEW,
        size=search.PAGE,
        lead=_link,
        address=lambda page: url_for("search.show", q=text, slags=kind, side=page),
    )


def _link(hit: Hit) -> str | None:
    """Where a hit is read; people have no page of their own."""
    number = hit.case_number
    match hit.kind:
        case "case":
            return url_for("case.show", number=number)
        case "task":
            return url_for("task.show", task_id=hit.id)
        case "document":
            return url_for("documents.read", number=number, document_id=hit.id)
        case "attachment":
            return url_for("attachments.fetch", number=number, attachment_id=hit.id)
        case "comment":
            return url_for("comments.show", number=number, _anchor=f"kommentar-{hit.id}")
    return None
