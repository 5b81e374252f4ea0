"""The inbox: the tasks of a person and of their roles."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import inbox
from web.auth import db, me

pages = Blueprint("inbox", __name__)
DEADLINES = ("overdue", "today", "week")
FILTERS = ("proces", "rolle", "frist", "for", "q")


@pages.get("/")
def front() -> ResponseReturnValue:
    return redirect(url_for("inbox.show"))


@pages.get("/opgaver")
def show() -> str:
    asked = request.args
    view = asked["visning"] if asked.get("visning") in inbox.VIEWS else "open"
    deadline = asked.get("frist")
    found = inbox.search(
        db(),
        me(),
        view,
        process=asked.get("proces") or None,
        role=asked.get("rolle") or None,
        due=deadline if deadline in DEADLINES else None,
        text=asked.get("q", "")[:200] or None,
        away=asked.get("for", type=int),
        page=asked.get("side", 1, type=int),
    )
    kept: dict[str, Any] = {name: asked[name] for name in FILTERS if asked.get(name)}
    return render_template(
        "inbox.html",
        here="inbox",
        view=view,
        found=found,
        size=inbox.PAGE,
        filters=kept,
        away=[(str(key), name) for key, name in found.away],
        address=lambda page: url_for("inbox.show", visning=view, side=page, **kept),
    )
