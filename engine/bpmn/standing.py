"""Where an instance stands: everything that is under way in it, for those who look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from . import codec
from .library import Library
from .model import GATEWAYS
from .nodes.loops import LoopBody
from .nodes.parallel import JoiningGateway
from .outcome import Budget, State

if TYPE_CHECKING:
    from .definition import Definition
    from .token import Token


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that is under way. ``key``: as in commands; ``within``: key of the subprocess, call or repetition that
    it is a part of; ``kind``: task, job, timer, message, signal or condition that it waits for, event (one of several),
    join (it waits for other branches), around (what it holds is under way) or incident. ``repeats``: it is the body
    around several rounds of its element; ``number``: which of the rounds. ``inside``: scope of the process that it has
    called; ``definition_key``: version of its own process."""

    key: str
    element_id: str
    process_id: str
    definition_key: str
    call_path: tuple[str, ...]
    within: str | None
    kind: str
    repeats: bool = False
    number: int | None = None
    inside: str | None = None


def standing(definition: Definition, state: State, *, now: datetime, library: Library) -> list[Standing]:
    """Everything under way, what holds something before what it holds. Raises ``LookupError`` for a called version that
    is gone."""
    instance = codec.load(state, definition, library, now, Budget(), ())
    return [_told(token) for area in instance.areas() for token in area.tokens if not token.passive]


def _told(token: Token) -> Standing:
    area, element = token.workflow, token.task_spec.element
    around = token.owner or area.host
    held = area.top.subprocesses.get(token.id)
    return Standing(
        token.id,
        element.id,
        element.process_id,
        area.definition.key,
        area.call_path,
        around.id if around is not None else None,
        _kind(token),
        isinstance(token.task_spec, LoopBody),
        token.internal_data.get("number"),
        held.scope if held is not None else None,
    )


def _kind(token: Token) -> str:
    if "cause" in token.internal_data:
        return "incident"
    node = token.task_spec
    opened = [entry[0] for entry in token.internal_data.get("open", {}).values()]
    if opened:
        return opened[0] if len(opened) == 1 else "event"
    if isinstance(node, JoiningGateway):
        return "join"
    return "event" if node.element.kind in GATEWAYS else "around"
