"""Languages. English is the source language of code and templates; a catalogue per other language lies in
``translations/<locale>/*.json`` as {English: text}. Danish is the default, whatever the browser asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, has_request_context, session
from flask_login import current_user

from engine.dmn import messages_da as dmn
from engine.errors import Message
from engine.feel import messages_da as feel
from web import formats

DEFAULT = "da"
LOCALES = {"da": "Dansk", "en": "English"}
CATALOGUES = Path(__file__).with_name("translations")
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@cache
def catalogue(locale: str) -> Mapping[str, str]:
    """All texts of one language: English -> translated. Empty for English itself."""
    texts: dict[str, str] = {**feel.MESSAGES, **feel.PARTS, **dmn.MESSAGES} if locale == "da" else {}
    for file in sorted((CATALOGUES / locale).glob("*.json")):
        texts |= json.loads(file.read_text(encoding="utf-8"))
    return texts


def locale() -> str:
    """The language spoken now: that of ``speaking``, else the person's choice, the one chosen before login, Danish."""
    if (spoken := _spoken.get()) is not None:
        return spoken
    if not has_request_context():
        return DEFAULT
    if "locale" not in g:
        chosen = current_user.actor.locale if current_user.is_authenticated else session.get("locale")
        g.locale = chosen if chosen in LOCALES else DEFAULT
    return str(g.locale)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak to somebody who reads it elsewhere, in their language: a mail."""
    mark = _spoken.set(chosen if chosen in LOCALES else DEFAULT)
    try:
        yield
    finally:
        _spoken.reset(mark)


def translate(text: str) -> str:
    """``text`` in the language of the request, its %(name)s marks untouched."""
    return catalogue(locale()).get(text, text)


def translate_number(one: str, many: str, count: int) -> str:
    """Danish and English agree on what is plural, so each form is a text of its own."""
    return translate(one if count == 1 else many)


def gettext(text: str, /, **params: Any) -> str:
    """A whole sentence in the language of the request; parameters are shown as people write them."""
    translated = translate(text)
    return translated % {name: _shown(value) for name, value in params.items()} if params else translated


def say(message: Message) -> str:
    """A message of the engine, in the language of the request. FEEL and decisions bring their own Danish."""
    return gettext(message.template, **message.params)


def sentence(message: Message) -> str:
    """The same with its full stop."""
    text = say(message)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _shown(value: Any) -> Any:
    match value:
        case Message():
            return say(value)
        case datetime():
            return formats.moment(value, locale())
        case date():
            return formats.day(value, locale())
        case list() | tuple() | set() | frozenset():
            return ", ".join(str(_shown(item)) for item in value)
    return value


def install(app: Flask) -> None:
    """Make ``_()``, ``ngettext()`` and the filter ``say`` known to every template."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(translate, translate_number, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(say=say, sentence=sentence)
    app.jinja_env.globals.update(locale=locale, locales=LOCALES)
