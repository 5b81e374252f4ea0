"""The tests of a process: written by its owners as tables, played by the engine, shown on the diagram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases, scenarios
from engine.deployments import SCENARIOS
from engine.editing import drafts
from engine.editing.demanding import demand_tests
from engine.errors import Fault, Invalid, NotFound
from engine.parties import kinds
from engine.scenarios import Scenario, demands, running
from engine.scenarios.choices import Choices, choices
from engine.scenarios.fields import fields
from engine.scenarios.recording import record
from engine.scenarios.words import expectations
from web import scenario_table
from web.auth import db, me
from web.i18n import gettext as _
from web.refusals import answered_by

pages = Blueprint("scenarios", __name__, url_prefix="/processer/<process_id>/kladde/proever")


@pages.get("")
def show(process_id: str, fault: Fault | None = None) -> str:
    draft = drafts.get(db(), process_id, me())
    files = drafts.contents(db(), process_id, me())
    try:
        tests = scenarios.read_of(process_id, files)
        process = scenarios.model_of(process_id, files)
    except Invalid as broken:
        return render_template("scenarios_broken.html", here="processes", draft=draft, broken=broken)
    results = running.known(db(), process_id, me(), files)
    by_name = {result.name: result for result in results or []}
    return render_template(
        "scenarios.html",
        here="processes",
        draft=draft,
        process=process,
        tests=[(number, one, by_name.get(one.name)) for number, one in enumerate(tests, start=1)],
        results=results,
        coverage=scenarios.coverage(process, results or []),
        required=demands.required(process),
        recordable=_recordable(process_id),
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
        faults=getattr(fault, "problems", []),
        name=request.form.get("name", ""),
    )


def again(fault: Fault, process_id: str, **_rest: object) -> str:
    """The list of tests, with the reason why a command was refused."""
    return show(process_id, fault)


@pages.post("", endpoint="run")
@answered_by(again)
def play(process_id: str) -> ResponseReturnValue:
    """Play all tests. It writes nothing, so it holds up nobody."""
    results = running.run(db(), process_id, me(), drafts.contents(db(), process_id, me()))
    failed = [result.name for result in results if not result.passed]
    if failed:
        flash(_("%(failed)s of %(all)s tests fail.", failed=len(failed), all=len(results)), "error")
    elif results:
        flash(_("All %(all)s tests pass.", all=len(results)), "ok")
    number = request.args.get("nr", type=int)
    if number:
        return redirect(url_for("scenarios.one", process_id=process_id, nth=number))
    return redirect(url_for("scenarios.show", process_id=process_id))


@pages.get("/tilstand.json")
def standing(process_id: str) -> ResponseReturnValue:
    """What the tests, or one of them, have passed: for the diagram."""
    files = drafts.contents(db(), process_id, me())
    results = running.known(db(), process_id, me(), files) or []
    number = request.args.get("nr", type=int)
    if number is not None:
        results = results[number - 1 : number] if number > 0 else []
    failed = sorted({result.failed_at for result in results if result.failed_at})
    visited = frozenset().union(*(result.visited for result in results))
    return jsonify({"done": sorted(visited - set(failed)), "active": {}, "incidents": failed})


@pages.post("/ny")
@answered_by(again)
def add(process_id: str) -> ResponseReturnValue:
    """A new test: empty, or as a case went."""
    files = drafts.contents(db(), process_id, me())
    name = request.form.get("name", "").strip()
    case = request.form.get("case", "")
    made = record(db(), case, process_id, me(), name) if case else Scenario(name)
    tests = [*scenarios.read_of(process_id, files), made]
    _save(process_id, tests, drafts.get(db(), process_id, me()))
    return redirect(url_for("scenarios.one", process_id=process_id, nth=len(tests)))


@pages.post("/krav")
@answered_by(again)
def require(process_id: str) -> ResponseReturnValue:
    """Whether publishing demands that the tests pass: a property of the process, written into its diagram."""
    demand_tests(db(), process_id, "required" in request.form, me())
    flash(_("The draft has been changed."), "ok")
    return redirect(url_for("scenarios.show", process_id=process_id))


@pages.get("/<int:nth>")
def one(process_id: str, nth: int, fault: Fault | None = None, typed: Scenario | None = None) -> str:
    draft = drafts.get(db(), process_id, me())
    files = drafts.contents(db(), process_id, me())
    tests = scenarios.read_of(process_id, files)
    scenario = typed or _nth(tests, nth)
    found = choices(db(), process_id, me(), files)
    results = running.known(db(), process_id, me(), files) if typed is None else None
    return render_template(
        "scenario.html",
        here="processes",
        draft=draft,
        nth=nth,
        was=request.form.get("was", "") if typed else scenario.name,
        opened=request.args.get("trin", type=int),
        scenario=scenario,
        steps=_steps(process_id, scenario, found, files),
        start=_answers(scenario.start, fields(db(), found.start_form, files)),
        choices=found,
        parties=_parties(scenario, found),
        kinds=kinds.NAMES,
        result=results[nth - 1] if results else None,
        revision=_revision(draft),  # who saves again after a warning has read it
        problem=fault and fault.message,
        errors=list(fault.fields.items()) if isinstance(fault, Invalid) else [],
        is_late=isinstance(fault, drafts.Stale),
    )


def typed_again(fault: Fault, process_id: str, nth: int) -> str:
    """The table as it was typed, with the reason why it could not be saved."""
    if isinstance(fault, NotFound):
        raise fault
    typed, _wrong = scenario_table.scenario_from(request.form)
    return one(process_id, nth, fault, typed)


@pages.post("/<int:nth>")
@answered_by(typed_again)
def save(process_id: str, nth: int) -> ResponseReturnValue:
    """Save the table, and do what the button says."""
    draft = drafts.get(db(), process_id, me())
    files = drafts.contents(db(), process_id, me())
    tests = scenarios.read_of(process_id, files)
    found = choices(db(), process_id, me(), files)
    do = request.form.get("_do", "save")
    typed, wrong = scenario_table.scenario_from(request.form)
    if wrong:
        raise Invalid("Some answers must be corrected", wrong)
    if list(typed.parties) == found.kinds:
        typed = replace(typed, parties=())  # those of the process, whatever they come to be
    first = next((key for _name, tasks in found.tasks for key, _text in tasks), "?")
    changed, at = scenario_table.changed(typed, do, first)
    nth = _put(tests, changed, request.form.get("was", ""))
    _save(process_id, tests, draft, request.form.get("revision", type=int))
    if do == "run":  # the same form goes on to where it is played, outside of this transaction
        return redirect(url_for("scenarios.run", process_id=process_id, nr=nth), 307)
    if at is None:
        return redirect(url_for("scenarios.one", process_id=process_id, nth=nth))
    step = at + 1
    address = url_for("scenarios.one", process_id=process_id, nth=nth, trin=step, _anchor=f"step-{step}")
    return redirect(address)


def _put(tests: list[Scenario], changed: Scenario, was: str) -> int:
    """Put a test where the one with its former name stands, or last where somebody has removed that one meanwhile.
    Returns its place."""
    place = next((place for place, test in enumerate(tests) if test.name == was), len(tests))
    tests[place : place + 1] = [changed]
    return place + 1


@pages.post("/<int:nth>/fjern")
@answered_by(again)
def remove(process_id: str, nth: int) -> ResponseReturnValue:
    draft = drafts.get(db(), process_id, me())
    tests = scenarios.read_of(process_id, drafts.contents(db(), process_id, me()))
    gone = _nth(tests, nth)
    if gone.name != request.form.get("name"):
        raise NotFound("There is no such test (any more)")
    del tests[nth - 1]
    _save(process_id, tests, draft)
    flash(_("The test “%(name)s” has been removed.", name=gone.name), "ok")
    return redirect(url_for("scenarios.show", process_id=process_id))


def standing_of(process_id: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """For the draft's front page: ``count``, ``is_run``, ``failed`` and whether they are ``required``."""
    try:
        count = len(scenarios.read_of(process_id, files))
        is_required = demands.required(scenarios.model_of(process_id, files))
    except Invalid:  # listed among the draft's problems
        return {"count": 0, "is_run": False, "failed": 0, "required": False}
    results = running.known(db(), process_id, me(), files) if count else None
    failed = sum(not result.passed for result in results or [])
    return {"count": count, "is_run": bool(results), "failed": failed, "required": is_required}


def _save(process_id: str, tests: list[Scenario], draft: drafts.Draft, revision: int | None = None) -> None:
    """Save the tests, after reading them as anybody's file. Raises Invalid, drafts.Stale."""
    content = scenarios.write(tests)
    scenarios.read(content)
    known = _revision(draft) if revision is None else revision
    drafts.save(db(), process_id, f"{process_id}{SCENARIOS}", content, known, me())


def _revision(draft: drafts.Draft) -> int | None:
    return next((file.revision for file in draft.files if file.kind == "scenarios"), None)


def _nth(tests: list[Scenario], number: int) -> Scenario:
    if not 0 < number <= len(tests):
        raise NotFound("There is no such test (any more)")
    return tests[number - 1]


def _recordable(process_id: str) -> list[Any]:
    """The newest cases of the process that one may see."""
    return cases.search(db(), me(), "all", process=process_id).rows


def _steps(
    process_id: str, scenario: Scenario, found: Choices, files: Mapping[str, bytes]
) -> list[dict[str, Any]]:
    """The rows of the table: each step with its kind, its sentence, and what can be answered in it."""
    names = scenarios.names_of(db(), process_id, files, me().locale)
    rows: list[dict[str, Any]] = []
    for step in scenario.steps:
        row: dict[str, Any] = {"step": step, "text": scenarios.describe(step, names)}
        match step:
            case scenarios.Task():
                row |= {
                    "kind": "task",
                    **_answers(step.answers, fields(db(), found.forms.get(step.task), files)),
                }
            case scenarios.Wait():
                row |= {"kind": "wait", **scenario_table.length_of(step)}
            case scenarios.Arrive():
                row |= {"kind": "message", "variables": scenario_table.lines_of(step.variables)}
            case _:
                row |= {"kind": "expect", "pieces": list(expectations(step, names))}
        rows.append(row)
    return rows


def _answers(stated: Mapping[str, Any], known: list[Any]) -> dict[str, Any]:
    """``answers``: what is stated, each with its field; ``unanswered``: the fields that are left."""
    by_key = {field.key: field for field in known}
    return {
        "answers": [scenario_table.answer_row(key, value, by_key.get(key)) for key, value in stated.items()],
        "unanswered": [field for field in known if field.key not in stated],
    }


def _parties(scenario: Scenario, found: Choices) -> list[tuple[str, str]]:
    """(P1, kind) of the organisations that a test has: those of the process where it names none."""
    return [(f"P{n}", kind) for n, kind in enumerate(scenario.parties or found.kinds, start=1)]


@pages.app_template_filter("as_json")
def as_json(value: Any) -> str:
    """A value of a test, in a hidden field."""
    return orjson.dumps(value).decode()
