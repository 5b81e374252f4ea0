"""Decisions: their versions, which of them a process uses, and evaluating one for a case.

Source: DMN 1.5; every evaluation is kept with what it was given and the rules that matched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import bpmn, dmn, feel
from engine.causes import cause
from engine.errors import Invalid
from engine.models import decision_definition, decision_evaluation, process_decision
from engine.parties import casting
from engine.parties.people import Actor
from engine.parties.visibility import evaluations_visible_to
from engine.store import Session


def read(content: bytes) -> dmn.Model:
    """The model of a DMN file. Raises Invalid with the sentence for its author."""
    try:
        model = dmn.read(content)
    except feel.FeelError as problem:
        said = cause(problem)
        raise Invalid(said.template, None, **said.params) from None
    for element in model.elements.values():
        if isinstance(element, dmn.Decision) and element.problem is not None:
            raise Invalid(
                "The decision %(decision)s is wrong: %(reason)s",
                decision=element.name or element.id,
                reason=cause(element.problem),
                element=getattr(element.problem, "element", "") or element.id,
            )
    return model


def write(session: Session, name: str, content: bytes, model: dmn.Model) -> dict[str, int | None]:
    """Publish the decisions of a file: decision id -> new version, None where nothing has changed."""
    digest = hashlib.sha256(content).hexdigest()
    done: dict[str, int | None] = {}
    for element in model.elements.values():
        if not isinstance(element, dmn.Decision):
            continue
        newest = session.first(
            sa.select(decision_definition.c.version, decision_definition.c.digest)
            .where(decision_definition.c.decision_id == element.id)
            .order_by(decision_definition.c.version.desc())
        )
        if newest and newest.digest == digest:
            done[element.id] = None
            continue
        done[element.id] = newest.version + 1 if newest else 1
        session.insert(
            decision_definition,
            decision_id=element.id,
            version=done[element.id],
            name=element.name or element.id,
            file_name=name,
            xml=content,
            digest=digest,
            deployed_at=session.now,
        )
    return done


def newest(session: Session, decision_ids: Iterable[str]) -> dict[str, int]:
    """decision id -> id of its newest version."""
    rows = session.all(
        sa.select(decision_definition.c.decision_id, sa.func.max(decision_definition.c.id).label("newest"))
        .where(decision_definition.c.decision_id.in_(list(decision_ids)))
        .group_by(decision_definition.c.decision_id)
    )
    return {row.decision_id: row.newest for row in rows}


def pinned(session: Session, definition_keys: Iterable[str], decision_id: str) -> int | None:
    """The version that one of these process versions uses, else the newest."""
    pin = session.scalar(
        sa.select(process_decision.c.decision_definition_id).where(
            process_decision.c.process_definition_id.in_([int(key) for key in definition_keys]),
            process_decision.c.decision_id == decision_id,
        )
    )
    return pin or newest(session, [decision_id]).get(decision_id)


def decide(
    session: Session,
    instance_id: int,
    version_id: int,
    decision_id: str,
    variables: Mapping[str, Any],
    now: datetime,
    private_to: str | None,
) -> Any:
    """The FEEL value of a decision, kept with how it came about, for the party with the key ``private_to`` alone where
    it is one's private work; ``instance_id`` 0 keeps nothing. Raises bpmn.Failure."""
    cache = session.store.caches.setdefault("decisions", {})
    if version_id not in cache:
        xml = session.scalar(
            sa.select(decision_definition.c.xml).where(decision_definition.c.id == version_id)
        )
        cache[version_id] = dmn.read(xml)
    try:
        evaluation = dmn.evaluate(cache[version_id], decision_id, feel.to_feel(dict(variables)), now=now)
    except feel.FeelError as problem:
        raise bpmn.Failure(
            "decision",
            "The decision %(decision)s failed: %(cause)s",
            decision=decision_id,
            cause=cause(problem),
        ) from problem
    if not instance_id:
        return evaluation.value  # only tried
    session.insert(
        decision_evaluation,
        process_instance_id=instance_id,
        decision_definition_id=version_id,
        at=session.now,
        is_private=private_to is not None,
        party_id=casting.party_id(session, instance_id, private_to),
        decisions=[
            {
                "name": done.name,
                "inputs": {name: feel.from_feel(value) for name, value in done.inputs.items()},
                "rules": [{"number": rule.number, "label": rule.label} for rule in done.rules],
                "output": feel.from_feel(done.output),
            }
            for done in evaluation.decisions
        ],
    )
    return evaluation.value


def of_case(session: Session, instance_id: int, by: Actor) -> list[Any]:
    """What was decided in a case, as far as this person may know, newest first: name, version, at, decisions."""
    return session.all(
        sa.select(decision_evaluation, decision_definition.c.name, decision_definition.c.version)
        .join(decision_definition, decision_definition.c.id == decision_evaluation.c.decision_definition_id)
        .where(decision_evaluation.c.process_instance_id == instance_id, evaluations_visible_to(by))
        .order_by(decision_evaluation.c.id.desc())
        .limit(50)
    )
