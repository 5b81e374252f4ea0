"""The file of a process's tests, ``<process id>.scenarios.json``: read, checked, and written back.

    {"scenarios": [{"name": "The straight way", "parties": ["civil", "virksomhed"], "at": "2026-03-02T09:00",
                    "start": {"titel": "Lektiecafé"}, "steps": [
        {"task": "skriv", "role": "leder", "party": "P1", "answers": {"tekst": "..."}, "refused": false},
        {"wait": "P5D"}, {"until": "2026-04-01T12:00"},
        {"message": "svar", "key": "=sag_id", "variables": {"ja": true}},
        {"expect": {"open": ["godkend"], "not_open": ["ryk"], "visited": ["skriv"], "variables": {"pris": 1},
                    "ended": "slut-aftalt", "incident": false}}]}]}

Whoever wrote it may have written anything: what is read here has the right types and is bounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from engine.bpmn import moments
from engine.clock import HOME
from engine.errors import Fault, Invalid

FILE_LIMIT = 1_000_000  # bytes
SCENARIOS_LIMIT = 50
STEPS_LIMIT = 200  # of one scenario
PARTIES_LIMIT = 10
TEXT_LIMIT = 300  # characters of a name or an id
LIST_LIMIT = 100  # of ids in one expectation
YEARS = 30  # that the clock may move at once
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Task:
    """Somebody does a task. ``role`` and ``party`` say who, where it is not whoever may; ``refused``: they cannot."""

    task: str
    role: str = ""
    party: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """The clock moves on: by ``length`` (ISO 8601 duration), or to ``until`` (Danish time where it names no zone)."""

    length: str = ""
    until: str = ""

    def end(self, now: datetime) -> datetime:
        """When the wait is over. Raises BadTime."""
        if self.until:
            return moments.moment(self.until, HOME)
        return moments.duration(self.length).after(now.astimezone(HOME))


@dataclass(frozen=True, slots=True)
class Arrive:
    """A message comes from outside. ``key``: text, or FEEL over the case's variables after ``=``."""

    message: str
    key: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expect:
    """How things should stand. ``ended``: whether the case has ended, or the id of the end event it reached;
    ``incident``: whether something stands still."""

    open: tuple[str, ...] = ()
    not_open: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    ended: bool | str | None = None
    incident: bool | None = None


Step = Task | Wait | Arrive | Expect


@dataclass(frozen=True, slots=True)
class Scenario:
    """``parties``: kinds of the organisations that there are, the first ones being the case's parties; empty: as the
    process names them. ``start``: answers to the form that begins the case, or its first variables where there is
    none; ``at``: the moment it begins, empty for a Monday morning in January."""

    name: str
    parties: tuple[str, ...] = ()
    start: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    steps: tuple[Step, ...] = ()


def read(content: bytes) -> list[Scenario]:
    """The tests in a file. Raises Invalid, with a sentence that says where."""
    if len(content) > FILE_LIMIT:
        raise Invalid("The tests are larger than %(limit)s MB", limit=FILE_LIMIT // 1_000_000)
    try:
        data = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        raise Invalid("The file is not JSON") from None
    found = data.get("scenarios") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise Invalid('A file of tests is a JSON object with a list named "scenarios"')
    if len(found) > SCENARIOS_LIMIT:
        raise Invalid("A process can have at most %(limit)s tests", limit=SCENARIOS_LIMIT)
    scenarios = []
    for number, one in enumerate(found, start=1):
        try:
            scenarios.append(_scenario(one))
        except Fault as fault:
            raise Invalid("Test %(number)s: %(why)s", number=number, why=fault.message) from None
    names = [scenario.name for scenario in scenarios]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Invalid("Two tests are called %(name)s. Give one another name", name=twice)
    return scenarios


def write(scenarios: Iterable[Scenario]) -> bytes:
    """The file of some tests, as people read it: what says nothing is left out."""
    data = {"scenarios": [_plain(scenario) for scenario in scenarios]}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2) + b"\n"


def _scenario(data: Any) -> Scenario:
    one = _object(data, "name", "parties", "start", "at", "steps")
    name = _text(one, "name").strip()
    if not name:
        raise Invalid("It needs a name")
    steps = one.get("steps", [])
    if not isinstance(steps, list):
        raise Invalid("%(key)s must be a list", key="steps")
    if len(steps) > STEPS_LIMIT:
        raise Invalid("A test can have at most %(limit)s steps", limit=STEPS_LIMIT)
    at = _text(one, "at")
    if at:
        _moment(at)
    parties = _ids(one, "parties")
    if len(parties) > PARTIES_LIMIT:
        raise Invalid("A test can have at most %(limit)s parties", limit=PARTIES_LIMIT)
    done = []
    for number, step in enumerate(steps, start=1):
        try:
            done.append(_step(step))
        except Fault as fault:
            raise Invalid("Step %(number)s: %(why)s", number=number, why=fault.message) from None
    return Scenario(name, parties, _values(one, "start"), at, tuple(done))


def _step(data: Any) -> Step:
    if not isinstance(data, dict):
        raise Invalid("It must be a JSON object")
    if "task" in data:
        one = _object(data, "task", "role", "party", "answers", "refused")
        return Task(
            _required(one, "task"),
            _text(one, "role"),
            _text(one, "party"),
            _values(one, "answers"),
            _yes(one, "refused") or False,
        )
    if "wait" in data:
        length = _required(_object(data, "wait"), "wait")
        _duration(length)
        return Wait(length)
    if "until" in data:
        until = _required(_object(data, "until"), "until")
        _moment(until)
        return Wait(until=until)
    if "message" in data:
        one = _object(data, "message", "key", "variables")
        return Arrive(_required(one, "message"), _text(one, "key"), _values(one, "variables"))
    if "expect" in data:
        return _expect(_object(data, "expect")["expect"])
    raise Invalid("It must say one of task, wait, until, message and expect")


def _expect(data: Any) -> Expect:
    one = _object(data, "open", "not_open", "visited", "variables", "ended", "incident")
    ended = one.get("ended")
    if not (ended is None or isinstance(ended, bool) or (isinstance(ended, str) and ended)):
        raise Invalid("%(key)s must be true, false or the id of an end event", key="ended")
    if isinstance(ended, str):
        ended = _text(one, "ended")
    return Expect(
        _ids(one, "open"),
        _ids(one, "not_open"),
        _ids(one, "visited"),
        _values(one, "variables"),
        ended,
        _yes(one, "incident"),
    )


def _object(data: Any, *known: str) -> dict[str, Any]:
    """A JSON object with no other names than these: one misspelled would be a test that tests nothing."""
    if not isinstance(data, dict):
        raise Invalid("It must be a JSON object")
    strange = sorted(str(key)[:TEXT_LIMIT] for key in data.keys() - set(known))
    if strange:
        raise Invalid("It cannot say %(key)s", key=strange[0])
    return data


def _text(data: Mapping[str, Any], key: str) -> str:
    text = data.get(key, "")
    if not isinstance(text, str) or len(text) > TEXT_LIMIT:
        raise Invalid("%(key)s must be a text of at most %(limit)s characters", key=key, limit=TEXT_LIMIT)
    return text


def _required(data: Mapping[str, Any], key: str) -> str:
    text = _text(data, key)
    if not text:
        raise Invalid("%(key)s is empty", key=key)
    return text


def _yes(data: Mapping[str, Any], key: str) -> bool | None:
    value = data.get(key)
    if not (value is None or isinstance(value, bool)):
        raise Invalid("%(key)s must be true or false", key=key)
    return value


def _ids(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = data.get(key, [])
    if not isinstance(found, list) or len(found) > LIST_LIMIT:
        raise Invalid("%(key)s must be a list of at most %(limit)s texts", key=key, limit=LIST_LIMIT)
    return tuple(_required({key: one}, key) for one in found)


def _values(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key, {})
    if not isinstance(found, dict):
        raise Invalid("%(key)s must be a JSON object", key=key)
    return found


def _duration(text: str) -> None:
    try:
        length = moments.duration(text)
    except moments.BadTime:
        raise Invalid("%(text)s is no length of time, such as P5D or PT2H", text=text) from None
    if length.empty or length.months * 31 + length.seconds / 86_400 > YEARS * 366:
        raise Invalid("The clock can move ahead only, and by %(years)s years at most", years=YEARS)


def _moment(text: str) -> None:
    try:
        year = moments.moment(text, HOME).year
    except moments.BadTime:
        raise Invalid("%(text)s is no time, such as 2026-03-02T09:00", text=text) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("The clock stays between %(first)s and %(last)s", first=FIRST_YEAR, last=LAST_YEAR)


def _plain(scenario: Scenario) -> dict[str, Any]:
    data = {
        "name": scenario.name,
        "parties": list(scenario.parties),
        "at": scenario.at,
        "start": dict(scenario.start),
    }
    return {**_said(data), "steps": [_plain_step(step) for step in scenario.steps]}


def _plain_step(step: Step) -> dict[str, Any]:
    match step:
        case Task():
            more = {"role": step.role, "party": step.party, "answers": dict(step.answers)}
            return {"task": step.task, **_said(more), **({"refused": True} if step.refused else {})}
        case Wait():
            return {"until": step.until} if step.until else {"wait": step.length}
        case Arrive():
            return {"message": step.message, **_said({"key": step.key, "variables": dict(step.variables)})}
    told: dict[str, Any] = {
        "open": list(step.open),
        "not_open": list(step.not_open),
        "visited": list(step.visited),
        "variables": dict(step.variables),
    }
    rest = {"ended": step.ended, "incident": step.incident}
    return {"expect": _said(told) | {key: value for key, value in rest.items() if value is not None}}


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}
