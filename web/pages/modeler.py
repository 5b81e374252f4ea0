"""The diagram of a draft, drawn in the browser."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from engine.editing import catalog, drafts
from engine.errors import Message
from web.auth import db, me
from web.i18n import say
from web.pages.modeler_words import WORDS

pages = Blueprint("modeler", __name__, url_prefix="/processer/<process_id>/kladde/diagram")


@pages.get("")
def show(process_id: str) -> str:
    return render_template(
        "modeler.html",
        here="processes",
        draft=drafts.get(db(), process_id, me()),
        words={key: say(text) for key, text in WORDS.items()},
    )


@pages.get("/katalog.json")
def choices(process_id: str) -> Response:
    """What the page offers instead of typing (``engine.editing.catalog.Catalog``), in the reader's language."""
    return jsonify(_plain(catalog.of(db(), process_id, me())))


def _plain(value: Any) -> Any:
    """Dataclasses as objects, texts in the language of the request."""
    if isinstance(value, Message):
        return say(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
