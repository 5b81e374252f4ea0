"""The plain files of a published version: its diagram, the forms and decisions that it pins, its tests."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import Any

import orjson
import sqlalchemy as sa

from engine.deployments import SCENARIOS
from engine.errors import NotFound
from engine.models import (
    decision_definition,
    form_definition,
    process_decision,
    process_definition,
    process_form,
)
from engine.store import Session


def newest(session: Session, process_id: str) -> Any:
    """The row of the newest version of a process; None where it was never published."""
    return session.first(
        sa.select(process_definition)
        .where(process_definition.c.process_id == process_id)
        .order_by(process_definition.c.version.desc())
        .limit(1)
    )


def find(session: Session, process_id: str, version: int) -> Any:
    """The row of a version. Raises NotFound."""
    row = session.first(
        sa.select(process_definition).where(
            process_definition.c.process_id == process_id, process_definition.c.version == version
        )
    )
    if row is None:
        raise NotFound("There is no such version")
    return row


def files(session: Session, definition_id: int) -> dict[str, bytes]:
    """File name -> content, as they can be edited elsewhere and published again."""
    row = session.first(sa.select(process_definition).where(process_definition.c.id == definition_id))
    if row is None:
        raise NotFound("There is no such version")
    found = {f"{row.process_id}.bpmn": row.xml}
    for form in session.all(
        sa.select(form_definition.c.form_id, form_definition.c.schema)
        .join(process_form, process_form.c.form_definition_id == form_definition.c.id)
        .where(process_form.c.process_definition_id == definition_id)
        .order_by(form_definition.c.form_id)
    ):
        found[f"{form.form_id}.form"] = written(form.schema)
    for table in session.all(
        sa.select(decision_definition.c.file_name, decision_definition.c.xml)
        .join(process_decision, process_decision.c.decision_definition_id == decision_definition.c.id)
        .where(process_decision.c.process_definition_id == definition_id)
        .order_by(decision_definition.c.file_name)
    ):
        found[table.file_name.rpartition("/")[2]] = table.xml
    if row.scenarios is not None:
        found[f"{row.process_id}{SCENARIOS}"] = written(row.scenarios)
    return found


def current(session: Session, process_id: str) -> dict[str, bytes]:
    """The files of the newest version; none where the process was never published."""
    row = newest(session, process_id)
    return files(session, row.id) if row else {}


def written(data: Any) -> bytes:
    """JSON as people read it."""
    return orjson.dumps(data, option=orjson.OPT_INDENT_2) + b"\n"


def digest(name: str, content: bytes) -> str:
    """What a file says, by SHA-256: of JSON the values alone, whatever their layout."""
    if not name.endswith((".bpmn", ".dmn")):
        with suppress(
            ValueError, RecursionError, orjson.JSONEncodeError
        ):  # no JSON: its bytes are what it says
            content = orjson.dumps(json.loads(content), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()
