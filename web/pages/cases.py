"""All cases that an organisation of the person is a party of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from engine import cases
from engine.cases.listing import PAGE
from web.auth import db, me

pages = Blueprint("cases", __name__)
STATES = ("active", "ended", "all")


@pages.get("/sager")
def show() -> str:
    asked = request.args
    state = asked["visning"] if asked.get("visning") in STATES else "active"
    kept: dict[str, Any] = {name: asked[name] for name in ("proces", "q") if asked.get(name)}
    found = cases.search(
        db(),
        by=me(),
        state=state,
        process=asked.get("proces") or None,
        text=asked.get("q", "")[:200] or None,
        page=asked.get("side", 1, type=int),
    )
    return render_template(
        "cases.html",
        here="cases",
        state=state,
        found=found,
        size=PAGE,
        filters=kept,
        address=lambda page: url_for("cases.show", visning=state, side=page, **kept),
    )
