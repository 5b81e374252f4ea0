"""Vacancies before they block: roles that a task further on will need and nobody fills, the soonest first.

What the model leaves to expressions is worked out from the case's variables as they are now, so that a warning is the
best guess of today; what cannot be known yet is not warned of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn, deployments, feel
from engine.models import casting as casting_table
from engine.models import membership, party, person, role_definition
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

from .course import is_private, moves
from .listing import find


@dataclass(frozen=True, slots=True)
class Vacancy:
    """``party_name`` is empty where the parties fill the role together, ``role_name`` where the party itself is what
    lacks; ``why``: role, invited (nobody has accepted yet) or left."""

    party_name: str | None
    role_name: str | None
    task_name: str
    why: str


@dataclass(frozen=True, slots=True)
class _Need:
    """A task ahead. ``call``: the call activities that lead to it, the innermost last."""

    task: bpmn.Element
    call: tuple[bpmn.Element, ...]


def vacancies(session: Session, number: str, by: Actor) -> list[Vacancy]:
    """What is missing for the tasks that lie ahead in a running case, each role once, by the task that comes first.
    Raises NotFound."""
    row = find(session, number, by)
    if row.status != "active":
        return []
    definition = deployments.definition(session, row.process_definition_id)
    library = {member.process.id: member.process for member in deployments.family(session, definition)}
    active = moves(session, row.id, definition.process.id).active
    needs = _ahead(definition.process, active, library, ())
    return list(_Check(session, row, by).missing(needs))


def _ahead(
    process: bpmn.Process,
    sources: Iterable[str],
    library: Mapping[str, bpmn.Process],
    call: tuple[bpmn.Element, ...],
) -> Iterator[_Need]:
    """The user tasks from some elements on, nearest first. Detours that only a boundary event leads to are left out
    until the case takes them."""
    parents = {process.elements[key].parent for key in sources if key in process.elements}
    todo = [process.elements[key] for key in sources if key in process.elements and key not in parents]
    seen = {element.id for element in todo}
    for element in todo:  # grows while we walk
        if element.kind == "userTask":
            yield _Need(element, call)
        inner = library.get(element.called_process or "")
        if inner is not None and inner.id not in {outer.called_process for outer in call}:
            yield from _ahead(inner, [start.id for start in inner.start_events], library, (*call, element))
        for following in _following(process, element):
            if following.id not in seen:
                seen.add(following.id)
                todo.append(following)


def _following(process: bpmn.Process, element: bpmn.Element) -> list[bpmn.Element]:
    """What comes after an element: into a subprocess, along the flows, and out of a subprocess at its end."""
    inside = [
        inner
        for inner in process.inside(element.id)
        if not (inner.incoming or inner.attached_to or inner.by_event)
    ]
    found = [*inside, *(process.elements[flow.target] for flow in element.outgoing)]
    if not element.outgoing and element.parent is not None:
        found += [process.elements[flow.target] for flow in process.elements[element.parent].outgoing]
    return found


class _Check:
    """Who fills what in one case, as far as one person may be told."""

    def __init__(self, session: Session, case: Any, by: Actor) -> None:
        self.now = session.now
        self.variables: dict[str, Any] = feel.to_feel(bpmn.visible(case.variables, None))
        self.parties = casting.parties(session, case.id)
        self.own = by.organisation_ids
        self.names = casting.role_names(session, by.locale)
        self.roles: dict[str, Any] = {r.role_id: r for r in session.all(sa.select(role_definition))}
        self.held = {
            (row.party_id, row.role_id)
            for row in session.all(
                sa.select(casting_table.c.party_id, casting_table.c.role_id)
                .join(party, party.c.id == casting_table.c.party_id)
                .join(person, person.c.id == casting_table.c.person_id)
                .join(
                    membership,
                    sa.and_(
                        membership.c.person_id == person.c.id,
                        membership.c.organisation_id == party.c.organisation_id,
                    ),
                )
                .where(party.c.process_instance_id == case.id, person.c.is_active)
            )
        }

    def missing(self, needs: Iterable[_Need]) -> Iterator[Vacancy]:
        told: set[tuple[int | None, str | None]] = set()
        for need in needs:
            for roles, party_key in self._wanted(need):
                for row in self._lacking(need, roles, party_key):
                    why = "role" if row is None or row.is_peopled else "invited"
                    why = "left" if row is not None and row.left_at else why
                    role_id = roles[0] if why == "role" else None
                    key = (row and row.id, role_id)
                    if key not in told:
                        told.add(key)
                        role_name = self.names.get(role_id, role_id) if role_id else None
                        yield Vacancy(row and row.name, role_name, _name(need), why)

    def _wanted(self, need: _Need) -> list[tuple[list[str], str | None]]:
        """(roles of which any will do, party as far as it is known) that must be filled for a task. A shared part,
        such as the gate, is given them by the call: [{part, rolle}]."""
        text = need.task.roles or need.task.lane or ""
        given = [self.variables]
        for call in need.call:
            made = {mapping.target: self._value(mapping.source, given[-1]) for mapping in call.inputs}
            given.append({**given[-1], **made})
        named = need.task.properties.get("samtrin:party", "")
        party_key = self._value(named, given[-1])
        role = self._value(text, given[-1])
        if isinstance(role, str):
            known = [word for word in map(str.strip, role.split(",")) if word in self.roles]
            return [(known, party_key if isinstance(party_key, str) and party_key else None)] if known else []
        if not need.call:
            return []
        lists = [given[-1].get(mapping.target) for mapping in need.call[-1].inputs]
        return [
            ([entry["rolle"]], str(entry["part"]) if entry.get("part") else None)
            for found in lists
            for entry in (found if isinstance(found, list) else [found])
            if isinstance(entry, dict) and entry.get("rolle") in self.roles
        ]

    def _value(self, text: str, variables: Mapping[str, Any]) -> Any:
        """What the model says here: words as they are, an expression by its value; None where it has none yet."""
        if not text.startswith("="):
            return text
        try:
            return feel.evaluate(text[1:], variables, now=self.now)
        except feel.FeelError:
            return None

    def _lacking(self, need: _Need, roles: list[str], party_key: str | None) -> list[Any]:
        """The parties that nobody does the task for; [None] where anybody of any party would do and nobody does."""
        kind = self.roles[roles[0]].party_kind
        able = [row for row in self.parties if kind in (row.kind, "any", "joint")]
        if is_private(need.task):
            able = [row for row in able if row.organisation_id in self.own]
        if party_key:
            able = [row for row in able if party_key in (row.key, row.kind)]
        lacking = [row for row in able if not any(self._filled(row, role) for role in roles)]
        if len(able) == 1 or need.task.properties.get("samtrin:party"):
            return lacking
        return [None] if able and len(lacking) == len(able) else []

    def _filled(self, row: Any, role_id: str) -> bool:
        """Whether somebody is in the role, or in one that stands in for it."""
        seen: set[str] = set()
        current: str | None = role_id
        while current and current not in seen:
            if (row.id, current) in self.held:
                return True
            seen.add(current)
            current = self.roles[current].resolves_to.get(row.kind) if current in self.roles else None
        return False


def _name(need: _Need) -> str:
    """What people call the task: that of a part that many share, such as the gate, by what it is used for here."""
    element = need.call[-1] if need.call else need.task
    return element.name or element.id
