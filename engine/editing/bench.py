"""The test bench of a decision: the table as it is on somebody's screen, tried with values that they typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import thread_time
from typing import Any

from engine import dmn, feel
from engine.causes import cause
from engine.errors import Invalid, Message
from engine.forms.locales import Locale, locale_of, read_moment, read_number

MAX_TRIES = 20  # rows of values in one go
SECONDS = 2.0  # of the processor, for all of them
_MOMENTS = {"date": ("date", "date"), "time": ("time", "time"), "moment": ("datetime", "date and time")}
_WRITTEN_AS = {
    "number": Message("Write a number, such as 1250,50"),
    "date": Message("Write a date, such as 24-12-2026"),
    "time": Message("Write a time, such as 14:30"),
    "moment": Message("Write a date and a time, such as 24-12-2026 14:30"),
    "boolean": Message("Choose yes or no"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on the way. ``rules``: those that matched; ``is_table``: whether it has any. ``output`` is JSON."""

    name: str
    is_table: bool
    rules: tuple[dmn.MatchedRule, ...]
    output: Any


@dataclass(frozen=True, slots=True)
class Tried:
    """The outcome of one row of values: JSON, and how it came about; or why there is none. ``faults``: by the name of
    what was asked."""

    value: Any = None
    steps: tuple[Step, ...] = ()
    problem: Message | None = None
    faults: Mapping[str, Message] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that matched, of all tables on the way."""
        return tuple(rule.id for step in self.steps for rule in step.rules)

    @property
    def missed(self) -> bool:
        """Whether the decision is a table of which no rule matched."""
        return bool(self.steps) and self.steps[-1].is_table and not self.steps[-1].rules


class Bench:
    """A decision of a DMN file, ready to be tried. ``id`` None: the one that no other decision requires. ``names``:
    all decisions of the file, id -> name. Raises Invalid where the file cannot be read or holds no decision."""

    def __init__(self, xml: bytes, decision_id: str | None = None) -> None:
        try:
            self._model = dmn.read(xml)
        except feel.FeelError as problem:
            said = cause(problem)
            raise Invalid(said.template, None, **said.params) from None
        decisions = {each.id: each for each in self._model.decisions}
        if not decisions:
            raise Invalid("The file holds no decision yet")
        self.names = {key: each.name or key for key, each in decisions.items()}
        required = {
            reference.rpartition("#")[2] for each in decisions.values() for reference in each.requires
        }
        last = next((key for key in decisions if key not in required), next(iter(decisions)))
        self.id = decision_id if decision_id in decisions else last
        self.questions = dmn.questions(self._model, xml, self.id)
        self._tables = dmn.tables_in(xml)

    def try_out(self, rows: Sequence[Mapping[str, str]], locale: str, now: datetime) -> list[Tried]:
        """The outcome of each row of values: {name: text as it was typed}, at most MAX_TRIES of them."""
        started = thread_time()
        tried: list[Tried] = []
        for row in rows[:MAX_TRIES]:
            left = max(SECONDS - (thread_time() - started), 0.0)
            tried.append(self._try(row, locale_of(locale), now, min(left, dmn.BUDGET.seconds)))
        return tried

    def _try(self, row: Mapping[str, str], locale: Locale, now: datetime, seconds: float) -> Tried:
        values: dict[str, Any] = {}
        faults: dict[str, Message] = {}
        for question in self.questions:
            try:
                values[question.name] = _value(question, row.get(question.name, ""), locale, now)
            except feel.FeelError as problem:
                faults[question.name] = cause(problem)
            except Invalid as fault:
                faults[question.name] = fault.message
        if faults:
            return Tried(faults=faults)
        budget = feel.Budget(dmn.BUDGET.steps, seconds=seconds)
        try:
            done = dmn.evaluate(self._model, self.id, values, now=now, budget=budget)
            steps = [
                Step(each.name, each.decision in self._tables, each.rules, feel.from_feel(each.output))
                for each in done.decisions
            ]
            return Tried(feel.from_feel(done.value), tuple(steps))
        except feel.FeelError as problem:
            return Tried(problem=cause(problem))


def _value(question: dmn.Question, typed: str, locale: Locale, now: datetime) -> Any:
    """What was typed as a FEEL value; nothing typed is null. Raises Invalid, FeelError."""
    text = typed.strip()
    value: Any = None
    if not text:
        return None
    if question.kind == "text":
        return feel.to_feel(typed)
    if question.kind == "number":
        value = read_number(text, locale)
    elif question.kind == "boolean":
        value = {"true": True, "false": False}.get(text)
    elif question.kind in _MOMENTS:
        kind, function = _MOMENTS[question.kind]
        moment = read_moment(text, kind)
        value = feel.evaluate(f'{function}("{moment}")', {}) if moment else None
    else:
        return written(text, now)
    if value is None:
        raise Invalid(_WRITTEN_AS[question.kind].template)
    return feel.to_feel(value)


def written(text: str, now: datetime) -> Any:
    """The value of FEEL without names, which JSON is too; other words are the text that they are. Raises FeelError."""
    try:
        expression = feel.compile(text)
    except feel.FeelSyntaxError:
        if text[0].isalpha():
            return feel.to_feel(text)
        raise
    return feel.to_feel(text) if expression.names else expression({}, now=now)
