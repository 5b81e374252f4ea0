"""Who gets a task that has just opened: its role, party, deadline and form, as rows of the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import bpmn, deployments, due_dates, index, notifications, reminders
from engine.errors import NotFound
from engine.models import incident, job, user_task
from engine.parties import casting
from engine.store import Session

if TYPE_CHECKING:
    from engine.instances import Live

NO_PARTY = "no-party"
_READ = {"name", "role_id", "party_id", "form_definition_id", "element_id"}  # what people notice of a task


def open_tasks(session: Session, live: Live, tasks: Iterable[bpmn.OpenedTask]) -> None:
    """Write the opened tasks as inbox rows. A party that the case does not have is an incident, never silence."""
    told, found = [], []
    opened: dict[int, bool] = {}
    for task in tasks:
        try:
            role_id, party_id = _place(session, live.id, task)
        except NotFound as fault:
            role_id, party_id = task.roles[0] if task.roles else "", None
            session.insert(
                incident,
                process_instance_id=live.id,
                token=task.key,
                element_id=task.element_id,
                process_id=task.process_id,
                kind=NO_PARTY,
                template=fault.template,
                params=dict(fault.params),
                created_at=session.now,
            )
        row = _row(session, live, task, role_id, party_id)
        task_id = session.insert(user_task, **row)
        opened[task_id] = bool(task.properties.get("samtrin:gate"))
        found.append(index.Entry("task", task_id, live.id, row["name"]))
        told.append(reminders.next_job(row, session.now, live.closed))
    session.insert_all(job, [row for row in told if row])
    index.put(session, found)
    notifications.opened(session, opened, live.by)


def place_again(session: Session, live: Live, task_row: Any) -> None:
    """Try once more to find the party of a task (after the casting or the model was mended)."""
    role_id, party_id = casting.resolve(
        session, live.id, task_row.properties["role"], task_row.properties.get("party")
    )
    session.execute(
        sa.update(user_task).where(user_task.c.id == task_row.id).values(role_id=role_id, party_id=party_id)
    )


def follow(session: Session, live: Live, tasks: Iterable[bpmn.OpenedTask]) -> list[int]:
    """Let open tasks be what their new version says. Each keeps its deadline, what people have begun to type, and
    whoever has taken it, as long as they may do it. Returns the ids of those that now read differently."""
    rows = session.all(
        sa.select(user_task).where(user_task.c.process_instance_id == live.id, user_task.c.state == "open")
    )
    known = {row.token: row for row in rows}
    return [row.id for task in tasks if (row := known.get(task.key)) and _follow(session, live, row, task)]


def _follow(session: Session, live: Live, row: Any, task: bpmn.OpenedTask) -> bool:
    role_id, party_id = row.role_id, row.party_id
    meant = {"role": task.roles[0] if task.roles else "", "party": task.party}
    if any(row.properties.get(name) != value for name, value in meant.items()):
        with suppress(NotFound):  # a party that the case does not have: it stays with those who have it
            role_id, party_id = _place(session, live.id, task)
    told = _row(session, live, task, role_id, party_id)
    kept = {"due_at", "due_why", "follow_up_at", "created_at", "assignee_id", "state"}
    changed = {
        name: value for name, value in told.items() if name not in kept and row._mapping[name] != value
    }
    if not changed:
        return False
    if row.assignee_id is not None and changed.keys() & {"role_id", "party_id"}:
        places = [party_id] if party_id is not None else [one.id for one in casting.parties(session, live.id)]
        if not any(row.assignee_id in casting.holders(session, place, role_id) for place in places):
            changed["assignee_id"] = None
    session.execute(sa.update(user_task).where(user_task.c.id == row.id).values(**changed))
    if "name" in changed:
        index.put(session, [index.Entry("task", row.id, live.id, told["name"])])
    if any(told["properties"].get(n) != row.properties.get(n) for n in (bpmn.REMINDERS, bpmn.ESCALATION)):
        reminders.set_again(session, {**row._mapping, **changed}, live.closed)
    return bool(changed.keys() & _READ)


def _place(session: Session, instance_id: int, task: bpmn.OpenedTask) -> tuple[str, int | None]:
    """The first of the task's roles that somebody fills, else the first."""
    places = [casting.resolve(session, instance_id, role, task.party) for role in task.roles or ("",)]
    for role_id, party_id in places:
        if party_id is None or casting.holders(session, party_id, role_id):
            return role_id, party_id
    return places[0]


def _row(
    session: Session,
    live: Live,
    task: bpmn.OpenedTask,
    role_id: str,
    party_id: int | None,
) -> dict[str, Any]:
    forms = deployments.pinned_forms(session, task.definition_key)
    own = deployments.definition(session, int(task.definition_key)).process
    properties = {
        **task.properties,
        **reminders.of_model(task, own, live.definition.process),
        "role": task.roles[0] if task.roles else "",
        "party": task.party,
    }
    due, why = due_dates.of_opened(session, live, task)
    return {
        "process_instance_id": live.id,
        "token": task.key,
        "element_id": task.element_id,
        "process_id": task.process_id,
        "call_path": "/".join(task.call_path),
        "name": _name(live, task)[:300],
        "role_id": role_id,
        "party_id": party_id,
        "is_private": task.visibility == "private",
        "state": "open",
        "assignee_id": None,
        "due_at": due,
        "due_why": why,
        "follow_up_at": task.follow_up,
        "priority": task.priority,
        "form_definition_id": forms.get(task.form_id) if task.form_id else None,
        "scope": task.scope,
        "properties": properties,
        "created_at": session.now,
    }


def _name(live: Live, task: bpmn.OpenedTask) -> str:
    """The task's name; that of a gate says which gate it is, as one case has many."""
    name = task.name or task.element_id
    if not task.properties.get("samtrin:gate"):
        return name
    title = bpmn.visible(live.state.variables, task.scope).get("port_titel")
    return f"{name}: {title}" if title else name
