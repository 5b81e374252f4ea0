"""Somebody asks for running cases to be moved: a row for each case, and a job for each that waits for nobody."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from engine import bpmn, deployments, history, notifications, reasons
from engine.bpmn.migration import Migrated
from engine.editing import owners, versions
from engine.errors import Invalid, Message
from engine.models import migration, migration_case, process_instance
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .consent import answerers
from .judging import Judge
from .moves import CONSENT, STAYED, WAITING, give_jobs, settle
from .running import Running, running


def request(
    session: Session,
    process_id: str,
    version: int,
    mapping: Mapping[str, str | None],
    reason: str,
    by: Actor,
    *,
    only: Collection[str] | None = None,
) -> int:
    """Ask for the running cases of a process to be moved to a version. ``mapping``: element or flow id -> the id that
    takes its place, None: what is active there ends; ``only``: numbers of the cases, of those that the person may know
    of. Returns the id of the move. Raises NotFound, Invalid."""
    owners.require(session, process_id, by)
    target = versions.find(session, process_id, version)
    definition = deployments.definition(session, target.id)
    reason = reasons.checked(reason, Message("Write why the cases are moved"))
    _check_mapping(mapping, definition.process)
    cases = [case for case in running(session, process_id, target.id) if not case.is_there]
    if only is not None:
        seen = set(session.execute(visibility.visible_instances(by)).scalars())
        cases = [case for case in cases if case.number in only and case.id in seen]
    if not cases:
        raise Invalid("There are no running cases to move to this version")
    _hold(session, [case.id for case in cases])
    migration_id = session.insert(
        migration,
        process_id=process_id,
        target_id=target.id,
        mapping=dict(mapping),
        requested_by=by.person_id,
        requested_at=session.now,
        reason=reason,
    )
    _take_the_place_of_older(session, process_id, [case.id for case in cases])
    judge = Judge(session, definition, mapping)
    asking = [case for case in cases if _asks(judge, case)]
    waiting = sorted({case.id for case in cases} - {case.id for case in asking})
    states = {case.id: CONSENT for case in asking} | dict.fromkeys(waiting, WAITING)
    session.insert_all(
        migration_case,
        [
            {"migration_id": migration_id, "process_instance_id": id, "state": state}
            for id, state in states.items()
        ],
    )
    for case in asking:
        people = answerers(session, case.id)
        notifications.notify(session, people, "consent", instance_id=case.id, by=by.person_id)
        data = {"process": process_id, "after": version, "reason": reason}
        history.note(session, case.id, "move_asked", by=by.person_id, name=definition.process.name, data=data)
    give_jobs(session, migration_id, waiting)
    return migration_id


def _hold(session: Session, instance_ids: list[int]) -> None:
    """Lock the cases, always in the same order, and before any move of them: so does whoever moves one."""
    locked = sa.select(process_instance.c.id).where(process_instance.c.id.in_(instance_ids))
    session.execute(locked.order_by(process_instance.c.id).with_for_update()).all()


def _asks(judge: Judge, case: Running) -> bool:
    """Whether the parties are asked first; of a case that cannot be moved, nothing is asked."""
    found = judge.look(case)
    return isinstance(found, Migrated) and judge.asks(case, found)


def _take_the_place_of_older(session: Session, process_id: str, instance_ids: list[int]) -> None:
    """What was asked for before, and has not been done yet, is not done any more."""
    rows = session.all(
        sa.select(migration_case)
        .join(migration, migration.c.id == migration_case.c.migration_id)
        .where(migration.c.process_id == process_id, migration_case.c.state.in_((WAITING, CONSENT)))
        .order_by(migration_case.c.migration_id)
    )
    text = Message("Somebody has asked for another move of the case since")
    for row in rows:
        if row.process_instance_id in instance_ids:
            settle(session, row.migration_id, row.process_instance_id, STAYED, text)


def _check_mapping(mapping: Mapping[str, str | None], process: bpmn.Process) -> None:
    known = process.elements.keys() | process.flows.keys()
    for id, other in mapping.items():
        if not isinstance(id, str) or (other is not None and other not in known):
            raise Invalid("The version has no step %(id)s", id=str(other))
