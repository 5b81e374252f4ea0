"""What a task's form offers, and what was sent: only what was offered, or stood there before, is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from engine import bpmn, outline
from engine.deployments import party_kinds
from engine.editing import catalog, starting_point
from engine.errors import Invalid, Message
from engine.outline import deadline
from engine.parties import casting, kinds
from engine.parties.people import Actor
from engine.store import Session
from web.i18n import gettext as _
from web.i18n import say

MOST_PARTIES = 10
_KIND = re.compile(r"[a-z0-9_-]{1,40}")
NEW = "+"  # a form that is made now: no form can be called that
NAMES = {
    "name": Message("Name"),
    "step": Message("Name of the step"),
    "help": Message("Guidance"),
    "days": Message("Working days"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen: value -> what people call it. What stands in the diagram now is always among it."""

    roles: Mapping[str, str]
    parties: Mapping[str, str]
    forms: Mapping[str, str]
    dates: Mapping[str, str]


def offered(
    session: Session, process_id: str, process: bpmn.Process, element: bpmn.Element | None, by: Actor
) -> Offered:
    """The choices for a task; ``element`` None: for a new one."""
    found = catalog.of(session, process_id, by)
    now = outline.settings(element) if element else outline.fresh("")
    known = {choice.id: str(choice.name) for choice in found.roles}
    forms = {
        c.id: str(c.name) if str(c.name) == c.id else f"{c.name} ({c.id})" for c in found.forms if c.in_draft
    }
    dates = {v.name: f"{say(v.source)}: {v.name}" for v in found.variables if v.type == "date"}
    return Offered(
        _with(now.role, known),
        _with(now.party, party_names(process)),
        _with(now.form, forms),
        _with(now.deadline.variable, dates),
    )


def settings(sent: Mapping[str, str], choices: Offered, now: outline.Settings | None) -> outline.Settings:
    """The task as it was sent. Raises Invalid for what was not offered."""
    return outline.Settings(
        name=sent.get("name", ""),
        help=sent.get("help", ""),
        role=_chosen(sent, "role", choices.roles, is_required=now is None),
        party=_chosen(sent, "party", choices.parties),
        deadline=_deadline(sent, now),
        form=_chosen(sent, "form", {**choices.forms, NEW: ""}),
        is_private="private" in sent,
    )


def with_form(settings: outline.Settings, form_id: str) -> outline.Settings:
    return replace(settings, form=form_id)


def roles(session: Session, by: Actor) -> Mapping[str, str]:
    """Role id -> name."""
    return casting.role_names(session, by.locale)


def party_names(process: bpmn.Process) -> dict[str, str]:
    """Party key -> what people call it, of the parties that a case begins with."""
    return {
        f"P{number}": _("Party %(number)s: %(kind)s", number=number, kind=kinds.name(kind))
        for number, kind in enumerate(party_kinds(process), start=1)
    }


def kinds_known(process: bpmn.Process) -> dict[str, str]:
    """The kinds of party that can be chosen, with those that the process has of its own."""
    return {kind: say(kinds.name(kind)) for kind in (*kinds.NAMES, *party_kinds(process))}


def kinds_sent(sent: MultiDict[str, str]) -> list[str]:
    """The kinds of party that were chosen, in order. Raises Invalid."""
    chosen = [kind for kind in sent.getlist("party")[:MOST_PARTIES] if kind]
    if not all(_KIND.fullmatch(kind) for kind in chosen):
        text = Message("Choose from the list")
        raise Invalid(text.template, {"party": text})
    return chosen


def slug(text: str) -> str:
    """A part of an id."""
    try:
        return starting_point.slug(text)[:40].strip("-")
    except Invalid:
        return "formular"


def typed(sent: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """What somebody wrote in words, to be kept on a page that shows something else."""
    return [(say(label), sent[key]) for key, label in NAMES.items() if sent.get(key, "").strip()]


def _deadline(sent: Mapping[str, str], now: outline.Settings | None) -> outline.Deadline:
    kind = sent.get("when", deadline.NONE)
    if kind == deadline.FORMULA and now is not None and now.deadline.text:
        return now.deadline
    if kind == deadline.OPENED:
        return _same(deadline.Deadline(kind, _days(sent, "days")), now)
    if kind == deadline.DATE:
        days = _days(sent, "date_days")
        signed = -days if sent.get("side") == "before" else days
        return _same(deadline.Deadline(kind, signed, sent.get("variable", "")), now)
    return deadline.Deadline(deadline.NONE)


def _same(new: outline.Deadline, now: outline.Settings | None) -> outline.Deadline:
    """The one that stands in the diagram, where it says the same in other signs."""
    old = now.deadline if now else new
    is_same = (old.kind, old.days, old.variable) == (new.kind, new.days, new.variable)
    return old if is_same else new


def _days(sent: Mapping[str, str], field: str) -> int:
    text = sent.get(field, "").strip()
    if not text.isdecimal() or len(text) > 3:
        wrong = Message("Write a number of working days from 0 to %(limit)s", {"limit": deadline.LIMIT})
        raise Invalid(wrong.template, {field: wrong}, **wrong.params)
    return int(text)


def _chosen(
    sent: Mapping[str, str], field: str, allowed: Mapping[str, str], *, is_required: bool = False
) -> str | None:
    value = sent.get(field, "")
    if (value and value not in allowed) or (is_required and not value):
        text = (
            Message("Choose who does it")
            if field == "role" and not value
            else Message("Choose from the list")
        )
        raise Invalid(text.template, {field: text})
    return value or None


def _with(value: str | None, known: Mapping[str, str]) -> dict[str, str]:
    """The choices with what stands there now, if it is none of them: several, or something that is worked out."""
    if not value or value in known:
        return dict(known)
    parts = [part.strip() for part in value.split(",")]
    said = (
        _("Worked out in the diagram") if value.startswith("=") else ", ".join(known.get(p, p) for p in parts)
    )
    return {value: said, **known}
