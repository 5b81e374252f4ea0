"""A gate as one person sees it: the document, the answers, and what stands between it and passing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.models import casting, document, membership, organisation, party, person, user_task
from engine.parties import duties
from engine.parties.casting import role_names
from engine.parties.people import Actor
from engine.parties.visibility import documents_visible_to, visible_to
from engine.store import Session

from . import answers, conditions, rounds
from .answers import Answer
from .conditions import Condition


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that the gate waits for. ``people``: who can give it; ``gone``: who is cast in the role but has left;
    ``barred``: all in it took part in the draft; with none of these, nobody is cast. ``party_key`` leads to the
    casting sheet."""

    role_name: str
    party_name: str | None
    party_key: str | None
    people: list[str]
    gone: list[str]
    barred: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate as one task sees it. ``missing``: who has not answered this round; ``rule``: alle, flertal or en;
    ``sealed``: the answers of others are not to be seen yet."""

    port_id: str
    title: str
    rule: str
    document: sa.Row[Any]
    answers: list[Answer]
    earlier: list[Answer]
    missing: list[Missing]
    conditions: list[Condition]
    sealed: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open round, as its case's page tells of it."""

    document_id: int
    document_title: str
    version: int
    missing: list[Missing]


def gate_of(session: Session, state: bpmn.State, task: Any, by: Actor) -> Gate | None:
    """The gate that an open task belongs to, or None for an ordinary task."""
    if not rounds.is_gate(task):
        return None
    values = bpmn.visible(state.variables, task.scope)
    frozen = answers.bound(session, task, values)
    told = [
        answer
        for answer in answers.of_documents(session, task.process_instance_id, [frozen.key], by)
        if answer.document_version <= frozen.version
    ]
    waiting = [
        row
        for row in rounds.asked(session, task.process_instance_id, "open", visible_to(by))
        if (rounds.document_id(row) or _in_state(state, row)) == frozen.id
    ]
    held = conditions.of_case(session, task.process_instance_id, by)
    return Gate(
        str(values.get("port_id") or ""),
        str(values.get("port_titel") or task.name),
        task.properties["samtrin:gate"],
        frozen,
        [answer for answer in told if answer.document_id == frozen.id],
        [answer for answer in told if answer.document_id != frozen.id],
        _missing(session, waiting, by),
        [found for found in held if found.document_id == frozen.id],
        frozen.id in rounds.sealed(session, task.process_instance_id),
    )


def waiting(session: Session, instance_id: int, by: Actor) -> list[Waiting]:
    """The open rounds of a case that somebody may know of."""
    tasks = [
        task
        for task in rounds.asked(session, instance_id, "open", visible_to(by))
        if rounds.document_id(task) is not None
    ]
    if not tasks:
        return []
    versions = session.all(
        sa.select(document.c.id, document.c.title, document.c.version)
        .where(
            document.c.id.in_([rounds.document_id(task) for task in tasks]),
            document.c.process_instance_id == instance_id,
            documents_visible_to(by),
        )
        .order_by(document.c.id)
    )
    return [
        Waiting(
            row.id,
            row.title,
            row.version,
            _missing(session, [task for task in tasks if rounds.document_id(task) == row.id], by),
        )
        for row in versions
    ]


def also_missing(session: Session, task_ids: list[int], by: Actor) -> dict[int, list[str]]:
    """Of these tasks, those at a gate that waits for others too: task id -> the names of their parties. For lists: two
    statements however long the list, and one where it holds no gate."""
    own = {
        row.id: rounds.document_id(row)
        for row in session.all(
            sa.select(user_task.c.id, user_task.c.properties, user_task.c.process_instance_id).where(
                user_task.c.id.in_(task_ids), user_task.c.state == "open"
            )
        )
        if rounds.is_gate(row) and rounds.document_id(row) is not None
    }
    if not own:
        return {}
    beside = session.all(
        sa.select(user_task.c.id, user_task.c.properties, organisation.c.name)
        .join(party, party.c.id == user_task.c.party_id)
        .join(organisation, organisation.c.id == party.c.organisation_id)
        .where(
            user_task.c.process_instance_id.in_(
                sa.select(user_task.c.process_instance_id).where(user_task.c.id.in_(own))
            ),
            user_task.c.state == "open",
            visible_to(by),
        )
        .order_by(user_task.c.id)
    )
    return {
        task_id: names
        for task_id, asked_about in own.items()
        if (
            names := list(
                dict.fromkeys(
                    row.name
                    for row in beside
                    if row.id != task_id and rounds.is_gate(row) and rounds.document_id(row) == asked_about
                )
            )
        )
    }


def of_case(session: Session, instance_id: int, by: Actor) -> list[tuple[sa.Row[Any], list[Answer]]]:
    """Every document of a case that this person may know of, newest version first, with the answers bound to it."""
    documents = session.all(
        sa.select(document)
        .where(document.c.process_instance_id == instance_id, documents_visible_to(by))
        .order_by(document.c.key, document.c.version.desc())
    )
    if not documents:
        return []
    told = answers.of_documents(session, instance_id, {row.key for row in documents}, by)
    return [(row, [answer for answer in told if answer.document_id == row.id]) for row in documents]


def _missing(session: Session, tasks: list[Any], by: Actor) -> list[Missing]:
    names = role_names(session, by.locale)
    holders = _holders(session, tasks)
    found = []
    for task in tasks:
        cast = holders.get((task.party_id, task.role_id), [])
        able = {key: name for key, name, acts in cast if acts}
        drafters = duties.did_excluded(session, task)
        others = [name for key, name in able.items() if key not in drafters]
        barred = bool(able) and not others and task.properties.get("samtrin:alone") is False
        found.append(
            Missing(
                names.get(task.role_id, task.role_id),
                task.party_name,
                task.party_key,
                [] if barred else others or list(able.values()),
                [name for _key, name, acts in cast if not acts],
                barred,
            )
        )
    return found


def _holders(session: Session, tasks: list[Any]) -> dict[tuple[int, str], list[tuple[int, str, bool]]]:
    """(party id, role) -> [(id, name, whether they can still act)] of everybody cast."""
    rows = session.all(
        sa.select(
            casting.c.party_id,
            casting.c.role_id,
            person.c.id,
            person.c.name,
            sa.and_(person.c.is_active, membership.c.person_id.is_not(None)).label("acts"),
        )
        .join(person, person.c.id == casting.c.person_id)
        .join(party, party.c.id == casting.c.party_id)
        .outerjoin(
            membership,
            sa.and_(
                membership.c.person_id == person.c.id, membership.c.organisation_id == party.c.organisation_id
            ),
        )
        .where(casting.c.party_id.in_({task.party_id for task in tasks}))
        .order_by(person.c.name)
    )
    found: dict[tuple[int, str], list[tuple[int, str, bool]]] = {}
    for row in rows:
        found.setdefault((row.party_id, row.role_id), []).append((row.id, row.name, bool(row.acts)))
    return found


def _in_state(state: bpmn.State, task: Any) -> int | None:
    """The document of a task whose model does not name it in a property."""
    known = bpmn.visible(state.variables, task.scope).get("dok")
    return known.get("id") if isinstance(known, dict) else None
