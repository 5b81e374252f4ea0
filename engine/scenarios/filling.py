"""Answers to a form: those that a test states, and for the rest only what the form demands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from engine.clock import HOME
from engine.demo.filler import fill
from engine.models import form_definition
from engine.store import Session


def filled(
    session: Session,
    form_definition_id: int | None,
    known: Mapping[str, Any],
    stated: Mapping[str, Any],
    context: Mapping[str, Any],
) -> dict[str, Any]:
    """What somebody sends who fills in what is stated, leaves what is known already as it is, and answers the rest
    as briefly as the form allows. An empty text that is stated stays empty; of the rows of a table only what is
    stated changes."""
    if form_definition_id is None:
        return {}
    schema = session.execute(
        sa.select(form_definition.c.schema).where(form_definition.c.id == form_definition_id)
    ).scalar_one()
    today = session.now.astimezone(HOME).date()
    said = {**known, **{key: _over(known.get(key), value) for key, value in stated.items()}}
    answers = fill(schema, said, today, {**context, **stated}, sparingly=True)
    return answers | {key: value for key, value in stated.items() if value in (None, "", [])}


def _over(known: Any, stated: Any) -> Any:
    """The rows that are stated, each over the row that is there."""
    if not (isinstance(stated, list) and isinstance(known, list)):
        return stated
    rows = [*known, *[None] * len(stated)]
    return [
        {**old, **new} if isinstance(old, Mapping) and isinstance(new, Mapping) else new
        for old, new in zip(rows, stated, strict=False)
    ]
