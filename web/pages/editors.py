"""The pages on which decision tables and forms of a draft are changed and tried."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from engine.editing import checking, drafts, owners, preview
from engine.editing.bench import MAX_TRIES, Bench, Tried
from engine.errors import Fault, Invalid, NotFound
from web import fields
from web.auth import db, me
from web.i18n import locale, say, sentence
from web.pages.drafts import make_room

pages = Blueprint("editors", __name__, url_prefix="/processer/<process_id>/kladde")
pages.url_value_preprocessor(make_room)
# what stands in a preview beside the fields: the form as it is on the screen, that it was drawn before, the button
SCHEMA, DRAWN, SEND = "_schema", "_drawn", "_send"
OF_CASE = "_case."  # before the name of what the form reads from a case


@pages.get("/tabel/<name>")
def table(process_id: str, name: str) -> str:
    return _page("editor_table.html", process_id, name, "dmn")


@pages.get("/formular/<name>")
def form(process_id: str, name: str) -> str:
    return _page("editor_form.html", process_id, name, "form")


@pages.post("/tabel/<name>/proev")
def try_table(process_id: str, name: str) -> Response:
    """Try the table as it is on the screen: {xml, decision: its id or null, rows: [{name: text}]}. Says what is asked
    for, the outcome of each row and its rules. Changes nothing."""
    owners.require(db(), process_id, me())
    xml, decision, rows = _tries(request.get_json(silent=True))
    try:
        bench = Bench(xml.encode(errors="replace"), decision)
    except Fault as fault:
        return jsonify(problem=sentence(fault.message))
    tried = bench.try_out(rows, locale(), db().now)
    return jsonify(
        decision=bench.id,
        names=bench.names,
        asked=render_template("bench_fields.html", questions=bench.questions),
        results=[_told(result) for result in tried],
    )


@pages.post("/formular/<name>/vis")
def show_form(process_id: str, name: str) -> str:
    """The form as it is on the screen, drawn as tasks draw it, with what is typed in it. Stores nothing."""
    owners.require(db(), process_id, me())
    change = fields.change(request.form)
    typed = change.typed if change else fields.raw_from(request.form)
    drawn, problem = None, None
    try:
        drawn = preview.draw(
            db(),
            request.form.get(SCHEMA, "").encode(errors="replace"),
            me(),
            locale(),
            typed=typed if DRAWN in request.form else None,
            case={
                key.removeprefix(OF_CASE): text
                for key, text in request.form.items()
                if key.startswith(OF_CASE)
            },
            focus=change.focus if change else "",
            send=SEND in request.form,
        )
    except Fault as fault:
        problem = fault.message
    return render_template("form_preview.html", drawn=drawn, problem=problem)


def _page(template: str, process_id: str, name: str, kind: str) -> str:
    """The page of a file of the draft. Raises NotFound."""
    draft = drafts.get(db(), process_id, me())
    file = next((each for each in draft.files if each.name == name and each.kind == kind), None)
    if file is None:
        raise NotFound("There is no such file in the draft")
    return render_template(
        template,
        here="processes",
        draft=draft,
        file=file,
        title=_title(process_id, name, kind),
        problems=[each for each in checking.check(db(), process_id, me()) if each.file == name],
        max_tries=MAX_TRIES,
    )


def _title(process_id: str, name: str, kind: str) -> str:
    """What people call the file: the name of its decision, else the file's own without its ending."""
    if kind == "dmn":
        with suppress(Invalid):
            bench = Bench(drafts.content(db(), process_id, name, me()))
            return bench.names[bench.id]
    return name.rpartition(".")[0]


def _tries(sent: Any) -> tuple[str, str | None, list[dict[str, str]]]:
    """(xml, decision, rows) of what a script sent. Raises Invalid."""
    sent = sent if isinstance(sent, dict) else {}
    xml, decision, rows = sent.get("xml"), sent.get("decision"), sent.get("rows", [])
    is_rows = isinstance(rows, list) and all(
        isinstance(row, dict) and all(isinstance(text, str) for text in row.values()) for row in rows
    )
    if not isinstance(xml, str) or not isinstance(decision, str | None) or not is_rows:
        raise Invalid("Send the table and the values as JSON")
    return xml, decision, rows


def _told(result: Tried) -> dict[str, Any]:
    """One outcome for the script: the words as HTML, the rules to mark, and what is wrong with which field."""
    return {
        "html": render_template("bench_result.html", result=result),
        "rules": result.rules,
        "faults": {name: say(fault) for name, fault in result.faults.items()},
    }
