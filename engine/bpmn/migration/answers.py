"""What moving a running instance to another version answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.errors import Message

from ..outcome import OpenedTask, Outcome, Wait


@dataclass(frozen=True, slots=True)
class Place:
    """Where a live token stands in the new version. ``call_path``: the call activities from the root process."""

    element_id: str
    process_id: str
    call_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one token. ``kept``: it stands where it stood, under whatever id; ``entered``: its work was
    withdrawn and another element begins; ``ended``: it is gone, as the mapping says; ``left``: the subprocess around
    what is active is gone; ``opened``: a subprocess now lies around it."""

    key: str
    process_id: str
    before: str | None
    after: str | None
    how: Literal["kept", "entered", "ended", "left", "opened"]


@dataclass(frozen=True, slots=True)
class Migrated:
    """The instance on the new version. ``outcome``: what a host writes down after any command. ``tasks`` and ``waits``
    (jobs alone): open before and still, as the new version describes them; of a task the deadline and follow-up date
    are those of a new one, which a host may leave out. ``places``: of all live tokens. ``renamed``: process id ->
    {old id: new id} of elements that are the same, done or not: what is known of one is known of the other."""

    outcome: Outcome
    tasks: tuple[OpenedTask, ...]
    waits: tuple[Wait, ...]
    places: Mapping[str, Place]
    done: tuple[Done, ...]
    renamed: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """An element or flow that may take the place of a lost one."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lost:
    """An element, or flow into a join, that has something active and no counterpart in the new version. ``why``: for
    people; ``offers``: the likeliest first; ``likely``: the first of them is a good guess; ``is_flow``: what has come
    to a join by this flow waits there."""

    id: str
    process_id: str
    name: str
    kind: str
    why: Message
    offers: tuple[Offer, ...]
    likely: bool = False
    is_flow: bool = False


@dataclass(frozen=True, slots=True)
class NeedsMapping:
    """Somebody must say where these go."""

    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class Impossible:
    """The instance stays on its version, whatever the mapping."""

    reasons: tuple[Message, ...]


Answer = Migrated | NeedsMapping | Impossible
