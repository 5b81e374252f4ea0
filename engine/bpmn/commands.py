"""What may be asked of a process instance. Every command is data; ``run`` carries it out.

Variables are JSON values (``None``, ``bool``, ``int``, ``float``, ``Decimal``, ``str``, ``list``, ``dict``
with text keys). ``key`` is the key that an ``OpenedTask``, a ``Wait`` or an ``Incident`` was announced with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Message

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Start:
    """Begin an instance. ``element``: the start event that was triggered; absent: the none start event."""

    variables: Variables = field(default_factory=dict)
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """Complete an open user task or job. ``private_to``: key of the party whose private scope takes what is
    not mapped; of all variables, or of those that ``private`` names."""

    key: str
    variables: Variables = field(default_factory=dict)
    private_to: str | None = None
    private: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Fire:
    """The timer of this wait is due."""

    key: str


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message or signal has come for this wait."""

    key: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThrowError:
    """The worker of a job (or a user task's host) throws a BPMN error."""

    key: str
    code: str
    message: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fail:
    """A job has no retries left: it becomes an incident with ``message`` as its cause."""

    key: str
    message: str | Message = ""


@dataclass(frozen=True, slots=True)
class Resolve:
    """Try the element of an incident again, after writing ``variables`` to the root scope of the instance."""

    key: str
    variables: Variables | None = None


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Write variables into one scope (absent: the root scope)."""

    variables: Variables
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the instance from outside."""


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on after an ``Outcome`` that was ``paused`` by ``Budget.pause_after``."""


@dataclass(frozen=True, slots=True)
class Move:
    """Let what stands at ``key`` go on at another element of its process instead: it ends where it is, without an
    answer, and begins there anew. ``also``: keys of what ends with it."""

    key: str
    element: str
    also: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class GoBack:
    """``Move``, after the variables have become what ``before`` says they were: {scope: {name: [value]}}, [] for one
    that was not there."""

    key: str
    element: str
    before: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)
    also: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Add:
    """Begin at an element, beside what is under way. ``scope``: key of the running subprocess or call that it is to
    be in; absent: the process itself, or the only running subprocess that holds the element."""

    element: str
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """End what stands at ``key``, one of several, without going on from there."""

    key: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Go on from what stands at ``key`` as if it had been done. Its output mappings are run only where ``variables``
    stand in for what it would have given."""

    key: str
    variables: Variables = field(default_factory=dict)


Command = (
    Start
    | Complete
    | Fire
    | Deliver
    | ThrowError
    | Fail
    | Resolve
    | SetVariables
    | Cancel
    | Continue
    | Move
    | GoBack
    | Add
    | Remove
    | Skip
)
