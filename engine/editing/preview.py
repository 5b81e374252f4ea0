"""A form as it is on somebody's screen, worked out exactly as a task does; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import forms, lists
from engine.errors import Invalid
from engine.parties.people import Actor
from engine.store import Session


@dataclass(frozen=True, slots=True)
class Preview:
    """``view``: what a page shows; ``sent``: {key, label, value} of all answers, once they could be sent."""

    view: forms.FormView
    sent: list[dict[str, Any]] | None = None


def draw(
    session: Session,
    schema: bytes,
    by: Actor,
    locale: str,
    *,
    typed: Mapping[str, Any] | None = None,
    focus: str = "",
    send: bool = False,
) -> Preview:
    """The form with what was ``typed`` in it (as ``fields.raw_from`` gives it); ``send``: answer it as well. Raises
    Invalid where the form itself is wrong, ModelFault where its expressions ask for too much."""
    form = forms.load(schema)
    context = _choices(session, by)
    shown: dict[str, Any] = {"locale": locale, "typed": typed, "focus": focus, "now": session.now}
    if not send:
        return Preview(form.view({}, context, **shown))
    try:
        answers = form.validate(typed or {}, context, locale=locale, values={}, now=session.now)
    except Invalid as fault:
        return Preview(form.view({}, context, errors=fault.fields, **shown))
    written = form.fields_for_document(answers, context | answers, locale=locale, now=session.now, own=True)
    return Preview(form.view({}, context, **shown), written)


def _choices(session: Session, by: Actor) -> dict[str, Any]:
    """The lists that forms choose from, of what the editor may see anyway. The parties are those of no case."""
    return {
        "personer": lists.of_people(session, sorted(by.organisation_ids)),
        "organisationer": lists.of_other_organisations(session, by.organisation_ids),
        "parter_valg": [{"label": name, "value": f"P{n}"} for n, (_, name) in enumerate(by.organisations, 1)],
    }
