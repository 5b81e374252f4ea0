"""One test, played in the scratch installation: every step goes through the same commands as the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import thread_time
from typing import Any

import sqlalchemy as sa
import structlog

from engine import bpmn, cases, deployments, feel, instances, jobs, messages, user_tasks
from engine.bpmn import moments
from engine.clock import HOME
from engine.errors import Fault, Invalid, Message, NotFound
from engine.models import job, party, process_instance, user_task
from engine.store import Session, Store

from . import expecting, people
from .filling import filled
from .reading import FIRST_YEAR, LAST_YEAR, Arrive, Expect, Scenario, Step, Task, Wait
from .results import Result, StepResult
from .words import Names, describe, expectations

log = structlog.get_logger(__name__)
MONDAY = "2026-01-12T09:00"  # no holiday is near
JOBS_LIMIT = 2000  # of one test
# What moves a case, and reminds of it. Mails, sealed files and the like are nobody's here.
KINDS = ("timer", "message", "signal", "start", "reminder", "condition")


class OutOfTime(Exception):
    """The test takes longer than people wait for."""


class Failed(Exception):
    """Something is otherwise than expected; the steps say what."""


class Stopped(Exception):
    """The test cannot go on. ``at``: the element that it is about."""

    def __init__(self, why: Message, at: str | None = None) -> None:
        super().__init__(str(why))
        self.why, self.at = why, at


@dataclass(slots=True)
class Player:
    """Plays one scenario of a process. ``deadline``: seconds on the thread's processor clock; ``who``: whoever tries to
    do the task at hand."""

    store: Store
    process_id: str
    names: Names
    deadline: float
    case: int = 0
    jobs_done: int = 0
    steps: list[StepResult] = field(default_factory=list)
    failed_at: str | None = None
    who: str = ""

    def play(self, scenario: Scenario) -> Result:
        """Play it to its end, or to the first step that fails."""
        number = 0
        text = Message("The case begins")
        try:
            self.store.clock.stop(moments.moment(scenario.at or MONDAY, HOME))
            self._act(lambda: self._begin(scenario), scenario.steps[:1])
            self.steps.append(StepResult(text, True, None, 0))
            for number, step in enumerate(scenario.steps, start=1):
                text = describe(step, self.names)
                if isinstance(step, Expect):
                    self._expect(step, number)
                else:
                    self._do(step, scenario.steps[number : number + 1])
                    self.steps.append(StepResult(text, True, None, number))
        except Stopped as stopped:
            self.failed_at = stopped.at
            self.steps.append(StepResult(text, False, stopped.why, number))
        except Failed:
            pass
        except OutOfTime:
            why = Message("It takes too long here, perhaps because the process goes round in circles")
            self.steps.append(StepResult(text, False, why, number))
        passed = all(step.ok for step in self.steps)
        with self.store.read() as session:
            visited = expecting.visited(session, self.process_id)
        return Result(scenario.name, passed, tuple(self.steps), visited, self.failed_at)

    # what is done -------------------------------------------------------------------------------------------------

    def _do(self, step: Task | Wait | Arrive, following: tuple[Step, ...]) -> None:
        match step:
            case Task():
                self._act(lambda: self._complete(step), following, step.task, refused=step.refused)
            case Wait():
                self._wait(step, following)
            case Arrive():
                self._act(lambda: self._arrive(step), following)

    def _act(
        self, command: Any, following: tuple[Step, ...], at: str | None = None, *, refused: bool = False
    ) -> None:
        """Carry out a command, and what it sets off. Raises Stopped where it went otherwise than it should."""
        self.who = ""
        try:
            command()
        except Fault as fault:
            if not refused:
                why = _why(fault)
                if self.who:
                    why = Message("%(who)s could not do it: %(why)s", {"who": self.who, "why": why})
                raise Stopped(why, at) from None
            return
        except Exception as error:  # whatever an owner has drawn: their page says where
            log.exception("a test of a process failed unforeseen", process=self.process_id)
            why = Message("The program itself failed here: %(error)s", {"error": type(error).__name__})
            raise Stopped(why, at) from None
        if refused:
            raise Stopped(Message("It should have been refused, but it was done"), at)
        self._run_due()
        self._look_for_incidents(following)

    def _begin(self, scenario: Scenario) -> None:
        """Start the case by its form where people can; else as if another process had called it or sent to it."""
        with self.store.transaction() as session:
            organisations = people.organisations(session)
            by = people.anybody(session, next(iter(organisations.values()), None))
            found = deployments.startable(session, by) if by is not None else []
            choice = next((one for one in found if one.process_id == self.process_id), None)
            if choice is None or by is None:
                self.case = self._begin_called(session, scenario, organisations)
                return
            if len(choice.parties) > len(organisations):
                raise Invalid("The case needs %(count)s parties", count=len(choice.parties))
            context = cases.start_context(session, choice, by)
            raw = filled(session, choice.form_definition_id, {}, scenario.start, context)
            parties = {party.key: organisations[party.key] for party in choice.parties}
            cases.start(session, self.process_id, raw, parties, {}, by)
            self.case = session.scalar(sa.select(sa.func.max(process_instance.c.id)))

    def _begin_called(self, session: Session, scenario: Scenario, organisations: Mapping[str, int]) -> int:
        definition = deployments.Library(session).latest(self.process_id)
        starts = definition.process.start_events
        element = None if deployments.none_start(definition.process) or not starts else starts[0].id
        kinds = people.kinds(session)
        parties = [(key, kinds[key], found) for key, found in organisations.items()]
        command = bpmn.Start(dict(scenario.start), element)
        return instances.begin(session, int(definition.key), command, parties)

    def _complete(self, step: Task) -> None:
        with self.store.transaction() as session:
            task = self._open_task(session, step)
            by = people.doer(session, task, step.role, step.party)
            if by is None:
                raise Invalid(
                    "There is nobody in the role %(role)s", role=self.names.role(step.role or task.role_id)
                )
            self.who = by.name
            view = user_tasks.get(session, task.id, by)
            raw = filled(session, task.form_definition_id, view.values, step.answers, view.context)
            shown = view.gate.document if view.gate else view.document
            user_tasks.complete(session, task.id, raw, by, shown.sha256 if shown else None)

    def _open_task(self, session: Session, step: Task) -> Any:
        """The oldest open task of the element: of the party where one of that party's is open."""
        rows = session.all(
            sa.select(user_task, party.c.key.label("party_key"))
            .outerjoin(party, party.c.id == user_task.c.party_id)
            .where(user_task.c.element_id == step.task, user_task.c.state == "open")
            .order_by(user_task.c.id)
        )
        if not rows:
            raise NotFound("The task is not open. Open are: %(tasks)s", tasks=self._open_names(session))
        own = [row for row in rows if row.party_key == step.party] if step.party else []
        fitting = [row for row in own or rows if row.role_id == step.role] if step.role else []
        return (fitting or own or rows)[0]

    def _open_names(self, session: Session) -> Any:
        keys = session.execute(
            sa.select(user_task.c.element_id).where(user_task.c.state == "open").order_by(user_task.c.id)
        ).scalars()
        return [f"“{self.names.element(key)}”" for key in dict.fromkeys(keys)] or Message("none")

    def _arrive(self, step: Arrive) -> None:
        with self.store.transaction() as session:
            key = step.key
            if key.startswith("="):
                try:
                    known = feel.to_feel(expecting.variables(session, self.case))
                    found = feel.from_feel(feel.evaluate(key[1:], known, now=session.now))
                except feel.FeelError as wrong:
                    raise Invalid("The key cannot be worked out: %(why)s", why=str(wrong)) from None
                key = "" if found is None else str(found)
            name, kept = step.message, dict(step.variables)
            if not messages.publish(session, name, key, kept, keep=timedelta()):
                raise NotFound("Nobody waits for this message with the key “%(key)s”", key=key)

    def _wait(self, step: Wait, following: tuple[Step, ...]) -> None:
        """Let time pass: what falls due on the way is done at its own moment, in order."""
        clock = self.store.clock
        end = step.end(clock())
        if end < clock():
            raise Stopped(Message("The clock cannot go back"))
        if end.year > LAST_YEAR:
            params = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise Stopped(Message("The clock stays between %(first)s and %(last)s", params))
        self._run_due()
        while (due := self._next_due()) is not None and due <= end:
            clock.stop(max(due, clock()))
            self._run_due()
        clock.stop(end)
        self._look_for_incidents(following)

    def _run_due(self) -> None:
        while True:
            if thread_time() > self.deadline or self.jobs_done > JOBS_LIMIT:
                raise OutOfTime
            if not jobs.run_due(self.store, limit=1, kinds=KINDS):
                return
            self.jobs_done += 1

    def _next_due(self) -> datetime | None:
        with self.store.read() as session:
            due: datetime | None = session.scalar(
                sa.select(sa.func.min(job.c.due_at)).where(job.c.kind.in_(KINDS), job.c.retries > 0)
            )
        return due

    # what is seen -------------------------------------------------------------------------------------------------

    def _expect(self, step: Expect, number: int) -> None:
        """Look at every thing that is expected. Raises Failed where any is otherwise."""
        with self.store.read() as session:
            situation = expecting.look(session, self.case)
        found = []
        for text, (kind, key) in expectations(step, self.names):
            why = expecting.failure(situation, step, kind, key, self.names)
            found.append(StepResult(text, why is None, why, number))
            if why is not None and kind in ("open", "not_open", "visited"):
                self.failed_at = self.failed_at or key
        self.steps += found
        if not all(one.ok for one in found):
            raise Failed

    def _look_for_incidents(self, following: tuple[Step, ...]) -> None:
        """Whatever stands still fails the test, unless the next step expects just that."""
        if any(isinstance(step, Expect) and step.incident for step in following):
            return
        with self.store.read() as session:
            found = expecting.standing_still(session)
        if found is not None:
            raise Stopped(
                Message(
                    "“%(name)s” stands still: %(why)s",
                    {"name": self.names.element(found.element or ""), "why": found.why},
                ),
                found.element,
            )


def _why(fault: Fault) -> Message:
    """A refusal in one sentence, with the fields that it is about."""
    fields = getattr(fault, "fields", {})
    if not fields:
        return fault.message
    told = [
        Message("%(label)s: %(text)s", {"label": text.params.get("label") or name, "text": text})
        for name, text in list(fields.items())[:5]
    ]
    return Message("%(why)s (%(fields)s)", {"why": fault.message, "fields": told})
