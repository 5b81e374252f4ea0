"""A form as it is on somebody's screen, worked out exactly as a task does; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from engine import feel, forms, lists
from engine.causes import cause
from engine.errors import Invalid, Message
from engine.forms.component import Component, Options, walk
from engine.forms.text import Text
from engine.parties.people import Actor
from engine.store import Session

from .bench import written

MAX_OF_CASE = 100
# names that an expression finds in its row, and those of an option
OF_ROWS = frozenset({"this", "parent", "i", "item", "label", "value"})


@dataclass(frozen=True, slots=True)
class OfCase:
    """Something that the form reads from the case: what was ``typed`` for it here, and what is wrong with that."""

    name: str
    typed: str
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """``view``: what a page shows; ``of_case``: what it reads besides its own answers; ``sent``: {key, label, value} of
    all answers, once they could be sent."""

    view: forms.FormView
    of_case: tuple[OfCase, ...]
    sent: list[dict[str, Any]] | None = None


def draw(
    session: Session,
    schema: bytes,
    by: Actor,
    locale: str,
    *,
    typed: Mapping[str, Any] | None = None,
    case: Mapping[str, str] | None = None,
    focus: str = "",
    send: bool = False,
) -> Preview:
    """The form with what was ``typed`` in it (as ``fields.raw_from`` gives it); ``case``: name -> text of what it reads
    from a case; ``send``: answer it as well. Raises Invalid where the form itself is wrong, ModelFault where its
    expressions ask for too much."""
    form = forms.load(schema)
    context = _choices(session, by)
    of_case = []
    for name in _reads(form, context):
        text = (case or {}).get(name, "").strip()
        value, fault = _value(text, session.now)
        of_case.append(OfCase(name, text, fault))
        context[name] = value
    shown: dict[str, Any] = {"locale": locale, "typed": typed, "focus": focus, "now": session.now}
    if not send:
        return Preview(form.view({}, context, **shown), tuple(of_case))
    try:
        answers = form.validate(typed or {}, context, locale=locale, values={}, now=session.now)
    except Invalid as fault:
        return Preview(form.view({}, context, errors=fault.fields, **shown), tuple(of_case))
    document = form.fields_for_document(answers, context | answers, locale=locale, now=session.now, own=True)
    return Preview(form.view({}, context, **shown), tuple(of_case), document)


def _choices(session: Session, by: Actor) -> dict[str, Any]:
    """The lists that forms choose from, of what the editor may see anyway. The parties are those of no case."""
    return {
        "personer": lists.of_people(session, sorted(by.organisation_ids)),
        "organisationer": lists.of_other_organisations(session, by.organisation_ids),
        "parter_valg": [{"label": name, "value": f"P{n}"} for n, (_, name) in enumerate(by.organisations, 1)],
    }


def _reads(form: forms.Form, context: Mapping[str, Any]) -> list[str]:
    """The names that the form's expressions read, and that it does not ask for itself."""
    parts = list(walk(form.components))
    read = {name for part in parts for expression in _expressions(part) for name in expression.names}
    own = {part.at[0] for part in parts if part.at}
    return sorted(read - own - OF_ROWS - context.keys())[:MAX_OF_CASE]


def _expressions(part: Component) -> Iterator[feel.Expression]:
    for field in fields(part):
        value = getattr(part, field.name)
        found = value.parts if isinstance(value, Text) else [value]
        found = [value.computed] if isinstance(value, Options) else found
        yield from (each for each in found if isinstance(each, feel.Expression))


def _value(text: str, now: datetime) -> tuple[Any, Message | None]:
    """(the JSON value of what was typed, what is wrong with it)."""
    if not text:
        return None, None
    try:
        return feel.from_feel(written(text, now)), None
    except feel.FeelError as problem:
        return None, cause(problem)
