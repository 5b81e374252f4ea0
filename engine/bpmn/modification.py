"""Repairs of a running instance: what is under way goes on elsewhere, is skipped, ends, or something more begins.

Commands like all others: what they close, open and move is in the outcome. What cannot be done is refused with a
sentence, and so is whatever would leave a join waiting for a branch that never comes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict, Invalid

from . import soundness
from .model import GATEWAYS
from .nodes.loops import LoopBody
from .nodes.multi_instance import MultiInstance
from .nodes.parallel import JoiningGateway

if TYPE_CHECKING:
    from .area import Area
    from .commands import Add, GoBack, Move, Remove, Skip
    from .instance import Instance
    from .nodes.base import Node
    from .token import Token


class Stranded(Conflict):
    """What is left behind would wait for ever. ``keys``: what that is; ending it too (``also``) may help."""

    def __init__(self, tokens: Collection[Token]) -> None:
        super().__init__(
            '"%(names)s" would wait for ever for a branch that never comes. Let it end too, or skip a step instead of'
            " moving it.",
            names=", ".join(dict.fromkeys(_name(token.task_spec) for token in tokens)),
        )
        self.keys = [token.id for token in tokens]


def move(instance: Instance, command: Move) -> None:
    """Raises ``Conflict`` (not there any more, ``Stranded``), ``Invalid`` (it cannot go there)."""
    _move(instance, command.key, command.element, command.also)


def go_back(instance: Instance, command: GoBack) -> None:
    """``move``, with the data of then."""
    instance.scopes.take_back({key: dict(names) for key, names in command.before.items()})  # type: ignore[arg-type]
    _move(instance, command.key, command.element, command.also)


def add(instance: Instance, command: Add) -> None:
    """Raises as ``move``."""
    area: Area = instance
    if command.scope is not None:
        if command.scope not in instance.subprocesses:
            raise Conflict("The case has moved on: that is not under way any more.")
        area = instance.subprocesses[command.scope]
    with _watched(instance) as check:
        _enter(area, _target(area, command.element), None)
        check()


def remove(instance: Instance, command: Remove) -> None:
    """Raises as ``move``, and ``Invalid`` for the last one."""
    token = _find(instance, command.key)
    area, owner = token.workflow, token.owner
    if owner is not None and not isinstance(owner.task_spec, MultiInstance):
        raise Invalid('It is a part of "%(name)s", and cannot end alone.', name=_name(owner.task_spec))
    with _watched(instance) as check:
        token.cancel()
        if owner is not None:
            owner.task_spec.inner_done(owner, False)
        elif area.alive == 0:
            if area.host is None:
                raise Invalid("It is the last thing under way in the case. Cancel the case instead.")
            name = _name(area.host.task_spec)
            raise Invalid('It is the last thing under way in "%(name)s". Skip it, or move it.', name=name)
        check()


def skip(instance: Instance, command: Skip) -> None:
    """Raises ``Conflict`` (not there any more), ``Invalid`` (a gateway: nobody but the model can choose there)."""
    token = _find(instance, command.key)
    node, data = token.task_spec, token.internal_data
    if node.element.kind in GATEWAYS or data.get("phase") in ("begin", "stalled"):
        raise Invalid("Here the way must be chosen: move it to the step where it is to go on.")
    if data.pop("cause", None) is not None:
        instance.record.resolved(token.id)
    for name in ("phase", "before"):
        data.pop(name, None)
    if isinstance(node, LoopBody):
        for part in token.children:
            part.cancel()
    node.withdrawn(token)
    instance.subprocesses.pop(token.id, None)
    if command.variables:
        node.write(token, command.variables)
    else:
        data["skipped"] = True
    token._set_state(TaskState.STARTED)
    instance.complete(token)


def require_life(instance: Instance) -> None:
    """Raise ``Conflict`` where a repair has left something that nothing can ever move again."""
    for area in list(instance.areas()):
        if instance.status == "active" and soundness.is_dead(area):
            raise Stranded([token for token in area.tokens if not token.passive])


def _move(instance: Instance, key: str, element: str, also: Collection[str]) -> None:
    token = _find(instance, key)
    if token.owner is not None:
        raise Invalid(
            '"%(name)s" is under way several times. Move the whole of it, or skip this one.',
            name=_name(token.owner.task_spec),
        )
    node = _target(token.workflow, element)
    home = _home(token.workflow, node)
    with _watched(instance) as check:
        for one in [token, *(_beside(instance, other, token, home) for other in also)]:
            one.cancel()
        area = token.workflow
        while area is not home and area.alive == 0:
            assert area.host is not None
            area.host.cancel()
            area = area.host.workflow
        _enter(home, node, token.task_spec)
        check()


@contextmanager
def _watched(instance: Instance) -> Iterator[Callable[[], None]]:
    """What checks that a change has not made impossible what was possible: to come to an end. Raises ``Stranded``."""
    before = {id(area): soundness.can_end(area) for area in instance.areas()}

    def check() -> None:
        for area in list(instance.areas()):
            if before.get(id(area)) is not False and soundness.can_end(area) is False:
                waits = TaskState.WAITING | TaskState.STARTED | TaskState.ERROR
                raise Stranded(
                    [t for t in area.tokens if not t.passive and not t.owner and t.has_state(waits)]
                )

    yield check


def _beside(instance: Instance, key: str, token: Token, home: Area) -> Token:
    """What ends along with ``token``: something beside it, on its way out to ``home``."""
    other, area = _find(instance, key), token.workflow
    while area is not other.workflow and area is not home:
        assert area.host is not None
        area = area.host.workflow
    if other.workflow is not area or other.owner is not None:
        raise Invalid('"%(name)s" cannot end along with it.', name=_name(other.task_spec))
    return other


def _find(instance: Instance, key: str) -> Token:
    token = instance.index.get(key)
    if token is None or token.passive:
        raise Conflict("The case has moved on: that is not under way any more.")
    return token


def _name(node: Node) -> str:
    return node.element.name or node.element.id


def _target(area: Area, element: str) -> Node:
    """The node of an element in the process of ``area``."""
    node = area.definition.nodes.get(element)
    if node is None:
        raise Invalid("The process has no step %(element)s.", element=element)
    kind = node.element
    if kind.kind == "boundaryEvent" or kind.by_event or kind.for_compensation:
        raise Invalid(
            '"%(name)s" begins by itself when something happens. Choose the step after it.', name=_name(node)
        )
    return node


def _chain(node: Node, area: Area) -> list[str]:
    """Ids of the subprocesses around a node, the outermost first."""
    elements = area.definition.process.elements
    found, parent = list[str](), node.element.parent
    while parent is not None:
        found.insert(0, parent)
        parent = elements[parent].parent
    return found


def _path(area: Area) -> list[str]:
    """Ids of the running subprocesses down to ``area``, from its process on."""
    found = list[str]()
    while area.host is not None and area.scope is None:
        found.insert(0, area.host.task_spec.element.id)
        area = area.host.workflow
    return found


def _home(area: Area, node: Node) -> Area:
    """The innermost area around ``area`` that holds the node, itself or in a subprocess."""
    chain = _chain(node, area)
    while _path(area) != chain[: len(_path(area))]:
        assert area.host is not None
        if area.host.owner is not None:
            raise Invalid(
                '"%(name)s" is under way several times. Move the whole of it, or skip this one.',
                name=_name(area.host.task_spec),
            )
        area = area.host.workflow
    return area


def _enter(area: Area, node: Node, source: Node | None) -> None:
    """A new token at ``node``, in ``area`` or in subprocesses of it: in those that run, else in new ones."""
    for id in _chain(node, area)[len(_path(area)) :]:
        area = _inside(area, id)
    if area.interrupted and not any(t.task_spec.element.by_event for t in area.tokens if not t.passive):
        area.interrupted = False
        area.spec.subscribe(area)
    area.spawn(node, flow=_flow(area, node, source) if soundness.is_join(node) else None)


def _inside(area: Area, id: str) -> Area:
    """The running subprocess ``id`` of ``area``; else a new one, in which nothing has begun."""
    top = area.top
    node: Node = area.spec.nodes[id]
    running: list[Area] = [
        top.subprocesses[token.id]
        for token in area.tokens
        if token.task_spec.element.id == id and token.id in top.subprocesses
    ]
    if len(running) == 1:
        return running[0]
    if running or isinstance(node, LoopBody):
        raise Invalid('"%(name)s" is done several times. Go to the whole of it instead.', name=_name(node))
    if node.element.by_event:
        raise Invalid('"%(name)s" begins by itself when something happens.', name=_name(node))
    host = area.spawn(node, state=TaskState.STARTED)
    node._update_hook(host)
    made: Area = top.nest(host, node.inside, area.definition, area.call_path)
    made.spec.subscribe(made)
    return made


def _flow(area: Area, node: Node, source: Node | None) -> str:
    """The flow by which a token comes to a join: of those on which none waits, one that leads from where it was."""
    assert isinstance(node, JoiningGateway)
    taken = {t.internal_data.get("flow") for t in area.tokens if t.task_spec is node}
    free = [flow for flow in node.element.incoming if flow.id not in taken]
    if not free:
        raise Invalid("Every branch has already come to this point.")
    return next(
        (flow.id for flow in free if source is not None and _leads(area, source, flow.source)), free[0].id
    )


def _leads(area: Area, source: Node, target: str) -> bool:
    todo, seen = [source], set[str]()
    while todo:
        node = todo.pop()
        if node.element.id == target:
            return True
        if node.element.id not in seen:
            seen.add(node.element.id)
            todo.extend(other for other in node.successors() if other.element.id in area.spec.nodes)
    return False
