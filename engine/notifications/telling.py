"""Tell people: one row each, for those only who may know of what it is about, in the transaction where it happens.

A row names the case and the task and holds none of their words: these are read for each reader, when they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from engine.models import approval, casting, job, membership, notification, party, person, user_task
from engine.models.base import Json, Moment
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .choices import KINDS

LETTERS = "notice"  # the job that writes the mails
SENT_BACK = "ret"


@dataclass(frozen=True, slots=True)
class _Each:
    """Stands for each row of ``person`` where the rules of sight ask for whom."""

    organisation_ids: sa.Select[tuple[int]]


EACH = cast(
    Actor,
    _Each(
        sa.select(membership.c.organisation_id).where(membership.c.person_id == person.c.id).correlate(person)
    ),
)


def notify(
    session: Session,
    people: Iterable[int],
    kind: str,
    *,
    instance_id: int | None = None,
    task_id: int | None = None,
    by: int | None = None,
    **params: str,
) -> None:
    """Tell ``people`` of a case or a task; ``by``: who did it, who is never told of it.

    Those who may not know of the case or the task are left out. ``params``: small and harmless facts, as everybody
    told may read them for ever."""
    assert kind in KINDS
    told = sorted(set(people) - {by})
    if not told:
        return
    case: sa.ColumnElement[Any] = sa.literal(instance_id, sa.BigInteger)
    task: sa.ColumnElement[Any] = sa.literal(task_id, sa.BigInteger)
    rows: sa.FromClause = person
    where = [person.c.id.in_(told), person.c.is_active]
    if task_id is not None:
        case, task = user_task.c.process_instance_id, user_task.c.id
        rows = person.join(user_task, user_task.c.id == task_id)
        where.append(visibility.visible_to(EACH))
    elif instance_id is not None:
        where.append(case.in_(visibility.visible_instances(EACH)))
    columns = (
        person.c.id,
        sa.literal(kind),
        case,
        task,
        sa.literal(params, Json),
        sa.literal(session.now, Moment),
    )
    _tell(session, _rows(sa.select(*columns).select_from(rows).where(*where)), by)


def opened(session: Session, tasks: Mapping[int, bool], by: int | None) -> None:
    """Tell the holders of tasks that have just opened, in one statement. ``tasks``: id -> whether it is a gate's;
    ``by``: whose act opened them, who sees it for themselves."""
    if tasks:
        gates = [task_id for task_id, is_gate in tasks.items() if is_gate]
        _tell(session, _OPENED, by, {"tasks": list(tasks), "gates": gates, "by": by, "now": session.now})


def _tell(
    session: Session, rows: ReturningInsert[Any], by: int | None, values: dict[str, Any] | None = None
) -> None:
    """Write the rows, and the job that writes mails for those who want them."""
    made = list(session.execute(rows, values).scalars())
    if made and session.store.letters is not None:
        session.insert(job, kind=LETTERS, payload={"notices": made, "by": by}, due_at=session.now, retries=3)
        session.after_commit.append(session.store.wake)


def _rows(source: sa.Select[Any]) -> ReturningInsert[Any]:
    """Insert what a select gives for person, kind, case, task, params and moment; returns the new ids."""
    columns = ["person_id", "kind", "process_instance_id", "user_task_id", "params", "created_at"]
    return sa.insert(notification).from_select(columns, source).returning(notification.c.id)


def _sent_back() -> sa.ColumnElement[bool]:
    """Whether the task was done before, and an approver has since asked for changes."""
    before = user_task.alias("before")
    return (
        sa.exists()
        .where(
            before.c.process_instance_id == user_task.c.process_instance_id,
            before.c.element_id == user_task.c.element_id,
            before.c.state == "completed",
            before.c.party_id.is_not_distinct_from(user_task.c.party_id),
            approval.c.process_instance_id == user_task.c.process_instance_id,
            approval.c.decision == SENT_BACK,
            approval.c.decided_at >= before.c.completed_at,
        )
        .correlate(user_task)
    )


# Built once: putting it together would cost more than running it, and every completed task runs it.
_OPENED = _rows(
    sa.select(
        person.c.id,
        sa.case(
            (user_task.c.id.in_(sa.bindparam("gates", expanding=True)), "gate_waiting"),
            (_sent_back(), "sent_back"),
            else_="new_task",
        ),
        user_task.c.process_instance_id,
        user_task.c.id,
        sa.literal({}, Json),
        sa.bindparam("now", type_=Moment),
    )
    .distinct()
    .select_from(user_task)
    .join(
        party,
        sa.or_(
            party.c.id == user_task.c.party_id,
            sa.and_(
                user_task.c.party_id.is_(None),
                party.c.process_instance_id == user_task.c.process_instance_id,
            ),
        ),
    )
    .join(casting, sa.and_(casting.c.party_id == party.c.id, casting.c.role_id == user_task.c.role_id))
    .join(person, sa.and_(person.c.id == casting.c.person_id, person.c.is_active))
    .join(
        membership,
        sa.and_(
            membership.c.person_id == person.c.id, membership.c.organisation_id == party.c.organisation_id
        ),
    )
    .where(
        user_task.c.id.in_(sa.bindparam("tasks", expanding=True)),
        person.c.id.is_distinct_from(sa.bindparam("by", type_=sa.BigInteger)),
        visibility.visible_to(EACH),
    )
)
