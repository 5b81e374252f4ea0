"""Gives every token that stays its place in the new version: other subprocesses may lie around it now, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING

from engine.errors import Message

from ..nodes.base import Node
from ..nodes.parallel import JoiningGateway
from . import joins
from .homes import END, Fate, Home
from .likeness import chain, is_embedded

if TYPE_CHECKING:
    from ..area import Area
    from ..definition import Definition
    from ..token import Token
    from .plan import Plan

_NOT_ONCE = Message("What is active would now lie in %(name)s, which does not run once for all of it")
_IN_PART = Message("Only a part of what is active in %(name)s would move out of it")
_AGAIN = Message('It now comes after "%(step)s", which is under way too, so it would be done twice')
_UNPLACED = ("begin", "stalled")  # phases of an incident before the beginning or after the end


def place(plan: Plan) -> None:
    """Fill ``plan.homes``, and leave the subprocesses that all have moved out of."""
    _Placing(plan).run()


class _Placing:
    """``left``: areas that something has moved out of."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.homes, self.fates = plan, plan.homes, plan.fates
        self.areas = list(plan.instance.areas())
        self.left: set[Area] = set()

    def run(self) -> None:
        for area in self.areas:
            self.homes.keep(area)
        for area in self.areas:
            version = self.plan.version(area)
            for token in area.tokens:
                fate = self.fates[token.id]
                if token.owner is None and fate.node is not None and fate.how in ("keep", "enter"):
                    self.homes.of[token.id] = self._home(token, fate.node, version)
        for area in reversed(self.areas):
            self._look_for_leavers(area)
        for home, node in self.homes.opened():
            self._check_opened(home, node)
        for area in self.areas:
            version = self.plan.version(area)
            if version is not None:
                self._look_for_repeats(area, version)

    def _home(self, token: Token, node: Node, version: Definition | None) -> Home:
        area = token.workflow
        here = self.homes.kept(area)
        if version is None or token.internal_data.get("phase") in _UNPLACED:
            return here
        wanted = chain(node.element, version.process.elements)
        stays = area.host is None or area.scope is not None or self.fates[area.host.id].how == "keep"
        if stays and wanted == self.plan.chain_of(area, version):
            return here
        return self._find(wanted, [area, *self._around(area)], version)

    def _around(self, area: Area) -> Iterator[Area]:
        """The areas of the same process that ``area`` lies in, innermost first."""
        while area.host is not None and area.scope is None:
            area = area.host.workflow
            yield area

    def _find(self, wanted: tuple[str, ...], around: list[Area], version: Definition) -> Home:
        """The running subprocess ``wanted[-1]``, or one that will be opened."""
        if not wanted:
            return self.homes.kept(around[-1])
        for area in around[:-1]:
            fate = self.fates[area.host.id] if area.host is not None else END
            if fate.how == "keep" and fate.node is not None and fate.node.element.id == wanted[-1]:
                return self.homes.kept(area)
        top, node = around[-1], version.nodes[wanted[-1]]
        running = [
            area
            for area in self.plan.instance.subprocesses.values()
            if area.scope is None and top in self._around(area) and self._runs(area, wanted[-1])
        ]
        if len(running) > 1 or not is_embedded(node):
            self.plan.refuse(_NOT_ONCE, node)
        elif running:
            return self.homes.kept(running[0])
        return self.homes.open(self._find(wanted[:-1], around, version), node)

    def _runs(self, area: Area, id: str) -> bool:
        fate = self.fates[area.host.id] if area.host is not None else END
        return fate.how == "keep" and fate.node is not None and fate.node.element.id == id

    def _look_for_leavers(self, area: Area) -> None:
        """Where all that is active in a subprocess moves out, it ends without going on; a part cannot."""
        host = area.host
        if host is None or self.plan.version(area) is None or area.scope is not None:
            return
        own = self.homes.kept(area)
        roots = self._roots(area)
        if area not in self.left and all(self.homes.of[token.id] is own for token in roots):
            return
        if self.fates[host.id].how == "keep":
            stay = any(self.homes.of[token.id] is own for token in self._all_roots())
            if stay or host.owner is not None or not is_embedded(host.task_spec):
                self.plan.refuse(_IN_PART, host.task_spec)
                return
            self.fates[host.id] = Fate("leave")
        self.homes.of.pop(host.id, None)
        self.left.add(host.workflow)
        for token in area.tokens:
            if token.passive and token.owner is None:
                self.fates[token.id] = END

    def _all_roots(self) -> Iterator[Token]:
        for area in self.areas:
            yield from self._roots(area)

    def _roots(self, area: Area) -> list[Token]:
        return [t for t in area.tokens if not t.passive and t.id in self.homes.of]

    def _check_opened(self, home: Home, node: Node) -> None:
        """A subprocess that is opened around what is active runs once: so nothing in it may be active twice."""
        inside = [self.fates[t.id].node for t in self._all_roots() if self.homes.of[t.id] is home]
        if any(count > 1 for count in Counter(inside).values()):
            self.plan.refuse(_NOT_ONCE, node)

    def _look_for_repeats(self, area: Area, version: Definition) -> None:
        """Steps that were done side by side and now come one after the other: the later one would be done twice."""
        for early, late in permutations([t for t in self._roots(area) if not _stands_still(t)], 2):
            one, other = self.fates[early.id].node, self.fates[late.id].node
            if one is None or other is None or self.homes.of[early.id] is not self.homes.of[late.id]:
                continue
            before = (early.task_spec, late.task_spec)
            if joins.follows(*before) or joins.follows(*before[::-1]):
                continue
            if late.task_spec.element.id not in self.plan.mapping and joins.follows(other, one):
                name = one.element.name or one.element.id
                self.plan.lose(late, version, Message(_AGAIN.template, {"step": name}))


def _stands_still(token: Token) -> bool:
    """Before the beginning, after the end, or at a join."""
    return isinstance(token.task_spec, JoiningGateway) or token.internal_data.get("phase") in _UNPLACED
