"""Between the table of a test, as a browser sends it, and a scenario of the engine. Every button of the table is a
plain submit, so that it works without JavaScript: what was typed is read first, then the button's change is made.

Names: ``s2.a.text.navn`` is the answer to the field ``navn`` in the third step; ``start.a...`` one to the form that
begins the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson
from werkzeug.datastructures import MultiDict

from engine.errors import Message
from engine.scenarios import Arrive, Expect, Scenario, Step, Task, Wait
from engine.scenarios.fields import Field
from engine.scenarios.reading import STEPS_LIMIT

Form = MultiDict[str, str]
MOST = 10_000  # of a unit of time
_NO_JSON = object()
UNITS = {"days": "P{}D", "hours": "PT{}H", "months": "P{}M"}
LISTED = ("open", "not_open", "visited")


def scenario_from(form: Form) -> tuple[Scenario, dict[str, Message]]:
    """The test as it was typed, and what cannot stay so: field -> why."""
    wrong: dict[str, Message] = {}
    name = form.get("name", "").strip()[:300]
    if not name:
        wrong["name"] = Message("Give the test a name")
    steps: list[Step] = []
    while f"s{len(steps)}.kind" in form and len(steps) < STEPS_LIMIT:
        at = f"s{len(steps)}"
        steps.append(_READERS.get(form[f"{at}.kind"], _expect)(form, at, wrong))
    parties = tuple(kind for kind in form.getlist("party") if kind)
    start = answers_from(form, "start", wrong)
    return Scenario(name, parties, start, form.get("at", ""), tuple(steps)), wrong


def changed(scenario: Scenario, do: str, first_task: str) -> tuple[Scenario, int | None]:
    """The test after a button: ``up:2``, ``down:2``, ``remove:2``, ``add:task`` (last), ``add:task:s2`` (after that
    step), ``drop:s2:navn`` (an answer) or ``drop:s2:open:id`` (an expectation), ``at:s2`` (nothing but what was typed);
    and the step to go on at."""
    verb, _, rest = do.partition(":")
    steps = list(scenario.steps)
    if verb == "add":
        made: dict[str, Step] = {
            "task": Task(first_task),
            "wait": Wait("P1D"),
            "until": Wait(until="2026-02-02T09:00"),
            "message": Arrive("?"),
            "expect": Expect(),
        }
        kind, _, after = rest.partition(":")
        above = _index(after, scenario)
        place = len(steps) if above is None else above + 1
        steps.insert(place, made.get(kind, Expect()))
        return replace(scenario, steps=tuple(steps)), place
    if verb == "drop":
        return _without(scenario, *rest.split(":", 2))
    if verb == "at":
        return scenario, _index(rest, scenario)
    index = int(rest) if rest.isdecimal() and len(rest) < 5 else -1
    if verb not in ("up", "down", "remove") or not 0 <= index < len(steps):
        return scenario, None
    step = steps.pop(index)
    if verb == "remove":
        return replace(scenario, steps=tuple(steps)), min(index, len(steps) - 1) if steps else None
    to = max(index - 1, 0) if verb == "up" else min(index + 1, len(steps))
    steps.insert(to, step)
    return replace(scenario, steps=tuple(steps)), to


def answers_from(form: Form, at: str, wrong: dict[str, Message]) -> dict[str, Any]:
    """The answers that stand at one step, and the field that was chosen to be answered too."""
    found: dict[str, Any] = {}
    for name in form:
        if name.startswith(f"{at}.a."):
            kind, _, key = name.removeprefix(f"{at}.a.").partition(".")
            found[key] = _value(kind, form.getlist(name))
            if kind == "data" and found[key] is _NO_JSON:
                found[key] = form[name]
                text = '%(key)s must be written as JSON, such as [{"navn": "Bo"}]'
                wrong[name] = Message(text, {"key": key})
    kind, _, key = form.get(f"{at}.add", "").partition(".")
    if key:
        found.setdefault(key, {"yes": True, "many": [], "data": [{}]}.get(kind, ""))
    return found


def answer_row(key: str, value: Any, field: Field | None) -> dict[str, Any]:
    """An answer as the table shows it: ``kind``, ``label``, ``text`` for its input, and for choices ``options``:
    [(value as JSON, label, whether it is chosen)]."""
    kind = field.kind if field else "text" if isinstance(value, str) else "data"
    if kind in ("one", "many") and not (field and field.options):
        kind = "text" if kind == "one" and isinstance(value, str) else "data"
    fits = {"text": str, "date": str, "yes": bool, "many": list}.get(kind)
    if fits is not None and not isinstance(value, fits):
        kind = "data"
    chosen = value if kind == "many" else [value]
    options = [
        (orjson.dumps(one).decode(), label, one in chosen)
        for one, label in (field.options if field and kind in ("one", "many") else ())
    ]
    unread = kind == "data" and field is not None and field.kind == "data" and isinstance(value, str)
    text = orjson.dumps(value).decode() if kind == "data" and not unread else value
    return {
        "key": key,
        "kind": kind,
        "label": field.label if field else key,
        "text": text,
        "options": options,
    }


def length_of(step: Wait) -> dict[str, Any]:
    """A wait as a number and a unit; empty where it is another one, to be kept as it is."""
    for unit, pattern in UNITS.items():
        head, tail = pattern.split("{}")
        count = step.length.removeprefix(head).removesuffix(tail)
        if count.isdecimal() and step.length == pattern.format(count):
            return {"count": count, "unit": unit}
    return {}


def lines_of(variables: Mapping[str, Any]) -> str:
    """Variables as lines ``name = value``."""
    return "\n".join(
        f"{name} = {value if isinstance(value, str) and _json(value) == value else orjson.dumps(value).decode()}"
        for name, value in variables.items()
    )


def _value(kind: str, texts: list[str]) -> Any:
    text = texts[-1].replace("\0", "")
    match kind:
        case "yes":
            return text == "true"
        case "number":
            return _number(text)
        case "one":
            return _json(text) if text else ""
        case "many":
            return [_json(one) for one in texts if one]
        case "data":
            return _json(text, _NO_JSON)
    return text


def _task(form: Form, at: str, wrong: dict[str, Message]) -> Task:
    return Task(
        form.get(f"{at}.task", "")[:300] or "?",
        form.get(f"{at}.role", "")[:300],
        form.get(f"{at}.party", "")[:300],
        answers_from(form, at, wrong),
        f"{at}.refused" in form,
    )


def _wait(form: Form, at: str, wrong: dict[str, Message]) -> Wait:
    if f"{at}.until" in form:
        return Wait(until=form[f"{at}.until"])
    if f"{at}.length" in form:
        return Wait(form[f"{at}.length"])
    count = form.get(f"{at}.count", "").strip()
    if not count.isdecimal() or not 0 < int(count[:9]) <= MOST:
        wrong[f"{at}.count"] = Message("Write how long it takes as a whole number")
        count = "1"
    return Wait(UNITS.get(form.get(f"{at}.unit", "days"), UNITS["days"]).format(int(count)))


def _arrive(form: Form, at: str, _wrong: object) -> Arrive:
    variables = {}
    for line in form.get(f"{at}.variables", "").splitlines():
        name, sign, value = line.partition("=")
        if name.strip() and sign:
            variables[name.strip()] = _json(value.strip())
    return Arrive(form.get(f"{at}.message", "")[:300] or "?", form.get(f"{at}.key", "")[:300], variables)


def _expect(form: Form, at: str, _wrong: object) -> Expect:
    lists = {name: [key for key in form.getlist(f"{at}.{name}") if key] for name in LISTED}
    what, which = form.get(f"{at}.new.what", ""), form.get(f"{at}.new.which", "")
    if what in lists and which and which not in lists[what]:
        lists[what].append(which)
    prefix = f"{at}.var."
    variables = {name.removeprefix(prefix): _json(form[name]) for name in form if name.startswith(prefix)}
    if name := form.get(f"{at}.new.name", "").strip():
        variables[name] = _json(form.get(f"{at}.new.value", "").strip())
    case = form.get(f"{at}.new.case", "")
    ended = form.get(f"{at}.ended", "")
    incident = form.get(f"{at}.incident", "")
    if case in ("still", "moving"):
        incident = "true" if case == "still" else "false"
    elif case:
        ended = case
    told: dict[str, bool] = {"true": True, "false": False}
    return Expect(
        open=tuple(lists["open"]),
        not_open=tuple(lists["not_open"]),
        visited=tuple(lists["visited"]),
        variables=variables,
        ended=told.get(ended, ended.removeprefix("at:") or None),
        incident=told.get(incident),
    )


_READERS: Mapping[str, Callable[[Form, str, dict[str, Message]], Step]] = {
    "task": _task,
    "wait": _wait,
    "message": _arrive,
    "expect": _expect,
}


def _without(scenario: Scenario, at: str, what: str = "", key: str = "") -> tuple[Scenario, int | None]:
    """The test without one answer or one expectation."""
    if at == "start":
        return replace(scenario, start={k: v for k, v in scenario.start.items() if k != what}), None
    index = _index(at, scenario)
    if index is None:
        return scenario, None
    steps = list(scenario.steps)
    step = steps[index]
    if isinstance(step, Task):
        steps[index] = replace(step, answers={k: v for k, v in step.answers.items() if k != what})
    elif isinstance(step, Expect):
        left: dict[str, Any] = {what: None} if what in ("ended", "incident") else {}
        if what in LISTED:
            left = {what: tuple(one for one in getattr(step, what) if one != key)}
        elif what == "variable":
            left = {"variables": {name: value for name, value in step.variables.items() if name != key}}
        steps[index] = replace(step, **left)
    return replace(scenario, steps=tuple(steps)), index


def _index(at: str, scenario: Scenario) -> int | None:
    """The place of the step that is called ``s2``; None where there is none."""
    number = at.removeprefix("s")
    index = int(number) if number.isdecimal() and len(number) < 5 else -1
    return index if 0 <= index < len(scenario.steps) else None


def _number(text: str) -> int | float | str:
    """A number as Danes or machines write it; whatever else it is stays, for the form to refuse."""
    plain = text.strip().replace(" ", "")
    plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    try:
        return int(plain) if plain.lstrip("-").isdecimal() and len(plain) < 16 else float(plain)
    except ValueError:
        return text


def _json(text: str, otherwise: Any = None) -> Any:
    """A value as JSON; what is no JSON is a text, or ``otherwise``."""
    try:
        return orjson.loads(text)
    except ValueError:
        return text if otherwise is None else otherwise
