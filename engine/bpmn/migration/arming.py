"""Lets what stays live by the new version: what must listen now listens, what waits for something else now waits so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from .. import mappings, waits
from ..model import Trigger
from ..nodes.base import Node
from ..nodes.boundary import BoundaryEvent
from ..nodes.catch import CatchEvent, EventGateway
from ..nodes.event_subprocess import EventSubProcess
from ..nodes.job import JobTask
from ..nodes.loops import LoopBody
from ..nodes.multi_instance import MultiInstance
from ..nodes.parallel import JoiningGateway
from ..nodes.user_task import UserTask
from ..nodes.work import PARTY, VISIBILITY, Work
from ..outcome import OpenedTask, Wait

if TYPE_CHECKING:
    from ..area import Area
    from ..instance import Instance
    from ..token import Token

_KINDS = {"conditional": "condition"}  # a trigger's kind -> that of its wait, where it differs
_NOT_BEGUN = ("enter", "begin", "stalled")  # phases of an incident before anything listens


def arm(
    instance: Instance, before: Mapping[str, Node], opened: Sequence[str]
) -> tuple[tuple[OpenedTask, ...], tuple[Wait, ...]]:
    """Arm everything. ``before``: token id -> its element in the old version, of processes that have moved;
    ``opened``: the subprocesses that were opened around what is active. Returns the open tasks and jobs as they are
    now. Raises ``Failure`` for what the new version asks for and cannot have."""
    for id in opened:
        _open(instance.index[id])
    tasks: list[OpenedTask] = []
    jobs: list[Wait] = []
    for area in list(instance.areas()):
        inside = [token for token in area.tokens if token.id in before]
        if inside or (area.host is not None and area.host.id in opened):
            _listen(area)
        for token in inside:
            _follow(token, before[token.id])
            if (entry := token.internal_data.get("open", {}).get(token.id)) is None:
                continue
            node = token.task_spec
            if entry[0] == "task" and isinstance(node, UserTask):
                tasks.append(node.describe(token))
            elif entry[0] == "job" and isinstance(node, JobTask):
                jobs.append(node.describe(token))
    _wake_joins(instance, before)
    return tuple(tasks), tuple(jobs)


def _open(host: Token) -> None:
    """A subprocess has opened around what is active: it begins like any other, but what it holds is there already."""
    top, area = host.workflow.top, host.workflow.top.subprocesses[host.id]
    top.record.moved("entered", host)
    if host.task_spec.element.inputs:
        outer = top.scope_of(host)
        mappings.apply_inputs(host)
        for inner in [other for other in top.areas() if _lies_in(other, area)]:
            for key in [token.id for token in inner.tokens if token.id in top.scopes]:
                if top.scopes[key].parent == outer:
                    top.scopes[key].parent = host.id
    for boundary in host.task_spec.boundaries:
        boundary.attach(host)


def _lies_in(area: Area, outer: Area) -> bool:
    """Whether a scope lies in another, without a call in between."""
    while area is not outer and area.host is not None and area.scope is None:
        area = area.host.workflow
    return area is outer


def _listen(area: Area) -> None:
    """Let the event subprocesses of a scope listen that do not yet."""
    begun = all(token.internal_data.get("phase") not in ("begin", "stalled") for token in area.tokens)
    if area.interrupted or area.ended or not begun:
        return
    there = {token.task_spec for token in area.tokens if token.passive and token.owner is None}
    for event_subprocess in area.spec.event_subprocesses:
        if event_subprocess not in there:
            event_subprocess.subscribe(area)


def _follow(token: Token, old: Node) -> None:
    """One token that stays."""
    node = token.task_spec
    if token.has_state(TaskState.FUTURE) or token.internal_data.get("phase") in _NOT_BEGUN:
        return
    there = {child.task_spec for child in token.children}
    for boundary in node.boundaries:
        if boundary not in there:
            boundary.attach(token)
    if isinstance(node, EventGateway):
        for _, target in node.flows:
            if target not in there:
                target.attach(token)
    if isinstance(node, MultiInstance) and isinstance(old, MultiInstance):
        _follow_loop(token, node, old)
    if isinstance(node, (CatchEvent, BoundaryEvent)) and isinstance(old, (CatchEvent, BoundaryEvent)):
        _wait_anew(token, old.element.triggers, node.element.triggers)
    if isinstance(node, EventSubProcess) and isinstance(old, EventSubProcess) and token.passive:
        _wait_anew(token, old.start.triggers, node.start.triggers)
    if isinstance(node, Work) and isinstance(old, Work):
        _follow_place(token, node, old)


def _follow_place(token: Token, node: Work, old: Work) -> None:
    """Whose work it is, where the model has changed its mind."""
    if any(node.said(name) != old.said(name) for name in (PARTY, VISIBILITY)):
        token.internal_data.pop("private", None)
        node.prepare(token)


def _follow_loop(body: Token, node: LoopBody, old: LoopBody) -> None:
    """The names under which a loop collects its results and hands out its items."""
    scopes, data = body.workflow.top.scopes, body.internal_data
    results, item = node.loop.output_collection, node.loop.item
    if results and results != old.loop.output_collection and "count" in data:
        kept = scopes[body.id].json if body.id in scopes else {}
        found = list(kept.get(old.loop.output_collection or "", [None] * data["count"]))
        mappings.open_scope(body)
        scopes.put(body.id, results, found)
        for part in body.children:
            if part.id in scopes and scopes[part.id].parent == body.workflow.top.outer_scope(body):
                scopes[part.id].parent = body.id
    if item and item != old.loop.item:
        for part in body.children:
            if part.id in scopes and old.loop.item in scopes[part.id].json:
                scopes.put(part.id, item, scopes[part.id].json[old.loop.item])


def _wait_anew(token: Token, old: Sequence[Trigger], new: Sequence[Trigger]) -> None:
    """Waits that both versions have stay, a timer with the time it was set for; messages and signals by another name
    or key are waited for anew; others end or begin."""
    if not token.has_state(TaskState.WAITING) and not token.internal_data.get("open"):
        return
    spare = [trigger for trigger in new if trigger.kind in waits.OUTSIDE]
    for trigger, key in list(_keys(token, old)):
        following = next((other for other in spare if other.kind == trigger.kind), None)
        if following is not None:
            spare.remove(following)
        if key is None:  # it has come, and others are still waited for
            continue
        if following is None:
            _close(token, key)
        elif trigger.kind == "conditional" and trigger.text != following.text:
            token.open[key] = ["condition", None, (following.text or "").removeprefix("=")]
        elif (trigger.name, trigger.correlation_key) != (following.name, following.correlation_key):
            _close(token, key)
            _begin(token, following)
    for trigger in spare:
        _begin(token, trigger)
    if not any(entry[0] == "condition" for entry in token.open.values()):
        token.workflow.top.watching.pop(token.id, None)


def _keys(token: Token, triggers: Sequence[Trigger]) -> Iterator[tuple[Trigger, str | None]]:
    """Each trigger with the key under which it is still waited for."""
    left = dict(sorted(token.internal_data.get("open", {}).items()))
    outside = [trigger for trigger in triggers if trigger.kind in waits.OUTSIDE]
    for number, trigger in enumerate(outside):
        kind = _KINDS.get(trigger.kind, trigger.kind)
        own = token.id if number == 0 else f"{token.id}.{number}"
        same = [key for key, entry in left.items() if entry[0] == kind]
        later = sum(other.kind == trigger.kind for other in outside[number:])
        found = own if own in same else same[0] if same and len(same) >= later else None
        left.pop(found or "", None)
        yield trigger, found


def _close(token: Token, key: str) -> None:
    del token.open[key]
    token.workflow.top.record.closed(key, "terminated")


def _begin(token: Token, trigger: Trigger) -> None:
    """Under a key that was never used."""
    waits.set_wait(token, f"{token.id}.m{token.workflow.top.next_id()}", trigger)


def _wake_joins(instance: Instance, before: Mapping[str, Node]) -> None:
    """Let one of those that wait at a join look again, where what the join waits for has changed."""
    for area in list(instance.areas()):
        seen: set[Node] = set()
        for token in area.tokens:
            node, old = token.task_spec, before.get(token.id)
            if not isinstance(node, JoiningGateway) or old is None or node in seen:
                continue
            if token.has_state(TaskState.WAITING) and _waits_for(node) != _waits_for(old):
                seen.add(node)
                token._set_state(TaskState.FUTURE)
                instance.queue.append(token)


def _waits_for(node: Node) -> tuple[Any, ...]:
    return type(node), {flow.id for flow in node.element.incoming}, node.element.activation_condition
