"""Whether all that is under way in a process or subprocess can still come to its end: the token game without data.

Every choice counts as open, and boundary events that interrupt may happen; what does not interrupt comes beside and
ends by itself. Said of a repair: a join must not be left to wait for a branch that never comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from .nodes.base import Node
from .nodes.compensation import CancelEnd
from .nodes.inclusive import InclusiveGateway
from .nodes.parallel import JoiningGateway
from .nodes.throwing import ErrorEnd, LinkThrow, TerminateEnd

if TYPE_CHECKING:
    from .area import Area
    from .definition import ScopeSpec
    from .token import Token

Place = tuple[str, str]  # ("at", element id), or ("by", flow id) in front of a join
Marking = tuple[tuple[Place, int], ...]

MARKINGS, TOKENS, WAYS = 5000, 60, 3


def is_join(node: Node) -> bool:
    return isinstance(node, JoiningGateway) and len(node.element.incoming) > 1


def can_end(area: Area) -> bool | None:
    """Whether everything in ``area`` can always get on from here; None: too much to tell."""
    nodes = area.spec.nodes
    joins = [node for node in nodes.values() if is_join(node)]
    if not joins:
        return True
    if any(node.element.kind == "complexGateway" for node in joins):
        return None
    net = _Net(area.spec, joins)
    places = (_place_of(nodes[t.task_spec.element.id], t.internal_data.get("flow")) for t in _alive(area))
    begin = tuple(sorted(Counter(places).items()))
    seen, todo = {begin}, [begin]
    while todo:
        marking = todo.pop()
        following = net.following(marking)
        if marking and not following:
            return False
        for each in following - seen:
            if len(seen) >= MARKINGS or sum(count for _, count in each) > TOKENS:
                return None
            seen.add(each)
            todo.append(each)
    return True


def is_dead(area: Area) -> bool:
    """Whether nothing in ``area`` will ever move again by itself or from outside."""
    alive = _alive(area)
    waits = (is_join(t.task_spec) and t.has_state(TaskState.WAITING) for t in alive)
    return not area.ended and all(waits)


def _alive(area: Area) -> list[Token]:
    return [token for token in area.tokens if not token.passive and token.owner is None]


def _place_of(node: Node, flow: str | None) -> Place:
    return ("by", flow) if flow is not None and is_join(node) else ("at", node.element.id)


class _Net:
    """What can happen in a process or subprocess, worked out once for many markings."""

    def __init__(self, spec: ScopeSpec, joins: list[Node]) -> None:
        self.joins = joins
        self.ways = {id: list(_ways(node)) for id, node in spec.nodes.items()}
        self.ends = {flow.id: flow.target for node in spec.nodes.values() for flow in node.element.outgoing}

    def following(self, marking: Marking) -> set[Marking]:
        """The markings that one step leads to. What does not stand before a join goes first, one by one: nobody
        can hold it up, so no other order leads to a standstill that this one does not."""
        found = set[Marking]()
        free = next((place for place, _count in marking if place[0] == "at"), None)
        if free is not None:
            return {_after(marking, [free], ways) for ways in self.ways[free[1]]}
        waiting = {id for (where, id), _ in marking if where == "by"}
        for node in self.joins:
            if waiting and (used := self._joined(node, waiting, marking)):
                taken = [("by", flow) for flow in used]
                found.update(_after(marking, taken, ways) for ways in self.ways[node.element.id])
        return found

    def _joined(self, node: Node, waiting: set[str], marking: Marking) -> list[str]:
        """The flows whose tokens a join takes now; none while it waits."""
        flows = [flow.id for flow in node.element.incoming]
        here = [flow for flow in flows if flow in waiting]
        if len(here) == len(flows) or not here or not isinstance(node, InclusiveGateway):
            return here if len(here) == len(flows) else []
        active = {id if where == "at" else self.ends[id] for (where, id), _ in marking} - {node.element.id}
        return [] if node.can_still_get(active, here) else here


def _after(marking: Marking, taken: list[Place], given: Iterable[Place] | None) -> Marking:
    if given is None:
        return ()
    counted = dict(marking)
    for place in taken:
        counted[place] -= 1
    for place in given:
        counted[place] = counted.get(place, 0) + 1
    return tuple(sorted((place, count) for place, count in counted.items() if count))


def _ways(node: Node) -> Iterator[tuple[Place, ...] | None]:
    """Where a token can go from a node: the places of each choice. None: everything here ends."""
    if isinstance(node, TerminateEnd | ErrorEnd | CancelEnd):
        yield None
        return
    if isinstance(node, LinkThrow):
        yield (("at", node.target.element.id),)
        return
    targets = [_place_of(target, flow.id) for flow, target in node.flows]
    conditional = any(flow.condition is not None for flow, _ in node.flows)
    if not targets:
        yield ()
    elif node.element.kind in ("exclusiveGateway", "eventBasedGateway"):
        yield from ((target,) for target in targets)
    elif node.element.kind == "inclusiveGateway" or (conditional and node.element.kind != "parallelGateway"):
        if len(targets) <= WAYS:
            for count in range(1, len(targets) + 1):
                yield from combinations(targets, count)
        else:
            yield from ((target,) for target in targets)
            yield tuple(targets)
    else:
        yield tuple(targets)
    for boundary in node.boundaries:
        if boundary.element.interrupting:
            yield (("at", boundary.element.id),)
