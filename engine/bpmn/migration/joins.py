"""Joins in two versions: which flow into one is which, and whether what they wait for can still come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from ..model import Flow
from ..nodes.base import Node
from ..nodes.complex import ComplexGateway
from ..nodes.parallel import JoiningGateway, ParallelGateway
from .likeness import Mapped

if TYPE_CHECKING:
    from ..area import Area
    from ..definition import Definition


def match(old: Node, new: Node, version: Definition, mapping: Mapped) -> dict[str, str | None]:
    """Flow into ``old`` -> flow into ``new``, or None: what came by it ends. Flows without a counterpart are left out.

    The same flow; else the only one from the same element; else the only one that the old one's way now leads to."""
    incoming = {flow.id: flow for flow in new.element.incoming}
    found: dict[str, str | None] = {}
    for flow in old.element.incoming:
        if flow.id in mapping and (mapping[flow.id] is None or mapping[flow.id] in incoming):
            found[flow.id] = mapping[flow.id]
        elif flow.id in incoming:
            found[flow.id] = flow.id
    for candidates in (_from_same_source, _on_the_way):
        left = [flow for flow in old.element.incoming if flow.id not in found]
        free = [flow for flow in incoming.values() if flow.id not in found.values()]
        offered = {flow.id: candidates(flow, free, new, version, mapping) for flow in left}
        claims = Counter(id for ids in offered.values() for id in ids)
        found |= {id: ids[0] for id, ids in offered.items() if len(ids) == 1 and claims[ids[0]] == 1}
    return found


def missing(areas: Iterable[Area], names: Mapping[str, str]) -> dict[str, int]:
    """Join -> number of its flows by which nothing can come any more, although it is waited for. ``names``: what its
    elements are called in the version that is compared with."""
    found: dict[str, int] = {}
    for area in areas:
        active = Counter(t.task_spec.element.id for t in area.tokens if not t.passive and t.owner is None)
        for node in area.spec.nodes.values():
            if _needs_all(node):
                count = _never(node, area, active)
                if count:
                    id = names.get(node.element.id, node.element.id)
                    found[id] = max(found.get(id, 0), count)
    return found


def follows(late: Node, early: Node) -> bool:
    """Whether a token at ``early`` can come to ``late`` by itself, without meeting others at a join."""
    reached, todo = set(), [node for node in early.successors() if not _joins(node)]
    while todo:
        node = todo.pop()
        if node not in reached:
            reached.add(node)
            todo.extend(following for following in node.successors() if not _joins(following))
    return late in reached


def _joins(node: Node) -> bool:
    return isinstance(node, JoiningGateway) and len(node.element.incoming) > 1


def _needs_all(node: Node) -> bool:
    """Whether a join waits for every one of its flows."""
    if isinstance(node, ComplexGateway) and node.element.activation_condition is not None:
        return False
    return isinstance(node, (ParallelGateway, ComplexGateway)) and len(node.element.incoming) > 1


def _never(node: JoiningGateway, area: Area, active: Counter[str]) -> int:
    """How many flows of a join can give no token, where another has given one or still can."""
    came = {
        token.internal_data.get("flow", "")
        for token in area.tokens
        if token.task_spec is node and token.has_state(TaskState.WAITING | TaskState.FUTURE)
    }
    can = came | {flow for flow, sources in node.sources.items() if any(active[id] for id in sources)}
    return len(node.element.incoming) - len(can & set(node.sources)) if can else 0


def _from_same_source(
    flow: Flow, free: list[Flow], new: Node, version: Definition, mapping: Mapped
) -> list[str]:
    source = mapping.get(flow.source, flow.source)
    return [other.id for other in free if other.source == source]


def _on_the_way(flow: Flow, free: list[Flow], new: Node, version: Definition, mapping: Mapped) -> list[str]:
    """Something was put between the old source and the join."""
    kept = version.process.flows.get(flow.id)
    begin = kept.target if kept else mapping.get(flow.source, flow.source)
    if begin is None or begin not in version.nodes:
        return []
    reached, todo = set(), [version.nodes[begin]]
    while todo:
        node = todo.pop()
        if node not in reached and node is not new:
            reached.add(node)
            todo.extend(node.successors())
    ids = {node.element.id for node in reached}
    return [other.id for other in free if other.source in ids]
