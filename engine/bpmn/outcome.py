"""What a command did to a process instance: everything that the host must write down, and nothing else.

All times are aware and in UTC. Keys are unique within the instance and are never used twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class State:
    """An instance at rest. Both parts are opaque JSON texts that carry their format version. ``variables``
    stands apart so that the host writes it only when ``Outcome.variables_changed``."""

    tokens: bytes
    variables: bytes


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A user task has opened. ``scope`` is the innermost variable scope it sees (for ``visible``);
    ``call_path`` the call activities from the root process down to it; ``definition_key`` the version of its
    process."""

    key: str
    element_id: str
    process_id: str
    name: str
    roles: tuple[str, ...]
    assignee: str | None
    party: str | None
    visibility: Literal["shared", "private"]
    due: datetime | None
    follow_up: datetime | None
    priority: int
    form_id: str | None
    properties: Mapping[str, Any]
    scope: str
    call_path: tuple[str, ...] = ()
    definition_key: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Something from outside is waited for. ``due`` belongs to timers, ``name`` and ``correlation_key`` to
    messages and signals, ``job_type``, ``retries``, ``headers`` and ``private_to`` (key of the party whose private
    work it is) to jobs. Condition waits are served by the engine itself."""

    key: str
    kind: Literal["timer", "message", "signal", "job", "condition"]
    element_id: str
    process_id: str
    scope: str
    due: datetime | None = None
    name: str | None = None
    correlation_key: str | None = None
    job_type: str | None = None
    retries: int = 3
    headers: Mapping[str, str] = field(default_factory=dict)
    private_to: str | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A task or wait is no longer open: it did its work, or it was withdrawn."""

    key: str
    how: Literal["completed", "terminated"]


@dataclass(frozen=True, slots=True)
class Incident:
    """The model failed here: the token stands still until ``Resolve``. ``template`` is English, with
    ``%(name)s`` parameters from ``params``."""

    key: str
    element_id: str
    process_id: str
    kind: str
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


@dataclass(frozen=True, slots=True)
class Moved:
    """One step of the history, in order. ``key`` is the element instance."""

    element_id: str
    process_id: str
    kind: Literal["entered", "completed", "terminated"]
    key: str
    call_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal was thrown. Catchers of the same instance have had it; the host tells all others."""

    name: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``resolved``: keys of incidents that are gone; an open job with such a key may be worked again.
    ``before``: what the variables that have changed were, {scope: {name: [value]}}, [] where there was nothing; of the
    scopes that outlive their steps alone. ``paused``: work is left that ``Continue`` does."""

    state: State
    status: Literal["active", "completed", "terminated"]
    ended_at: tuple[str, ...] = ()
    tasks: tuple[OpenedTask, ...] = ()
    waits: tuple[Wait, ...] = ()
    closed: tuple[Closed, ...] = ()
    incidents: tuple[Incident, ...] = ()
    resolved: tuple[str, ...] = ()
    history: tuple[Moved, ...] = ()
    signals: tuple[Signal, ...] = ()
    variables_changed: bool = False
    before: Mapping[str, Mapping[str, list[Any]]] = field(default_factory=dict)
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """What one command may use before the model counts as hung (an incident) or the command as excessive.
    ``pause_after``: stop after so many steps with ``Outcome.paused``, without an incident."""

    steps: int = 100_000
    seconds: float = 20.0
    depth: int = 50
    instances: int = 10_000
    value_bytes: int = 2_000_000
    total_bytes: int = 8_000_000
    pause_after: int | None = None
