"""The stored form of the live tokens: compact, versioned, independent of the order of keys.

``{"format": 1, "last": last id, "areas": [[host, definition key, scope, call path, [interrupted, ended, late flows],
completed work, tokens], ...], "queue": [ids]}``; a token is ``[id, spec name, state, passive, owner, data]``. The
first area is the process itself, the others follow their hosts. Specs are never stored: they belong to the
definition."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from . import values
from .area import Area, Nested
from .instance import Instance
from .outcome import Budget, State
from .recorder import Recorder
from .scopes import Scopes
from .token import TOP, Token

if TYPE_CHECKING:
    from .definition import Definition
from .library import Library

FORMAT = 1


def dump(instance: Instance, old: State | None) -> State:
    """The stored form of an instance; unchanged variables are taken from ``old``."""
    areas = [_dump_area(area) for area in instance.areas()]
    queue = [token.id for token in instance.queue if token.id in instance.index]
    stored = {"format": FORMAT, "last": instance.last_id, "areas": areas, "queue": queue}
    variables = instance.scopes.dump() if old is None or instance.scopes.dirty else old.variables
    return State(values.dump(stored), variables)


def load(
    state: State,
    definition: Definition,
    library: Library,
    now: datetime,
    budget: Budget,
    closed: Collection[date],
) -> Instance:
    """The instance as it was. Raises ``LookupError`` for a called version that is gone."""
    stored = values.load(state.tokens)
    if stored["format"] != FORMAT:
        raise ValueError(f"the state is stored in format {stored['format']}; this engine reads {FORMAT}")
    instance = Instance(definition, library, now, budget, Scopes.load(state.variables), Recorder(), closed)
    for row in stored["areas"]:
        _load_area(instance, row)
    instance.last_id = stored["last"]
    instance.queue.extend(instance.index[id] for id in stored["queue"])
    return instance


def _dump_area(area: Area) -> list[Any]:
    host = area.host
    key = area.definition.key if area.scope is not None else None
    tokens = [_dump_token(token) for token in area.tasks.values() if token.id != TOP]
    flags = [area.interrupted, area.ended, area.late]
    return [host and host.id, key, area.scope, area.call_path, flags, area.completed_work, tokens]


def _dump_token(token: Token) -> list[Any]:
    owner = token._parent if token._parent != TOP else None
    return [token.id, token.task_spec.name, token.state, token.passive, owner, token.internal_data]


def _load_area(instance: Instance, row: list[Any]) -> None:
    host_id, key, scope, call_path, (interrupted, ended, late), completed_work, tokens = row
    area: Area = instance
    if host_id is not None:
        host = instance.index[host_id]
        definition = instance.library.get(key) if key is not None else host.workflow.definition
        spec = definition.spec if key is not None else host.task_spec.inside
        area = Nested(spec, host, definition, tuple(call_path))
        instance.subprocesses[host_id] = area
        area.scope = scope
    area.interrupted, area.ended, area.late, area.completed_work = interrupted, ended, late, completed_work
    for id, name, state, passive, owner, data in tokens:
        parent = area.tasks[owner] if owner is not None else None
        token = Token(area, area.definition.nodes[name], parent or area.task_tree, state, id)
        token.passive, token.internal_data = passive, data
        instance.index[id] = token
        if any(entry[0] == "condition" for entry in data.get("open", {}).values()):
            instance.watching[id] = token
        area.alive += not passive
