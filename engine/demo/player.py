"""Plays a case the way its people would: every step goes through the same commands as the pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine import cases, deployments, jobs, user_tasks
from engine.clock import HOME
from engine.models import form_definition, job, membership, organisation, party, process_instance, user_task
from engine.parties import people
from engine.parties.people import Actor
from engine.store import Session, Store
from engine.user_tasks import rights

from . import clock
from .filler import fill

ROUNDS = 500


class Player:
    """One case. ``answers``: element id -> values that steer it; all other fields are filled by the demo rule.
    ``pace``: how long ``until`` lets pass after each task."""

    def __init__(
        self,
        store: Store,
        number: str,
        answers: Mapping[str, Mapping[str, Any]] | None = None,
        pace: timedelta = timedelta(),
    ) -> None:
        self.store, self.number, self.pace = store, number, pace
        self.answers: dict[str, Mapping[str, Any]] = dict(answers or {})

    @classmethod
    def start(
        cls,
        store: Store,
        process_id: str,
        organisations: list[str],
        values: Mapping[str, Any],
        answers: Mapping[str, Mapping[str, Any]] | None = None,
        pace: timedelta = timedelta(),
    ) -> Player:
        """Start a case for organisations by name, the first being the starter's."""
        with store.transaction() as session:
            ids = [_organisation(session, name) for name in organisations]
            by = _member(session, ids[0])
            choice = deployments.startable_process(session, process_id, by)
            context = cases.start_context(session, choice, by)
            raw = _filled(session, choice.form_definition_id, values, context)
            parties = {party.key: key for party, key in zip(choice.parties, ids, strict=True)}
            number = cases.start(session, process_id, raw, parties, {}, by)
        jobs.run_due(store)
        return cls(store, number, answers, pace)

    def open(self) -> list[str]:
        """Element ids of the open tasks, oldest first."""
        with self.store.read() as session:
            return [row.element_id for row in self._open(session)]

    def do(self, element_id: str, *, party: str | None = None, **values: Any) -> None:
        """Complete the oldest open task of an element (of one party) as somebody who may."""
        with self.store.transaction() as session:
            task = next(
                (
                    row
                    for row in self._open(session)
                    if row.element_id == element_id and party in (None, row.party_key)
                ),
                None,
            )
            if task is None:
                raise LookupError(f"{element_id} is not open in {self.number}: {self.open()}")
            by = _somebody(session, task)
            view = user_tasks.get(session, task.id, by)
            known = {**view.values, **self.answers.get(element_id, {}), **values}
            raw = _filled(session, task.form_definition_id, known, view.context)
            shown = view.gate.document if view.gate else view.document
            fingerprint = shown.sha256 if shown else None
            user_tasks.complete(session, task.id, raw, by, fingerprint)
        jobs.run_due(self.store)

    def until(self, *stop: str) -> None:
        """Do every open task, and wait for the next timer where none is, until one of these elements is open, or
        the case has ended or started another."""
        for _ in range(ROUNDS):
            waiting = self.open()
            if set(waiting) & set(stop):
                return
            if waiting:
                self.do(waiting[0])
                clock.advance(self.store, self.pace)
            elif not self._wait_for_timer():
                return
        raise RuntimeError(f"{self.number} goes round in circles at {self.open()}")

    def wait(self, **length: float) -> None:
        """Let time pass: days=7."""
        clock.advance(self.store, timedelta(**length))

    def _wait_for_timer(self) -> bool:
        with self.store.read() as session:
            due = session.scalar(
                sa.select(sa.func.min(job.c.due_at))
                .join(process_instance, process_instance.c.id == job.c.process_instance_id)
                .where(process_instance.c.number == self.number, job.c.kind == "timer")
            )
        if due is not None:
            clock.advance(self.store, due - self.store.clock())
        return due is not None

    def status(self) -> str:
        with self.store.read() as session:
            return str(
                session.scalar(
                    sa.select(process_instance.c.status).where(process_instance.c.number == self.number)
                )
            )

    def follow(self, answers: Mapping[str, Mapping[str, Any]] | None = None) -> Player:
        """The case that a message of this one has started."""
        with self.store.read() as session:
            origin = process_instance.alias("origin")
            number = session.scalar(
                sa.select(process_instance.c.number)
                .join(origin, origin.c.id == process_instance.c.origin_id)
                .where(origin.c.number == self.number)
                .order_by(process_instance.c.id.desc())
            )
        if number is None:
            raise LookupError(f"{self.number} has started no other case")
        return Player(self.store, number, answers, self.pace)

    def _open(self, session: Session) -> list[Any]:
        return session.all(
            sa.select(user_task, party.c.key.label("party_key"))
            .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
            .outerjoin(party, party.c.id == user_task.c.party_id)
            .where(process_instance.c.number == self.number, user_task.c.state == "open")
            .order_by(user_task.c.id)
        )


def _organisation(session: Session, name: str) -> int:
    return int(session.execute(sa.select(organisation.c.id).where(organisation.c.name == name)).scalar_one())


def _member(session: Session, organisation_id: int) -> Actor:
    first = session.scalar(
        sa.select(sa.func.min(membership.c.person_id)).where(membership.c.organisation_id == organisation_id)
    )
    found = people.actor(session, first)
    if found is None:
        raise LookupError("the organisation has nobody")
    return found


def _somebody(session: Session, task: Any) -> Actor:
    """The first person in the role who may do the task."""
    for person_id in rights.candidates(session, task):
        by = people.actor(session, person_id)
        if by is not None and rights.refusal(session, task, by) is None:
            return by
    raise LookupError(f"nobody may do {task.element_id} ({task.role_id})")


def _filled(
    session: Session, form_definition_id: int | None, known: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, Any]:
    """Answers to all fields of a form version."""
    if form_definition_id is None:
        return {}
    schema = session.execute(
        sa.select(form_definition.c.schema).where(form_definition.c.id == form_definition_id)
    ).scalar_one()
    return fill(schema, known, session.now.astimezone(HOME).date(), context)
