"""A process with one task whose deadline tests choose, and what is kept of its reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from engine import cases, deployments
from engine.clock import HOME
from engine.models import history, job, notification, user_task
from tests.world import OWNER, TEAM, World

MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:process id="frister" name="Frister" isExecutable="true"><bpmn:extensionElements><zeebe:properties>
  <zeebe:property name="samtrin:parties" value="bygherre, leveranceteam" />{process}</zeebe:properties>
</bpmn:extensionElements><bpmn:startEvent id="s" />
<bpmn:userTask id="t" name="Aflever"><bpmn:extensionElements><zeebe:userTask />
  <zeebe:assignmentDefinition candidateGroups="bygherre-projektleder" />{schedule}
  <zeebe:properties>{task}</zeebe:properties></bpmn:extensionElements></bpmn:userTask>
<bpmn:boundaryEvent id="b" name="1-årsgennemgang" cancelActivity="false" attachedToRef="t">
  <bpmn:timerEventDefinition id="bt"><bpmn:timeDate>2027-03-03</bpmn:timeDate></bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:endEvent id="e" /><bpmn:endEvent id="f" /><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t" />
<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e" /><bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="f" />
</bpmn:process></bpmn:definitions>"""


def begin(world: World, due: str = "", task: str = "", process: str = "", follow_up: str = "") -> str:
    """A case with one task for Petra and Oda; ``task`` and ``process``: properties as "name=value; ..."."""

    def properties(text: str) -> str:
        pairs = (pair.strip().partition("=") for pair in text.split("; ") if pair.strip())
        return "".join(f'<zeebe:property name="samtrin:{n}" value="{v}" />' for n, _, v in pairs)

    asked = (f' dueDate="{due}"' if due else "") + (f' followUpDate="{follow_up}"' if follow_up else "")
    xml = MODEL.format(
        schedule=f"<zeebe:taskSchedule{asked} />" if asked else "",
        task=properties(task),
        process=properties(process),
    )
    with world.store.transaction() as session:
        deployments.deploy(session, {"f.bpmn": xml.encode()})
    parties = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
    with world.store.transaction() as session:
        return cases.start(session, "frister", {}, parties, {}, world.actor(session, "petra"))


def row(world: World, number: str, element_id: str = "t") -> Any:
    with world.store.read() as session:
        return session.first(sa.select(user_task).where(user_task.c.id == world.task(number, element_id)))


def day_of(task: Any) -> date:
    return task.due_at.astimezone(HOME).date()


def told(world: World) -> list[tuple[str, str, dict[str, str]]]:
    """(first name, kind, params) of all reminders so far, in order."""
    names = {key: name for name, key in world.ids.items()}
    with world.store.read() as session:
        rows = session.all(
            sa.select(notification)
            .where(notification.c.kind.in_(("reminder", "overdue")))
            .order_by(notification.c.id)
        )
    return [(names[r.person_id], r.kind, r.params) for r in rows]


def waiting(world: World) -> list[Any]:
    with world.store.read() as session:
        return session.all(sa.select(job).where(job.c.kind == "reminder"))


def moved(world: World, kind: str = "due_changed") -> list[Any]:
    with world.store.read() as session:
        return session.all(sa.select(history).where(history.c.kind == kind).order_by(history.c.id))
