"""The variables of a case by scope, as far as somebody may read them, and putting one right.

Shown: what all share, what one's own party keeps to itself, and what called processes work on; never what lies in an
approval, nor private fields that lie elsewhere than with their party. A party that came late sees what has been written
since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson
import sqlalchemy as sa

from engine import bpmn, deployments, history, instances
from engine.cases.listing import find
from engine.errors import Conflict, Forbidden, Invalid, Message, NotFound
from engine.models import variable_change
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

from . import authority, gates, pausing
from .places import places
from .restoring import KEPT

CASE = "case"
KINDS = ("text", "number", "boolean", "json", "empty")
LIMIT = 200_000  # characters of what is typed
_OF_GATES = ("port_", "gp_", "dok")  # how the names of what approvals give and work on begin


@dataclass(frozen=True, slots=True)
class Variable:
    """``label``: as a form asks for it; None where no form does."""

    name: str
    label: str | None
    value: Any
    may_correct: bool


@dataclass(frozen=True, slots=True)
class ScopeView:
    """``kind``: case, party or call; ``name``: of the party or the calling step."""

    key: str
    kind: str
    name: str
    variables: list[Variable]


def scopes(session: Session, row: Any, by: Actor) -> list[ScopeView]:
    """What somebody may read now. ``row``: as ``cases.listing.find`` gives it; nothing for who has left."""
    may = authority.rights(session, row, by)
    if not may.own:
        return []
    root = deployments.definition(session, row.process_definition_id)
    labels, private = labels_of(session, root)
    fixed = _of_gates(session, root)
    late = _seen_from(session, row.id, by)

    def view(key: str, kind: str, name: str, found: Mapping[str, Any], may_correct: bool) -> ScopeView:
        if late is not None and kind != "party":
            new = _written_since(session, row.id, key, late)
            found = {name: value for name, value in found.items() if name in new}
        shown = [
            Variable(each, labels.get(each), value, may_correct and not _is_fixed(each, fixed))
            for each, value in found.items()
            if kind == "party" or each not in private
        ]
        return ScopeView(key, kind, name, sorted(shown, key=lambda v: (v.label is None, v.label or v.name)))

    made = [view(CASE, "case", "", _local(row.variables, None), may.structure)]
    for party in casting.parties(session, row.id):
        if party.key in may.own:
            key = bpmn.party_scope(party.key)
            made.append(view(key, "party", party.name, _local(row.variables, key), party.key in may.private))
    for place in places(session, row, by) if row.status in ("active", "suspended") else []:
        inside = place.standing.inside
        if inside is not None and not (place.is_gate or place.in_gate):
            made.append(view(inside, "call", place.name, _local(row.variables, inside), may.structure))
    return [each for each in made if each.variables or each.kind == "case"]


def find_variable(session: Session, row: Any, scope: str, name: str, by: Actor) -> tuple[ScopeView, Variable]:
    """One of ``scopes`` and its variable. Raises NotFound."""
    for view in scopes(session, row, by):
        for variable in view.variables:
            if (view.key, variable.name) == (scope, name):
                return view, variable
    raise NotFound("There is no such information in the case, or it is not yours to see")


def correct(
    session: Session,
    number: str,
    scope: str,
    name: str,
    kind: str,
    text: str,
    reason: str,
    version: int,
    by: Actor,
) -> None:
    """Give a variable another value. ``kind``: one of KINDS, what ``text`` is read as; ``version``: of the case as it
    was looked at. Raises NotFound, Forbidden, Invalid, Conflict."""
    seen = find(session, number, by)
    live = instances.lock(session, seen.id, even_suspended=True)
    row = find(session, number, by)
    view, variable = find_variable(session, row, scope, name, by)
    if not variable.may_correct:
        raise Forbidden("This cannot be corrected here")
    if live.version != version:
        raise Conflict("The case has moved on since you looked. Look at it again")
    value = parsed(kind, text)
    reason = authority.checked_reason(reason)
    party = view.key.partition(":")[2] if view.kind == "party" else None
    history.note(
        session,
        live.id,
        "repair_variable",
        by=by.person_id,
        party_id=casting.party_id(session, live.id, party),
        is_private=party is not None,
        name=variable.label or variable.name,
        data={"reason": reason, "variable": name, "value": _brief(value)},
    )
    suspended = live.status == "suspended"
    live.by = by.person_id
    instances.advance(session, live, bpmn.SetVariables({name: value}, None if scope == CASE else scope))
    if suspended and live.status == "active":
        pausing.hold(session, live.id, True)


def parsed(kind: str, text: str) -> Any:
    """The JSON value of what somebody typed. Raises Invalid."""
    if len(text) > LIMIT:
        raise _wrong("It is too long")
    if kind == "text":
        return text.replace("\r\n", "\n")
    if kind == "empty":
        return None
    if kind == "boolean":
        if text not in ("true", "false"):
            raise _wrong("Choose yes or no")
        return text == "true"
    if kind == "number":
        plain = "".join(text.split())
        if "," in plain:
            plain = plain.replace(".", "").replace(",", ".")
        try:
            found = Decimal(plain)
        except InvalidOperation:
            raise _wrong("Write a number") from None
        if not found.is_finite() or abs(found.adjusted()) > 30:
            raise _wrong("Write a number")
        return found
    if kind != "json":
        raise _wrong("Choose what kind of answer it is")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _wrong("This is not a list that can be read (JSON)") from None


def kind_of(value: Any) -> str:
    """Which of KINDS a value is."""
    if value is None or isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float | Decimal) else "json"


def as_text(value: Any) -> str:
    """A value as it is typed."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2).decode()


def _wrong(template: str) -> Invalid:
    text = Message(template)
    return Invalid(template, {"value": text})


def _brief(value: Any) -> str:
    text = as_text(value)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _local(variables: bytes, scope: str | None) -> dict[str, Any]:
    return bpmn.local(variables, scope)


def labels_of(session: Session, root: bpmn.Definition) -> tuple[dict[str, str], set[str]]:
    """Name -> label of what the forms of a case ask for, and the names of their private fields."""
    labels: dict[str, str] = {}
    private: set[str] = set()
    for member in deployments.family(session, root):
        for form_id in deployments.pinned_forms(session, member.key).values():
            form = deployments.form_version(session, form_id)
            private |= form.private
            for field in form.fields:
                if field.label and all(isinstance(part, str) for part in field.label.parts):
                    labels.setdefault(field.key, "".join(map(str, field.label.parts)))
    return labels, private


def _of_gates(session: Session, root: bpmn.Definition) -> set[str]:
    """Names that the approvals of a case give."""
    family = gates.family_of(session, root)
    return {
        mapping.target.partition(".")[0]
        for process in family.values()
        for gate in gates.gates(process, family)
        for mapping in process.elements[gate].outputs
    }


def _is_fixed(name: str, of_gates: set[str]) -> bool:
    return name in KEPT or name in of_gates or name.startswith(_OF_GATES)


def _seen_from(session: Session, instance_id: int, by: Actor) -> datetime | None:
    """Since when somebody's parties see the case; None for those who have been in it from the beginning."""
    own = [
        party.sees_from
        for party in casting.parties(session, instance_id)
        if party.organisation_id in by.organisation_ids and party.left_at is None
    ]
    return None if None in own else min(own)


def _written_since(session: Session, instance_id: int, scope: str, moment: datetime) -> set[str]:
    rows = session.all(
        sa.select(variable_change.c.before).where(
            variable_change.c.process_instance_id == instance_id, variable_change.c.at >= moment
        )
    )
    key = bpmn.ROOT if scope == CASE else scope
    return {name for row in rows for name in bpmn.load_values(row.before).get(key, {})}
