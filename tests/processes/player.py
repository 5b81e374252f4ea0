"""Plays a case on the process runtime alone: every answer goes through its form, the clock is moved by hand, and the
jobs of the house are done at once, as the host does them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine import bpmn, dmn, feel, forms

ROOT = Path(__file__).parents[2]
HOME = ZoneInfo("Europe/Copenhagen")
TEXT = "Udfyldt i demo"
TEXTS = {"": (TEXT, "12345678", "10:00"), "email": ("nogen@example.dk",), "phone": ("12 34 56 78",)}


@cache
def models() -> Mapping[str, bpmn.Model]:
    """Every process of the house, by process id."""
    read = [bpmn.read(file.read_bytes(), file.name) for file in sorted(ROOT.glob("processes/*/*.bpmn"))]
    return {process_id: model for model in read for process_id in model.processes}


@cache
def definition(process_id: str) -> bpmn.Definition:
    return bpmn.compile(models()[process_id], process_id, process_id)


@cache
def form(form_id: str) -> forms.Form:
    return forms.load((ROOT / "forms" / f"{form_id}.form").read_bytes())


@cache
def decisions() -> Mapping[str, dmn.Model]:
    """Every decision of the house, by id."""
    read = [dmn.read(file.read_bytes()) for file in sorted(ROOT.glob("processes/*/*.dmn"))]
    return {key: model for model in read for key in model.elements}


class Library:
    """The newest version of every process and decision; the key of a process version is the process id."""

    def latest(self, process_id: str) -> bpmn.Definition:
        return definition(process_id)

    get = latest

    def decide(
        self, decision_id: str, variables: Mapping[str, Any], now: datetime, private_to: str | None
    ) -> Any:
        context = feel.to_feel(dict(variables))
        return dmn.evaluate(decisions()[decision_id], decision_id, context, now=now).value


def moment(day: str) -> datetime:
    """Eight in the morning of a day."""
    return datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=HOME)


class Case:
    """One instance, from the outside. ``day`` is ISO text; ``element`` is the start event of a message start."""

    def __init__(
        self, process_id: str, variables: Mapping[str, Any], day: str, element: str | None = None
    ) -> None:
        self.process_id = process_id
        self.state: bpmn.State | None = None
        self.status = "active"
        self.now = moment(day)
        self.tasks: dict[str, bpmn.OpenedTask] = {}
        self.waits: dict[str, bpmn.Wait] = {}
        self.sent: list[tuple[str, Mapping[str, Any]]] = []
        self.mailed: list[dict[str, Any]] = []
        self.frozen: list[dict[str, Any]] = []
        self.visited: list[str] = []
        self.ended_at: tuple[str, ...] = ()
        self._run(bpmn.Start(variables, element))

    # what one sees -----------------------------------------------------------------------------------------------

    def open(self) -> list[str]:
        """Element ids of the open tasks, sorted; one entry per task."""
        return sorted(task.element_id for task in self.tasks.values())

    def task(self, element_id: str, role: str | None = None, party: str | None = None) -> bpmn.OpenedTask:
        """The oldest open task of an element, among those of a role or party."""
        for task in self.tasks.values():
            if task.element_id == element_id and role in (None, *task.roles) and party in (None, task.party):
                return task
        raise AssertionError(
            f"{element_id} is not open for {role or party or 'anybody'}; open: {self.open()}"
        )

    def variables(self, task: bpmn.OpenedTask | None = None, private_to: str | None = None) -> dict[str, Any]:
        """What the case as a whole, or one of its tasks, can see."""
        assert self.state is not None
        return bpmn.visible(self.state.variables, task.scope if task else None, private_to)

    def __getitem__(self, name: str) -> Any:
        return self.variables().get(name)

    # what one does -----------------------------------------------------------------------------------------------

    def at(self, day: str) -> None:
        """Move the clock to eight in the morning; timers that fall due on the way fire at their moment."""
        goal = moment(day)
        while due := [w for w in self.waits.values() if w.kind == "timer" and w.due and w.due <= goal]:
            first = min(due, key=lambda wait: wait.due or goal)
            self.now = max(self.now, first.due or goal)
            self._run(bpmn.Fire(first.key))
        self.now = goal

    def do(self, element_id: str, role: str | None = None, *, party: str | None = None, **given: Any) -> None:
        """Somebody in a role completes a task: what is given, and the demo's answers to the rest."""
        self.complete(self.task(element_id, role, party), given)

    def complete(self, task: bpmn.OpenedTask, given: Mapping[str, Any]) -> dict[str, Any]:
        """Send the task's form and complete the task with what it makes of it."""
        private_to = task.party if task.visibility == "private" else None
        seen = self.variables(task, private_to)
        context = seen | self.choices(task)
        assert task.form_id, task.element_id
        asked = form(task.form_id)
        answers = dict(self._answers(asked.components, seen | dict(given), context))
        clean = asked.validate(answers, context, values=seen, now=self.now)
        self._run(bpmn.Complete(task.key, clean, private_to))
        return clean

    def gate(self, *answers: tuple[str, str], **given: Any) -> None:
        """Answers of the approvers of the open gate, as (role, decision)."""
        for role, decision in answers:
            remark = {"gp_bemaerkning": "Det her mangler"} if decision != "godkend" else {}
            self.do("gp-tag-stilling", role, gp_beslutning=decision, **remark, **given)

    def deliver(self, name: str, key: str | None = None, **variables: Any) -> None:
        """A message from outside, to the one who waits for it."""
        fits = [w for w in self.waits.values() if (w.kind, w.name) == ("message", name)]
        (wait,) = [w for w in fits if key in (None, w.correlation_key)]
        self._run(bpmn.Deliver(wait.key, variables))

    def choices(self, task: bpmn.OpenedTask) -> dict[str, Any]:
        """What the host fills the lists of people, organisations and parties with."""
        parties = self["parter"] or []
        return {
            "personer": [{"label": "Demo", "value": "1"}],
            "organisationer": [{"label": "En anden", "value": "2"}],
            "parter_valg": [{"label": party["navn"], "value": party["part_id"]} for party in parties],
        }

    # how it runs -------------------------------------------------------------------------------------------------

    def _run(self, command: bpmn.Command) -> None:
        out = bpmn.run(definition(self.process_id), self.state, command, now=self.now, library=Library())
        assert not out.incidents, [f"{incident.element_id}: {incident}" for incident in out.incidents]
        self.state, self.status = out.state, out.status
        self.ended_at = out.ended_at or self.ended_at
        self.visited += [move.element_id for move in out.history if move.kind == "completed"]
        self.tasks |= {task.key: task for task in out.tasks}
        self.waits |= {wait.key: wait for wait in out.waits}
        for closed in out.closed:
            self.tasks.pop(closed.key, None)
            self.waits.pop(closed.key, None)
        for wait in [wait for wait in self.waits.values() if wait.kind == "job"]:
            if wait.key in self.waits:
                self._run(bpmn.Complete(wait.key, self._work(wait)))

    def _work(self, wait: bpmn.Wait) -> dict[str, Any]:
        assert self.state is not None
        seen = bpmn.visible(self.state.variables, wait.scope)
        if wait.job_type == "samtrin:decision":
            return {}
        if wait.job_type == "samtrin:message":
            self.sent.append((wait.element_id, seen["payload"]))
            return {}
        if wait.job_type == "samtrin:mail":
            self.mailed.append({name: seen[f"mail_{name}"] for name in ("til", "emne", "tekst")})
            return {}
        assert wait.job_type == "samtrin:document", wait
        shown = [f for name in seen["formularer"] for f in form(name).fields_for_document(seen)]
        sha256 = hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()
        earlier = [one for one in self.frozen if one["noegle"] == seen["dokument"]["noegle"]]
        made = {**seen["dokument"], "id": len(self.frozen) + 1, "version": len(earlier) + 1, "sha256": sha256}
        self.frozen.append({**made, "felter": {field["key"] for field in shown}, "port": seen.get("port_id")})
        return {"dok": made}

    def _answers(
        self, components: Sequence[forms.Component], known: Mapping[str, Any], context: Mapping[str, Any]
    ) -> Iterator[tuple[str, Any]]:
        """The dossier's filler rule: what is known, else an answer to everything that is required."""
        known = {key: value for key, value in known.items() if value is not None}
        for component in components:
            if component.type == "group":
                yield from self._answers(component.children, known, context)
            elif component.repeats and (component.key in known or component.required):
                rows = known.get(component.key) or [{}]
                yield component.key, [dict(self._answers(component.children, row, context)) for row in rows]
            elif component.key in known:
                yield component.key, known[component.key]
            elif component.required and component.at:
                yield component.key, self._answer(component, context)

    def _answer(self, component: forms.Component, context: Mapping[str, Any]) -> Any:
        match component.type:
            case "number":
                return 1
            case "checkbox":
                return True
            case "datetime":
                return self.now.date().isoformat()
            case "select" | "radio" | "checklist":
                options = [option.value for option in component.options.fixed] or [
                    option["value"] for option in self._computed(component, context)
                ]
                return options if component.type == "checklist" else next(iter(options), None)
            case "textfield":
                return next(text for text in TEXTS[component.kind] if _fits(component, text))
            case _:
                return TEXT

    def _computed(self, component: forms.Component, context: Mapping[str, Any]) -> list[Any]:
        expression = component.options.computed
        values = {name: feel.to_feel(value) for name, value in context.items()}
        return list(expression(values, now=self.now) or []) if expression else []


def _fits(component: forms.Component, text: str) -> bool:
    return component.pattern is None or component.pattern.search(text) is not None
