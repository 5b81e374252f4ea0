"""Process instances: start them, move them, write down what the runtime answers.

Every change takes the instance's row lock first. The runtime (engine.bpmn) is a function from state and command to
Outcome; ``advance`` is the only place that feeds it and writes its answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from engine import bpmn, calendar, deployments, feel, history, index, outcomes
from engine.errors import Conflict, NotFound
from engine.models import counter, process_instance, variable_change
from engine.parties import casting
from engine.store import Session


@dataclass(slots=True)
class Live:
    """An instance under its row lock. Its state is empty until it has been started. ``closed``: the days on which
    nobody works in it; ``by``: the person whose act moves it, empty where time or a message does."""

    id: int
    number: str
    definition: bpmn.Definition
    state: bpmn.State
    status: str
    version: int
    closed: frozenset[date] = frozenset()
    by: int | None = None


def lock(session: Session, instance_id: int, *, even_suspended: bool = False) -> Live:
    """Take the row lock and read the live state. Raises NotFound, Conflict (it has ended; it is suspended, unless
    ``even_suspended``: for those who look after it)."""
    row = session.first(
        sa.select(process_instance).where(process_instance.c.id == instance_id).with_for_update()
    )
    if row is None:
        raise NotFound("There is no such case")
    if row.status == "suspended":
        if not even_suspended:
            raise Conflict("The case has been put on hold. Nothing can be done in it until it goes on")
    elif row.status != "active":
        raise Conflict("The case has ended")
    definition = deployments.definition(session, row.process_definition_id)
    return Live(
        row.id, row.number, definition, bpmn.State(row.tokens, row.variables), row.status, row.version
    )


def begin(
    session: Session,
    definition_id: int,
    command: bpmn.Start,
    parties: list[tuple[str, str, int]],
    *,
    by: int | None = None,
    origin_id: int | None = None,
    prepare: Callable[[int], None] | None = None,
) -> int:
    """Make a case with its parties [(key, kind, organisation id)] and run it until it waits. Returns its id.

    ``prepare`` may change the casting before the first task opens."""
    definition = deployments.definition(session, definition_id)
    number = _next_number(session)
    instance_id = session.insert(
        process_instance,
        number=number,
        process_definition_id=definition_id,
        title=definition.process.name or definition.process.id,
        status="active",
        started_at=session.now,
        started_by=by,
        origin_id=origin_id,
        tokens=b"",
        variables=b"",
        version=0,
    )
    for key, kind, organisation_id in parties:
        casting.add_party(session, instance_id, key, kind, organisation_id)
    if prepare:
        prepare(instance_id)
    variables = {
        **command.variables,
        "sag_id": number,
        "parter": casting.as_variable(casting.parties(session, instance_id)),
    }
    history.note(session, instance_id, "started", by=by, name=definition.process.name)
    live = Live(instance_id, number, definition, bpmn.State(b"", b""), "active", 0, by=by)
    advance(session, live, bpmn.Start(variables, command.element))
    title = _name(session, live) or definition.process.name or definition.process.id
    about = f"{number} {definition.process.name}"
    index.put(session, [index.Entry("case", instance_id, instance_id, title, about)])
    return instance_id


def advance(session: Session, live: Live, command: bpmn.Command | bpmn.Outcome) -> None:
    """Run one command, and what it sets off inside the host, and save the state once. An outcome that is there already
    is written down in the same way."""
    todo: deque[bpmn.Command | bpmn.Outcome] = deque([command])
    last = None
    live.closed = calendar.agreed(session, live.state.variables)
    variables_changed = not live.state.variables
    before: dict[str, dict[str, Any]] = {}
    while todo:
        following = todo.popleft()
        last = following if isinstance(following, bpmn.Outcome) else _run(session, live, following)
        variables_changed = variables_changed or last.variables_changed
        for scope, names in last.before.items():
            before[scope] = {**names, **before.get(scope, {})}
        live.state, live.status = last.state, last.status
        todo.extend(outcomes.write(session, live, last))
    assert last is not None
    _save(session, live, last, variables_changed)
    if before:
        session.insert(
            variable_change,
            process_instance_id=live.id,
            version=live.version,
            at=session.now,
            before=bpmn.dump_values(before),
        )


def _run(session: Session, live: Live, command: bpmn.Command) -> bpmn.Outcome:
    return bpmn.run(
        live.definition,
        live.state if live.state.tokens else None,
        command,
        now=session.now,
        library=deployments.Library(session, live.definition, live.id),
        budget=session.store.budget or bpmn.Budget(),
        closed=live.closed,
    )


def _save(session: Session, live: Live, outcome: bpmn.Outcome, variables_changed: bool) -> None:
    values: dict[str, Any] = {"tokens": live.state.tokens, "version": live.version + 1}
    if variables_changed:
        values["variables"] = live.state.variables
    if live.status != "active":
        values["status"] = live.status
        values["ended_at"] = session.now
        values["ended_at_element"] = outcome.ended_at[-1] if outcome.ended_at else None
    changed = session.execute(
        sa.update(process_instance)
        .where(process_instance.c.id == live.id, process_instance.c.version == live.version)
        .values(**values)
    )
    if changed.rowcount != 1:
        raise Conflict("The case was changed by somebody else at the same moment. Try again")
    live.version += 1


def _next_number(session: Session) -> str:
    """The next case number of the year: 2026-0042. The counter's row lock keeps two cases apart."""
    year = session.now.year
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[session.connection.dialect.name]
    step = (
        insert(counter)
        .values(name=f"case-{year}", value=1)
        .on_conflict_do_update(index_elements=[counter.c.name], set_={"value": counter.c.value + 1})
        .returning(counter.c.value)
    )
    return f"{year}-{session.scalar(step):04}"


def _name(session: Session, live: Live) -> str | None:
    """Give the case its title, by the process's ``samtrin:title``, and return it."""
    text = live.definition.process.properties.get("samtrin:title", "")
    if not text.startswith("="):
        return None
    try:
        title = feel.evaluate(
            text[1:], feel.to_feel(bpmn.visible(live.state.variables, None)), now=session.now
        )
    except feel.FeelError:
        return None
    if not isinstance(title, str) or not title.strip():
        return None
    title = title.strip()[:200]
    session.execute(sa.update(process_instance).where(process_instance.c.id == live.id).values(title=title))
    return title
